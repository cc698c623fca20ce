// SPDX-License-Identifier: GPL-2.0-only
#include "hist.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

/* A power of two; buckets within eight octaves do not share hints. */
#define HINTS (8 * HIST_PAGE_BUCKETS)

void hist_free(struct hist *h)
{
	free(h->bucket);
	free(h->hint);
	*h = (struct hist){0};
}

void hist_clear(struct hist *h)
{
	*h = (struct hist){.bucket = h->bucket,
			   .cap_buckets = h->cap_buckets,
			   .hint = h->hint};
}

/* Grows by a quarter at least, because profiles have many small histograms. */
static void reserve(struct hist *h, uint32_t n)
{
	uint32_t cap = h->n_buckets + h->n_buckets / 4 + 2;

	if (n <= h->cap_buckets)
		return;
	h->cap_buckets = cap < n ? n : cap;
	h->bucket =
		xreallocarray(h->bucket, h->cap_buckets, sizeof(*h->bucket));
}

/* To be called before count grows, because min and max may be invalid. */
static void extend(struct hist *h, uint64_t min, uint64_t max)
{
	if (!h->count || min < h->min)
		h->min = min;
	if (!h->count || max > h->max)
		h->max = max;
}

/*
 * Position of bucket @index, or of the first one after it; @h is not empty. The
 * mask replaces a branch that would be mispredicted half of the time.
 */
static uint32_t find(const struct hist *h, uint32_t index)
{
	const struct hist_bucket *bucket = h->bucket;

	for (uint32_t n = h->n_buckets, half; n > 1; n -= half) {
		half = n / 2;
		bucket += half & -(uint32_t)(bucket[half - 1].index < index);
	}
	return (uint32_t)(bucket - h->bucket) + (bucket->index < index);
}

/* Returns the position of the bucket. */
static uint32_t insert(struct hist *h, uint32_t index, uint64_t n)
{
	const uint32_t at = find(h, index);
	struct hist_bucket *bucket;

	if (h->bucket[at].index == index) {
		sum_add(&h->bucket[at].n, n);
		return at;
	}
	reserve(h, h->n_buckets + 1);
	bucket = &h->bucket[at];
	memmove(bucket + 1, bucket, (h->n_buckets++ - at) * sizeof(*bucket));
	*bucket = (struct hist_bucket){index, n};
	return at;
}

/* The same, and counts the samples. Most callers have buckets in ascending order. */
static uint32_t add_samples(struct hist *h, uint32_t index, uint64_t n)
{
	sum_add(&h->count, n);
	if (h->n_buckets && h->bucket[h->n_buckets - 1].index >= index)
		return insert(h, index, n);
	reserve(h, h->n_buckets + 1);
	h->bucket[h->n_buckets] = (struct hist_bucket){index, n};
	return h->n_buckets++;
}

/*
 * Most samples are in buckets of earlier samples. The position that a bucket had
 * is a hint, which saves the search unless a bucket was inserted before it.
 */
void hist_add(struct hist *h, uint64_t value)
{
	const uint32_t index = hist_index(value);
	uint16_t *at;

	if (!h->hint)
		h->hint = xcalloc(HINTS, sizeof(*h->hint));
	at = &h->hint[index % HINTS];
	extend(h, value, value);
	sum_add(&h->sum, value);
	if (*at < h->n_buckets && h->bucket[*at].index == index) {
		h->bucket[*at].n++;
		h->count++;
	} else {
		*at = (uint16_t)add_samples(h, index, 1);
	}
}

void hist_add_bucket(struct hist *h, uint32_t index, uint64_t n)
{
	extend(h, hist_lower(index), hist_upper(index));
	add_samples(h, index, n);
}

/* Adds the buckets that @dst has, too; returns the number of the others. */
static uint32_t add_common(struct hist *dst, const struct hist *src)
{
	uint32_t d = 0, others = 0;

	for (uint32_t i = 0; i < src->n_buckets; i++) {
		const struct hist_bucket *s = &src->bucket[i];

		while (d < dst->n_buckets && dst->bucket[d].index < s->index)
			d++;
		if (d < dst->n_buckets && dst->bucket[d].index == s->index)
			sum_add(&dst->bucket[d].n, s->n);
		else
			others++;
	}
	return others;
}

/* Inserts the buckets, @others in number, that @dst does not have. */
static void insert_others(struct hist *dst, const struct hist *src,
			  uint32_t others)
{
	uint32_t d = dst->n_buckets, s = src->n_buckets, to = d + others;

	reserve(dst, to);
	dst->n_buckets = to;
	/* Backwards, so that no bucket is overwritten before it is moved. */
	while (to > d) {
		const struct hist_bucket last = src->bucket[s - 1];

		if (d && dst->bucket[d - 1].index >= last.index) {
			s -= dst->bucket[d - 1].index == last.index;
			dst->bucket[--to] = dst->bucket[--d];
			continue;
		}
		dst->bucket[--to] = last;
		s--;
	}
}

