// SPDX-License-Identifier: GPL-2.0-only
/* Limits against runs of known values: verdict, cause and value of each. */
#include <errno.h>

#include "unit_test.h"
#include "check_fixture.h"

static void test_times(void **state)
{
	const struct check_result *r;

	make_checked(3, 25000, 25000, 100);
	r = EXPECT_ONE(TOTAL "max = 25.2us", PASS, WITHIN);
	assert_true(r->has_value && r->value == 25200 && r->most == 25200);
	assert_int_equal(r->samples, 300);
	assert_int_equal(r->runs_b, 3);
	assert_int_equal(r->runs_a, 0);
	EXPECT_ONE(TOTAL "max = 25199ns", FAIL, BEYOND);
	r = EXPECT_ONE(TOTAL "mean = 25099ns", FAIL, BEYOND);
	assert_true(r->value == 25100);
	EXPECT_ONE(TOTAL "p50 = 1s\nmin-samples = 301", INCONCLUSIVE,
		   FEW_SAMPLES);
	EXPECT_ONE(TOTAL "p50 = 1s\nmin-samples = 300", PASS, WITHIN);
	/* 300 samples have no p999. */
	r = EXPECT_ONE(TOTAL "p999 = 1s", INCONCLUSIVE, FEW_SAMPLES);
	assert_false(r->has_value);
	r = EXPECT_ONE("[* * wakeup]\np50 = 1s", INCONCLUSIVE, NO_VALUE);
	assert_int_equal(r->samples, 0);
	assert_int_equal(r->runs_b, 0);
}

/* A run without the series, and one without a sample, have no value. */
static void test_runs_without_a_value(void **state)
{
	const struct check_result *r;

	make_checked(4, 25000, 25000, 0);
	add_series(&x.runs, 0, key_of(0, 1), 30000);
	add_series(&x.runs, 1, key_of(0, 1), 30000);
	profile_series(&x.runs.profile[2], key_of(0, 1))->counter[LC_ERRORS] =
		7;
	evaluate(TOTAL "max = 25us\nerrors = 6");
	assert_int_equal(x.c.n, 4); /* both limits on both channels */
	r = x.c.results;
	for (size_t i = 0; i < 4; i++)
		if (r[i].key.channel == 1 && r[i].limit->kind == LIMIT_TIME) {
			assert_int_equal(r[i].runs_b, 2);
			EXPECT(i, FAIL, BEYOND);
		} else if (r[i].key.channel == 1) {
			assert_int_equal(r[i].runs_b, 3);
			assert_true(r[i].value == 7);
			EXPECT(i, FAIL, BEYOND);
		} else {
			assert_int_equal(r[i].runs_b, 4);
			EXPECT(i, PASS, WITHIN);
		}
	assert_int_equal(x.c.count[CHECK_FAIL], 2);
	assert_int_equal(x.c.count[CHECK_PASS], 2);
}

static void test_counts(void **state)
{
	const struct check_result *r;

	make_checked(2, 25000, 25000, 0);
	for (size_t i = 0; i < 2; i++) {
		struct series *s = &x.runs.profile[i].series[0];

		s->counter[LC_TIMED_OUT] = 2;
		s->counter[LC_ERRORS] = 3;
		s->anomaly[LA_TIMEOUT] = 2;
		s->anomaly[LA_LATE_REPLY] = 1;
		s->counter[LC_OUT_OF_ORDER] = 50;
	}
	r = EXPECT_ONE(TOTAL "timeouts = 4", PASS, WITHIN);
	assert_true(r->has_value && r->value == 4 && r->most == 4);
	EXPECT_ONE(TOTAL "timeouts = 3", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "errors = 5", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "send-failed = 0", PASS, WITHIN);
	r = EXPECT_ONE(TOTAL "anomalies = 5", FAIL, BEYOND);
	assert_true(r->value == 6);
	/* A limit of a count applies once, not to each phase. */
	r = EXPECT_ONE("[* * *]\nerrors = 6", PASS, WITHIN);
	assert_int_equal(r->phase, 0);
}

