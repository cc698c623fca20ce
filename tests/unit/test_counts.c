// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events that latencies do not show: exact tests of counts, timeouts in the
 * percentiles, and their verdicts.
 */
#include <math.h>

#include "unit_test.h"
#include "check_fixture.h"
#include "compare_counts.h"
#include "series_statistic.h"

/* Printed by scipy 1.10.1: binom.sf(k - 1, n, p), binom.cdf(k, n, p). */
static void test_binomial(void **state)
{
	static const struct {
		uint64_t n, k;
		double share, at_least, at_most;
	} t[] = {
		{10, 8, 0.5, 0.0546875, 0.9892578125},
		{408, 408, 0.5, 1.51273121673801e-123, 1},
		{20, 13, 0.25, 0.00018370405814494, 0.999970488253894},
		{1000, 530, 0.5, 0.0310115975491817, 0.973161075177495},
		{5, 1, 0.3, 0.83193, 0.52822},
		{100, 3, 0.01, 0.0793732022521805, 0.98162596355535},
		{1000000, 500900, 0.5, 0.0360093138382389, 0.964148586556558},
		{10000000, 3001500, 0.3, 0.150392826051504, 0.849768276636705},
		{50, 0, 0.2, 1, 1.42724769270596e-05},
		{300, 140, 0.5, 0.887357216057767, 0.136314956350408},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const double least =
			binomial_at_least(t[i].n, t[i].k, t[i].share);
		const double most =
			binomial_at_most(t[i].n, t[i].k, t[i].share);
		/* lgamma() of ten millions has nine digits. */
		const double error = t[i].n > 1000000 ? 1e-7 : 1e-9;

		assert_true(fabs(least / t[i].at_least - 1) < error);
		assert_true(fabs(most / t[i].at_most - 1) < error);
	}
	/* By normal approximation, continuous with the exact one. */
	/* One trial more: 0.3 binom.pmf(3001499, 10000000, 0.3) more. */
	assert_true(fabs(binomial_at_least(10000001, 3001500, 0.3) - 0.150441) <
		    2e-6);
	assert_true(binomial_at_least(3, 4, 0.5) == 0);
	assert_true(binomial_at_least(3, 0, 0.5) == 1);
	assert_true(binomial_at_least(5, 3, 1) == 1);
	assert_true(binomial_at_least(5, 3, 0) == 0);
}

static struct event_count count(uint64_t events, uint64_t messages)
{
	return (struct event_count){events, messages};
}

static void test_counts_of_two_sides(void **state)
{
	/* Seven against none: 1 / 2^7, two-sided twice that. */
	assert_true(fabs(count_p_more(count(0, 500), count(7, 500), 0) * 128 -
			 1) < 1e-12);
	assert_true(fabs(count_p(count(0, 500), count(7, 500)) * 64 - 1) <
		    1e-12);
	assert_true(fabs(count_p(count(7, 500), count(0, 500)) * 64 - 1) <
		    1e-12);
	/* As frequent, because B sent twice as many; three times is allowed. */
	assert_true(count_p(count(100, 1000), count(200, 2000)) > 0.9);
	assert_true(count_p_more(count(100, 1000), count(250, 1000), 0) < 1e-9);
	assert_true(count_p_more(count(100, 1000), count(250, 1000), 2) > 0.9);
	assert_true(count_p(count(0, 0), count(7, 500)) == 1);
	assert_true(count_p(count(0, 500), count(0, 500)) == 1);
}

static void set_timeouts(struct run_set *set, size_t run, uint64_t n,
			 uint64_t ns)
{
	struct series *s = &set->profile[run].series[0];

	for (uint64_t i = 0; i < n; i++)
		hist_add(&s->phase[LC_TIMEOUT], ns);
	s->counter[LC_BEGUN] += n;
	s->counter[LC_TIMED_OUT] += n;
	s->anomaly[LA_TIMEOUT] += n;
}

/* Two of 100 transfers of the baseline take 20 ms; in the new build they time out. */
static void make_slow_replies_time_out(void)
{
	make_checked(10, 25000, 25000, 10);
	for (size_t i = 0; i < 10; i++) {
		add_transfers(&x.baseline, i, key_of(0, 0), 20000000 + 1000 * i,
			      2);
		set_timeouts(&x.runs, i, 2, 30000000 + 1000 * i);
	}
	run_set_sum(&x.runs);
}

