// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compares the rank statistics with published tables and with the results of
 * other implementations on the same data: R 4.2.2 and SciPy 1.10.1.
 */
#include <math.h>
#include <stdlib.h>

#include "unit_test.h"
#include "rank_tests.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

static void check_close(double value, double expected, double tolerance)
{
	if (!(fabs(value - expected) <= tolerance))
		fail_msg("%.15g is not %.15g", value, expected);
}

static struct rank_test test_of(const double *a, size_t n_a, const double *b,
				size_t n_b)
{
	struct rank_test test;

	test = mann_whitney(a, n_a, b, n_b);
	return test;
}

/* Makes sets without ties that have this U. A has integers, B fractions. */
static struct rank_test test_with_u(size_t n_a, size_t n_b, size_t u)
{
	double a[RANK_TESTS_EXACT_MAX], b[RANK_TESTS_EXACT_MAX];

	for (size_t i = 0; i < n_a; i++)
		a[i] = (double)i + 1;
	for (size_t i = 0; i < n_b; i++) {
		size_t below = u < n_a ? u : n_a;

		/* Distinct values between the same two values of A. */
		b[i] = (double)below + 0.9 - 0.02 * (double)i;
		u -= below;
	}
	assert_int_equal(u, 0);
	return test_of(a, n_a, b, n_b);
}

/*
 * "Critical values of Mann-Whitney U at p = 0.05 (two-tailed test)", the table
 * of most textbooks, http://www.docstoc.com/docs/53225816: rows 5, 8 and 10,
 * columns 5 … 20. Each entry is the greatest significant U.
 */
static void test_critical_values(void **state)
{
	static const struct {
		size_t n;
		unsigned char u[16];
	} rows[] = {
		{5, {2, 3, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 17, 18, 19, 20}},
		{8,
		 {6, 8, 10, 13, 15, 17, 19, 22, 24, 26, 29, 31, 34, 36, 38,
		  41}},
		{10,
		 {8, 11, 14, 17, 20, 23, 26, 29, 33, 36, 39, 42, 45, 48, 52,
		  55}},
	};

	for (size_t r = 0; r < N(rows); r++)
		for (size_t m = 5; m <= 20; m++) {
			size_t n = rows[r].n, u = rows[r].u[m - 5];
			struct rank_test t = test_with_u(n, m, u);

			assert_true(t.exact);
			check_close(t.u, (double)u, 0);
			assert_true(t.p <= 0.05);
			assert_true(test_with_u(n, m, u + 1).p > 0.05);
			/* Exchange A and B, and use the other tail. */
			check_close(test_with_u(m, n, u).p, t.p, 1e-14);
			check_close(test_with_u(n, m, n * m - u).p, t.p, 1e-14);
		}
}

/* R 4.2.2: qwilcox(0.005, m, n) - 1, the same for p = 0.01 */
static void test_critical_values_at_1_percent(void **state)
{
	static const size_t n[] = {8, 10, 15, 20};
	static const size_t u[4][4] = {
		{7, 11, 20, 30},
		{11, 16, 29, 42},
		{20, 29, 51, 73},
		{30, 42, 73, 105},
	};

	for (size_t i = 0; i < N(n); i++)
		for (size_t j = 0; j < N(n); j++) {
			assert_true(test_with_u(n[i], n[j], u[i][j]).p <= 0.01);
			assert_true(test_with_u(n[i], n[j], u[i][j] + 1).p >
				    0.01);
		}
	/* R: 2 * pwilcox(23, 10, 10), 2 * pwilcox(127, 20, 20) */
	check_close(test_with_u(10, 10, 23).p, 2 * 0.0216285262725, 1e-11);
	check_close(test_with_u(20, 20, 127).p, 2 * 0.0245451625947, 1e-11);
}

/*
 * Permeability of the human chorioamnion, Hollander and Wolfe (1973), page 69,
 * the example of R's wilcox.test: W = 35 (of x over y), p = 0.1272 one-sided,
 * 0.254412254412 two-sided; difference -0.305, 95 % interval -0.76 … 0.15.
 */
static const double term[] = {0.80, 0.83, 1.89, 1.04, 1.45,
			      1.38, 1.91, 1.64, 0.73, 1.46};
static const double early[] = {1.15, 0.88, 0.90, 0.74, 1.21};

