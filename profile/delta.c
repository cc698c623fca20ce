// SPDX-License-Identifier: GPL-2.0-only
#include "delta.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What a bucket's field holds. */
#define GAIN_BUCKET_MAX 0xffffffffffff

void delta_free(struct delta *g)
{
	for (int i = 0; i < LC_PHASES; i++)
		free(g->phase[i].bucket);
	*g = (struct delta){0};
}

void delta_clear(struct delta *g)
{
	struct delta empty = {0};

	for (int i = 0; i < LC_PHASES; i++) {
		empty.phase[i].bucket = g->phase[i].bucket;
		empty.phase[i].room = g->phase[i].room;
	}
	*g = empty;
}

/* @now - @before in @out, for @n numbers; notes in @any whether one is not 0. */
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

/*
 * Room for @more buckets: exactly as many, or a quarter more than there were.
 * There are many histograms, and few of them grow for long.
 */
static int make_room(struct delta_phase *g, size_t more)
{
	const size_t needed = g->n_buckets + more;
	size_t room = g->n_buckets + g->n_buckets / 4 + 2;
	struct delta_bucket *bucket;

	if (needed <= g->room)
		return 0;
	if (room < needed)
		room = needed;
	bucket = reallocarray(g->bucket, room, sizeof(*bucket));
	if (!bucket)
		return -ENOMEM;
	g->bucket = bucket;
	g->room = (uint32_t)room;
	return 0;
}

int delta_append_bucket(struct delta_phase *g, uint32_t index, uint64_t n)
{
	if (g->n_buckets >= g->room && make_room(g, 1))
		return -ENOMEM;
	g->bucket[g->n_buckets].index = index & 0xffff;
	g->bucket[g->n_buckets++].n = n & GAIN_BUCKET_MAX;
	g->count += n;
	return 0;
}

static int phase_of(const struct hist *h, struct delta_phase *g)
{
	uint64_t n;

	g->sum = h->sum;
	for (uint32_t i = 0; h->count > g->count && (n = hist_next(h, &i));
	     i++) {
		if (n > GAIN_BUCKET_MAX)
			return -ERANGE;
		if (delta_append_bucket(g, i, n))
			return -ENOMEM;
	}
	return 0;
}

int delta_of_series(const struct series *s, struct delta *g)
{
	int err = 0;

	memcpy(g->counter, s->counter, sizeof(g->counter));
	memcpy(g->anomaly, s->anomaly, sizeof(g->anomaly));
	for (int i = 0; i < LC_PHASES && !err; i++)
		err = phase_of(&s->phase[i], &g->phase[i]);
	if (err)
		delta_free(g);
	return err;
}

/* What the next bucket, number *@i, has, if that is @index: goes on then. */
static uint64_t take_bucket(const struct delta_phase *g, size_t *i,
			    uint32_t index)
{
	if (*i == g->n_buckets || g->bucket[*i].index != index)
		return 0;
	return g->bucket[(*i)++].n;
}

/* How many buckets have more in @now than before; -ERANGE: any has less. */
static int count_grown(const struct delta_phase *before,
		       const struct delta_phase *now)
{
	size_t taken = 0;
	int grown = 0;

	for (size_t i = 0; i < now->n_buckets; i++) {
		const uint64_t n = now->bucket[i].n;
		const uint64_t was =
			take_bucket(before, &taken, now->bucket[i].index);

		if (was > n)
			return -ERANGE;
		grown += was < n;
	}
	/* Otherwise a bucket had something before, and is empty now. */
	return taken == before->n_buckets ? grown : -ERANGE;
}

