// SPDX-License-Identifier: GPL-2.0-only
#include "hist.h"

#include <errno.h>
#include <stdlib.h>

void hist_free(struct hist *h)
{
	for (uint32_t i = 0; i < HIST_PAGES; i++)
		free(h->page[i]);
	*h = (struct hist){0};
}

/* The counter of a bucket, its page made when there is none; NULL: -ENOMEM. */
static uint64_t *bucket(struct hist *h, uint32_t index)
{
	uint64_t **page = &h->page[index >> HIST_M];

	if (!*page)
		*page = calloc(HIST_PAGE_BUCKETS, sizeof(**page));
	return *page ? &(*page)[index & (HIST_PAGE_BUCKETS - 1)] : NULL;
}

/* To be called before count grows: min and max are only valid after that. */
static void widen(struct hist *h, uint64_t min, uint64_t max)
{
	if (!h->count || min < h->min)
		h->min = min;
	if (!h->count || max > h->max)
		h->max = max;
}

int hist_add(struct hist *h, uint64_t value)
{
	uint64_t *counter = bucket(h, hist_index(value));

	if (!counter)
		return -ENOMEM;
	widen(h, value, value);
	++*counter;
	h->count++;
	h->sum += value;
	return 0;
}

int hist_add_bucket(struct hist *h, uint32_t index, uint64_t n)
{
	uint64_t *counter = bucket(h, index);

	if (!counter)
		return -ENOMEM;
	*counter += n;
	h->count += n;
	return 0;
}

int hist_merge(struct hist *dst, const struct hist *src)
{
	uint64_t n;

	if (!src->count)
		return 0;
	widen(dst, src->min, src->max);
	for (uint32_t i = 0; (n = hist_next(src, &i)); i++) {
		int err = hist_add_bucket(dst, i, n);

		if (err)
			return err;
	}
	dst->sum += src->sum;
	return 0;
}

uint64_t hist_next(const struct hist *h, uint32_t *index)
{
	uint32_t i = *index;

	while (i < HIST_BUCKETS) {
		const uint64_t *page = h->page[i >> HIST_M];
		const uint32_t end = (i | (HIST_PAGE_BUCKETS - 1)) + 1;

		for (; page && i < end; i++) {
			const uint64_t n = page[i & (HIST_PAGE_BUCKETS - 1)];

			if (n) {
				*index = i;
				return n;
			}
		}
		i = end;
	}
	*index = i;
	return 0;
}

uint64_t hist_rank(uint64_t count, unsigned int permille)
{
	/* ceil(count * permille / 1000) without leaving 64 bits. */
	const uint64_t rank = count / 1000 * permille +
			      (count % 1000 * permille + 999) / 1000;

	return permille > 500 && rank >= count ? 0 : rank;
}

bool hist_percentile(const struct hist *h, unsigned int permille,
		     uint64_t *value)
{
	const uint64_t rank = hist_rank(h->count, permille);
	uint64_t below = 0, n;

	if (!rank)
		return false;
	for (uint32_t i = 0; (n = hist_next(h, &i)); i++) {
		below += n;
		if (below < rank)
			continue;
		*value = hist_upper(i);
		if (*value > h->max)
			*value = h->max;
		if (*value < h->min)
			*value = h->min;
		return true;
	}
	return false;
}