static void test_permeability(void **state)
{
	struct rank_test t = test_of(early, N(early), term, N(term));
	struct estimate shift;

	check_close(t.u, 35, 0);
	check_close(t.p, 0.254412254412, 1e-12);
	check_close(t.p_greater, 0.127206127206, 1e-12);
	check_close(t.effect, 2 * 35 / 50.0 - 1, 1e-15);
	t = test_of(term, N(term), early, N(early));
	check_close(t.u, 15, 0);
	check_close(t.p, 0.254412254412, 1e-12);
	/* R: 1 - pwilcox(14, 10, 5) */
	check_close(t.p_greater, 0.896769896770, 1e-11);
	check_close(t.effect, 1 - 2 * 35 / 50.0, 1e-15);
	shift = shift_estimate(term, N(term), early, N(early), 0.95);
	check_close(shift.value, -0.305, 1e-12);
	assert_true(shift.interval);
	check_close(shift.low, -0.76, 1e-12);
	check_close(shift.high, 0.15, 1e-12);
}

/*
 * The example of scipy.stats.mannwhitneyu, ages at diagnosis: U1 = 17,
 * p = 0.1111111111111111.
 */
static void test_diagnosis(void **state)
{
	static const double males[] = {19, 22, 16, 29, 24};
	static const double females[] = {20, 11, 17, 12};
	struct rank_test t = test_of(females, 4, males, 5);

	check_close(t.u, 17, 0);
	check_close(t.p, 0.1111111111111111, 1e-15);
}

/*
 * Samples with ties, from SciPy 1.10.1: permutation_test() over all divisions
 * with the statistic |rank sum of the second sample - its mean|.
 */
static void test_ties_exact(void **state)
{
	static const double a1[] = {1, 2, 2, 3, 5}, b1[] = {2, 4, 4, 6, 6, 7};
	static const double a2[] = {1, 1, 2, 2, 3, 3};
	static const double b2[] = {2, 3, 3, 4, 4, 9};
	static const double a3[] = {25, 25, 25, 26}, b3[] = {26, 26, 27};

	check_close(test_of(a1, 5, b1, 6).p, 0.0735930735930736, 1e-15);
	check_close(test_of(a2, 6, b2, 6).p, 0.05194805194805195, 1e-15);
	check_close(test_of(a3, 4, b3, 3).p, 0.11428571428571428, 1e-15);
	/* 12 pairs: 10 with b > a, two ties */
	check_close(test_of(a3, 4, b3, 3).u, 11, 0);
	check_close(test_of(a3, 4, b3, 3).effect, 10 / 12.0, 1e-15);
}

/* Computes p by its definition: enumerates all divisions of the ranks. */
static double enumerated_p(const double *all, size_t n, size_t n_b)
{
	double rank[16], mean = (double)(n_b * (n + 1)) / 2, off;
	size_t as_far = 0, total = 0;

	for (size_t i = 0; i < n; i++) {
		size_t below = 0, same = 0;

		for (size_t j = 0; j < n; j++) {
			below += all[j] < all[i];
			same += all[j] == all[i];
		}
		rank[i] = (double)below + (double)(same + 1) / 2;
	}
	off = -mean;
	for (size_t i = n - n_b; i < n; i++)
		off += rank[i];
	for (unsigned int set = 0; set < 1u << n; set++) {
		double sum = -mean;

		if ((size_t)__builtin_popcount(set) != n_b)
			continue;
		for (size_t i = 0; i < n; i++)
			if (set >> i & 1)
				sum += rank[i];
		total++;
		as_far += fabs(sum) >= fabs(off);
	}
	return (double)as_far / (double)total;
}

static void test_against_enumeration(void **state)
{
	double v[12];

	srand(1);
	for (int i = 0; i < 300; i++) {
		size_t n_a = 1 + (size_t)rand() % 6,
		       n_b = 1 + (size_t)rand() % 6;
		int values = 1 + rand() % 9; /* few values and many ties */

		for (size_t j = 0; j < n_a + n_b; j++)
			v[j] = rand() % values;
		check_close(test_of(v, n_a, v + n_a, n_b).p,
			    enumerated_p(v, n_a + n_b, n_b), 1e-12);
	}
}

/*
 * R's airquality, ozone in May and in August, 52 values with ties. R 4.2.2:
 * wilcox.test(b, a, conf.int = TRUE, exact = FALSE): W = 548.5,
 * p = 0.000120807830769, difference 31.99996 in 14.99998 … 52.99999;
 * SciPy 1.10.1, method 'asymptotic': p = 0.00012080783076877434.
 */
static const double may[] = {41, 36, 12, 18, 28, 23, 19,  8,  7,
			     16, 11, 14, 18, 14, 34, 6,	  30, 11,
			     1,	 11, 4,	 32, 23, 45, 115, 37};
