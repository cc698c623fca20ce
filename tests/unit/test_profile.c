// SPDX-License-Identifier: GPL-2.0-only
/* Profiles in memory and as JSON: what is read back, what is refused. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "profile_json.h"
#include "sample_profile.h"

static char *encode(const struct profile *p)
{
	char *json;
	size_t len;

	assert_int_equal(profile_encode(p, &json, &len), 0);
	assert_int_equal(strlen(json), len);
	return json;
}

static enum profile_json_result decode(const char *json, char *why,
				       size_t why_len)
{
	enum profile_json_result result;
	struct profile p;

	profile_init(&p);
	*why = '\0';
	result = profile_decode(&p, json, strlen(json), why, why_len);
	profile_free(&p);
	return result;
}

static void test_series_and_runs(void **state)
{
	struct series_key a = {.protocol = 2}, b = {.instance = 1};
	struct profile p;

	(void)state;
	profile_init(&p);
	profile_series(&p, b);
	assert_int_equal(profile_series(&p, b) - p.series, 0);
	profile_series(&p, a);
	assert_int_equal(profile_series(&p, a) - p.series, 1);
	assert_int_equal(profile_series(&p, b) - p.series, 0);
	for (int i = 0; i < 100; i++) {
		struct series_key key = {.message = (uint8_t)i};

		profile_series(&p, key)->counter[LC_BEGUN] = 1;
	}
	assert_int_equal(p.n_series, 102);
	assert_int_equal(profile_total(&p, LC_BEGUN), 100);
	profile_sort(&p);
	for (size_t i = 1; i < p.n_series; i++)
		assert_true(series_key_compare(&p.series[i - 1].key,
					       &p.series[i].key) < 0);
	assert_int_equal(p.series[101].key.instance, 1);
	profile_free(&p);
}

static void test_round_trip(void **state)
{
	struct profile p, q;
	char *json, *again;
	char why[160];

	(void)state;
	sample_profile(&p);
	p.lost[LOST_HISTOGRAM] = 3;
	p.untracked = 4;
	p.unparsed_lines = 5;
	json = encode(&p);
	profile_init(&q);
	assert_int_equal(
		profile_decode(&q, json, strlen(json), why, sizeof(why)),
		PROFILE_JSON_OK);
	again = encode(&q);
	assert_string_equal(json, again);

	assert_int_equal(q.n_runs, 1);
	assert_string_equal(q.runs[0].kernel, "6.12.95-arm64");
	assert_null(q.runs[0].command);
	assert_int_equal(q.runs[0].n_hooks, 2);
	assert_string_equal(q.runs[0].hooks[1].name, "scmi_xfer_end");
	assert_string_equal(q.runs[0].hooks[1].how, "raw_tp");
	assert_int_equal(q.runs[0].duration_ns, 30000000001);
	assert_int_equal(q.n_series, 2);
	assert_int_equal(q.series[0].key.protocol, 0x15);
	assert_int_equal(q.series[0].counter[LC_ERRORS], 1);
	assert_int_equal(q.series[0].in_flight, 1);
	assert_int_equal(q.series[0].phase[LC_TOTAL].count, 5);
	assert_int_equal(q.series[0].phase[LC_TOTAL].sum, 5 * 27136);
	assert_int_equal(q.series[0].phase[LC_TOTAL].min, 25136);
	assert_int_equal(q.series[0].phase[LC_TOTAL].max, 29136);
	assert_int_equal(q.series[1].phase[LC_TOTAL].count, 0);
	assert_int_equal(profile_lost(&q), 3);
	assert_int_equal(q.untracked, 4);
	assert_int_equal(q.unparsed_lines, 5);
	free(json);
	free(again);
	profile_free(&p);
	profile_free(&q);
}

static void test_order_does_not_matter(void **state)
{
	struct profile p;
	char *sorted, *reversed;
	struct series swap;

	(void)state;
	sample_profile(&p);
	sorted = encode(&p);
	swap = p.series[0];
	p.series[0] = p.series[1];
	p.series[1] = swap;
	reversed = encode(&p);
	assert_string_equal(sorted, reversed);
	free(sorted);
	free(reversed);
	profile_free(&p);
}

static void test_any_string(void **state)
{
	struct profile p, q;
	char *json, why[160];

	(void)state;
	sample_profile(&p);
	free(p.runs[0].host);
	p.runs[0].host = strdup("a\"\\\x1b[2J\n\xff\xc3\xa4");
	json = encode(&p);
	profile_init(&q);
	assert_int_equal(
		profile_decode(&q, json, strlen(json), why, sizeof(why)),
		PROFILE_JSON_OK);
	/* What is not UTF-8 becomes U+FFFD, all else comes back. */
	assert_string_equal(q.runs[0].host,
			    "a\"\\\x1b[2J\n\xef\xbf\xbd\xc3\xa4");
	free(json);
	profile_free(&p);
	profile_free(&q);
}

