// SPDX-License-Identifier: GPL-2.0-only
/* The doubt of a percentile of transfers, and limits of it. */
#include <math.h>

#include "unit_test.h"
#include "check_fixture.h"
#include "series_interval.h"

/* Bucket number i has one sample: the rank of a value is that number less 300. */
static void make_ranks(struct series *s, uint32_t n)
{
	*s = (struct series){0};
	for (uint32_t i = 1; i <= n; i++)
		hist_add(&s->phase[LC_SERVICE], hist_upper(300 + i));
}

/*
 * By scipy 1.10.1: the greatest l with binom.cdf(l - 1, n, q) <= 0.025, and the same
 * from the other end. 0: none.
 */
static void test_intervals(void **state)
{
	static const struct {
		uint32_t n;
		enum statistic statistic;
		uint32_t low, high;
	} t[] = {
		{100, STAT_P50, 40, 61},       {100, STAT_P90, 84, 96},
		{400, STAT_P99, 392, 400},     {2000, STAT_P99, 1971, 1989},
		{1000, STAT_P90, 881, 919},    {10, STAT_P50, 2, 9},
		{5, STAT_P50, 0, 0},	       {6, STAT_P50, 1, 6},
		{5000, STAT_P999, 4990, 5000}, {300, STAT_P99, 0, 0},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct estimate e;
		struct series s;

		make_ranks(&s, t[i].n);
		e = series_interval(&s, LC_SERVICE, t[i].statistic, 0.95);
		assert_int_equal(e.interval, t[i].low > 0);
		if (e.interval) {
			assert_int_equal(hist_index((uint64_t)e.low) - 300,
					 t[i].low);
			assert_int_equal(hist_index((uint64_t)e.high) - 300,
					 t[i].high);
		}
		assert_int_equal(series_above(&s, LC_SERVICE,
					      (double)hist_upper(300 + 4)),
				 t[i].n - 4);
		hist_free(&s.phase[LC_SERVICE]);
	}
}

/* @above of @n transfers take 40 us, the others 25 us. */
static void make_slow(uint64_t n, uint64_t above)
{
	make_checked(1, 25000, 25000, 0);
	hist_clear(&x.runs.profile[0].series[0].phase[LC_TOTAL]);
	add_transfers(&x.runs, 0, key_of(0, 0), 25000, n - above);
	add_transfers(&x.runs, 0, key_of(0, 0), 40000, above);
}

/* By scipy 1.10.1: binom.sf(above - 1, n, 0.01). */
static void test_limits_of_percentiles(void **state)
{
	static const char limits[] = TOTAL "p99 = 30us";
	const struct check_result *r;

	make_slow(400, 5);
	r = EXPECT_ONE(TOTAL "p99 = 30us", INCONCLUSIVE, CHANCE);
	assert_true(fabs(r->p - 0.3711614203293928) < 1e-9);
	assert_true(r->tested && r->interval.interval);
	assert_true(r->interval.high >= 40000);
	free_checked(&x);
	make_slow(400, 13);
	r = EXPECT_ONE(limits, FAIL, BEYOND);
	assert_true(fabs(r->p - 0.0002488260601254341) < 1e-9);
	/* Instructions are counted without chance. */
	free_checked(&x);
	make_slow(400, 5);
	set_deterministic(&x.runs);
	assert_false(EXPECT_ONE(limits, FAIL, BEYOND)->tested);
	free_checked(&x);
	/* The pass of three is not a proof: 400 transfers have no upper end. */
	make_slow(400, 3);
	EXPECT_ONE(TOTAL "p99 = 30us", PASS, WITHIN);
	EXPECT_ONE(TOTAL "p99 = 30us\nprove = yes", INCONCLUSIVE, UNPROVEN);
	EXPECT_ONE(TOTAL "p50 = 30us\nprove = yes", PASS, WITHIN);
	EXPECT_ONE(TOTAL "max = 30us", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "mean = 25us", FAIL, BEYOND);
}

/* Percentiles are a family of tests of their own. */
static void test_family_of_percentiles(void **state)
{
	make_slow(400, 11);
	EXPECT_ONE(TOTAL "p99 = 30us", FAIL, BEYOND);
	evaluate(TOTAL "p90 = 30us\np50 = 30us\np99 = 30us");
	assert_int_equal(x.c.n_tests, 0);
	assert_int_equal(x.c.count[CHECK_PASS], 2);
	assert_int_equal(x.c.count[CHECK_FAIL] + x.c.count[CHECK_INCONCLUSIVE],
			 1);
	for (size_t i = 0; i < 3; i++)
		if (x.c.results[i].cause != CHECK_WITHIN)
			/* binom.sf(10, 400, 0.01) times three */
			assert_true(fabs(x.c.results[i].p / 3 -
					 0.0026830760907548715) < 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_intervals),
		TEST_CHECK(test_limits_of_percentiles),
		TEST_CHECK(test_family_of_percentiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
