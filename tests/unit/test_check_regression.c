// SPDX-License-Identifier: GPL-2.0-only
/* Limits against a baseline: verdict, cause and value of each regression. */
#include "unit_test.h"
#include "check_fixture.h"

static void test_regressions(void **state)
{
	const struct check_result *r;

	/* The shift is exactly 8 us; the median of the baseline is 32.45 us. */
	make_checked(10, 32000, 40000, 100);
	r = EXPECT_ONE(TOTAL "max-regression-mean = 8us", PASS, WITHIN);
	assert_true(r->has_value && r->value == 8000 && r->most == 8000);
	assert_int_equal(r->runs_a, 10);
	assert_int_equal(r->runs_b, 10);
	/* The test is of the limit: 1 ns more may be chance, 1 us more is not. */
	r = EXPECT_ONE(TOTAL "max-regression-mean = 7999ns", INCONCLUSIVE,
		       CHANCE);
	assert_true(r->p > 0.3 && r->p < 0.5);
	r = EXPECT_ONE(TOTAL "max-regression-mean = 7us", FAIL, BEYOND);
	assert_true(r->p > 0 && r->p < 1e-5);
	assert_int_equal(x.c.n_tests, 1);
	r = EXPECT_ONE(TOTAL "max-regression-mean = 25%", PASS, WITHIN);
	assert_true(r->most == 32450 / 4.0);
	EXPECT_ONE(TOTAL "max-regression-mean = 20%", FAIL, BEYOND);
	/* The test is of a percentage of each run, and of the effect if that is more. */
	EXPECT_ONE(TOTAL "max-regression-mean = 24%", INCONCLUSIVE, CHANCE);
	EXPECT_ONE(TOTAL "max-regression-mean = 1%\nmin-effect = 7900ns",
		   INCONCLUSIVE, CHANCE);
	r = EXPECT_ONE(TOTAL "max-regression-mean = 0%\nmin-effect = 8us", PASS,
		       WITHIN);
	assert_true(r->most == 8000);
	/* The conditions do not lower a limit. */
	r = EXPECT_ONE(TOTAL "max-regression-mean = 7us\nmin-effect = 6us",
		       FAIL, BEYOND);
	assert_true(r->most == 7000);
	free_checked(&x);
	/* A faster run passes every limit. */
	make_checked(10, 40000, 32000, 100);
	EXPECT_ONE(P50 "0%", PASS, WITHIN);
}

static void test_runs_needed_for_a_regression(void **state)
{
	make_checked(9, 32000, 40000, 100);
	EXPECT_ONE(P50 "1%", INCONCLUSIVE, FEW_RUNS);
	EXPECT_ONE(P50 "1%\nmin-runs = 9", FAIL, BEYOND);
	/* Each side needs the runs. */
	x.runs.n--;
	EXPECT_ONE(P50 "1%\nmin-runs = 9", INCONCLUSIVE, FEW_RUNS);
	x.runs.n++;
	x.baseline.n--;
	EXPECT_ONE(P50 "1%\nmin-runs = 9", INCONCLUSIVE, FEW_RUNS);
	EXPECT_ONE(P50 "1%\nmin-runs = 8", FAIL, BEYOND);
	/* One run against one cannot be tested, whatever min-runs is. */
	x.runs.n = x.baseline.n = 1;
	EXPECT_ONE(P50 "1%\nmin-runs = 1", INCONCLUSIVE, FEW_RUNS);
	x.runs.n = x.baseline.n = 9;
}

/* The losses of either side count. */
static void test_losses_of_the_baseline(void **state)
{
	make_checked(10, 32000, 40000, 100);
	x.baseline.profile[3].lost[LOST_HISTOGRAM] = 1;
	assert_int_equal(EXPECT_ONE(P50 "1s", INCONCLUSIVE, LOST)->lost, 1);
	EXPECT_ONE(P50 "1%", INCONCLUSIVE, LOST);
	EXPECT_ONE(P50 "1%\nlost = 1", FAIL, BEYOND);
	/* A limit of the runs alone does not depend on the baseline. */
	EXPECT_ONE(TOTAL "p50 = 1s", PASS, WITHIN);
	x.runs.profile[3].lost[LOST_HISTOGRAM] = 2;
	assert_int_equal(EXPECT_ONE(P50 "1s", INCONCLUSIVE, LOST)->lost, 3);
}

/* "Significant at alpha" includes p = alpha. */
static void test_significance(void **state)
{
	const struct check_result *r;
	double p;

	make_checked(6, 32000, 33000, 600);
	r = EXPECT_ONE(P50 "0%\nmin-runs = 6", INCONCLUSIVE, CHANCE);
	assert_true(r->has_value && r->value > 0);
	p = r->difference.test.p_greater;
	assert_true(r->p == p && p > 0.01 && p < 0.5);
	x.limits.alpha = p;
	evaluate_again();
	EXPECT(0, FAIL, BEYOND);
	x.limits.alpha = p * (1 - 1e-9);
	evaluate_again();
	EXPECT(0, INCONCLUSIVE, CHANCE);
	/* The smallest p that six runs can have is enough for alpha. */
	for (size_t i = 0; i < 6; i++)
		add_transfers(&x.runs, i, key_of(0, 0), 99000, 300);
	x.limits.alpha = smallest_p(6, 6);
	evaluate_again();
	assert_true(x.c.results[0].difference.test.p_greater ==
		    smallest_p(6, 6));
	EXPECT(0, FAIL, BEYOND);
	/* A shift within the limit passes without being significant. */
	EXPECT_ONE(P50 "1s\nmin-runs = 6", PASS, WITHIN);
}