static void test_timeouts_are_not_faster(void **state)
{
	double ns;

	make_slow_replies_time_out();
	EXPECT_ONE(TOTAL "max-regression-p99 = 5%", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "max-regression-p50 = 5%", PASS, WITHIN);
	EXPECT_ONE(TOTAL "max-regression-mean = 5%", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "p99 = 29ms", FAIL, BEYOND);
	assert_int_equal(series_samples(&x.runs.all.series[0], LC_TOTAL), 1020);
	assert_true(series_statistic(&x.runs.all.series[0], LC_TOTAL, STAT_MAX,
				     &ns) &&
		    ns == 30009000);
	/* A series that only times out has a latency. */
	hist_clear(&x.runs.profile[0].series[0].phase[LC_TOTAL]);
	x.runs.n = 1;
	evaluate("[* * *]\nmax = 1ms");
	assert_int_equal(x.c.n, 1);
	EXPECT(0, FAIL, BEYOND);
	x.runs.n = 10;
}

static void test_increases(void **state)
{
	const struct check_result *r;

	make_slow_replies_time_out();
	r = EXPECT_ONE(TOTAL "max-increase-timeouts = 0%", FAIL, BEYOND);
	assert_true(r->tested && fabs(r->p * 1048576 - 1) < 1e-9); /* 2^-20 */
	assert_true(r->value == 20 && r->most == 0);
	EXPECT_ONE(TOTAL "max-increase-anomalies = 50%", FAIL, BEYOND);
	EXPECT_ONE(TOTAL "max-increase-errors = 0%", PASS, WITHIN);
	free_checked(&x);
	/* Six against none may be chance: 1 / 64. */
	make_checked(1, 25000, 25000, 0);
	set_timeouts(&x.runs, 0, 6, 30000000);
	x.runs.profile[0].series[0].counter[LC_BEGUN] = 100;
	EXPECT_ONE(TOTAL "max-increase-timeouts = 0%", INCONCLUSIVE, CHANCE);
	x.runs.profile[0].series[0].counter[LC_TIMED_OUT] = 7;
	EXPECT_ONE(TOTAL "max-increase-timeouts = 0%", FAIL, BEYOND);
	/* With two tests seven are too few. */
	evaluate(TOTAL "max-increase-timeouts = 0%\nmax-increase-errors = 0%");
	EXPECT(0, INCONCLUSIVE, CHANCE);
	EXPECT(1, PASS, WITHIN);
	x.baseline.profile[0].series[0].counter[LC_TIMED_OUT] = 4;
	EXPECT_ONE(TOTAL "max-increase-timeouts = 75%", PASS, WITHIN);
	x.runs.profile[0].lost[LOST_TASK] = 1;
	EXPECT_ONE(TOTAL "max-increase-timeouts = 75%", INCONCLUSIVE, LOST);
}

/* A burst of one run is one event, however many timeouts it has. */
static void test_bursts(void **state)
{
	const struct check_result *r;

	make_checked(10, 25000, 25000, 10);
	set_timeouts(&x.runs, 3, 50, 30000000);
	r = EXPECT_ONE(TOTAL "max-increase-timeouts = 0%", INCONCLUSIVE,
		       CHANCE);
	assert_true(r->count.bursts && r->p == 0.5);
	for (size_t i = 0; i < 10; i++)
		set_timeouts(&x.runs, i, 10 + 60 * (i % 3), 30000000);
	r = EXPECT_ONE(TOTAL "max-increase-timeouts = 0%", FAIL, BEYOND);
	assert_true(r->count.bursts);
}

/* Ten runs of 100 messages with 10 events each, more or less by @off in two of them. */
static bool in_bursts(const uint64_t off[5])
{
	const struct event_count none = {0, 100};
	struct event_count run[11];

	for (size_t i = 0; i < 10; i++)
		run[i] = count(i % 2 ? 10 + off[i / 2] : 10 - off[i / 2], 100);
	/* A run without messages is as expected. */
	run[10] = count(0, 0);
	assert_true(counts_in_bursts(run, 11, &none, 1) ==
		    counts_in_bursts(run, 10, &none, 1));
	return counts_in_bursts(run, 10, &none, 1);
}

/* Chi-square has 9 degrees of freedom, so it is above 9 + 3 sqrt(18) = 21.7. */
static void test_limit_of_bursts(void **state)
{
	static const uint64_t above[5] = {9, 5, 2, 1, 1}; /* 22.4 */
	static const uint64_t below[5] = {9, 4, 2, 1, 1}; /* 20.6 */

	assert_true(in_bursts(above));
	assert_false(in_bursts(below));
}

/* Bursts are compared with those that the limit allows. */
static void test_bursts_and_limit(void **state)
{
	const struct check_result *r;

	make_checked(10, 25000, 25000, 10);
	for (size_t i = 0; i < 10; i++) {
		set_timeouts(&x.baseline, i, 30 * i, 30000000);
		set_timeouts(&x.runs, i, 70 * i, 30000000);
		x.baseline.profile[i].series[0].counter[LC_BEGUN] = 10000;
		x.runs.profile[i].series[0].counter[LC_BEGUN] = 10000;
	}
	r = EXPECT_ONE(TOTAL "max-increase-timeouts = 100%", INCONCLUSIVE,
		       CHANCE);
	assert_true(r->count.bursts && r->p_limit > 0.2);
	r = EXPECT_ONE(TOTAL "max-increase-timeouts = 0%", INCONCLUSIVE,
		       CHANCE);
	assert_true(r->p_limit > 0.01 && r->p_limit < 0.1);
}

