// SPDX-License-Identifier: GPL-2.0-only
#include "series_interval.h"

#include "count_test.h"

static uint64_t above(const struct hist *h, double ns)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < h->n_buckets; i++) {
		uint64_t value = hist_upper(h->bucket[i].index);

		if (value > h->max)
			value = h->max;
		if ((double)value > ns)
			sum_add(&n, h->bucket[i].n);
	}
	return n;
}

uint64_t series_above(const struct series *s, enum lc_phase phase, double ns)
{
	struct hist all = {0};
	uint64_t n;

	series_samples_of(s, phase, &all);
	n = above(&all, ns);
	hist_free(&all);
	return n;
}

/* Returns the greatest rank, from 1, with P(X < rank) at most @tail; 0: none. */
static uint64_t low_rank(uint64_t n, double share, double tail)
{
	uint64_t low = 0, high = n + 1;

	while (high - low > 1) {
		const uint64_t rank = low + (high - low) / 2;

		if (binomial_at_most(n, rank - 1, share) <= tail)
			low = rank;
		else
			high = rank;
	}
	return low;
}

struct estimate series_interval(const struct series *s, enum lc_phase phase,
				enum statistic statistic, double confidence)
{
	const double share = statistic_share(statistic);
	const double tail = (1 - confidence) / 2;
	struct estimate e = {0};
	struct hist all = {0};
	uint64_t low, high;

	series_samples_of(s, phase, &all);
	low = low_rank(all.count, share, tail);
	/* The same from the other end. */
	high = low_rank(all.count, 1 - share, tail);
	if (low && high) {
		e.interval = true;
		e.low = hist_at_rank(&all, low);
		e.high = hist_at_rank(&all, all.count + 1 - high);
	}
	hist_free(&all);
	return e;
}
