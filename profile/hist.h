/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A latency histogram in user space: the buckets of bpf/hist_buckets.h that are
 * not empty. Values are nanoseconds.
 */
#ifndef SCMI_PERF_HIST_H
#define SCMI_PERF_HIST_H

#include <stdbool.h>
#include <stdint.h>

#include "hist_buckets.h"
#include "sums.h"

struct hist_bucket {
	uint32_t index; /* below HIST_BUCKETS */
	uint64_t n;	/* number of samples, not 0 */
};

/* All-zero is an empty histogram. */
struct hist {
	uint64_t count; /* of all buckets */
	uint64_t sum;	/* exact; SUM_MAX if it is that or greater */
	/*
	 * Valid if count is not 0. Exact for samples, and bounds of the outer
	 * buckets where only the buckets are known.
	 */
	uint64_t min, max;
	uint32_t n_buckets, cap_buckets;
	struct hist_bucket *bucket; /* ascending by index */
	uint16_t *hint; /* of hist_add(): probable positions; NULL if unused */
};

void hist_free(struct hist *h);

/* Empties @h but keeps its memory. */
void hist_clear(struct hist *h);

/* Adds one sample. */
void hist_add(struct hist *h, uint64_t value);

/*
 * Adds @n samples, at least one, to bucket @index, which is below HIST_BUCKETS.
 * min and max are extended to its bounds; the caller adds to sum.
 */
void hist_add_bucket(struct hist *h, uint32_t index, uint64_t n);

void hist_merge(struct hist *dst, const struct hist *src);

/* Returns false, and leaves *@ns, without samples or if their sum is SUM_MAX. */
bool hist_mean(const struct hist *h, double *ns);

/*
 * Sets the empty @diff to the samples that @now has and @before has not, with
 * the bounds of buckets as min and max. Returns 0, or -ERANGE if @before has
 * more of anything; @diff is empty then.
 */
int hist_subtract(const struct hist *before, const struct hist *now,
		  struct hist *diff);

/*
 * Nearest-rank percentile, @permille of 1000 (500, 900, 990, 999): the largest
 * value of the bucket of the sample with rank ceil(count * permille / 1000),
 * clamped to [min, max]. Returns false, and leaves *@value, if count is 0 or,
 * above the median, if no sample lies beyond that rank.
 */
bool hist_percentile(const struct hist *h, unsigned int permille,
		     uint64_t *value);

/* Returns the largest value of the bucket of a rank, from 1 to count, clamped. */
double hist_at_rank(const struct hist *h, uint64_t rank);

/*
 * The same, but where the sample of this rank would be if those of its bucket were
 * spread evenly over it, within [min, max].
 */
bool hist_quantile(const struct hist *h, unsigned int permille, double *value);

#endif
