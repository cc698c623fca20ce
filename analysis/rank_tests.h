/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rank statistics of two sets of runs, A and B: nothing is assumed about the
 * shape of their distributions, and one wild run moves a result by one rank.
 * Values are finite; their unit is the caller's. A set has at least one value.
 */
#ifndef SCMI_PERF_RANK_TESTS_H
#define SCMI_PERF_RANK_TESTS_H

#include <stdbool.h>
#include <stddef.h>

/* Up to so many values in both sets together, p is exact. */
#define RANK_TESTS_EXACT_MAX 40

struct rank_test {
	double u;      /* pairs with b > a, ties count half: 0 … n_a * n_b */
	double effect; /* Cliff's delta, P(b > a) - P(b < a): -1 … 1 */
	double p;      /* two-sided: that sets without a difference differ so */
	double p_greater; /* one-sided: that B exceeds A so much, or more */
	bool exact;	  /* else by normal approximation */
};

/*
 * The Mann-Whitney U test. Tied values get the mean of their ranks. Exact is
 * the distribution of the rank sum over all ways to divide these very ranks,
 * ties included, so it holds with ties as well. The approximation corrects for
 * ties and for continuity. Returns 0 or -ENOMEM.
 */
int mann_whitney(const double *a, size_t n_a, const double *b, size_t n_b,
		 struct rank_test *test);

/*
 * The smallest one-sided p that sets of these sizes can give, 1 in n_a + n_b
 * over n_a; twice that two-sided. Not even the clearest difference has less.
 */
double smallest_p(size_t n_a, size_t n_b);

struct estimate {
	double value;
	double low, high; /* only valid when there is an interval */
	bool interval;	  /* false: too few values for this confidence */
};

/*
 * The median of @v, which gets sorted, with the interval between two order
 * statistics that covers the true median with at least @confidence (0.95).
 */
struct estimate median_estimate(double *v, size_t n, double confidence);

/*
 * By how much B is greater than A: the Hodges-Lehmann estimate, which is the
 * median of all differences b - a, with the interval (Moses) that belongs to the
 * U test. Up to RANK_TESTS_EXACT_MAX values its coverage is at least @confidence.
 * Returns 0 or -ENOMEM.
 */
int shift_estimate(const double *a, size_t n_a, const double *b, size_t n_b,
		   double confidence, struct estimate *shift);

/*
 * The slowdown that is just not found: B's values would have to be greater by
 * more than *@shift for a one-sided U test to have p at most @alpha. @rank is
 * what detection_rank() gave for these sizes and @alpha, at least 1. Returns 0
 * or -ENOMEM.
 */
int detection_limit(const double *a, size_t n_a, const double *b, size_t n_b,
		    size_t rank, double *shift);

/* The same for all sets of these sizes. Returns 0 when none can be found. */
size_t detection_rank(size_t n_a, size_t n_b, double alpha);

/*
 * Holm's correction: replaces each of the @n p-values of a family of tests by
 * the level at which its test would be significant with the chance of any false
 * alarm in the whole family held at that level. Returns 0 or -ENOMEM.
 */
int holm_correct(double *p, size_t n);

#endif
