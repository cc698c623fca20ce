// SPDX-License-Identifier: GPL-2.0-only
#include "timeline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "delta.h"

int timeline_init(struct timeline *t, uint64_t interval_ns, size_t n_series)
{
	*t = (struct timeline){.interval_ns = interval_ns,
			       .n_series = n_series};
	t->intervals = calloc(PROFILE_INTERVALS, sizeof(*t->intervals));
	t->seen = calloc(n_series, sizeof(*t->seen));
	if (t->intervals && t->seen)
		return 0;
	timeline_free(t);
	return -ENOMEM;
}

static void series_clear(struct series *s)
{
	for (int i = 0; i < LC_PHASES; i++)
		hist_free(&s->phase[i]);
	*s = (struct series){0};
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

int timeline_look(struct timeline *t, size_t number, const struct delta *now)
{
	struct delta g = {.series = (uint32_t)number};
	struct delta **seen = &t->seen[number];
	int err;

	if (!*seen)
		*seen = calloc(1, sizeof(**seen));
	err = *seen ? delta_subtract(*seen, now, &g) : -ENOMEM;
	if (err <= 0)
		return err;
	err = delta_merge(*seen, &g);
	if (err) {
		delta_free(&g);
		return err;
	}
	t->size += delta_size(&g);
	return interval_append(&t->open, &g);
}

static size_t size_of(const struct timeline *t)
{
	size_t size = 0;

	for (size_t i = 0; i < t->n_intervals; i++)
		for (size_t g = 0; g < t->intervals[i].n_deltas; g++)
			size += delta_size(&t->intervals[i].delta[g]);
	return size;
}

/* Joins each interval with the next; the last may stay alone. */
static int halve(struct timeline *t)
{
	size_t n = 0;
	int err = 0;

	for (size_t i = 0; i < t->n_intervals; i += 2, n++) {
		struct interval *two = &t->intervals[i];

		if (i + 1 < t->n_intervals)
			err = interval_join(two, two + 1) ? -ENOMEM : err;
		if (n == i)
			continue;
		t->intervals[n] = *two;
		*two = (struct interval){0};
	}
	t->n_intervals = n;
	t->interval_ns *= 2;
	t->size = size_of(t);
	return err;
}

int timeline_tick(struct timeline *t, uint64_t end_ns)
{
	struct interval *last = NULL;
	int err = 0;

	if (t->n_intervals)
		last = &t->intervals[t->n_intervals - 1];
	t->open.end_ns = end_ns;
	if (last && last->end_ns >= end_ns) {
		err = interval_join(last, &t->open);
	} else {
		t->intervals[t->n_intervals++] = t->open;
		t->open = (struct interval){0};
	}
	/* At once, so that the next one can be as long as the others. */
	while (!err && (t->n_intervals == PROFILE_INTERVALS ||
			(t->n_intervals > 1 && t->size > TIMELINE_SIZE)))
		err = halve(t);
	return err;
}

void timeline_take(struct timeline *t, uint64_t end_ns, struct interval *out)
{
	*out = t->open;
	out->end_ns = end_ns;
	t->open = (struct interval){0};
	t->size = size_of(t);
}

/* From the numbers of the source to the series of the profile. */
static int renumber(struct timeline *t, const uint32_t *index)
{
	int err = 0;

	for (size_t i = 0; i < t->n_intervals && !err; i++) {
		struct interval *in = &t->intervals[i];

		for (size_t g = 0; g < in->n_deltas; g++)
			in->delta[g].series = index[in->delta[g].series];
		err = interval_sort(in);
	}
	return err;
}

/* What series @number of @p has that the intervals do not tell. */
static int take_rest(struct timeline *t, size_t number, size_t *next,
		     const struct profile *p)
{
	struct delta g = {.series = (uint32_t)number};
	struct series sum = {0};
	int err =
		intervals_sum(t->intervals, t->n_intervals, next, number, &sum);

	if (!err)
		err = delta_between(&sum, &p->series[number], &g);
	if (err > 0)
		err = interval_append(&t->open, &g);
	series_clear(&sum);
	return err;
}

int timeline_finish(struct timeline *t, uint64_t end_ns, const uint32_t *index,
		    struct profile *p)
{
	size_t next[PROFILE_INTERVALS] = {0};
	int err;

	/* It comes again, as a part of what is missing. */
	interval_free(&t->open);
	err = renumber(t, index);
	for (size_t i = 0; i < p->n_series && !err; i++)
		err = take_rest(t, i, next, p);
	t->size = size_of(t);
	for (size_t g = 0; g < t->open.n_deltas; g++)
		t->size += delta_size(&t->open.delta[g]);
	if (!err)
		err = timeline_tick(t, end_ns);
	if (!err) {
		p->intervals = t->intervals;
		p->n_intervals = t->n_intervals;
		p->interval_ns = t->interval_ns;
		t->intervals = NULL;
		t->n_intervals = 0;
	}
	timeline_free(t);
	return err;
}
