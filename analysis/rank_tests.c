// SPDX-License-Identifier: GPL-2.0-only
#include "rank_tests.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void sort_values(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), compare_doubles);
}

double median_of_sorted(const double *v, size_t n)
{
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* A value of either set. Ranks are doubled, so that those of ties are integers. */
struct ranked {
	double value;
	size_t rank2;
	bool in_b;
};

static int compare_ranked(const void *a, const void *b)
{
	return compare_doubles(&((const struct ranked *)a)->value,
			       &((const struct ranked *)b)->value);
}

/*
 * Ranks both sets together; @ties becomes the sum of t^3 - t over all ties. The
 * caller frees.
 */
static struct ranked *rank(const double *a, size_t n_a, const double *b,
			   size_t n_b, double *ties)
{
	const size_t n = n_a + n_b;
	struct ranked *all = xcalloc(n, sizeof(*all));

	for (size_t i = 0; i < n; i++) {
		all[i].in_b = i >= n_a;
		all[i].value = all[i].in_b ? b[i - n_a] : a[i];
	}
	qsort(all, n, sizeof(*all), compare_ranked);
	*ties = 0;
	for (size_t i = 0, end; i < n; i = end) {
		double t;

		for (end = i + 1; end < n && all[end].value == all[i].value;)
			end++;
		t = (double)(end - i);
		*ties += t * t * t - t;
		for (size_t j = i; j < end; j++)
			all[j].rank2 = i + 1 + end;
	}
	return all;
}

/*
 * Counts the choices of @k of the @n doubled ranks by their sum. Returns an array
 * of n (n + 1) + 1 counts, which the caller frees. They are integers below 2^53,
 * and so exact, because n is at most RANK_TESTS_EXACT_MAX.
 */
static double *count_sums(const size_t *rank2, size_t n, size_t k)
{
	const size_t sums = n * (n + 1) + 1;
	double *ways = xcalloc((k + 1) * sums, sizeof(*ways));

	ways[0] = 1; /* the empty choice has the sum 0 */
	for (size_t i = 0; i < n; i++)
		for (size_t chosen = k; chosen >= 1; chosen--) {
			double *to = ways + chosen * sums + rank2[i];
			const double *from = ways + (chosen - 1) * sums;

			for (size_t s = 0; s + rank2[i] < sums; s++)
				to[s] += from[s];
		}
	memmove(ways, ways + k * sums, sums * sizeof(*ways));
	return ways;
}

/*
 * The same for ranks without ties, which depend on the sizes alone: most tests of a
 * comparison have the same ones, so the last distribution is kept.
 */
static const double *count_untied_sums(size_t n, size_t k)
{
	static size_t kept_n, kept_k;
	static double *kept;
	size_t rank2[RANK_TESTS_EXACT_MAX];

	if (kept && n == kept_n && k == kept_k)
		return kept;
	for (size_t i = 0; i < n; i++)
		rank2[i] = 2 * (i + 1);
	free(kept);
	kept = count_sums(rank2, n, k);
	kept_n = n;
	kept_k = k;
	return kept;
}

/* Sets both p by the distribution of the rank sum. */
static void exact_p(const struct ranked *all, size_t n, size_t n_b, size_t sum2,
		    double ties, struct rank_test *test)
{
	const size_t mean2 = n_b * (n + 1);
	const size_t off = sum2 > mean2 ? sum2 - mean2 : mean2 - sum2;
	size_t rank2[RANK_TESTS_EXACT_MAX];
	double as_far = 0, as_great = 0, total = 0, *tied = NULL;
	const double *ways;

	for (size_t i = 0; i < n; i++)
		rank2[i] = all[i].rank2;
	if (ties > 0)
		tied = count_sums(rank2, n, n_b);
	ways = tied ? tied : count_untied_sums(n, n_b);
	for (size_t s = 0; s <= n * (n + 1); s++) {
		total += ways[s];
		if ((s > mean2 ? s - mean2 : mean2 - s) >= off)
			as_far += ways[s];
		if (s >= sum2)
			as_great += ways[s];
	}
	free(tied);
	test->p = as_far / total;
	test->p_greater = as_great / total;
}

static void normal_p(double n_a, double n_b, double ties,
		     struct rank_test *test)
{
	const double n = n_a + n_b, above = test->u - n_a * n_b / 2;
	double variance = n_a * n_b / 12 * (n + 1 - ties / (n * (n - 1)));
	double scale = sqrt(2 * variance), off = fabs(above) - 0.5;

	test->p = test->p_greater = 1;
	if (variance <= 0)
		return;
	if (off > 0)
		test->p = erfc(off / scale);
	test->p_greater = erfc((above - 0.5) / scale) / 2;
}

struct rank_test mann_whitney(const double *a, size_t n_a, const double *b,
			      size_t n_b)
{
	const double pairs = (double)n_a * (double)n_b;
	const size_t n = n_a + n_b;
	struct rank_test test = {0};
	size_t sum2 = 0;
	double ties;
	struct ranked *all = rank(a, n_a, b, n_b, &ties);

	for (size_t i = 0; i < n; i++)
		if (all[i].in_b)
			sum2 += all[i].rank2;
	test.u = (double)(sum2 - n_b * (n_b + 1)) / 2;
	test.effect = 2 * test.u / pairs - 1;
	test.exact = n <= RANK_TESTS_EXACT_MAX;
	if (test.exact)
		exact_p(all, n, n_b, sum2, ties, &test);
	else
		normal_p((double)n_a, (double)n_b, ties, &test);
	free(all);
	return test;
}

double smallest_p(size_t n_a, size_t n_b)
{
	double p = 1;

	/* The coefficient as a product of factors of at most 1. */
	for (size_t i = 1; i <= n_a; i++)
		p *= (double)i / (double)(n_b + i);
	return p;
}

/* Tolerates rounding errors: 1 - 0.9 is less than 0.1. */
#define SLACK (1 + 1e-9)

/*
 * Returns the greatest k with P(X < k) at most @tail, or 0 if there is none. X is
 * the number of @n values below their true median, which is binomial.
 */
static size_t binomial_rank(size_t n, double tail)
{
	const double size = (double)n;
	double below = 0;
	size_t k = 0;

	for (; k < n / 2; k++) {
		below += exp(lgamma(size + 1) - lgamma((double)k + 1) -
			     lgamma(size - (double)k + 1) - size * M_LN2);
		if (below > tail * SLACK)
			break;
	}
	return k;
}

struct estimate median_estimate(double *v, size_t n, double confidence)
{
	size_t k = binomial_rank(n, (1 - confidence) / 2);
	struct estimate e = {.interval = k > 0};

	sort_values(v, n);
	e.value = median_of_sorted(v, n);
	if (e.interval) {
		e.low = v[k - 1];
		e.high = v[n - k];
	}
	return e;
}

/* Returns z with P(Z > z) = @tail for a standard normal Z; @tail is below 1/2. */
static double normal_quantile(double tail)
{
	double low = 0, high = 40;

	for (int i = 0; i < 100; i++) {
		double z = (low + high) / 2;

		if (erfc(z / M_SQRT2) / 2 > tail)
			low = z;
		else
			high = z;
	}
	return low;
}

size_t detection_rank(size_t n_a, size_t n_b, double alpha)
{
	const size_t n = n_a + n_b;
	const double pairs = (double)n_a * (double)n_b;
	size_t rank2[RANK_TESTS_EXACT_MAX], k = 0;
	double below = 0, total = 0, *ways;

	if (n > RANK_TESTS_EXACT_MAX) {
		double sigma = sqrt(pairs * (double)(n + 1) / 12);
		double rank = pairs / 2 - normal_quantile(alpha) * sigma + 0.5;

		return rank < 0 ? 0 : (size_t)rank;
	}
	for (size_t i = 0; i < n; i++)
		rank2[i] = 2 * (i + 1);
	ways = count_sums(rank2, n, n_b);
	for (size_t s = 0; s <= n * (n + 1); s++)
		total += ways[s];
	/* U = 0 is the smallest sum, n_b (n_b + 1) / 2. Sums are doubled. */
	for (; k < n_a * n_b / 2; k++) {
		below += ways[n_b * (n_b + 1) + 2 * k];
		if (below > alpha * total * SLACK)
			break;
	}
	free(ways);
	return k;
}

/* Returns all b - a, sorted; the caller frees. */
static double *differences(const double *a, size_t n_a, const double *b,
			   size_t n_b)
{
	double *diff = xcalloc(n_a * n_b, sizeof(*diff));

	for (size_t i = 0; i < n_a * n_b; i++)
		diff[i] = b[i % n_b] - a[i / n_b];
	sort_values(diff, n_a * n_b);
	return diff;
}

struct estimate shift_estimate(const double *a, size_t n_a, const double *b,
			       size_t n_b, double confidence)
{
	const size_t pairs = n_a * n_b;
	const size_t k = detection_rank(n_a, n_b, (1 - confidence) / 2);
	double *diff = differences(a, n_a, b, n_b);
	struct estimate shift = {.value = median_of_sorted(diff, pairs),
				 .interval = k > 0};

	if (shift.interval) {
		shift.low = diff[k - 1];
		shift.high = diff[pairs - k];
	}
	free(diff);
	return shift;
}

double detection_limit(const double *a, size_t n_a, const double *b, size_t n_b,
		       size_t rank)
{
	double *diff = differences(a, n_a, b, n_b);
	/* U counts the pairs with b + shift > a: all but rank - 1 of them. */
	const double limit = -diff[rank - 1];

	free(diff);
	return limit;
}

static int compare_pointed(const void *a, const void *b)
{
	return compare_doubles(*(const double *const *)a,
			       *(const double *const *)b);
}

void holm_correct(double **p, size_t n)
{
	double greatest = 0;

	qsort(p, n, sizeof(*p), compare_pointed);
	for (size_t i = 0; i < n; i++) {
		double corrected = *p[i] * (double)(n - i);

		if (greatest < corrected)
			greatest = corrected;
		*p[i] = greatest < 1 ? greatest : 1;
	}
}