/* A baseline that has lost events may have had more; a pass has no interval. */
static void test_losses_and_proof_of_increases(void **state)
{
	make_checked(1, 25000, 25000, 0);
	EXPECT_ONE(TOTAL "max-increase-timeouts = 0%\nprove = yes", PASS,
		   WITHIN);
	x.baseline.profile[0].lost[LOST_TASK] = 2;
	EXPECT_ONE(TOTAL "max-increase-timeouts = 0%", INCONCLUSIVE, LOST);
	EXPECT_ONE(TOTAL "max-increase-timeouts = 0%\nlost = 2", PASS, WITHIN);
}

static const struct count_difference *find_count(const struct comparison *c,
						 int kind)
{
	for (size_t i = 0; i < c->n_counts; i++)
		if (c->counts[i].kind == kind)
			return &c->counts[i];
	fail_msg("no row of %s", event_name(kind));
	return NULL;
}

static void test_rows_of_a_comparison(void **state)
{
	struct comparison c;

	make_slow_replies_time_out();
	x.baseline.profile[0].series[0].anomaly[LA_LATE_REPLY] = 3;
	x.runs.profile[0].series[0].anomaly[LA_LATE_REPLY] = 3;
	x.baseline.profile[0].lost[LOST_TASK] = 20;
	x.baseline.profile[9].lost[LOST_TASK] = 20;
	run_set_sum(&x.runs);
	run_set_sum(&x.baseline);
	compare_sets(&c, &x.baseline, &x.runs);
	assert_int_equal(c.n_counts, 3);
	assert_int_equal(c.n_count_tests, 3);
	assert_int_equal(find_count(&c, LC_TIMED_OUT)->verdict, VERDICT_SLOWER);
	assert_int_equal(
		find_count(&c, EVENTS_ANOMALY + LA_LATE_REPLY)->verdict,
		VERDICT_NOT_SIGNIFICANT);
	/* The losses are in two bursts. */
	assert_true(find_count(&c, EVENTS_LOST)->bursts);
	assert_int_equal(find_count(&c, EVENTS_LOST)->verdict,
			 VERDICT_NOT_SIGNIFICANT);
	assert_int_equal(counts_count(&c, VERDICT_SLOWER), 1);
	comparison_free(&c);
	set_deterministic(&x.runs);
	set_deterministic(&x.baseline);
	compare_sets(&c, &x.baseline, &x.runs);
	assert_int_equal(c.n_count_tests, 0);
	assert_int_equal(find_count(&c, LC_TIMED_OUT)->verdict, VERDICT_SLOWER);
	assert_int_equal(find_count(&c, EVENTS_LOST)->verdict, VERDICT_FASTER);
	comparison_free(&c);
}

/* A message that one side alone has is not compared with all messages of the other. */
static void test_events_of_one_side(void **state)
{
	struct comparison c;
	struct series *s;

	make_checked(2, 25000, 25000, 0);
	add_series(&x.runs, 0, key_of(0, 1), 25000);
	s = &x.runs.profile[0].series[1];
	s->counter[LC_SEND_FAILED] = s->anomaly[LA_SEND_FAILED] = 3;
	/* Losses are of all messages, notifications too. */
	x.runs.profile[1].series[0].counter[LC_NOTIFIED] = 7;
	x.runs.profile[1].lost[LOST_TASK] = 1;
	run_set_sum(&x.runs);
	compare_sets(&c, &x.baseline, &x.runs);
	assert_int_equal(c.n_counts, 2);
	assert_int_equal(c.counts[0].kind, LC_SEND_FAILED);
	assert_int_equal(c.counts[0].verdict, VERDICT_ONLY_B);
	assert_int_equal(find_count(&c, EVENTS_LOST)->b.messages, 307);
	comparison_free(&c);
	compare_sets(&c, &x.runs, &x.baseline);
	assert_int_equal(c.counts[0].verdict, VERDICT_ONLY_A);
	comparison_free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_binomial),
		cmocka_unit_test(test_counts_of_two_sides),
		TEST_CHECK(test_timeouts_are_not_faster),
		TEST_CHECK(test_increases),
		TEST_CHECK(test_bursts),
		cmocka_unit_test(test_limit_of_bursts),
		TEST_CHECK(test_bursts_and_limit),
		TEST_CHECK(test_losses_and_proof_of_increases),
		TEST_CHECK(test_events_of_one_side),
		TEST_CHECK(test_rows_of_a_comparison),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
