// SPDX-License-Identifier: GPL-2.0-only
#include "source.h"

#include <stdlib.h>

#include "alloc.h"
#include "caller_rows.h"
#include "diag.h"
#include "log_profile.h"

struct replay {
	struct top_source source; /* must be first */
	struct profile profile;
	size_t next; /* index of the next interval */
	size_t next_event;
	struct task_intervals tasks; /* of a log */
	size_t next_tasks;	     /* index of their next interval */
	uint64_t begun, ended;	     /* transfers, so far */
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

/*
 * Adds the tasks of the intervals up to @end_ns, which are not always as long as
 * those of the series; the last interval gets the rest.
 */
static void add_tasks(struct replay *r, uint64_t end_ns)
{
	const struct profile *p = &r->tasks.p;
	const bool last = r->next + 1 == r->profile.n_intervals;

	for (; r->next_tasks < p->n_intervals; r->next_tasks++) {
		const struct interval *in = &p->intervals[r->next_tasks];

		if (in->end_ns > end_ns && !last)
			return;
		caller_rows_apply(r->source.model, TOP_BY_TASK, &r->tasks.tasks,
				  in);
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
	add_tasks(r, in->end_ns);
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

/* Timeouts and failed sends of an interval, and its longest time. */
struct badness {
	uint64_t lost, longest_ns;
};

static struct badness badness_of(const struct interval *in)
{
	struct badness b = {0};

	for (size_t i = 0; i < in->n_deltas; i++) {
		const struct delta *g = &in->delta[i];

		sum_add(&b.lost, g->counter[LC_TIMED_OUT]);
		sum_add(&b.lost, g->counter[LC_SEND_FAILED]);
		if (g->phase[LC_TOTAL].count &&
		    g->phase[LC_TOTAL].max > b.longest_ns)
			b.longest_ns = g->phase[LC_TOTAL].max;
	}
	return b;
}

static size_t worst_interval(const struct profile *p)
{
	struct badness worst = {0};
	size_t index = 0;

	for (size_t i = 0; i < p->n_intervals; i++) {
		const struct badness b = badness_of(&p->intervals[i]);

		if (b.lost < worst.lost ||
		    (b.lost == worst.lost && b.longest_ns <= worst.longest_ns))
			continue;
		worst = b;
		index = i;
	}
	return index;
}

/* The interval with this time, or the last one. */
static size_t interval_at(const struct profile *p, uint64_t time_ns)
{
	size_t i = 0;

	while (i + 1 < p->n_intervals && p->intervals[i].end_ns < time_ns)
		i++;
	return i;
}

static int replay_seek(struct top_source *s, enum top_seek to, uint64_t time_ns)
{
	struct replay *r = (struct replay *)s;
	void (*const on_interval)(void *) = s->on_interval;
	size_t index = r->next; /* of the interval after the last */
	int more = 1;

	if (to == TOP_SEEK_BACK
		    ? r->next < 2
		    : to == TOP_SEEK_ON && r->next == r->profile.n_intervals)
		return 0;
	if (to == TOP_SEEK_BACK)
		index -= 2;
	if (to == TOP_SEEK_WORST)
		index = worst_interval(&r->profile);
	if (to == TOP_SEEK_TIME)
		index = interval_at(&r->profile, time_ns);
	s->model->end_ns = 0;
	top_reset(s->model);
	r->next = r->next_event = r->next_tasks = 0;
	r->begun = r->ended = 0;
	s->on_interval = NULL;
	while (more > 0 && r->next <= index)
		more = replay_refresh(s);
	s->on_interval = on_interval;
	return more;
}

static void replay_close(struct top_source *s)
{
	struct replay *r = (struct replay *)s;

	profile_free(&r->profile);
	task_intervals_free(&r->tasks);
	free(r);
}

struct top_source *top_replay_open(struct top_model *m, const char *path)
{
	const bool by_resource = !m->lacks[TOP_BY_RESOURCE];
	struct replay *r = xcalloc(1, sizeof(*r));

	if (log_profile_open(&r->profile, path, by_resource, &r->tasks))
		goto fail;
	m->lacks[TOP_BY_TASK] = !r->tasks.p.n_intervals;
	if (!by_resource)
		profile_sum_resources(&r->profile);
	if (!r->profile.n_intervals) {
		diag_error("nothing to replay: '%s' has no time series", path);
		diag_hint("'scmi-perf record --interval 1s' records one");
		goto fail;
	}
	r->source = (struct top_source){
		.refresh = replay_refresh,
		.seek = replay_seek,
		.close = replay_close,
		.model = m,
		.name = path,
		.run = &r->profile.runs[0],
		.whole = &r->profile,
		.fd = -1,
		.paced = true,
		.step_ns = r->profile.interval_ns,
	};
	return &r->source;
fail:
	replay_close(&r->source);
	return NULL;
}