static void test_out_of_range_is_not_written(void **state)
{
	struct profile p;
	char *json;
	size_t len;

	(void)state;
	sample_profile(&p);
	p.series[0].phase[LC_TOTAL].sum = PROFILE_NS_MAX + 1;
	assert_int_equal(profile_encode(&p, &json, &len), -ERANGE);
	p.series[0].phase[LC_TOTAL].sum = 0;
	p.untracked = PROFILE_COUNT_MAX + 1;
	assert_int_equal(profile_encode(&p, &json, &len), -ERANGE);
	profile_free(&p);
}

static void test_merge(void **state)
{
	struct series_key other = {.protocol = 0x14, .message = 5};
	struct profile p, q;

	(void)state;
	sample_profile(&p);
	sample_profile(&q);
	profile_series(&q, other)->counter[LC_BEGUN] = 1;
	q.lost[LOST_SERIES] = 2;
	q.untracked = 3;
	q.unparsed_lines = 4;
	hist_add(&q.series[0].phase[LC_TOTAL], 1);

	assert_int_equal(profile_merge(&p, &q), 0);
	assert_int_equal(p.n_runs, 2);
	assert_string_equal(p.runs[1].host, "board");
	assert_int_equal(p.runs[1].n_hooks, 2);
	assert_int_equal(p.n_series, 3); /* sorted: the new one first */
	assert_int_equal(p.series[0].key.protocol, 0x14);
	assert_int_equal(p.series[0].counter[LC_BEGUN], 1);
	assert_int_equal(p.series[1].counter[LC_BEGUN], 14);
	assert_int_equal(p.series[1].in_flight, 2);
	assert_int_equal(p.series[1].phase[LC_TOTAL].count, 11);
	assert_int_equal(p.series[1].phase[LC_TOTAL].min, 1);
	assert_int_equal(p.series[1].phase[LC_TOTAL].max, 29136);
	assert_int_equal(p.lost[LOST_SERIES], 2);
	assert_int_equal(p.untracked, 3);
	assert_int_equal(p.unparsed_lines, 4);
	assert_int_equal(profile_total(&p, LC_BEGUN), 2 * 9 + 1);
	assert_int_equal(profile_in_flight(&p), 2);
	profile_free(&p);
	profile_free(&q);
}

/* The sample's text with the first @from replaced by @to. */
static char *altered(const char *from, const char *to)
{
	struct profile p;
	char *json, *at, *text;

	sample_profile(&p);
	json = encode(&p);
	profile_free(&p);
	at = strstr(json, from);
	if (!at)
		fail_msg("the sample has no %s", from);
	assert_true(asprintf(&text, "%.*s%s%s", (int)(at - json), json, to,
			     at + strlen(from)) > 0);
	free(json);
	return text;
}

