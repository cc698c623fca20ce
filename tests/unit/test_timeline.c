// SPDX-License-Identifier: GPL-2.0-only
/* Time series: differences, joined neighbours, bounds and sums. */
#include <errno.h>
#include <stdlib.h>

#include "unit_test.h"
#include "timeline_fixture.h"

static void series_copy(struct series *to, const struct series *from)
{
	*to = *from;
	for (int i = 0; i < LC_PHASES; i++) {
		to->phase[i] = (struct hist){0};
		hist_merge(&to->phase[i], &from->phase[i]);
	}
}

static void series_clear(struct series *s)
{
	for (int i = 0; i < LC_PHASES; i++)
		hist_free(&s->phase[i]);
}

/* Like delta_subtract(), for series. */
static int delta_between(const struct series *before, const struct series *now,
			 struct delta *g)
{
	const struct delta from = delta_of_series(before);
	const struct delta to = delta_of_series(now);

	return delta_subtract(&from, &to, g);
}

static void test_difference(void **state)
{
	struct series before = {0}, now;
	struct delta g = {.series = 7};
	const struct hist *h;
	uint64_t p50;

	transfer(&before, 1000);
	transfer(&before, 50000);
	series_copy(&now, &before);
	assert_int_equal(delta_between(&before, &now, &g), 0);
	transfer(&now, 1000);
	transfer(&now, 1001);
	transfer(&now, 3000);
	now.anomaly[LA_LATE_REPLY] = 4;
	assert_int_equal(delta_between(&before, &now, &g), 1);
	assert_int_equal(g.series, 7);
	assert_int_equal(g.counter[LC_BEGUN], 3);
	assert_int_equal(g.counter[LC_ERRORS], 0);
	assert_int_equal(g.anomaly[LA_LATE_REPLY], 4);
	assert_int_equal(g.phase[LC_TOTAL].count, 3);
	assert_int_equal(g.phase[LC_TOTAL].sum, 5001);
	assert_int_equal(g.phase[LC_TOTAL].n_buckets, 2);
	assert_int_equal(g.phase[LC_TOTAL].bucket[0].index, hist_index(1000));
	assert_int_equal(g.phase[LC_TOTAL].bucket[0].n, 2);
	assert_int_equal(g.phase[LC_TOTAL].bucket[1].index, hist_index(3000));
	assert_int_equal(g.phase[LC_SERVICE].n_buckets, 0);

	h = &g.phase[LC_TOTAL];
	assert_int_equal(h->min, hist_lower(hist_index(1000)));
	assert_int_equal(h->max, hist_upper(hist_index(3000)));
	assert_true(hist_percentile(h, 500, &p50));
	assert_int_equal(p50, hist_upper(hist_index(1000)));
	for (int i = 0; i < LC_COUNTERS; i++)
		before.counter[i] += g.counter[i];
	for (int i = 0; i < LA_KINDS; i++)
		before.anomaly[i] += g.anomaly[i];
	for (int i = 0; i < LC_PHASES; i++)
		hist_merge(&before.phase[i], &g.phase[i]);
	delta_free(&g);
	assert_int_equal(delta_between(&before, &now, &g), 0);
	series_clear(&before);
	series_clear(&now);
}

/* The counts of a recording never decrease. */
static void test_decreasing_counts(void **state)
{
	struct series before = {0}, now = {0};
	struct delta g;

	before.anomaly[LA_TIMEOUT] = 1;
	assert_int_equal(delta_between(&before, &now, &g), -ERANGE);
	before.anomaly[LA_TIMEOUT] = 0;
	hist_add(&before.phase[LC_TOTAL], 1000);
	assert_int_equal(delta_between(&before, &now, &g), -ERANGE);
	/* The count and the sum are equal, but the samples differ. */
	hist_add(&before.phase[LC_TOTAL], 3000);
	hist_add(&now.phase[LC_TOTAL], 2000);
	hist_add(&now.phase[LC_TOTAL], 2000);
	assert_int_equal(delta_between(&before, &now, &g), -ERANGE);
	/* A bucket has become empty, although there are more samples. */
	for (int i = 0; i < 8; i++)
		hist_add(&now.phase[LC_TOTAL], 2000);
	assert_int_equal(delta_between(&before, &now, &g), -ERANGE);
	series_clear(&before);
	series_clear(&now);
}

