/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A latency histogram in user space: the buckets of bpf/hist_buckets.h, a page of
 * counters allocated on first use.
 */
#ifndef SCMI_PERF_HIST_H
#define SCMI_PERF_HIST_H

#include <stdbool.h>
#include <stdint.h>

#include "hist_buckets.h"

/* All-zero is an empty histogram. Values are nanoseconds. */
struct hist {
	uint64_t count; /* = sum over all buckets */
	uint64_t sum;	/* exact, modulo 2^64 */
	uint64_t min;	/* exact; only valid when count > 0 */
	uint64_t max;	/* exact; only valid when count > 0 */
	uint64_t *page[HIST_PAGES];
};

void hist_free(struct hist *h);

/* Adds one value. Returns 0 or -ENOMEM (the value is then not counted). */
int hist_add(struct hist *h, uint64_t value);

/*
 * Adds @n to bucket @index (below HIST_BUCKETS) and to count; sum, min and max
 * are the caller's to set. Returns 0 or -ENOMEM.
 */
int hist_add_bucket(struct hist *h, uint32_t index, uint64_t n);

/* Adds @src to @dst. Returns 0 or -ENOMEM (@dst is then partly merged). */
int hist_merge(struct hist *dst, const struct hist *src);

/*
 * The next non-empty bucket at or after *@index: sets *@index and returns its
 * counter, or returns 0 at the end. Start with *@index = 0 and add 1 to go on.
 */
uint64_t hist_next(const struct hist *h, uint32_t *index);

/*
 * Which of @count samples, in ascending order from 1, is the nearest-rank
 * percentile, @permille of 1000; 0: none, as said below.
 */
uint64_t hist_rank(uint64_t count, unsigned int permille);

/*
 * Nearest-rank percentile, @permille of 1000 (500, 900, 990, 999): the largest
 * value of the bucket that holds the sample of rank ceil(count * permille /
 * 1000), clamped to [min, max]. Returns false, and leaves *@value, when
 * count is 0 or, above the median, when no sample lies beyond that rank.
 */
bool hist_percentile(const struct hist *h, unsigned int permille,
		     uint64_t *value);

#endif