static const double august[] = {39, 9,	16,  78, 35, 66,  122, 89, 110,
				44, 28, 65,  22, 59, 23,  31,  44, 21,
				9,  45, 168, 73, 76, 118, 84,  85};

static void test_normal_approximation(void **state)
{
	struct rank_test t = test_of(may, N(may), august, N(august));
	struct estimate shift;

	assert_false(t.exact);
	check_close(t.u, 548.5, 0);
	check_close(t.p, 0.000120807830769, 1e-15);
	check_close(t.p_greater, 0.000120807830769 / 2, 1e-15);
	/* R: wilcox.test(a, b, alternative = "greater", exact = FALSE) */
	t = test_of(august, N(august), may, N(may));
	check_close(t.p_greater, 0.999943949875, 1e-11);
	shift = shift_estimate(may, N(may), august, N(august), 0.95);
	check_close(shift.value, 32, 1e-12);
	assert_true(shift.interval);
	check_close(shift.low, 15, 1e-12);
	check_close(shift.high, 53, 1e-12);
}

static void test_no_difference_at_all(void **state)
{
	double same[60];

	for (size_t i = 0; i < N(same); i++)
		same[i] = 27;
	check_close(test_of(same, 30, same, 30).p, 1, 0); /* approximate */
	check_close(test_of(same, 10, same, 10).p, 1, 0); /* exact */
	check_close(test_of(same, 1, same, 1).p, 1, 0);
	check_close(test_of(same, 10, same, 10).effect, 0, 0);
}

static void test_too_few_samples(void **state)
{
	static const double a[] = {1, 2, 3}, b[] = {7, 8, 9};
	struct estimate shift;

	/* 2 of the 20 divisions are at least as extreme. */
	check_close(test_of(a, 3, b, 3).p, 0.1, 1e-15);
	check_close(smallest_p(3, 3), 0.05, 1e-15);
	check_close(smallest_p(1, 1), 0.5, 0);
	check_close(smallest_p(10, 10), 1 / 184756.0, 1e-18);
	shift = shift_estimate(a, 3, b, 3, 0.95);
	check_close(shift.value, 6, 0);
	assert_false(shift.interval);
	shift = shift_estimate(a, 3, b, 3, 0.90);
	assert_true(shift.interval);
	check_close(shift.low, 4, 0);
	check_close(shift.high, 8, 0);
}

/*
 * Intervals for the median: "Table A.7: Confidence Intervals for the Population
 * Median", https://www.coursehero.com/file/5646626/A7/, the narrowest with at
 * least 95 %. For 30 values R's qbinom(0.025, 30, 0.5) = 10. For 5 values the
 * table's [x(1), x(5)] has a confidence of only 93.8 %.
 */
static void test_median_interval(void **state)
{
	static const struct {
		size_t n, low, high;
	} rows[] = {
		{6, 1, 6},   {7, 1, 7},	  {8, 1, 8},	{9, 2, 8},
		{10, 2, 9},  {11, 2, 10}, {12, 3, 10},	{13, 3, 11},
		{15, 4, 12}, {16, 4, 13}, {17, 5, 13},	{18, 5, 14},
		{19, 5, 15}, {20, 6, 15}, {30, 10, 21},
	};
	double v[30];
	struct estimate e;

	for (size_t r = 0; r < N(rows); r++) {
		size_t n = rows[r].n;

		for (size_t i = 0; i < n; i++)
			v[i] = (double)(n - i);
		e = median_estimate(v, n, 0.95);
		check_close(e.value, (double)(n + 1) / 2, 0);
		assert_true(e.interval);
		check_close(e.low, (double)rows[r].low, 0);
		check_close(e.high, (double)rows[r].high, 0);
	}
	for (size_t n = 1; n <= 5; n++)
		assert_false(median_estimate(v, n, 0.95).interval);
	assert_true(median_estimate(v, 5, 0.93).interval);
}

/* An interval whose confidence is exactly the requested one is narrow enough. */
static void test_median_interval_of_exact_confidence(void **state)
{
	double v[30], tail, ways;

	for (size_t n = 2; n <= N(v); n++) {
		for (size_t i = 0; i < n; i++)
			v[i] = (double)(i + 1);
		tail = 0;
		ways = 1;
		for (size_t k = 1; k <= n / 2; k++) {
			struct estimate e;

			/* P(fewer than k of n below the median), exact. */
			tail += ldexp(ways, -(int)n);
			ways = ways * (double)(n - k + 1) / (double)k;
			e = median_estimate(v, n, 1 - 2 * tail);
			assert_true(e.interval);
			check_close(e.low, (double)k, 0);
			check_close(e.high, (double)(n + 1 - k), 0);
		}
	}
}

