/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sums of counts and times that come from files. They stop at SUM_MAX, the
 * largest integer of JSON libraries, instead of wrapping.
 */
#ifndef SCMI_PERF_SUMS_H
#define SCMI_PERF_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUM_MAX ((uint64_t)INT64_MAX)

/* Returns @a + @b, or SUM_MAX if that is greater. */
static inline uint64_t sum_of(uint64_t a, uint64_t b)
{
	uint64_t sum;

	return __builtin_add_overflow(a, b, &sum) || sum > SUM_MAX ? SUM_MAX
								   : sum;
}

static inline void sum_add(uint64_t *sum, uint64_t n)
{
	*sum = sum_of(*sum, n);
}

/* Returns false for a sum that stopped: the true one may be any greater number. */
static inline bool sum_is_known(uint64_t sum)
{
	return sum < SUM_MAX;
}

/* Returns the sum of @n numbers. */
static inline uint64_t sum_of_all(const uint64_t *add, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum_add(&sum, add[i]);
	return sum;
}

/* Adds each of @n numbers to the one at the same index of @sum. */
static inline void sum_add_all(uint64_t *sum, const uint64_t *add, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sum_add(&sum[i], add[i]);
}

#endif
