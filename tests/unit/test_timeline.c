// SPDX-License-Identifier: GPL-2.0-only
/* Time series: differences, joined neighbours, bounds and sums. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "delta.h"
#include "profile_check.h"
#include "profile_fixture.h"
#include "sample_profile.h"
#include "timeline.h"

#define STEP_NS 10000000u

static const uint32_t same[] = {0, 1, 2, 3, 4, 5, 6, 7};

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

/* Adds a completed transfer of @ns. */
static void transfer(struct series *s, uint64_t ns)
{
	s->counter[LC_BEGUN]++;
	s->counter[LC_COMPLETED]++;
	hist_add(&s->phase[LC_TOTAL], ns);
	hist_add(&s->phase[LC_TRANSPORT], ns - ns / 4);
	hist_add(&s->phase[LC_WAKEUP], ns / 4);
}

/* Makes a profile of one run with @n sorted series. */
static void new_profile(struct profile *p, unsigned int n)
{
	profile_init(p);
	sample_run(p);
	for (unsigned int i = 0; i < n; i++)
		profile_series(p, (struct series_key){.protocol = 0x15,
						      .message = (uint8_t)i});
}

/* Like delta_subtract(), for series. */
static int delta_between(const struct series *before, const struct series *now,
			 struct delta *g)
{
	const struct delta from = delta_of_series(before);
	const struct delta to = delta_of_series(now);

	return delta_subtract(&from, &to, g);
}

static void look(struct timeline *t, size_t number, const struct series *s)
{
	const struct delta now = delta_of_series(s);

	assert_int_equal(timeline_look(t, number, &now), 0);
}

static void finish(struct timeline *t, uint64_t end_ns, struct profile *p)
{
	p->runs[0].duration_ns = end_ns;
	assert_int_equal(timeline_finish(t, end_ns, same, p), 0);
	assert_null(intervals_check(p));
	assert_int_equal(p->intervals[p->n_intervals - 1].end_ns, end_ns);
	for (size_t i = 1; i < p->n_intervals; i++)
		assert_true(p->intervals[i - 1].end_ns <
			    p->intervals[i].end_ns);
}

/* A profile is the same after writing, reading and writing it again. */
static void check_round_trip(const struct profile *p)
{
	char *json = encode(p), *again, why[160];
	struct profile q;

	profile_init(&q);
	if (profile_decode(&q, json, strlen(json), why, sizeof(why)))
		fail_msg("%s", why);
	assert_int_equal(q.n_intervals, p->n_intervals);
	assert_int_equal(q.interval_ns, p->interval_ns);
	again = encode(&q);
	assert_string_equal(json, again);
	free(json);
	free(again);
	profile_free(&q);
}

static void test_difference(void **state)
{
	struct series before = {0}, now;
	struct delta g = {.series = 7};
	const struct hist *h;
	uint64_t p50;

	(void)state;
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

	(void)state;
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

	(void)state;
	new_profile(&p, 2);
	timeline_init(&t, STEP_NS, 2);
	transfer(&p.series[0], 1000);
	look(&t, 0, &p.series[0]);
	timeline_tick(&t, STEP_NS);
	look(&t, 0, &p.series[0]); /* nothing new */
	timeline_tick(&t, 2 * STEP_NS);
	transfer(&p.series[1], 2000);
	transfer(&p.series[0], 3000);
	look(&t, 1, &p.series[1]);
	look(&t, 0, &p.series[0]);
	timeline_tick(&t, 3 * STEP_NS);
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

	(void)state;
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
		timeline_tick(&t, end_ns += t.interval_ns);
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

	(void)state;
	new_profile(&p, 1);
	timeline_init(&t, STEP_NS, 1);
	transfer(&p.series[0], 1000);
	look(&t, 0, &p.series[0]);
	timeline_tick(&t, STEP_NS);
	transfer(&p.series[0], 1000);
	finish(&t, STEP_NS, &p);
	assert_int_equal(p.n_intervals, 1);
	assert_int_equal(p.intervals[0].delta[0].counter[LC_BEGUN], 2);
	profile_free(&p);
}

