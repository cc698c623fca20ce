// SPDX-License-Identifier: GPL-2.0-only
#include "gain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void gain_free(struct gain *g)
{
	for (int i = 0; i < LC_PHASES; i++)
		free(g->phase[i].bucket);
	*g = (struct gain){0};
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

static uint64_t bucket_of(const struct hist *h, uint32_t index)
{
	const uint64_t *page = h->page[index >> HIST_M];

	return page ? page[index & (HIST_PAGE_BUCKETS - 1)] : 0;
}

static int append_bucket(struct gain_phase *g, uint32_t index, uint64_t n)
{
	/* Room grows by powers of two: where the number is one, it is used. */
	if (!(g->n_buckets & (g->n_buckets - 1))) {
		size_t room = g->n_buckets ? 2 * g->n_buckets : 1;
		struct gain_bucket *bucket =
			reallocarray(g->bucket, room, sizeof(*bucket));

		if (!bucket)
			return -ENOMEM;
		g->bucket = bucket;
	}
	g->bucket[g->n_buckets].index = index & 0xffff;
	g->bucket[g->n_buckets++].n = n & 0xffffffffffff;
	g->count += n;
	return 0;
}

static int subtract_hist(const struct hist *before, const struct hist *now,
			 struct gain_phase *g, bool *any)
{
	uint64_t n;
	int err = subtract(&before->sum, &now->sum, 1, &g->sum, any);

	if (err || before->count > now->count)
		return -ERANGE;
	for (uint32_t i = 0; (n = hist_next(now, &i)); i++) {
		uint64_t was = bucket_of(before, i);

		if (was > n)
			return -ERANGE;
		if (was < n && append_bucket(g, i, n - was))
			return -ENOMEM;
	}
	*any |= g->count != 0;
	/* Otherwise a bucket had more before, and has none now. */
	return g->count == now->count - before->count ? 0 : -ERANGE;
}

int gain_between(const struct series *before, const struct series *now,
		 struct gain *g)
{
	struct gain out = {.series = g->series};
	bool any = false;
	int err = subtract(before->counter, now->counter, LC_COUNTERS,
			   out.counter, &any);

	if (!err)
		err = subtract(before->anomaly, now->anomaly, LA_KINDS,
			       out.anomaly, &any);
	for (int i = 0; i < LC_PHASES && !err; i++)
		err = subtract_hist(&before->phase[i], &now->phase[i],
				    &out.phase[i], &any);
	if (err || !any) {
		gain_free(&out);
		return err;
	}
	*g = out;
	return 1;
}

/* Counts and sum of @g to @h; min and max are left. */
static int add_phase(const struct gain_phase *g, struct hist *h)
{
	for (size_t i = 0; i < g->n_buckets; i++)
		if (hist_add_bucket(h, g->bucket[i].index, g->bucket[i].n))
			return -ENOMEM;
	/* Files may have any sums. */
	return __builtin_add_overflow(h->sum, g->sum, &h->sum) ? -ERANGE : 0;
}

int gain_hist(const struct gain_phase *phase, struct hist *h)
{
	if (phase->n_buckets) {
		h->min = hist_lower(phase->bucket[0].index);
		h->max = hist_upper(phase->bucket[phase->n_buckets - 1].index);
	}
	return add_phase(phase, h);
}

int gain_add(const struct gain *g, struct series *s)
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

size_t gain_size(const struct gain *g)
{
	size_t size = 8;

	for (int i = 0; i < LC_PHASES; i++)
		if (g->phase[i].count || g->phase[i].sum)
			size += 4 + g->phase[i].n_buckets;
	return size;
}

bool gain_percentile(const struct gain_phase *phase, unsigned int permille,
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
static size_t add_to_present(struct gain_phase *dst,
			     const struct gain_phase *src)
{
	size_t d = 0, absent = 0;

	for (size_t s = 0; s < src->n_buckets; s++) {
		const uint32_t index = src->bucket[s].index;

		while (d < dst->n_buckets && dst->bucket[d].index < index)
			d++;
		if (d == dst->n_buckets || dst->bucket[d].index != index)
			absent++;
		else
			dst->bucket[d].n += src->bucket[s].n & 0xffffffffffff;
	}
	return absent;
}

/*
 * Room for @absent buckets more. Where they are many at once it is the next
 * power of two, as append_bucket() expects it.
 */
static int make_room(struct gain_phase *g, size_t absent)
{
	size_t room = 1;
	struct gain_bucket *bucket;

	while (room < g->n_buckets + absent)
		room *= 2;
	if (g->n_buckets && room / 2 < g->n_buckets)
		return 0;
	bucket = reallocarray(g->bucket, room, sizeof(*bucket));
	if (!bucket)
		return -ENOMEM;
	g->bucket = bucket;
	return 0;
}

/* Puts those of @src between that @dst has not, from the last to the first. */
static void add_absent(struct gain_phase *dst, const struct gain_phase *src,
		       size_t absent)
{
	size_t d = dst->n_buckets, s = src->n_buckets;

	dst->n_buckets += absent;
	while (absent) {
		const struct gain_bucket *of_src = &src->bucket[s - 1];

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

/* Adds @src to @dst, bucket by bucket; both are ascending. */
static int merge_phase(struct gain_phase *dst, const struct gain_phase *src)
{
	size_t absent;

	dst->sum += src->sum;
	if (!src->n_buckets)
		return 0;
	absent = add_to_present(dst, src);
	if (absent && make_room(dst, absent))
		return -ENOMEM;
	add_absent(dst, src, absent);
	dst->count += src->count;
	return 0;
}

int gain_merge(struct gain *dst, const struct gain *src)
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

int interval_append(struct interval *i, struct gain *g)
{
	if (i->n_gains == i->cap_gains) {
		size_t cap = i->cap_gains ? 2 * i->cap_gains : 4;
		struct gain *gain = reallocarray(i->gain, cap, sizeof(*gain));

		if (!gain) {
			gain_free(g);
			return -ENOMEM;
		}
		i->gain = gain;
		i->cap_gains = cap;
	}
	i->gain[i->n_gains++] = *g;
	return 0;
}

static int compare_gains(const void *a, const void *b)
{
	const struct gain *left = a, *right = b;

	return (left->series > right->series) - (left->series < right->series);
}

int interval_sort(struct interval *i)
{
	size_t n = 0;
	int err = 0;

	if (!i->n_gains)
		return 0;
	qsort(i->gain, i->n_gains, sizeof(*i->gain), compare_gains);
	for (size_t g = 0; g < i->n_gains; g++) {
		if (!n || i->gain[n - 1].series != i->gain[g].series) {
			i->gain[n++] = i->gain[g];
			continue;
		}
		if (!err)
			err = gain_merge(&i->gain[n - 1], &i->gain[g]);
		gain_free(&i->gain[g]);
	}
	i->n_gains = n;
	return err;
}

int interval_join(struct interval *dst, struct interval *src)
{
	int err = 0;

	for (size_t g = 0; g < src->n_gains; g++) {
		if (err)
			gain_free(&src->gain[g]);
		else
			err = interval_append(dst, &src->gain[g]);
	}
	if (dst->end_ns < src->end_ns)
		dst->end_ns = src->end_ns;
	free(src->gain);
	*src = (struct interval){0};
	return err ? err : interval_sort(dst);
}

void interval_free(struct interval *i)
{
	for (size_t g = 0; g < i->n_gains; g++)
		gain_free(&i->gain[g]);
	free(i->gain);
	*i = (struct interval){0};
}

int intervals_sum(const struct interval *intervals, size_t n, size_t *next,
		  size_t series, struct series *sum)
{
	int err;

	for (size_t i = 0; i < n; i++) {
		const struct gain *g;

		if (next[i] == intervals[i].n_gains)
			continue;
		g = &intervals[i].gain[next[i]];
		if (g->series != series)
			continue;
		err = gain_add(g, sum);
		if (err)
			return err;
		next[i]++;
	}
	return 0;
}
