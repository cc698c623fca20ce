// SPDX-License-Identifier: GPL-2.0-only
/* Time series in files: how many, and which are inconsistent. */
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "unit_test.h"
#include "timeline_fixture.h"

static void check_refused(const char *from, const char *to, const char *reason)
{
	char *json, *at, *text, why[160] = "";
	struct profile p = {0};
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

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_refused(cases[i].from, cases[i].to, cases[i].reason);
}

/* Deltas whose sum wraps around at 64 bits to the right number are rejected. */
static void test_sums_do_not_wrap(void **state)
{
	struct profile p;
	struct delta g = {0};

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

/* The sum of a phase can be read before the count of the same transfer. */
static void test_time_without_a_sample(void **state)
{
	struct delta early = {.series = 1};
	struct profile p;

	small_profile(&p);
	early.phase[LC_TOTAL].sum = 100;
	p.intervals[1].delta[1].phase[LC_TOTAL].sum -= 100;
	interval_append(&p.intervals[0], &early);
	assert_null(intervals_check(&p));
	check_round_trip(&p);
	/* It takes up room, so that it counts for the size of a time series. */
	assert_true(delta_size(&early) > delta_size(&(struct delta){0}));
	profile_free(&p);
}

/* Two runs have two clocks. */
/* jansson prints the same text of what it reads. */
static void test_text_of_a_time_series(void **state)
{
	struct profile p = {0};
	char *json, *again;
	json_t *root;

	small_profile(&p);
	json = encode(&p);
	root = json_loads(json, 0, NULL);
	assert_non_null(root);
	assert_int_equal(json_array_size(json_object_get(root, "intervals")),
			 p.n_intervals);
	again = json_dumps(root, JSON_COMPACT);
	assert_string_equal(json, again);
	free(again);
	json_decref(root);
	free(json);
	profile_free(&p);
}

static void test_time_series_of_two_runs(void **state)
{
	struct profile p;

	small_profile(&p);
	assert_null(intervals_check(&p));
	sample_run(&p)->duration_ns = p.runs[0].duration_ns;
	assert_non_null(intervals_check(&p));
	profile_free(&p);
}

/* A delta needs a series. */
static void test_time_series_without_series(void **state)
{
	struct delta some = {.counter = {[LC_BEGUN] = 1}};
	struct profile p = {0}, q = {0};
	char *json, why[160];

	sample_run(&p);
	p.interval_ns = p.runs[0].duration_ns;
	p.intervals = calloc(1, sizeof(*p.intervals));
	p.n_intervals = 1;
	p.intervals[0].end_ns = p.runs[0].duration_ns;
	interval_append(&p.intervals[0], &some);
	json = encode(&p);
	assert_int_equal(
		profile_decode(&q, json, strlen(json), why, sizeof(why)),
		PROFILE_JSON_CORRUPT);
	assert_non_null(strstr(why, "has no series"));
	free(json);
	profile_free(&q);
	profile_free(&p);
}

/* Makes a profile whose transfers are all in the first of @n intervals. */
static void profile_of_intervals(struct profile *p, size_t n)
{
	struct delta all = {0};

	new_profile(p, 1);
	transfer(&p->series[0], 1000);
	p->interval_ns = STEP_NS;
	p->intervals = calloc(n, sizeof(*p->intervals));
	p->n_intervals = n;
	for (size_t i = 0; i < n; i++)
		p->intervals[i].end_ns = (i + 1) * STEP_NS;
	p->runs[0].duration_ns = n * STEP_NS;
	all.counter[LC_BEGUN] = all.counter[LC_COMPLETED] = 1;
	for (int i = 0; i < LC_PHASES; i++)
		hist_merge(&all.phase[i], &p->series[0].phase[i]);
	interval_append(&p->intervals[0], &all);
}

static void test_most_intervals(void **state)
{
	struct profile p, q = {0};
	char *json, why[160];

	profile_of_intervals(&p, PROFILE_INTERVALS);
	assert_null(intervals_check(&p));
	check_round_trip(&p);
	profile_free(&p);
	profile_of_intervals(&p, PROFILE_INTERVALS + 1);
	json = encode(&p);
	assert_int_equal(
		profile_decode(&q, json, strlen(json), why, sizeof(why)),
		PROFILE_JSON_CORRUPT);
	assert_non_null(strstr(why, "too many"));
	free(json);
	profile_free(&q);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inconsistent_values),
		cmocka_unit_test(test_sums_do_not_wrap),
		cmocka_unit_test(test_time_without_a_sample),
		cmocka_unit_test(test_text_of_a_time_series),
		cmocka_unit_test(test_time_series_of_two_runs),
		cmocka_unit_test(test_time_series_without_series),
		cmocka_unit_test(test_most_intervals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