/* A series of the baseline alone was not seen, which is not a count of 0. */
static void test_count_of_no_run(void **state)
{
	const struct check_result *r;

	make_checked(2, 25000, 25000, 0);
	add_series(&x.baseline, 0, key_of(0, 1), 25000);
	evaluate(TOTAL "timeouts = 0");
	assert_int_equal(x.c.n, 2);
	EXPECT(0, PASS, WITHIN);
	r = &x.c.results[1];
	assert_int_equal(r->key.channel, 1);
	assert_false(r->has_value);
	EXPECT(1, INCONCLUSIVE, NO_VALUE);
	assert_int_equal(check_verdict(&x.c), CHECK_INCONCLUSIVE);
}

/* Lost events can hide what would fail. They can add to counts and a maximum. */
static void test_losses(void **state)
{
	make_checked(2, 25000, 25000, 0);
	x.runs.profile[0].lost[LOST_SERIES] = 3;
	x.runs.profile[1].lost[LOST_TRACE_EVENTS] = 4;
	x.runs.profile[0].series[0].counter[LC_ERRORS] = 1;
	assert_int_equal(EXPECT_ONE(TOTAL "p50 = 1s", INCONCLUSIVE, LOST)->lost,
			 7);
	EXPECT_ONE(TOTAL "p50 = 1us", INCONCLUSIVE, LOST);
	EXPECT_ONE(TOTAL "max = 1us", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "max = 1s", INCONCLUSIVE, LOST);
	EXPECT_ONE(TOTAL "errors = 0", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "errors = 1", INCONCLUSIVE, LOST);
	EXPECT_ONE(TOTAL "p50 = 1s\nlost = 6", INCONCLUSIVE, LOST);
	EXPECT_ONE(TOTAL "p50 = 1s\nlost = 7", PASS, WITHIN);
	EXPECT_ONE(TOTAL "p50 = 1us\nlost = 7", FAIL, BEYOND);
}

/* @limits are valid, but not for the series of these runs. */
static void check_missing(const char *text, const struct run_set *baseline,
			  int expected)
{
	parse_limits(text);
	check_free(&x.c);
	assert_int_equal(check_evaluate(&x.c, &x.limits, "limits.ini", &x.runs,
					baseline),
			 expected);
}

static void test_no_series_or_baseline(void **state)
{
	make_checked(1, 25000, 25000, 0);
	check_missing(TOTAL "p50 = 1s\n[* CLOCK:* total]\np50 = 1s",
		      &x.baseline, -ENOENT);
	check_missing("[virtio * total]\np50 = 1s", &x.baseline, -ENOENT);
	/* An optional section may match nothing, but not all sections. */
	check_missing(TOTAL "p50 = 1s\n[virtio * total]\np50 = 1s\n"
			    "optional = yes",
		      &x.baseline, 0);
	check_missing("[virtio * total]\np50 = 1s\noptional = yes", &x.baseline,
		      -ENOENT);
	/* A section for any phase needs a phase with samples. */
	profile_series(&x.runs.profile[0],
		       (struct series_key){.protocol = 0x14, .message = 1});
	profile_sort(&x.runs.profile[0]);
	check_missing("[* CLOCK:* *]\np50 = 1s", &x.baseline, -ENOENT);
	check_missing(TOTAL "p50 = 1s\nmax-regression-p50 = 1%", NULL, -ENOENT);
	check_missing(TOTAL "p50 = 1s", NULL, 0);
}

