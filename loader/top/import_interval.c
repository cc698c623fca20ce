// SPDX-License-Identifier: GPL-2.0-only
#include "import_interval.h"

#include "delta.h"

/* Adds changed series to the open interval; *@anomalies: their new anomalies. */
static int collect_series(const struct profile *p, struct timeline *t,
			  uint64_t *anomalies)
{
	*anomalies = 0;
	for (size_t i = 0; i < p->n_series; i++) {
		const struct delta now = delta_of_series(&p->series[i]);
		int err = timeline_add_snapshot(t, i, &now);

		if (err)
			return err;
	}
	for (size_t g = 0; g < t->open.n_deltas; g++)
		*anomalies += sum_of_all(t->open.delta[g].anomaly, LA_KINDS);
	return 0;
}

/* Adds the last @n anomalies to the model, if the profile still has them. */
static void add_events(struct top_model *m, const struct profile *p, uint64_t n,
		       uint64_t base_ns)
{
	for (size_t i = n < p->n_events ? p->n_events - n : 0; i < p->n_events;
	     i++) {
		struct anomaly_event event = p->events[i];

		event.time_ns = sum_of(base_ns, event.time_ns);
		top_add_event(m, &event);
	}
}

static void add_caller(void *rows, const struct message_caller *c)
{
	caller_rows_add(rows, c, NULL);
}

/* Adds the callers so far to the open interval of the model. */
static void add_callers(struct import_intervals *i, struct top_model *m)
{
	caller_rows_start(&i->callers);
	importer_callers(i->im, add_caller, &i->callers);
	caller_rows_end(&i->callers, m);
}

void import_intervals_start(struct import_intervals *i, struct importer *im,
			    const struct profile *p, struct top_model *m)
{
	*i = (struct import_intervals){.im = im, .p = p};
	/* The timeline stores no intervals, so it needs no length. */
	timeline_init(&i->timeline, 0, IMPORT_SERIES_MAX);
	caller_rows_init(&i->callers, m, false);
}

void import_intervals_free(struct import_intervals *i)
{
	timeline_free(&i->timeline);
	caller_rows_free(&i->callers);
}

int import_interval_add(struct import_intervals *i, struct top_model *m,
			uint64_t base_ns, uint64_t end_ns)
{
	const struct profile *p = i->p;
	struct timeline *t = &i->timeline;
	struct top_status status;
	struct interval in;
	uint64_t anomalies;
	int err = collect_series(p, t, &anomalies);

	if (err)
		return err;
	timeline_pop_interval(t, end_ns, &in);
	top_begin_interval(m, end_ns);
	for (size_t g = 0; g < in.n_deltas; g++)
		top_add_delta(m, p->series[in.delta[g].series].key,
			      &in.delta[g]);
	add_callers(i, m);
	top_set_fast(m, p->fast, p->n_fast);
	add_events(m, p, anomalies, base_ns);
	status = top_status_of(p, end_ns, profile_in_flight(p));
	top_end_interval(m, &status);
	interval_free(&in);
	return 0;
}
