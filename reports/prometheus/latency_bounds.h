/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bounds of classic histograms: borders of our own buckets, so that counts below
 * them are exact. One an octave from 1 us to 4.3 s, and two where most latencies are,
 * from 8 us to 34 ms.
 */
#ifndef SCMI_PERF_LATENCY_BOUNDS_H
#define SCMI_PERF_LATENCY_BOUNDS_H

#include "hist.h"

#define LATENCY_FIRST 10 /* log2 of ns */
#define LATENCY_LAST  32
#define LATENCY_FINE  13 /* two bounds from this octave … */
#define LATENCY_ROUGH 25 /* … to before this one */

#define LATENCY_BOUNDS \
	(LATENCY_LAST - LATENCY_FIRST + 1 + LATENCY_ROUGH - LATENCY_FINE)

/* Sets @ns to the bounds, ascending: the largest ns of a bucket. */
void latency_bounds(uint64_t ns[LATENCY_BOUNDS]);

/* Sets @n to the number of samples of @h up to each bound. */
void latency_counts(const struct hist *h, const uint64_t ns[LATENCY_BOUNDS],
		    uint64_t n[LATENCY_BOUNDS]);

#endif