/* All tested regressions are one family, which needs the more runs. */
static void test_family(void **state)
{
	make_checked(5, 32000, 40000, 100);
	for (size_t i = 0; i < 5; i++)
		x.runs.profile[i].series[0].counter[LC_ERRORS] = 1;
	/* 1 / 252 a test */
	evaluate("[defaults]\nalpha = 0.008\nmin-runs = 5\n" TOTAL
		 "p50 = 1s\nerrors = 0\n"
		 "max-regression-p50 = 1%\nmax-regression-p90 = 1s\n");
	assert_int_equal(x.c.n_tests, 2);
	assert_int_equal(x.c.count[CHECK_FAIL], 2); /* errors and p50 */
	assert_int_equal(x.c.count[CHECK_PASS], 2);
	for (size_t i = 0; i < x.c.n; i++)
		if (x.c.results[i].tested)
			assert_true(x.c.results[i].p >= 2 / 252.0);
	/* A third test is too many for five runs: nothing can be shown. */
	evaluate("[defaults]\nalpha = 0.008\nmin-runs = 5\n" TOTAL
		 "max-regression-p50 = 1%\nmax-regression-p90 = 1s\n"
		 "max-regression-p99 = 1%\n");
	assert_int_equal(x.c.n_tests, 3);
	for (size_t i = 0; i < 3; i++)
		EXPECT(i, INCONCLUSIVE, FEW_FOR_ALPHA);
	/* Those that have no verdict for another reason are not of the family. */
	evaluate("[defaults]\nalpha = 0.008\nmin-runs = 5\n" TOTAL
		 "max-regression-p50 = 1%\nmax-regression-p90 = 1s\n"
		 "[* * wakeup]\nmax-regression-p50 = 1%\n");
	assert_int_equal(x.c.n_tests, 2);
	assert_true(x.c.results[0].p == 2 / 252.0);
	assert_true(x.c.results[1].p == 1);
	EXPECT(0, FAIL, BEYOND);
	EXPECT(2, INCONCLUSIVE, NO_VALUE);
}

static void test_only_one_side(void **state)
{
	const struct check_result *r;

	make_checked(10, 32000, 32000, 100);
	for (size_t i = 0; i < 10; i++) {
		add_series(&x.baseline, i, key_of(0, 1), 25000);
		add_series(&x.runs, i, key_of(0, 2), 25000);
	}
	evaluate(P50 "1s");
	assert_int_equal(x.c.n, 3);
	EXPECT(0, PASS, WITHIN);
	EXPECT(1, INCONCLUSIVE, NO_VALUE);
	EXPECT(2, INCONCLUSIVE, NO_BASELINE);
	for (size_t i = 1; i < 3; i++) {
		r = &x.c.results[i];
		assert_int_equal(r->key.channel, i);
		assert_false(r->has_value);
		assert_int_equal(r->runs_a, i == 1 ? 10 : 0);
		assert_int_equal(r->runs_b, i == 2 ? 10 : 0);
	}
}

/* "*" applies to each phase that any run of either side has. */
static void test_any_phase(void **state)
{
	bool seen[LC_PHASES] = {false};

	make_checked(10, 32000, 32000, 100);
	hist_add(&x.runs.profile[9].series[0].phase[LC_SUBMIT], 1000);
	hist_add(&x.runs.profile[0].series[0].phase[LC_TIMEOUT], 1000);
	for (size_t i = 0; i < 10; i++)
		hist_add(&x.baseline.profile[i].series[0].phase[LC_WAKEUP],
			 1000);
	evaluate("[* * *]\nmax-regression-mean = 1s");
	for (size_t i = 0; i < x.c.n; i++) {
		assert_false(seen[x.c.results[i].phase]);
		seen[x.c.results[i].phase] = true;
	}
	assert_int_equal(x.c.n, 3);
	assert_true(seen[LC_TOTAL] && seen[LC_SUBMIT] && seen[LC_WAKEUP]);
	EXPECT(0, PASS, WITHIN);
	EXPECT(1, INCONCLUSIVE, NO_BASELINE);
	EXPECT(2, INCONCLUSIVE, NO_VALUE);
	/* A phase that is named applies, even if no run has it. */
	EXPECT_ONE("[* * dispatch]\nmax-regression-p50 = 1s", INCONCLUSIVE,
		   NO_VALUE);
	evaluate("[* * timeout]\nmax = 1us");
	EXPECT(0, PASS, WITHIN);
}

