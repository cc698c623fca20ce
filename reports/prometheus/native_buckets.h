/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Our buckets as those of a native (exponential) histogram of schema 7, which has 128
 * an octave of seconds. A bucket moves whole into the one that has its middle, and a
 * percentile that is read back by the geometric middle errs by at most 0.64 %.
 */
#ifndef SCMI_PERF_NATIVE_BUCKETS_H
#define SCMI_PERF_NATIVE_BUCKETS_H

#include <stddef.h>
#include <stdint.h>

#include "hist.h"

#define NATIVE_SCHEMA 7

/* The range around 0 that has a bucket of its own: below the shortest time, 1 ns. */
#define NATIVE_ZERO_SECONDS 1e-10

struct native_bucket {
	int32_t index; /* of times above 2^((index - 1) / 128) s, up to 2^(index / 128) */
	uint64_t n;
};

struct native_buckets {
	uint64_t zeros;
	struct native_bucket *bucket; /* ascending by index, n is not 0 */
	size_t n;
};

/* Replaces the content of @b, which is all-zero at first. */
void native_buckets_of(const struct hist *h, struct native_buckets *b);
void native_buckets_free(struct native_buckets *b);

/* Returns the index of a bucket of ours but that of 0. */
int32_t native_index(uint32_t hist_index);

#endif
