// SPDX-License-Identifier: GPL-2.0-only
#include "timeline.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "delta.h"

void timeline_init(struct timeline *t, uint64_t interval_ns, size_t n_series)
{
	*t = (struct timeline){
		.interval_ns = interval_ns,
		.limit = PROFILE_INTERVALS,
		.intervals = xcalloc(PROFILE_INTERVALS, sizeof(*t->intervals)),
		.seen = xcalloc(n_series, sizeof(*t->seen)),
		.n_series = n_series,
	};
}

void timeline_free(struct timeline *t)
{
	for (size_t i = 0; t->seen && i < t->n_series; i++) {
		if (t->seen[i])
			delta_free(t->seen[i]);
		free(t->seen[i]);
	}
	free(t->seen);
	for (size_t i = 0; i < t->n_intervals; i++)
		interval_free(&t->intervals[i]);
	free(t->intervals);
	interval_free(&t->open);
	*t = (struct timeline){0};
}

bool timeline_has_changed(const struct timeline *t, size_t number,
			  const struct series_sums *now)
{
	const struct delta *seen = t->seen[number];

	if (!seen ||
	    memcmp(now->counter, seen->counter, sizeof(now->counter)) ||
	    memcmp(now->anomaly, seen->anomaly, sizeof(now->anomaly)))
		return true;
	for (int i = 0; i < LC_PHASES; i++)
		if (now->sum[i] != seen->phase[i].sum)
			return true;
	return false;
}

int timeline_add_snapshot(struct timeline *t, size_t number,
			  const struct delta *now)
{
	struct delta g = {.series = (uint32_t)number};
	struct delta **seen = &t->seen[number];
	int changed;

	if (!*seen)
		*seen = xcalloc(1, sizeof(**seen));
	changed = delta_subtract(*seen, now, &g);
	if (changed <= 0)
		return changed;
	delta_merge(*seen, &g);
	t->size += delta_size(&g);
	interval_append(&t->open, &g);
	return 0;
}

static size_t size_of(const struct timeline *t)
{
	size_t size = 0;

	for (size_t i = 0; i < t->n_intervals; i++)
		for (size_t g = 0; g < t->intervals[i].n_deltas; g++)
			size += delta_size(&t->intervals[i].delta[g]);
	return size;
}

/* Joins each two intervals; the last may remain alone. */
static void halve(struct timeline *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_intervals; i += 2, n++) {
		struct interval *two = &t->intervals[i];

		if (i + 1 < t->n_intervals)
			interval_join(two, two + 1);
		if (n == i)
			continue;
		t->intervals[n] = *two;
		*two = (struct interval){0};
	}
	t->n_intervals = n;
	t->interval_ns *= 2;
	t->size = size_of(t);
}

void timeline_end_interval(struct timeline *t, uint64_t end_ns)
{
	struct interval *last = NULL;

	if (t->n_intervals)
		last = &t->intervals[t->n_intervals - 1];
	t->open.end_ns = end_ns;
	if (last && last->end_ns >= end_ns) {
		interval_join(last, &t->open);
	} else {
		t->intervals[t->n_intervals++] = t->open;
		t->open = (struct interval){0};
	}
	/* Now, so that the next interval can be as long as the others. */
	while (t->n_intervals >= t->limit ||
	       (t->n_intervals > 1 && t->size > TIMELINE_SIZE))
		halve(t);
}

void timeline_pop_interval(struct timeline *t, uint64_t end_ns,
			   struct interval *out)
{
	*out = t->open;
	out->end_ns = end_ns;
	t->open = (struct interval){0};
	t->size = size_of(t);
}

/* Replaces the source's numbers by the series of the profile. */
static void renumber(struct timeline *t, const uint32_t *index)
{
	for (size_t i = 0; i < t->n_intervals; i++) {
		struct interval *in = &t->intervals[i];

		for (size_t g = 0; g < in->n_deltas; g++)
			in->delta[g].series = index[in->delta[g].series];
		interval_sort(in);
	}
}

/* Adds the part of series @number that is in no interval to the open one. */
static int add_rest(struct timeline *t, size_t number, size_t *next,
		    const struct profile *p)
{
	const struct delta now = delta_of_series(&p->series[number]);
	struct delta sum = {0}, rest = {.series = (uint32_t)number};
	int changed;

	intervals_sum(t->intervals, t->n_intervals, next, number, &sum);
	changed = delta_subtract(&sum, &now, &rest);
	delta_free(&sum);
	if (changed <= 0)
		return changed;
	t->size += delta_size(&rest);
	interval_append(&t->open, &rest);
	return 0;
}

int timeline_finish(struct timeline *t, uint64_t end_ns, const uint32_t *index,
		    struct profile *p)
{
	size_t next[PROFILE_INTERVALS] = {0};
	int err = 0;

	/* Its deltas come back as a part of the rest. */
	interval_free(&t->open);
	renumber(t, index);
	t->size = size_of(t);
	for (size_t i = 0; i < p->n_series && !err; i++)
		err = add_rest(t, i, next, p);
	if (!err) {
		timeline_end_interval(t, end_ns);
		p->intervals = t->intervals;
		p->n_intervals = t->n_intervals;
		p->interval_ns = t->interval_ns;
		t->intervals = NULL;
		t->n_intervals = 0;
	}
	timeline_free(t);
	return err;
}
