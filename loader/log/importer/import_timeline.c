// SPDX-License-Identifier: GPL-2.0-only
#include "import_timeline.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "delta.h"

static void read_sums(const struct series *from, struct series_sums *to)
{
	for (int i = 0; i < LC_COUNTERS; i++)
		to->counter[i] = from->counter[i];
	for (int i = 0; i < LA_KINDS; i++)
		to->anomaly[i] = from->anomaly[i];
	for (int i = 0; i < LC_PHASES; i++)
		to->sum[i] = from->phase[i].sum;
}

/* Adds changed series to the open interval. Returns 0 or -ERANGE. */
static int collect_series(struct import_timeline *t)
{
	for (size_t i = 0; i < t->p->n_series; i++) {
		const struct series *s = &t->p->series[i];
		const struct delta now = delta_of_series(s);
		struct series_sums sums;
		int err;

		read_sums(s, &sums);
		if (!timeline_has_changed(&t->timeline, i, &sums))
			continue;
		err = timeline_add_snapshot(&t->timeline, i, &now);
		if (err)
			return err;
	}
	return 0;
}

static void add_task(void *ctx, const struct message_caller *c)
{
	caller_sums_add(ctx, c->comm, c);
}

/* Adds tasks to their open interval. Returns 0 or -ERANGE. */
static int collect_tasks(struct import_timeline *t)
{
	if (!t->tasks)
		return 0;
	caller_sums_start(&t->tasks->tasks);
	importer_callers(t->im, add_task, &t->tasks->tasks);
	return caller_sums_collect(&t->tasks->tasks, &t->task_timeline);
}

static int reached(void *ctx, uint64_t time_ns);

/* Asks for reached() after the open interval, which includes its end. */
static void watch(struct import_timeline *t)
{
	importer_watch(t->im, t->end_ns + t->timeline.interval_ns + 1, reached,
		       t);
}

/*
 * Ends all intervals before @time_ns; after a pause of the log, most of them are
 * empty. Their length can double in the loop.
 */
static void end_intervals(struct timeline *t, uint64_t *end_ns,
			  uint64_t time_ns)
{
	while (*end_ns + t->interval_ns < time_ns) {
		*end_ns += t->interval_ns;
		timeline_end_interval(t, *end_ns);
	}
}

/* An event at @time_ns is next. */
static int reached(void *ctx, uint64_t time_ns)
{
	struct import_timeline *t = ctx;
	int err = collect_series(t);

	if (!err)
		err = collect_tasks(t);
	if (!err)
		end_intervals(&t->timeline, &t->end_ns, time_ns);
	if (!err && t->tasks)
		end_intervals(&t->task_timeline, &t->task_end_ns, time_ns);
	watch(t);
	return err;
}

void import_timeline_start(struct import_timeline *t, struct importer *im,
			   const struct profile *p, uint64_t interval_ns)
{
	*t = (struct import_timeline){.im = im, .p = p};
	timeline_init(&t->timeline,
		      interval_ns ? interval_ns : IMPORT_INTERVAL_NS,
		      IMPORT_SERIES_MAX);
	if (!interval_ns)
		t->timeline.limit = IMPORT_INTERVALS;
	watch(t);
}

void import_timeline_tasks(struct import_timeline *t,
			   struct task_intervals *tasks)
{
	t->tasks = tasks;
	timeline_init(&t->task_timeline, t->timeline.interval_ns, CALLER_NAMES);
	t->task_timeline.limit = t->timeline.limit;
}

/* Ends the time series of tasks. Returns 0 or -ERANGE. */
static int finish_tasks(struct import_timeline *t, uint64_t end_ns)
{
	struct task_intervals *tasks = t->tasks;
	uint32_t *index;
	int err;

	if (!tasks)
		return 0;
	err = collect_tasks(t);
	if (err)
		return err;
	index = xcalloc(tasks->tasks.n + 1, sizeof(*index));
	for (size_t i = 0; i < tasks->tasks.n; i++) {
		const struct series_key key = {.resource_plus =
						       (uint32_t)i + 1};
		const struct delta *now = &tasks->tasks.sum[i].now;
		struct series *s = profile_append_series(&tasks->p, key);

		memcpy(s->counter, now->counter, sizeof(s->counter));
		hist_merge(&s->phase[LC_TOTAL], &now->phase[LC_TOTAL]);
		index[i] = (uint32_t)i;
	}
	err = timeline_finish(&t->task_timeline, end_ns, index, &tasks->p);
	free(index);
	return err;
}

void task_intervals_free(struct task_intervals *tasks)
{
	caller_sums_free(&tasks->tasks);
	profile_free(&tasks->p);
}

int import_timeline_finish(struct import_timeline *t, struct profile *p)
{
	struct series_key *key;
	uint32_t *index;
	size_t n;
	int err = importer_end(t->im);

	n = p->n_series;
	key = xcalloc(n + 1, sizeof(*key));
	index = xcalloc(n + 1, sizeof(*index));
	for (size_t i = 0; i < n; i++)
		key[i] = p->series[i].key;
	profile_sort(p);
	for (size_t i = 0; i < n; i++)
		index[i] = (uint32_t)(profile_find(p, &key[i]) - p->series);
	if (err)
		import_timeline_free(t);
	else if (!p->runs[0].duration_ns)
		import_timeline_free(t); /* all events have the same time */
	else
		err = timeline_finish(&t->timeline, p->runs[0].duration_ns,
				      index, p);
	if (!err && p->n_intervals)
		err = finish_tasks(t, p->runs[0].duration_ns);
	timeline_free(&t->task_timeline);
	free(index);
	free(key);
	return err;
}

void import_timeline_free(struct import_timeline *t)
{
	timeline_free(&t->timeline);
	timeline_free(&t->task_timeline);
}