static void check_refused(const char *from, const char *to,
			  enum profile_json_result expected, const char *reason)
{
	char *json = altered(from, to), why[160];
	enum profile_json_result result = decode(json, why, sizeof(why));

	if (result != expected || !strstr(why, reason))
		fail_msg("%s -> %s: result %d, %s", from, to, result, why);
	free(json);
}

static void test_what_cannot_be_true(void **state)
{
	static const struct {
		const char *from, *to, *reason;
	} cases[] = {
		/* accounts */
		{"\"begun\":7", "\"begun\":8",
		 "series 0: begun is not the sum"},
		{"\"in_flight\":1", "\"in_flight\":0", "begun is not the sum"},
		{"\"errors\":1", "\"errors\":6", "more errors"},
		{"\"overlapped\":0", "\"overlapped\":7", "more overlapped"},
		{"\"completed\":5,\"errors\":1,\"timed_out\":1",
		 "\"completed\":6,\"errors\":1,\"timed_out\":0",
		 "a phase has more samples"},
		{"\"completed\":5,\"errors\":1,\"timed_out\":1",
		 "\"completed\":4,\"errors\":1,\"timed_out\":2",
		 "a phase has more samples"},
		/* histograms */
		{"\"count\":5", "\"count\":4", "phase total: count is 4"},
		{"\"count\":5", "\"count\":0", "count is 0, which is out"},
		{"\"min_ns\":25136", "\"min_ns\":25000", "first bucket"},
		{"\"min_ns\":25136", "\"min_ns\":29137", "greater than max_ns"},
		{"\"max_ns\":29136", "\"max_ns\":39136", "last bucket"},
		{"\"sum_ns\":135680", "\"sum_ns\":125680", "sum_ns is not"},
		{"\"sum_ns\":135680", "\"sum_ns\":145680", "sum_ns is not"},
		{"\"sum_ns\":101600000", "\"sum_ns\":101600001", "sum_ns is"},
		{"[1092,", "[1200,", "a bucket's index is"},
		{"[1092,", "[7424,", "a bucket's index is 7424"},
		{"[1092,1]", "[1092]", "bucket 0 is no pair"},
		{"[1092,1]", "[1092,0]", "a bucket's count is 0"},
		{"[1092,1]", "1091", "bucket 0 is no pair"},
		/* types and ranges */
		{"\"begun\":7", "\"begun\":-7", "begun is -7"},
		{"\"begun\":7", "\"begun\":7.0", "begun is no integer"},
		{"\"begun\":7", "\"begun\":\"7\"", "begun is no integer"},
		{"\"begun\":7", "\"begun\":140737488355328", "out of range"},
		{"\"begun\":7", "\"begun\":9223372036854775808", "too big"},
		{"\"protocol\":21", "\"protocol\":256", "protocol is 256"},
		{"\"host\":\"board\"", "\"host\":5", "host is no string"},
		{"\"lost\":{", "\"lost\":[],\"more\":{", "lost is missing"},
		{"\"untracked\":0", "\"untracked\":null", "untracked is no"},
		/* missing, unknown, twice */
		{"\"begun\":7,", "", "begun is missing"},
		{"\"begun\":7,", "\"begun\":7,\"born\":7,",
		 "'born' is unknown"},
		{"\"source\":\"bpf\"", "\"source\":\"tea\"",
		 "'tea' is unknown"},
		{"\"unknown\"", "\"carrier pigeon\"", "'carrier pigeon' is"},
		{"\"wakeup\":", "\"nap\":", "phase 'nap' is unknown"},
		{"\"kernel\":", "\"colonel\":", "run 0: 'colonel' is unknown"},
		{"\"key_table\":0", "\"keys\":0", "lost: key_table is missing"},
		{"\"untracked\"", "\"x\":1,\"untracked\"", "'x' is unknown"},
		{"\"begun\":7", "\"begun\":7,\"begun\":7", "duplicate"},
		{"scmi_xfer_end", "scmi_xfer_begin", "two hooks are named"},
		{"\"protocol\":128,\"message\":3",
		 "\"protocol\":21,\"message\":6", "series 1: appears twice"},
		{"\"protocol\":128", "\"protocol\":16", "order of keys"},
		{"\"runs\":[{", "\"runs\":[],\"x\":[{", "there is no run"},
		{"\"runs\":[{", "\"runs\":[5,{", "run 0: source is missing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_refused(cases[i].from, cases[i].to, PROFILE_JSON_CORRUPT,
			      cases[i].reason);
}

/* Two samples are min and max: there is but one sum that they can have. */
static void test_sum_of_two(void **state)
{
	(void)state;
	for (int off = -1; off <= 1; off++) {
		struct series_key key = {.protocol = 0x14};
		char *json, why[160];
		struct profile p;
		struct series *s;

		profile_init(&p);
		sample_run(&p);
		s = profile_series(&p, key);
		s->counter[LC_BEGUN] = s->counter[LC_COMPLETED] = 2;
		hist_add(&s->phase[LC_TOTAL], 1000100);
		hist_add(&s->phase[LC_TOTAL], 2000100);
		s->phase[LC_TOTAL].sum += (uint64_t)off;
		json = encode(&p);
		assert_int_equal(decode(json, why, sizeof(why)),
				 off ? PROFILE_JSON_CORRUPT : PROFILE_JSON_OK);
		free(json);
		profile_free(&p);
	}
}

static void test_other_schemas(void **state)
{
	char why[160];

	(void)state;
	check_refused("profile/1", "profile/2", PROFILE_JSON_FUTURE,
		      "its format is scmi-perf-profile/2");
	check_refused("profile/1", "profile/999999999999999999999",
		      PROFILE_JSON_FUTURE, "99999");
	check_refused("profile/1", "profile/", PROFILE_JSON_FOREIGN, "schema");
	check_refused("profile/1", "profile/0", PROFILE_JSON_FOREIGN, "schema");
	check_refused("profile/1", "profile/1b", PROFILE_JSON_FOREIGN, "1b");
	check_refused("scmi-perf-profile", "scmi-perf-report",
		      PROFILE_JSON_FOREIGN, "schema");
	assert_int_equal(decode("{}", why, sizeof(why)), PROFILE_JSON_FOREIGN);
	assert_int_equal(decode("[1]", why, sizeof(why)), PROFILE_JSON_FOREIGN);
	assert_int_equal(decode("", why, sizeof(why)), PROFILE_JSON_FOREIGN);
	assert_int_equal(decode("{\"schema\":1}", why, sizeof(why)),
			 PROFILE_JSON_FOREIGN);
}

static void test_reasons_are_fit_for_a_terminal(void **state)
{
	char *json = altered("\"kernel\":", "\"\\u001b[2J\\u009b\":"), why[160];

	(void)state;
	assert_int_equal(decode(json, why, sizeof(why)), PROFILE_JSON_CORRUPT);
	assert_non_null(strstr(why, "'\\x1b[2J\\xc2\\x9b' is unknown"));
	free(json);
}

static void test_truncated_text(void **state)
{
	char *json = altered("\"", "\""), why[160];
	struct profile p;

	(void)state;
	for (size_t len = 0; len < strlen(json); len++) {
		profile_init(&p);
		assert_int_not_equal(
			profile_decode(&p, json, len, why, sizeof(why)),
			PROFILE_JSON_OK);
		profile_free(&p);
	}
	free(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_series_and_runs),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_order_does_not_matter),
		cmocka_unit_test(test_any_string),
		cmocka_unit_test(test_out_of_range_is_not_written),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_what_cannot_be_true),
		cmocka_unit_test(test_sum_of_two),
		cmocka_unit_test(test_other_schemas),
		cmocka_unit_test(test_reasons_are_fit_for_a_terminal),
		cmocka_unit_test(test_truncated_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