void hist_merge(struct hist *dst, const struct hist *src)
{
	const uint32_t others = add_common(dst, src);

	if (others)
		insert_others(dst, src, others);
	if (src->count)
		extend(dst, src->min, src->max);
	sum_add(&dst->count, src->count);
	sum_add(&dst->sum, src->sum);
}

bool hist_mean(const struct hist *h, double *ns)
{
	if (!h->count || !sum_is_known(h->sum))
		return false;
	*ns = (double)h->sum / (double)h->count;
	return true;
}

/* Counts the buckets whose numbers differ; both are sorted, @now has all indices. */
static uint32_t count_different(const struct hist *before,
				const struct hist *now)
{
	uint32_t b = 0, different = 0;

	for (uint32_t i = 0; i < now->n_buckets; i++) {
		const struct hist_bucket *bucket = &now->bucket[i];
		uint64_t n = 0;

		if (b < before->n_buckets &&
		    before->bucket[b].index == bucket->index)
			n = before->bucket[b++].n;
		if (n > bucket->n)
			return UINT32_MAX;
		different += n < bucket->n;
	}
	/* Otherwise a bucket is empty now that was not. */
	return b == before->n_buckets ? different : UINT32_MAX;
}

int hist_subtract(const struct hist *before, const struct hist *now,
		  struct hist *diff)
{
	const uint32_t different = count_different(before, now);
	uint32_t b = 0;

	if (before->sum > now->sum || different == UINT32_MAX)
		return -ERANGE;
	diff->sum = now->sum - before->sum;
	if (!different)
		return 0;
	reserve(diff, different);
	for (uint32_t i = 0; i < now->n_buckets; i++) {
		struct hist_bucket bucket = now->bucket[i];

		if (b < before->n_buckets &&
		    before->bucket[b].index == bucket.index)
			bucket.n -= before->bucket[b++].n;
		if (bucket.n)
			diff->bucket[diff->n_buckets++] = bucket;
		sum_add(&diff->count, bucket.n);
	}
	diff->min = hist_lower(diff->bucket[0].index);
	diff->max = hist_upper(diff->bucket[different - 1].index);
	return 0;
}

/* Rank of the percentile among @count samples, from 1; 0: there is none. */
static uint64_t rank_of(uint64_t count, unsigned int permille)
{
	/* ceil(count * permille / 1000) without leaving 64 bits. */
	const uint64_t rank = count / 1000 * permille +
			      (count % 1000 * permille + 999) / 1000;

	return permille > 500 && rank >= count ? 0 : rank;
}

/* Returns the bucket of a rank, from 1 to count; *@below samples are before it. */
static const struct hist_bucket *bucket_of(const struct hist *h, uint64_t rank,
					   uint64_t *below)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < h->n_buckets; i++) {
		*below = sum;
		sum_add(&sum, h->bucket[i].n);
		if (sum >= rank)
			return &h->bucket[i];
	}
	return NULL;
}

bool hist_percentile(const struct hist *h, unsigned int permille,
		     uint64_t *value)
{
	const uint64_t rank = rank_of(h->count, permille);
	const struct hist_bucket *bucket;
	uint64_t below;

	bucket = rank ? bucket_of(h, rank, &below) : NULL;
	if (!bucket)
		return false;
	*value = hist_upper(bucket->index);
	if (*value > h->max)
		*value = h->max;
	return true;
}

double hist_at_rank(const struct hist *h, uint64_t rank)
{
	uint64_t below;
	const struct hist_bucket *bucket = bucket_of(h, rank, &below);
	const uint64_t upper = bucket ? hist_upper(bucket->index) : h->max;

	return (double)(upper < h->max ? upper : h->max);
}

bool hist_quantile(const struct hist *h, unsigned int permille, double *value)
{
	const uint64_t rank = rank_of(h->count, permille);
	const struct hist_bucket *bucket;
	uint64_t below, low, high;

	bucket = rank ? bucket_of(h, rank, &below) : NULL;
	if (!bucket)
		return false;
	low = hist_lower(bucket->index);
	high = hist_upper(bucket->index);
	if (low < h->min)
		low = h->min;
	if (high > h->max)
		high = h->max;
	*value = (double)low + ((double)(rank - below) - 0.5) /
				       (double)bucket->n * (double)(high - low);
	return true;
}
