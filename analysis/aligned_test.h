/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rank statistics of blocks A B B A, for machines that drift: a slowdown is compared
 * with the noise within a block, not with the drift over all of them.
 *
 * The aligned rank test of Hodges and Lehmann (Annals of Mathematical Statistics 33,
 * 1962): the mean of each block is subtracted from its values, all of them are ranked
 * together, and the ranks of B are summed. p is exact: without a difference, each of
 * the six divisions of a block's values into two of A and two of B is as probable.
 */
#ifndef SCMI_PERF_ALIGNED_TEST_H
#define SCMI_PERF_ALIGNED_TEST_H

#include "rank_tests.h"

/* Two values of A, then two of B. */
struct block_values {
	double v[4];
};

/*
 * Returns true if the blocks differ from each other: the test of Kruskal and Wallis
 * at 1 %. It does not see which values of a block are of B, so a choice by it leaves
 * p of the aligned test exact.
 */
bool blocks_drift(const struct block_values *blocks, size_t n);

/* Sets p and p_greater; u and effect are those of the aligned values. */
struct rank_test aligned_test(const struct block_values *blocks, size_t n);

/* The smallest one-sided p of @n blocks: 1 / 6^n. */
double aligned_smallest_p(size_t n);

/* The median, over the blocks, of the mean of B less that of A, and its interval. */
struct estimate aligned_shift(const struct block_values *blocks, size_t n,
			      double confidence);

#endif
