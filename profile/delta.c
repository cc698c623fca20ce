// SPDX-License-Identifier: GPL-2.0-only
#include "delta.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

void delta_free(struct delta *g)
{
	for (int i = 0; i < LC_PHASES; i++)
		hist_free(&g->phase[i]);
	*g = (struct delta){0};
}

void delta_clear(struct delta *g)
{
	g->series = 0;
	memset(g->counter, 0, sizeof(g->counter));
	memset(g->anomaly, 0, sizeof(g->anomaly));
	memset(g->status, 0, sizeof(g->status));
	for (int i = 0; i < LC_PHASES; i++)
		hist_clear(&g->phase[i]);
}

struct delta delta_of_series(const struct series *s)
{
	struct delta g = {0};

	memcpy(g.counter, s->counter, sizeof(g.counter));
	memcpy(g.anomaly, s->anomaly, sizeof(g.anomaly));
	memcpy(g.status, s->status, sizeof(g.status));
	memcpy(g.phase, s->phase, sizeof(g.phase));
	return g;
}

/* Sets the @n numbers of @out to @now - @before, and @any if one is not 0. */
static int subtract(const uint64_t *before, const uint64_t *now, size_t n,
		    uint64_t *out, bool *any)
{
	for (size_t i = 0; i < n; i++) {
		if (now[i] < before[i])
			return -ERANGE;
		out[i] = now[i] - before[i];
		*any |= out[i] != 0;
	}
	return 0;
}

int delta_subtract(const struct delta *before, const struct delta *now,
		   struct delta *g)
{
	struct delta out = {.series = g->series};
	bool any = false;
	int err = subtract(before->counter, now->counter, LC_COUNTERS,
			   out.counter, &any);

	if (!err)
		err = subtract(before->anomaly, now->anomaly, LA_KINDS,
			       out.anomaly, &any);
	if (!err)
		err = subtract(before->status, now->status, LC_STATUSES,
			       out.status, &any);
	for (int i = 0; i < LC_PHASES && !err; i++) {
		err = hist_subtract(&before->phase[i], &now->phase[i],
				    &out.phase[i]);
		any |= out.phase[i].count || out.phase[i].sum;
	}
	if (err || !any) {
		delta_free(&out);
		return err;
	}
	*g = out;
	return 1;
}

void delta_merge(struct delta *dst, const struct delta *src)
{
	sum_add_all(dst->counter, src->counter, LC_COUNTERS);
	sum_add_all(dst->anomaly, src->anomaly, LA_KINDS);
	sum_add_all(dst->status, src->status, LC_STATUSES);
	for (int i = 0; i < LC_PHASES; i++)
		hist_merge(&dst->phase[i], &src->phase[i]);
}

size_t delta_size(const struct delta *g)
{
	size_t size = 8;

	for (int i = 0; i < LC_PHASES; i++)
		if (g->phase[i].count || g->phase[i].sum)
			size += 4 + g->phase[i].n_buckets;
	return size;
}

void interval_append(struct interval *i, struct delta *g)
{
	array_reserve(i->delta, i->n_deltas, i->cap_deltas);
	i->delta[i->n_deltas++] = *g;
}

static int compare_deltas(const void *a, const void *b)
{
	const struct delta *left = a, *right = b;

	return (left->series > right->series) - (left->series < right->series);
}

void interval_sort(struct interval *i)
{
	size_t n = 0;

	if (!i->n_deltas)
		return;
	qsort(i->delta, i->n_deltas, sizeof(*i->delta), compare_deltas);
	for (size_t g = 0; g < i->n_deltas; g++) {
		if (!n || i->delta[n - 1].series != i->delta[g].series) {
			i->delta[n++] = i->delta[g];
			continue;
		}
		delta_merge(&i->delta[n - 1], &i->delta[g]);
		delta_free(&i->delta[g]);
	}
	i->n_deltas = n;
}

void interval_join(struct interval *dst, struct interval *src)
{
	for (size_t g = 0; g < src->n_deltas; g++)
		interval_append(dst, &src->delta[g]);
	if (dst->end_ns < src->end_ns)
		dst->end_ns = src->end_ns;
	free(src->delta);
	*src = (struct interval){0};
	interval_sort(dst);
}

void interval_free(struct interval *i)
{
	for (size_t g = 0; g < i->n_deltas; g++)
		delta_free(&i->delta[g]);
	free(i->delta);
	*i = (struct interval){0};
}

void intervals_sum(const struct interval *intervals, size_t n, size_t *next,
		   size_t series, struct delta *sum)
{
	for (size_t i = 0; i < n; i++) {
		const struct interval *in = &intervals[i];

		if (next[i] < in->n_deltas &&
		    in->delta[next[i]].series == series)
			delta_merge(sum, &in->delta[next[i]++]);
	}
}
