/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The latencies of a caller, in fewer buckets than those of a series because there
 * can be thousands of callers: eight for each octave, of which each is sixteen of
 * hist_buckets.h. So a bucket's middle is at most 6.25 % off. For BPF and user
 * space. Freestanding.
 */
#ifndef SCMI_PERF_CALLER_LATENCY_H
#define SCMI_PERF_CALLER_LATENCY_H

#include "hist_buckets.h"

#define CALLER_SHIFT 4

/*
 * BPF counts from 512 ns to 8.6 s. The first and the last bucket have what is
 * below and above.
 */
#define CALLER_BUCKETS 192
#define CALLER_FIRST   (3 * HIST_PAGE_BUCKETS >> CALLER_SHIFT)

/* Returns the index in BPF's buckets. */
static inline __attribute__((always_inline)) __u32 caller_bucket(__u64 ns)
{
	__u32 i = hist_index(ns) >> CALLER_SHIFT;

	i = i < CALLER_FIRST ? 0 : i - CALLER_FIRST;
	/* Otherwise clang moves the limit to where the verifier loses it. */
	__asm__ volatile("" : "+r"(i));
	return i < CALLER_BUCKETS ? i : CALLER_BUCKETS - 1;
}

/*
 * Returns the bucket of hist_buckets.h that ends in the middle of the one that has
 * @ns.
 */
static inline __u32 caller_middle(__u64 ns)
{
	return (hist_index(ns) >> CALLER_SHIFT << CALLER_SHIFT) +
	       (1u << CALLER_SHIFT) / 2 - 1;
}

/* Returns the smallest value of one of BPF's buckets. */
static inline __u64 caller_lower(__u32 i)
{
	return hist_lower((i + CALLER_FIRST) << CALLER_SHIFT);
}

#endif