/* A large profile gets fewer intervals, whose sums are still right. */
static void test_size_is_bounded(void **state)
{
	struct timeline t;
	struct profile p;

	(void)state;
	new_profile(&p, 1);
	timeline_init(&t, STEP_NS, 1);
	for (uint64_t i = 1; i <= 400; i++) {
		for (uint64_t v = 0; v < 1000; v++)
			transfer(&p.series[0], 4 + 1000 * v);
		look(&t, 0, &p.series[0]);
		timeline_tick(&t, i * STEP_NS);
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

	(void)state;
	new_profile(&p, 2);
	p.runs[0].duration_ns = 3 * STEP_NS;
	timeline_init(&t, STEP_NS, 3);
	transfer(&one, 1000);
	for (size_t i = 0; i < 3; i++) {
		look(&t, i, &one);
		transfer(&p.series[index[i]], 1000);
	}
	timeline_tick(&t, STEP_NS);
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

	(void)state;
	new_profile(&p, 1);
	timeline_init(&t, STEP_NS, 1);
	transfer(&one, 1000);
	look(&t, 0, &one);
	timeline_tick(&t, STEP_NS);
	assert_int_equal(timeline_finish(&t, 2 * STEP_NS, same, &p), -ERANGE);
	assert_int_equal(p.n_intervals, 0);
	assert_null(p.intervals);
	series_clear(&one);
	profile_free(&p);
}

/* Two intervals: a transfer of 1000 ns; one of 3000 ns and a late reply. */
static void small_profile(struct profile *p)
{
	struct timeline t;

	new_profile(p, 2);
	timeline_init(&t, STEP_NS, 2);
	transfer(&p->series[0], 1000);
	look(&t, 0, &p->series[0]);
	timeline_tick(&t, STEP_NS);
	transfer(&p->series[0], 3000);
	transfer(&p->series[1], 3000);
	p->series[1].anomaly[LA_LATE_REPLY] = 1;
	finish(&t, 2 * STEP_NS - 1, p);
}

/* Runs start at different times, so a merge has no time series. */
static void test_no_time_series_after_merge_and_fold(void **state)
{
	struct profile p, q;

	(void)state;
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

static void check_refused(const char *from, const char *to, const char *reason)
{
	char *json, *at, *text, why[160] = "";
	struct profile p;
	int result;

	small_profile(&p);
	json = encode(&p);
	profile_free(&p);
	at = strstr(json, "\"interval_ns\"");
	at = at ? strstr(at, from) : NULL;
	if (!at)
		fail_msg("the sample has no %s: %s", from, json);
	assert_true(asprintf(&text, "%.*s%s%s", (int)(at - json), json, to,
			     at + strlen(from)) > 0);
	profile_init(&p);
	result = profile_decode(&p, text, strlen(text), why, sizeof(why));
	if (result != PROFILE_JSON_CORRUPT || !strstr(why, reason))
		fail_msg("%s -> %s: result %d, %s", from, to, result, why);
	profile_free(&p);
	free(text);
	free(json);
}

static void test_inconsistent_values(void **state)
{
	static const struct {
		const char *from, *to, *reason;
	} cases[] = {
		/* sums */
		{"\"begun\":1", "\"begun\":2", "intervals: they do not add up"},
		{"\"late_reply\":1", "\"late_reply\":2", "do not add up"},
		{"\"late_reply\":1", "\"timeout\":1", "do not add up"},
		{"\"sum_ns\":1000", "\"sum_ns\":999", "do not add up"},
		{"\"sum_ns\":1000", "\"sum_ns\":9223372036854775807",
		 "do not add up"},
		{"[[506,1]]", "[[507,1]]", "do not add up"},
		{"\"count\":1", "\"count\":2",
		 "interval 0, phase total: count is 2"},
		{"\"count\":1,\"sum_ns\":1000,\"buckets\":[[506,1]]",
		 "\"count\":0,\"sum_ns\":0,\"buckets\":[]",
		 "a phase without a change"},
		/* time */
		{"\"end_ns\":10000000", "\"end_ns\":0", "interval 0: it does"},
		{"\"end_ns\":10000000", "\"end_ns\":19999999",
		 "interval 1: it does not end after"},
		{"\"end_ns\":19999999", "\"end_ns\":19999998",
		 "does not end with the recording"},
		{"\"interval_ns\":10000000", "\"interval_ns\":0",
		 "interval_ns is 0"},
		{"\"interval_ns\":10000000,", "", "interval_ns is missing"},
		{"\"intervals\":[{", "\"intervals\":[],\"x\":[{",
		 "no intervals, or too many"},
		{"\"intervals\":[{", "\"intervals\":{},\"x\":[{",
		 "intervals is missing"},
		{"\"intervals\":", "\"pauses\":", "unknown key 'interval_ns'"},
		/* deltas */
		{"\"series\":1", "\"series\":0", "interval 1: series is 0"},
		{"\"series\":1", "\"series\":2", "series is 2, which is out"},
		{"\"series\":1", "\"series\":-1", "series is -1"},
		{"\"series\":1", "\"series\":\"a\"",
		 "series is not an integer"},
		{"\"series\":0,\"counters\":{\"begun\":1,\"completed\":1}",
		 "\"series\":0,\"counters\":{\"begun\":0,\"completed\":1}",
		 "begun is 0, which is out"},
		{"\"begun\"", "\"in_flight\"", "unknown counter 'in_flight'"},
		{"\"late_reply\"", "\"hiccup\"", "unknown anomaly 'hiccup'"},
		{"\"wakeup\"", "\"nap\"", "unknown phase 'nap'"},
		{"[506,1]", "[7424,1]", "a bucket's index is 7424"},
		{"[506,1]", "[506,1],[506,1]", "a bucket's index is 506"},
		{"[506,1]", "[506,0]", "a bucket's count is 0"},
		{"[506,1]", "[506,140737488355328]", "a bucket's count is"},
		{"[506,1]", "7", "bucket 0 is not a pair"},
		{"\"deltas\":[{", "\"deltas\":[{},{", "series is missing"},
		{"\"deltas\":[{", "\"deltas\":[5,{", "series is missing"},
		{"\"deltas\":[{", "\"deltas\":[{\"mood\":1,",
		 "unknown key 'mood'"},
		{"\"deltas\":", "\"losses\":", "deltas is missing"},
		{"\"deltas\":", "\"mood\":1,\"deltas\":", "unknown key 'mood'"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_refused(cases[i].from, cases[i].to, cases[i].reason);
}

/* Deltas whose sum wraps around at 64 bits to the right number are rejected. */
static void test_sums_do_not_wrap(void **state)
{
	struct profile p;
	struct delta g = {0};

	(void)state;
	small_profile(&p);
	for (int i = 0; i < 2; i++) {
		g = (struct delta){.series = 1};
		g.phase[LC_TOTAL].sum = (uint64_t)1 << 63;
		g.phase[LC_WAKEUP].sum = 0;
		interval_append(&p.intervals[i], &g);
		interval_sort(&p.intervals[i]);
	}
	assert_non_null(intervals_check(&p));
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_difference),
		cmocka_unit_test(test_decreasing_counts),
		cmocka_unit_test(test_intervals),
		cmocka_unit_test(test_neighbours_are_joined),
		cmocka_unit_test(test_no_time_passed),
		cmocka_unit_test(test_size_is_bounded),
		cmocka_unit_test(test_two_numbers_of_one_series),
		cmocka_unit_test(test_sums_above_profile),
		cmocka_unit_test(test_no_time_series_after_merge_and_fold),
		cmocka_unit_test(test_inconsistent_values),
		cmocka_unit_test(test_sums_do_not_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