/* Each interval has its own transfers; the last one also has all unread ones. */
static void test_intervals(void **state)
{
	struct timeline t;
	struct profile p;

	new_profile(&p, 2);
	timeline_init(&t, STEP_NS, 2);
	transfer(&p.series[0], 1000);
	look(&t, 0, &p.series[0]);
	timeline_end_interval(&t, STEP_NS);
	look(&t, 0, &p.series[0]); /* nothing new */
	timeline_end_interval(&t, 2 * STEP_NS);
	transfer(&p.series[1], 2000);
	transfer(&p.series[0], 3000);
	look(&t, 1, &p.series[1]);
	look(&t, 0, &p.series[0]);
	timeline_end_interval(&t, 3 * STEP_NS);
	transfer(&p.series[1], 4000);
	look(&t, 1, &p.series[1]); /* read, but without a later tick */
	p.series[0].counter[LC_BEGUN]++;
	p.series[0].counter[LC_AGED_OUT]++;
	finish(&t, 3 * STEP_NS + 1, &p);

	assert_int_equal(p.interval_ns, STEP_NS);
	assert_int_equal(p.n_intervals, 4);
	assert_int_equal(p.intervals[0].n_deltas, 1);
	assert_int_equal(p.intervals[1].n_deltas, 0);
	assert_int_equal(p.intervals[2].n_deltas, 2);
	assert_int_equal(p.intervals[2].delta[0].series, 0);
	assert_int_equal(p.intervals[2].delta[0].phase[LC_TOTAL].sum, 3000);
	assert_int_equal(p.intervals[2].delta[1].phase[LC_TOTAL].sum, 2000);
	assert_int_equal(p.intervals[3].n_deltas, 2);
	assert_int_equal(p.intervals[3].delta[0].counter[LC_AGED_OUT], 1);
	assert_int_equal(p.intervals[3].delta[1].phase[LC_TOTAL].sum, 4000);
	check_round_trip(&p);
	profile_free(&p);
}

/* Intervals are joined three times, and nothing is lost. */
static void test_neighbours_are_joined(void **state)
{
	const unsigned int ticks = 2 * PROFILE_INTERVALS + 3;
	struct timeline t;
	struct profile p;
	uint64_t end_ns = 0, first_eight = 0;
	unsigned int seed = 1;

	new_profile(&p, 3);
	timeline_init(&t, STEP_NS, 3);
	for (unsigned int i = 0; i < ticks; i++) {
		for (unsigned int n = 0; n < 3; n++) {
			if (rand_r(&seed) % 3)
				transfer(&p.series[n],
					 1000 + (uint64_t)rand_r(&seed) %
							 100000);
			look(&t, n, &p.series[n]);
		}
		timeline_end_interval(&t, end_ns += t.interval_ns);
		assert_true(t.n_intervals <= PROFILE_INTERVALS);
		if (i == 7)
			first_eight = p.series[0].phase[LC_TOTAL].sum;
	}
	finish(&t, end_ns + 1, &p);
	/* It is full after 512 intervals, then after every 256. */
	assert_int_equal(p.interval_ns, 8 * STEP_NS);
	assert_int_equal(p.n_intervals, PROFILE_INTERVALS / 2 + 3 + 1);
	for (size_t i = 0; i + 2 < p.n_intervals; i++)
		assert_int_equal(p.intervals[i].end_ns, (i + 1) * 8 * STEP_NS);
	assert_int_equal(p.intervals[0].delta[0].phase[LC_TOTAL].sum,
			 first_eight);
	check_round_trip(&p);
	profile_free(&p);
}

/* An interval of no length becomes part of the previous one. */
static void test_no_time_passed(void **state)
{
	struct timeline t;
	struct profile p;

	new_profile(&p, 1);
	timeline_init(&t, STEP_NS, 1);
	transfer(&p.series[0], 1000);
	look(&t, 0, &p.series[0]);
	timeline_end_interval(&t, STEP_NS);
	transfer(&p.series[0], 1000);
	finish(&t, STEP_NS, &p);
	assert_int_equal(p.n_intervals, 1);
	assert_int_equal(p.intervals[0].delta[0].counter[LC_BEGUN], 2);
	profile_free(&p);
}

