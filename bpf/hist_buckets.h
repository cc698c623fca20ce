/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Bucket arithmetic of the log-linear histograms, for BPF, user space and
 * tests: uses only integers and only 64-bit shifts.
 *
 * With M = 7, each value below 2 * 2^M has a bucket; above, every octave is
 * split into 2^M buckets. A bucket is therefore never wider than 1/128 of its
 * values, and its middle is at most 0.39 % off. The index is that of
 * HdrHistogram with two significant digits.
 *
 * 2^M consecutive buckets make a page, the unit of allocation of counters: a
 * latency that varies by a factor of eight uses three pages.
 */
#ifndef SCMI_PERF_HIST_BUCKETS_H
#define SCMI_PERF_HIST_BUCKETS_H

#include <linux/types.h>

#define HIST_M		  7
#define HIST_PAGE_BUCKETS (1u << HIST_M)
#define HIST_PAGES	  (64 - HIST_M + 1)
#define HIST_BUCKETS	  (HIST_PAGES * HIST_PAGE_BUCKETS)

/* Returns the number of the highest bit set in @v, 0 for @v = 0 and 1. */
static inline __attribute__((always_inline)) __u32 hist_msb(__u64 v)
{
	__u32 msb = 0;

	if (v >> 32) {
		v >>= 32;
		msb += 32;
	}
	if (v >> 16) {
		v >>= 16;
		msb += 16;
	}
	if (v >> 8) {
		v >>= 8;
		msb += 8;
	}
	if (v >> 4) {
		v >>= 4;
		msb += 4;
	}
	if (v >> 2) {
		v >>= 2;
		msb += 2;
	}
	return msb + (__u32)(v >> 1);
}

/* Returns the bucket of any 64-bit value: 0 … HIST_BUCKETS - 1. */
static inline __attribute__((always_inline)) __u32 hist_index(__u64 v)
{
	__u32 msb;

	if (v < 2 * HIST_PAGE_BUCKETS)
		return (__u32)v;
	msb = hist_msb(v);
	return ((msb - HIST_M + 1) << HIST_M) +
	       ((__u32)(v >> (msb - HIST_M)) & (HIST_PAGE_BUCKETS - 1));
}

/* Returns the smallest value of bucket @index, which is below HIST_BUCKETS. */
static inline __u64 hist_lower(__u32 index)
{
	__u32 page = index >> HIST_M;
	__u64 sub = index & (HIST_PAGE_BUCKETS - 1);

	if (page < 2)
		return index;
	return (HIST_PAGE_BUCKETS + sub) << (page - 1);
}

/* Returns the largest value of bucket @index, which is below HIST_BUCKETS. */
static inline __u64 hist_upper(__u32 index)
{
	__u32 page = index >> HIST_M;

	if (page < 2)
		return index;
	return hist_lower(index) + ((__u64)1 << (page - 1)) - 1;
}

#endif