/* A pass shows what its interval has above the limit, or fails to be a proof. */
static void test_proof(void **state)
{
	const struct check_result *r;

	make_checked(10, 32000, 32100, 100);
	r = EXPECT_ONE(TOTAL "max-regression-mean = 200ns", PASS, WITHIN);
	assert_true(r->testable && r->interval.interval);
	assert_true(r->value == 100 && r->interval.high > 200);
	EXPECT_ONE(TOTAL "max-regression-mean = 200ns\nprove = no", PASS,
		   WITHIN);
	EXPECT_ONE(TOTAL "max-regression-mean = 200ns\nprove = yes",
		   INCONCLUSIVE, UNPROVEN);
	EXPECT_ONE(TOTAL "max-regression-mean = 1us\nprove = yes", PASS,
		   WITHIN);
	/* Three runs a side have no interval, so nothing is proved. */
	x.runs.n = x.baseline.n = 3;
	EXPECT_ONE("[defaults]\nalpha = 0.1\n" TOTAL
		   "max-regression-mean = 1us\nmin-runs = 3\nprove = yes",
		   INCONCLUSIVE, UNPROVEN);
	x.runs.n = x.baseline.n = 10;
	/* One defaults section sets it for all. */
	EXPECT_ONE("[defaults]\nprove = yes\n" TOTAL
		   "max-regression-mean = 200ns",
		   INCONCLUSIVE, UNPROVEN);
}

/* Each look has its part of alpha. */
static void test_looks(void **state)
{
	make_checked(5, 32000, 40000, 100);
	/* 1 / 252 */
	EXPECT_ONE("[defaults]\nalpha = 0.01\nlooks = 2\n" P50
		   "1%\nmin-runs = 5",
		   FAIL, BEYOND);
	EXPECT_ONE("[defaults]\nalpha = 0.01\nlooks = 3\n" P50
		   "1%\nmin-runs = 5",
		   INCONCLUSIVE, FEW_FOR_ALPHA);
}

static void test_deterministic_runs(void **state)
{
	make_checked(1, 25000, 25001, 0);
	set_deterministic(&x.runs);
	/* Both sides must be deterministic. */
	EXPECT_ONE(TOTAL "max-regression-mean = 0%", INCONCLUSIVE, FEW_RUNS);
	set_deterministic(&x.baseline);
	assert_true(EXPECT_ONE(TOTAL "max-regression-mean = 0%", FAIL, BEYOND)
			    ->difference.exact);
	assert_int_equal(x.c.n_tests, 0);
	EXPECT_ONE(TOTAL "max-regression-mean = 1ns", PASS, WITHIN);
	x.runs.profile[0].lost[LOST_TASK] = 1;
	EXPECT_ONE(TOTAL "max-regression-mean = 0%", INCONCLUSIVE, LOST);
	free_checked(&x);
	/* They do not repeat: as many runs as needed do not help. */
	make_checked(10, 25000, 40000, 1);
	set_deterministic(&x.runs);
	set_deterministic(&x.baseline);
	EXPECT_ONE(TOTAL "max-regression-mean = 0%", INCONCLUSIVE,
		   NOT_REPEATED);
}

/* The samples of each run move by a nanosecond, to the next bucket. */
static void test_finer_than_a_bucket(void **state)
{
	const struct check_result *r;

	make_checked(10, 16383, 16384, 0);
	for (size_t i = 0; i < 10; i++) {
		/* Others, so that the bounds of the samples are not those. */
		add_transfers(&x.baseline, i, key_of(0, 0), 16300 + i, 10);
		add_transfers(&x.runs, i, key_of(0, 0), 16500 + i, 10);
	}
	r = EXPECT_ONE(P50 "20ns", PASS, WITHIN);
	assert_true(r->coarse && r->most == 128);
	assert_false(EXPECT_ONE(P50 "129ns", PASS, WITHIN)->coarse);
	set_deterministic(&x.runs);
	set_deterministic(&x.baseline);
	x.runs.n = x.baseline.n = 1;
	EXPECT_ONE(P50 "20ns", PASS, WITHIN);
	/* It is slower, if not by that much. */
	assert_false(EXPECT_ONE(P50 "0%", FAIL, BEYOND)->coarse);
	assert_false(
		EXPECT_ONE(TOTAL "max-regression-mean = 20ns", PASS, WITHIN)
			->coarse);
	x.runs.n = x.baseline.n = 10;
}

static void test_low_statistics(void **state)
{
	make_checked(10, 32000, 40000, 100);
	EXPECT_ONE(TOTAL "max-regression-min = 1%", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "max-regression-p10 = 1%", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "max-regression-p10 = 30%", PASS, WITHIN);
	EXPECT_ONE(TOTAL "min = 39999ns", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "p10 = 41us", PASS, WITHIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_CHECK(test_regressions),
		TEST_CHECK(test_runs_needed_for_a_regression),
		TEST_CHECK(test_losses_of_the_baseline),
		TEST_CHECK(test_significance),
		TEST_CHECK(test_family),
		TEST_CHECK(test_finer_than_a_bucket),
		TEST_CHECK(test_low_statistics),
		TEST_CHECK(test_only_one_side),
		TEST_CHECK(test_any_phase),
		TEST_CHECK(test_proof),
		TEST_CHECK(test_looks),
		TEST_CHECK(test_deterministic_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