/* Only a limit that fails in both recordings fails. */
static void test_confirm(void **state)
{
	struct checked again;
	static const char limits[] = TOTAL "max = 25us\np50 = 25us\n"
					   "mean = 1s\nmax-regression-p50 = 1s";

	make_checked(10, 25000, 30000, 1);
	make_sides(&again, 10, 24000, 30000, 1);
	hist_add(&again.baseline.profile[0].series[0].phase[LC_TOTAL], 26000);
	run_set_sum(&again.baseline);
	evaluate(limits);
	assert_int_equal(x.c.count[CHECK_FAIL], 2);
	assert_int_equal(check_evaluate(&again.c, &x.limits, "limits.ini",
					&again.runs, &again.baseline),
			 0);
	check_confirm(&x.c, &again.c);
	assert_int_equal(x.c.count[CHECK_FAIL], 2);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(x.c.results[i].confirmed,
				 x.c.results[i].verdict == CHECK_FAIL);
	assert_false(x.c.results[0].failed_once);
	assert_ptr_equal(x.c.runs, &again.runs);
	assert_ptr_equal(x.c.baseline, &again.baseline);
	/* A second recording that is fast but for one transfer. */
	check_free(&again.c);
	assert_int_equal(check_evaluate(&again.c, &x.limits, "limits.ini",
					&again.baseline, &again.baseline),
			 0);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(again.c.results[i].verdict,
				 again.c.results[i].limit->figure == STAT_MAX
					 ? CHECK_FAIL
					 : CHECK_PASS);
	check_confirm(&x.c, &again.c);
	assert_int_equal(x.c.count[CHECK_FAIL], 1);
	assert_int_equal(x.c.count[CHECK_PASS], 3);
	for (size_t i = 0; i < 4; i++) {
		const struct check_result *r = &x.c.results[i];
		const bool p50 = r->limit->kind == LIMIT_TIME &&
				 r->limit->figure == STAT_P50;

		assert_int_equal(r->failed_once, p50);
		if (p50)
			assert_true(r->value < 25000);
	}
	free_checked(&again);
}

/* A fail of one phase does not confirm that of another one. */
static void test_confirm_each_phase(void **state)
{
	struct checked again;

	make_checked(1, 25000, 30000, 0);
	make_sides(&again, 1, 25000, 20000, 0);
	hist_add(&x.runs.profile[0].series[0].phase[LC_WAKEUP], 30000);
	hist_add(&again.runs.profile[0].series[0].phase[LC_WAKEUP], 30000);
	run_set_sum(&x.runs);
	run_set_sum(&again.runs);
	evaluate("[* * *]\nmax = 25us");
	assert_int_equal(x.c.count[CHECK_FAIL], 2);
	assert_int_equal(check_evaluate(&again.c, &x.limits, "limits.ini",
					&again.runs, NULL),
			 0);
	check_confirm(&x.c, &again.c);
	assert_int_equal(x.c.results[0].phase, LC_TOTAL);
	assert_int_equal(x.c.results[0].verdict, CHECK_PASS);
	assert_int_equal(x.c.results[1].phase, LC_WAKEUP);
	assert_int_equal(x.c.results[1].verdict, CHECK_FAIL);
	free_checked(&again);
}

/* Without the series in the second recording, a fail is not confirmed. */
static void test_confirm_without_the_series(void **state)
{
	struct checked again;

	make_checked(2, 25000, 30000, 0);
	make_sides(&again, 2, 25000, 30000, 0);
	for (size_t i = 0; i < 2; i++)
		add_series(&x.runs, i, key_of(0, 1), 30000);
	evaluate(TOTAL "p50 = 25us");
	assert_int_equal(x.c.count[CHECK_FAIL], 2);
	assert_int_equal(check_evaluate(&again.c, &x.limits, "limits.ini",
					&again.runs, NULL),
			 0);
	check_confirm(&x.c, &again.c);
	EXPECT(0, FAIL, BEYOND);
	EXPECT(1, INCONCLUSIVE, NO_VALUE);
	assert_true(x.c.results[1].failed_once);
	assert_int_equal(x.c.count[CHECK_INCONCLUSIVE], 1);
	assert_int_equal(check_verdict(&x.c), CHECK_FAIL);
	free_checked(&again);
}

static void test_verdict_names(void **state)
{
	assert_string_equal(check_verdict_names[CHECK_PASS], "pass");
	assert_string_equal(check_verdict_names[CHECK_FAIL], "fail");
	assert_string_equal(check_verdict_names[CHECK_INCONCLUSIVE],
			    "inconclusive");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_CHECK(test_times),
		TEST_CHECK(test_runs_without_a_value),
		TEST_CHECK(test_counts),
		TEST_CHECK(test_count_of_no_run),
		TEST_CHECK(test_losses),
		TEST_CHECK(test_no_series_or_baseline),
		TEST_CHECK(test_confirm),
		TEST_CHECK(test_confirm_each_phase),
		TEST_CHECK(test_confirm_without_the_series),
		cmocka_unit_test(test_verdict_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