static int subtract_phase(const struct delta_phase *before,
			  const struct delta_phase *now, struct delta_phase *g,
			  bool *any)
{
	const int grown = count_grown(before, now);
	size_t taken = 0;

	if (grown < 0 || subtract(&before->sum, &now->sum, 1, &g->sum, any))
		return -ERANGE;
	if (make_room(g, (size_t)grown))
		return -ENOMEM;
	for (size_t i = 0; i < now->n_buckets; i++) {
		const uint64_t n = now->bucket[i].n;
		const uint64_t was =
			take_bucket(before, &taken, now->bucket[i].index);

		if (was < n)
			delta_append_bucket(g, now->bucket[i].index, n - was);
	}
	*any |= grown != 0;
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
	for (int i = 0; i < LC_PHASES && !err; i++)
		err = subtract_phase(&before->phase[i], &now->phase[i],
				     &out.phase[i], &any);
	if (err || !any) {
		delta_free(&out);
		return err;
	}
	*g = out;
	return 1;
}

int delta_between(const struct series *before, const struct series *now,
		  struct delta *g)
{
	struct delta from = {0}, to = {0};
	int err = delta_of_series(before, &from);

	if (!err)
		err = delta_of_series(now, &to);
	if (!err)
		err = delta_subtract(&from, &to, g);
	delta_free(&from);
	delta_free(&to);
	return err;
}

/* Counts and sum of @g to @h; min and max are left. */
static int add_phase(const struct delta_phase *g, struct hist *h)
{
	for (size_t i = 0; i < g->n_buckets; i++)
		if (hist_add_bucket(h, g->bucket[i].index, g->bucket[i].n))
			return -ENOMEM;
	/* Files may have any sums. */
	return __builtin_add_overflow(h->sum, g->sum, &h->sum) ? -ERANGE : 0;
}

int delta_hist(const struct delta_phase *phase, struct hist *h)
{
	if (phase->n_buckets) {
		h->min = hist_lower(phase->bucket[0].index);
		h->max = hist_upper(phase->bucket[phase->n_buckets - 1].index);
	}
	return add_phase(phase, h);
}

int delta_add(const struct delta *g, struct series *s)
{
	int err = 0;

	for (int i = 0; i < LC_COUNTERS; i++)
		s->counter[i] += g->counter[i];
	for (int i = 0; i < LA_KINDS; i++)
		s->anomaly[i] += g->anomaly[i];
	for (int i = 0; i < LC_PHASES && !err; i++)
		err = add_phase(&g->phase[i], &s->phase[i]);
	return err;
}

size_t delta_size(const struct delta *g)
{
	size_t size = 8;

	for (int i = 0; i < LC_PHASES; i++)
		if (g->phase[i].count || g->phase[i].sum)
			size += 4 + g->phase[i].n_buckets;
	return size;
}

bool delta_percentile(const struct delta_phase *phase, unsigned int permille,
		      uint64_t *value)
{
	const uint64_t rank = hist_rank(phase->count, permille);
	uint64_t below = 0;

	if (!rank)
		return false;
	for (size_t i = 0; i < phase->n_buckets; i++) {
		below += phase->bucket[i].n;
		if (below < rank)
			continue;
		*value = hist_upper(phase->bucket[i].index);
		return true;
	}
	return false;
}

/* Adds @src to buckets that @dst has. Returns how many it has not. */
static size_t add_to_present(struct delta_phase *dst,
			     const struct delta_phase *src)
{
	size_t d = 0, absent = 0;

	if (!dst->n_buckets)
		return src->n_buckets;
	for (size_t s = 0; s < src->n_buckets; s++) {
		const uint32_t index = src->bucket[s].index;

		while (d < dst->n_buckets && dst->bucket[d].index < index)
			d++;
		if (d == dst->n_buckets || dst->bucket[d].index != index)
			absent++;
		else
			dst->bucket[d].n += src->bucket[s].n & GAIN_BUCKET_MAX;
	}
	return absent;
}

/* Puts those of @src between that @dst has not, from the last to the first. */
static void add_absent(struct delta_phase *dst, const struct delta_phase *src,
		       size_t absent)
{
	size_t d = dst->n_buckets, s = src->n_buckets;

	dst->n_buckets += (uint32_t)absent;
	while (absent) {
		const struct delta_bucket *of_src = &src->bucket[s - 1];

		if (d && dst->bucket[d - 1].index > of_src->index) {
			d--;
			dst->bucket[d + absent] = dst->bucket[d];
			continue;
		}
		if (!d || dst->bucket[d - 1].index < of_src->index)
			dst->bucket[d + --absent] = *of_src;
		s--;
	}
}

