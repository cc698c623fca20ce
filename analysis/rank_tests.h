/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rank statistics of two sets of runs, A and B. They assume nothing about the
 * shape of the distributions, and an outlier counts by its rank only: among n runs of
 * A it costs at most n of U.
 * Values are finite and of any unit. A set has at least one value.
 */
#ifndef SCMI_PERF_RANK_TESTS_H
#define SCMI_PERF_RANK_TESTS_H

#include <stdbool.h>
#include <stddef.h>

/* p is exact up to this number of values in both sets together. */
#define RANK_TESTS_EXACT_MAX 40

struct rank_test {
	double u;      /* pairs with b > a, ties count half: 0 … n_a * n_b */
	double effect; /* Cliff's delta, P(b > a) - P(b < a): -1 … 1 */
	double p;      /* two-sided: of a difference this large by chance */
	double p_greater; /* one-sided: of B exceeding A this much by chance */
	bool exact;	  /* else by normal approximation */
	size_t n_blocks;  /* of an aligned_test(); 0: of all pairs */
};

/*
 * The Mann-Whitney U test. Tied values get the mean of their ranks. The exact p
 * counts the rank sums of all ways to divide these very ranks, so it is exact
 * with ties, too. The approximation corrects for ties and for continuity.
 */
struct rank_test mann_whitney(const double *a, size_t n_a, const double *b,
			      size_t n_b);

/*
 * Returns the smallest one-sided p that sets of these sizes can give: 1 divided
 * by the binomial coefficient (n_a + n_b over n_a). Two-sided it is twice that.
 */
double smallest_p(size_t n_a, size_t n_b);

struct estimate {
	double value;
	double low, high; /* only valid if interval is set */
	bool interval;	  /* false: too few values for this confidence */
};

void sort_values(double *v, size_t n);

/* @n is at least 1. */
double median_of_sorted(const double *v, size_t n);

/*
 * Sorts @v and returns its median. The interval lies between two order
 * statistics and covers the true median with at least @confidence (0.95).
 */
struct estimate median_estimate(double *v, size_t n, double confidence);

/*
 * The amount by which B is greater than A: the Hodges-Lehmann estimate, which is
 * the median of all differences b - a, with the interval (Moses) that belongs to
 * the U test. Up to RANK_TESTS_EXACT_MAX values the interval covers the true
 * shift with at least @confidence.
 */
struct estimate shift_estimate(const double *a, size_t n_a, const double *b,
			       size_t n_b, double confidence);

/*
 * Returns the greatest shift of B that a one-sided U test does not find. @rank
 * is detection_rank() of these sizes and the level of the test, at least 1.
 */
double detection_limit(const double *a, size_t n_a, const double *b, size_t n_b,
		       size_t rank);

/*
 * Returns the greatest k with P(U < k) at most @alpha, if A and B do not differ.
 * 0: there is none, so a test at this level finds no shift. With ties the
 * probability is less.
 */
size_t detection_rank(size_t n_a, size_t n_b, double alpha);

/*
 * Holm's correction of the @n p-values of a family of tests, to which @p points;
 * sorts @p. If every test with a corrected p of at most alpha is significant, then
 * the probability of any false alarm in the whole family is at most alpha.
 */
void holm_correct(double **p, size_t n);

#endif
