// SPDX-License-Identifier: GPL-2.0-only
#include "source.h"

#include <stdlib.h>

#include "alloc.h"
#include "diag.h"
#include "log_profile.h"

struct replay {
	struct top_source source; /* must be first */
	struct profile profile;
	size_t next; /* index of the next interval */
	size_t next_event;
	uint64_t begun, ended; /* transfers, so far */
};

/* Adds anomalies up to the end of the interval; the last one gets the rest. */
static void add_events(struct replay *r, uint64_t end_ns)
{
	const struct profile *p = &r->profile;
	const bool last = r->next + 1 == p->n_intervals;

	for (; r->next_event < p->n_events; r->next_event++) {
		const struct anomaly_event *event = &p->events[r->next_event];

		if (event->time_ns > end_ns && !last)
			return;
		top_add_event(r->source.model, event);
	}
}

/* Counters were not read atomically: an end may be an interval too early. */
static void count(struct replay *r, const struct delta *g)
{
	static const enum lc_counter ends[] = {LC_COMPLETED, LC_TIMED_OUT,
					       LC_SEND_FAILED, LC_AGED_OUT};

	sum_add(&r->begun, g->counter[LC_BEGUN]);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		sum_add(&r->ended, g->counter[ends[i]]);
}

static int replay_refresh(struct top_source *s)
{
	struct replay *r = (struct replay *)s;
	const struct profile *p = &r->profile;
	const struct interval *in = &p->intervals[r->next];
	struct top_status status;

	if (r->next == p->n_intervals)
		return 0;
	top_begin_interval(s->model, in->end_ns);
	for (size_t i = 0; i < in->n_deltas; i++) {
		const struct delta *g = &in->delta[i];

		count(r, g);
		top_add_delta(s->model, p->series[g->series].key, g);
	}
	add_events(r, in->end_ns);
	/* Counts without a time series are shown from the start. */
	status = top_status_of(p, in->end_ns,
			       r->begun > r->ended ? r->begun - r->ended : 0);
	top_end_interval(s->model, &status);
	r->next++;
	if (s->on_interval)
		s->on_interval(s->ctx);
	return 1;
}

static void replay_close(struct top_source *s)
{
	struct replay *r = (struct replay *)s;

	profile_free(&r->profile);
	free(r);
}

struct top_source *top_replay_open(struct top_model *m, const char *path)
{
	struct replay *r = xcalloc(1, sizeof(*r));

	if (log_profile_open(&r->profile, path))
		goto fail;
	if (!r->profile.n_intervals) {
		diag_error("nothing to replay: '%s' has no time series", path);
		diag_hint("'scmi-perf record --interval 1s' records one");
		goto fail;
	}
	r->source = (struct top_source){
		.refresh = replay_refresh,
		.close = replay_close,
		.model = m,
		.name = path,
		.run = &r->profile.runs[0],
		.fd = -1,
		.paced = true,
		.step_ns = r->profile.interval_ns,
	};
	return &r->source;
fail:
	replay_close(&r->source);
	return NULL;
}