/* If the clock steps back, the last interval stays as long as it was. */
static void test_clock_steps_back(void **state)
{
	struct timeline t;

	timeline_init(&t, STEP_NS, 1);
	timeline_end_interval(&t, STEP_NS);
	timeline_end_interval(&t, 2 * STEP_NS);
	timeline_end_interval(&t, STEP_NS + 1);
	assert_int_equal(t.n_intervals, 2);
	assert_int_equal(t.intervals[1].end_ns, 2 * STEP_NS);
	timeline_free(&t);
}

/* A large profile gets fewer intervals, whose sums are still right. */
static void test_size_is_bounded(void **state)
{
	struct timeline t;
	struct profile p;

	new_profile(&p, 1);
	timeline_init(&t, STEP_NS, 1);
	for (uint64_t i = 1; i <= 400; i++) {
		for (uint64_t v = 0; v < 1000; v++)
			transfer(&p.series[0], 4 + 1000 * v);
		look(&t, 0, &p.series[0]);
		timeline_end_interval(&t, i * STEP_NS);
		assert_true(t.size <= TIMELINE_SIZE);
	}
	assert_true(t.interval_ns > STEP_NS);
	finish(&t, 400 * STEP_NS + 1, &p);
	assert_true(p.n_intervals < 400);
	check_round_trip(&p);
	profile_free(&p);
}

/* Two numbers of the source may belong to one series of the profile. */
static void test_two_numbers_of_one_series(void **state)
{
	const uint32_t index[] = {1, 0, 1};
	struct series one = {0};
	struct timeline t;
	struct profile p;

	new_profile(&p, 2);
	p.runs[0].duration_ns = 3 * STEP_NS;
	timeline_init(&t, STEP_NS, 3);
	transfer(&one, 1000);
	for (size_t i = 0; i < 3; i++) {
		look(&t, i, &one);
		transfer(&p.series[index[i]], 1000);
	}
	timeline_end_interval(&t, STEP_NS);
	assert_int_equal(timeline_finish(&t, 3 * STEP_NS, index, &p), 0);
	assert_null(intervals_check(&p));
	assert_int_equal(p.intervals[0].n_deltas, 2);
	assert_int_equal(p.intervals[0].delta[0].counter[LC_BEGUN], 1);
	assert_int_equal(p.intervals[0].delta[1].counter[LC_BEGUN], 2);
	assert_int_equal(p.intervals[1].n_deltas, 0);
	series_clear(&one);
	profile_free(&p);
}

/* Intervals that add up to more than the profile are an error. */
static void test_sums_above_profile(void **state)
{
	struct series one = {0};
	struct timeline t;
	struct profile p;

	new_profile(&p, 1);
	timeline_init(&t, STEP_NS, 1);
	transfer(&one, 1000);
	look(&t, 0, &one);
	timeline_end_interval(&t, STEP_NS);
	assert_int_equal(timeline_finish(&t, 2 * STEP_NS, same, &p), -ERANGE);
	assert_int_equal(p.n_intervals, 0);
	assert_null(p.intervals);
	series_clear(&one);
	profile_free(&p);
}

/* Runs start at different times, so a merge has no time series. */
static void test_no_time_series_after_merge_and_fold(void **state)
{
	struct profile p, q;

	small_profile(&p);
	small_profile(&q);
	profile_merge(&p, &q);
	assert_int_equal(p.n_intervals, 0);
	assert_int_equal(p.interval_ns, 0);
	check_round_trip(&p);
	profile_fold(&q);
	assert_int_equal(q.n_intervals, 0);
	profile_free(&p);
	profile_free(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_difference),
		cmocka_unit_test(test_decreasing_counts),
		cmocka_unit_test(test_intervals),
		cmocka_unit_test(test_neighbours_are_joined),
		cmocka_unit_test(test_no_time_passed),
		cmocka_unit_test(test_clock_steps_back),
		cmocka_unit_test(test_size_is_bounded),
		cmocka_unit_test(test_two_numbers_of_one_series),
		cmocka_unit_test(test_sums_above_profile),
		cmocka_unit_test(test_no_time_series_after_merge_and_fold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