/* The greatest U that is significant for a shift of A is the rank - 1. */
static void test_detection_rank(void **state)
{
	static const double alphas[] = {0.05, 0.01, 1e-3, 1e-4, 1e-6, 1e-9};
	static const size_t sizes[][2] = {{3, 3},   {5, 5},   {4, 9},
					  {10, 10}, {20, 20}, {12, 28}};
	size_t found = 0;

	for (size_t i = 0; i < N(sizes); i++)
		for (size_t j = 0; j < N(alphas); j++) {
			const size_t n_a = sizes[i][0], n_b = sizes[i][1];
			const size_t pairs = n_a * n_b;
			size_t k = detection_rank(n_a, n_b, alphas[j]);

			found += k > 0;
			if (k > 0)
				assert_true(
					test_with_u(n_a, n_b, pairs - (k - 1))
						.p_greater <= alphas[j]);
			assert_true(test_with_u(n_a, n_b, pairs - k).p_greater >
				    alphas[j]);
		}
	assert_true(found > 20);
	/*
	 * More values than are counted exactly, where the approximation is as
	 * good as R's qwilcox(0.05, 21, 20) and qwilcox(0.05, 25, 25).
	 */
	assert_int_equal(detection_rank(21, 20, 0.05), 147);
	assert_int_equal(detection_rank(25, 25, 0.05), 228);
	/* Too few values in one set. */
	assert_int_equal(detection_rank(1, 60, 0.001), 0);
	assert_int_equal(detection_rank(1, 1000, 1e-6), 0);
}

/* Shifts beyond the limit are found, and those below it are not. */
static void test_detection_limit(void **state)
{
	double a[10], b[10], shifted[10];

	srand(1);
	for (int i = 0; i < 300; i++) {
		const size_t n_a = 4 + (size_t)rand() % 7;
		const size_t n_b = 4 + (size_t)rand() % 7;
		const double alpha = i % 2 ? 0.05 : 0.02;
		const size_t k = detection_rank(n_a, n_b, alpha);
		double limit;

		/* No ties within a set. */
		for (size_t j = 0; j < n_a; j++)
			a[j] = rand() % 1000 + 0.01 * (double)j;
		for (size_t j = 0; j < n_b; j++)
			b[j] = rand() % 1000 + 0.01 * (double)j;
		assert_true(k > 0);
		limit = detection_limit(a, n_a, b, n_b, k);
		for (int side = -1; side <= 1; side += 2) {
			for (size_t j = 0; j < n_b; j++)
				shifted[j] = b[j] + limit + side * 1e-6;
			assert_int_equal(
				mann_whitney(a, n_a, shifted, n_b).p_greater <=
					alpha,
				side > 0);
		}
	}
}

static void correct(double *p, size_t n)
{
	double *pointer[8];

	for (size_t i = 0; i < n; i++)
		pointer[i] = &p[i];
	holm_correct(pointer, n);
}

/* R 4.2.2: p.adjust(p, "holm") */
static void test_holm(void **state)
{
	double p[] = {0.01, 0.04, 0.03, 0.005, 0.20};
	double q[] = {0.042, 0.001, 0.031, 0.014, 0.007};
	static const double p_holm[] = {0.04, 0.09, 0.09, 0.025, 0.20};
	static const double q_holm[] = {0.062, 0.005, 0.062, 0.042, 0.028};
	double ones[] = {0.6, 1, 0.4};

	correct(p, N(p));
	correct(q, N(q));
	for (size_t i = 0; i < N(p); i++) {
		check_close(p[i], p_holm[i], 1e-15);
		check_close(q[i], q_holm[i], 1e-15);
	}
	correct(ones, N(ones));
	for (size_t i = 0; i < N(ones); i++)
		check_close(ones[i], 1, 0);
	correct(ones, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_critical_values),
		cmocka_unit_test(test_critical_values_at_1_percent),
		cmocka_unit_test(test_permeability),
		cmocka_unit_test(test_diagnosis),
		cmocka_unit_test(test_ties_exact),
		cmocka_unit_test(test_against_enumeration),
		cmocka_unit_test(test_normal_approximation),
		cmocka_unit_test(test_no_difference_at_all),
		cmocka_unit_test(test_too_few_samples),
		cmocka_unit_test(test_median_interval),
		cmocka_unit_test(test_median_interval_of_exact_confidence),
		cmocka_unit_test(test_detection_rank),
		cmocka_unit_test(test_detection_limit),
		cmocka_unit_test(test_holm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