/* To one that has none, but room. */
static void copy_buckets(struct delta_phase *dst, const struct delta_phase *src)
{
	memcpy(dst->bucket, src->bucket, src->n_buckets * sizeof(*src->bucket));
	dst->n_buckets = src->n_buckets;
}

/* Adds @src to @dst, bucket by bucket; both are ascending. */
static int merge_phase(struct delta_phase *dst, const struct delta_phase *src)
{
	size_t absent;

	dst->sum += src->sum;
	if (!src->n_buckets)
		return 0;
	absent = add_to_present(dst, src);
	if (absent && make_room(dst, absent))
		return -ENOMEM;
	if (dst->n_buckets)
		add_absent(dst, src, absent);
	else
		copy_buckets(dst, src);
	dst->count += src->count;
	return 0;
}

int delta_merge(struct delta *dst, const struct delta *src)
{
	int err = 0;

	for (int i = 0; i < LC_COUNTERS; i++)
		dst->counter[i] += src->counter[i];
	for (int i = 0; i < LA_KINDS; i++)
		dst->anomaly[i] += src->anomaly[i];
	for (int i = 0; i < LC_PHASES && !err; i++)
		err = merge_phase(&dst->phase[i], &src->phase[i]);
	return err;
}

int interval_append(struct interval *i, struct delta *g)
{
	if (i->n_deltas == i->cap_deltas) {
		size_t cap = i->cap_deltas ? 2 * i->cap_deltas : 4;
		struct delta *delta =
			reallocarray(i->delta, cap, sizeof(*delta));

		if (!delta) {
			delta_free(g);
			return -ENOMEM;
		}
		i->delta = delta;
		i->cap_deltas = cap;
	}
	i->delta[i->n_deltas++] = *g;
	return 0;
}

static int compare_deltas(const void *a, const void *b)
{
	const struct delta *left = a, *right = b;

	return (left->series > right->series) - (left->series < right->series);
}

int interval_sort(struct interval *i)
{
	size_t n = 0;
	int err = 0;

	if (!i->n_deltas)
		return 0;
	qsort(i->delta, i->n_deltas, sizeof(*i->delta), compare_deltas);
	for (size_t g = 0; g < i->n_deltas; g++) {
		if (!n || i->delta[n - 1].series != i->delta[g].series) {
			i->delta[n++] = i->delta[g];
			continue;
		}
		if (!err)
			err = delta_merge(&i->delta[n - 1], &i->delta[g]);
		delta_free(&i->delta[g]);
	}
	i->n_deltas = n;
	return err;
}

int interval_join(struct interval *dst, struct interval *src)
{
	int err = 0;

	for (size_t g = 0; g < src->n_deltas; g++) {
		if (err)
			delta_free(&src->delta[g]);
		else
			err = interval_append(dst, &src->delta[g]);
	}
	if (dst->end_ns < src->end_ns)
		dst->end_ns = src->end_ns;
	free(src->delta);
	*src = (struct interval){0};
	return err ? err : interval_sort(dst);
}

void interval_free(struct interval *i)
{
	for (size_t g = 0; g < i->n_deltas; g++)
		delta_free(&i->delta[g]);
	free(i->delta);
	*i = (struct interval){0};
}

int intervals_sum(const struct interval *intervals, size_t n, size_t *next,
		  size_t series, struct series *sum)
{
	int err;

	for (size_t i = 0; i < n; i++) {
		const struct delta *g;

		if (next[i] == intervals[i].n_deltas)
			continue;
		g = &intervals[i].delta[next[i]];
		if (g->series != series)
			continue;
		err = delta_add(g, sum);
		if (err)
			return err;
		next[i]++;
	}
	return 0;
}
