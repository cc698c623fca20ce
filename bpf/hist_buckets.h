/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Bucket arithmetic of the log-linear histograms, for BPF, user space and
 * tests alike: integers only, shifts of 64 bits only.
 *
 * With M = 7, values below 2 * 2^M have a bucket each; above, every octave is
 * split into 2^M buckets, so a bucket is never wider than 1/128 of its values
 * (half of that, 0.39 %, is the worst error of its middle). The index is that
 * of HdrHistogram with two significant digits.
 *
 * 2^M consecutive buckets make a page, the unit in which counters are handed
 * out: a latency that stays within a factor of eight touches three of them.
 */
#ifndef SCMI_PERF_HIST_BUCKETS_H
#define SCMI_PERF_HIST_BUCKETS_H

#include <linux/types.h>

#define HIST_M		  7
#define HIST_PAGE_BUCKETS (1u << HIST_M)
#define HIST_PAGES	  (64 - HIST_M + 1)
#define HIST_BUCKETS	  (HIST_PAGES * HIST_PAGE_BUCKETS)

/* Number of the highest bit set in @v, 0 for @v = 0 and 1. */
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

/* Bucket of @v: 0 … HIST_BUCKETS - 1, for every 64-bit value. */
static inline __attribute__((always_inline)) __u32 hist_index(__u64 v)
{
	__u32 msb;

	if (v < 2 * HIST_PAGE_BUCKETS)
		return (__u32)v;
	msb = hist_msb(v);
	return ((msb - HIST_M + 1) << HIST_M) +
	       ((__u32)(v >> (msb - HIST_M)) & (HIST_PAGE_BUCKETS - 1));
}

/* Smallest value of bucket @index; @index below HIST_BUCKETS. */
static inline __u64 hist_lower(__u32 index)
{
	__u32 page = index >> HIST_M;
	__u64 sub = index & (HIST_PAGE_BUCKETS - 1);

	if (page < 2)
		return index;
	return (HIST_PAGE_BUCKETS + sub) << (page - 1);
}

/* Largest value of bucket @index; @index below HIST_BUCKETS. */
static inline __u64 hist_upper(__u32 index)
{
	__u32 page = index >> HIST_M;

	if (page < 2)
		return index;
	return hist_lower(index) + ((__u64)1 << (page - 1)) - 1;
}

#endif
