// SPDX-License-Identifier: GPL-2.0-only
/* Texts that are not a profile, or are an inconsistent one. */
#include <stdio.h>

#include "unit_test.h"
#include "profile_fixture.h"
#include "profile_json.h"
#include "sample_profile.h"

static enum profile_json_result decode(const char *json, char *why,
				       size_t why_len)
{
	enum profile_json_result result;
	struct profile p = {0};

	*why = '\0';
	result = profile_decode(&p, json, strlen(json), why, why_len);
	profile_free(&p);
	return result;
}

/* Returns the sample's text with the first @from replaced by @to. */
static char *altered(const char *from, const char *to)
{
	struct profile p;
	char *json, *at, *text;

	sample_profile(&p);
	sample_hooked(&p);
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

static void test_inconsistent_values(void **state)
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
		/* labels */
		{"\"label\":\"v6.12-rc1\"", "\"label\":\"\"", "label is empty"},
		{"\"label\":\"v6.12-rc1\"", "\"label\":\"a\\nb\"",
		 "label has a control character"},
		{"\"label\":\"v6.12-rc1\"", "\"label\":7", "label is not"},
		/* histograms */
		{"\"count\":5", "\"count\":4", "phase total: count is 4"},
		{"\"count\":5", "\"count\":0", "count is 0, which is out"},
		{"\"min_ns\":25136", "\"min_ns\":25000", "first bucket"},
		{"\"min_ns\":25136", "\"min_ns\":29137", "greater than max_ns"},
		{"\"max_ns\":29136", "\"max_ns\":39136", "last bucket"},
		{"\"sum_ns\":135680", "\"sum_ns\":125680", "sum_ns cannot be"},
		{"\"sum_ns\":135680", "\"sum_ns\":145680", "sum_ns cannot be"},
		{"\"sum_ns\":101600000", "\"sum_ns\":101600001", "sum_ns can"},
		{"[1092,", "[1200,", "a bucket's index is"},
		{"[1092,", "[7424,", "a bucket's index is 7424"},
		{"[1092,1]", "[1092]", "bucket 0 is not a pair"},
		{"[1092,1]", "[1092,0]", "a bucket's count is 0"},
		{"[1092,1]", "1091", "bucket 0 is not a pair"},
		/* types and ranges */
		{"\"begun\":7", "\"begun\":-7", "begun is -7"},
		{"\"begun\":7", "\"begun\":7.0", "begun is not an integer"},
		{"\"begun\":7", "\"begun\":\"7\"", "begun is not an integer"},
		{"\"begun\":7", "\"begun\":140737488355328", "out of range"},
		{"\"begun\":7", "\"begun\":9223372036854775808", "too big"},
		{"\"protocol\":21", "\"protocol\":256", "protocol is 256"},
		{"\"host\":\"board\"", "\"host\":5", "host is not a string"},
		{"\"host\":\"board\"", "\"deterministic\":false",
		 "deterministic is neither true nor absent"},
		{"\"lost\":{", "\"lost\":[],\"more\":{", "lost is missing"},
		{"\"untracked\":0", "\"untracked\":null", "untracked is not"},
		{"\"untracked\"", "\"gaps\":[],\"untracked\"",
		 "gaps is missing"},
		{"\"untracked\"", "\"gaps\":{\"unannounced\":0},\"untracked\"",
		 "unannounced is 0"},
		{"\"untracked\"", "\"gaps\":{\"teeth\":1},\"untracked\"",
		 "unknown gap 'teeth'"},
		{"\"BUSY\":1", "\"BUSY\":0", "BUSY is 0"},
		{"\"BUSY\":1", "\"BUSY\":2",
		 "more errors by status than errors"},
		{"\"BUSY\":1", "\"IDLE\":1", "unknown status 'IDLE'"},
		/* missing, unknown, twice */
		{"\"begun\":7,", "", "begun is missing"},
		{"\"begun\":7,", "\"begun\":7,\"born\":7,",
		 "unknown key 'born'"},
		{"\"source\":\"bpf\"", "\"source\":\"tea\"",
		 "unknown source 'tea'"},
		{"\"unknown\"", "\"carrier pigeon\"",
		 "unknown transport 'carrier pigeon'"},
		{"\"wakeup\":", "\"nap\":", "unknown phase 'nap'"},
		{"\"kernel\":", "\"colonel\":", "run 0: unknown key 'colonel'"},
		{"\"key_table\":0", "\"keys\":0", "lost: key_table is missing"},
		{"\"untracked\"", "\"x\":1,\"untracked\"", "unknown key 'x'"},
		{"\"begun\":7", "\"begun\":7,\"begun\":7", "duplicate"},
		{"scmi_xfer_end", "scmi_xfer_begin", "two hooks are named"},
		{"\"protocol\":128,\"message\":3",
		 "\"protocol\":21,\"message\":6", "series 1: appears twice"},
		{"\"protocol\":128", "\"protocol\":16", "order of keys"},
		/* types, transports, anomalies */
		{"\"type\":\"notification\"", "\"type\":\"rumour\"",
		 "unknown type 'rumour'"},
		{"\"type\":\"notification\"", "\"type\":\"command\"",
		 "series 4: commands and notifications in one"},
		{"\"type\":\"command\",\"counters\":{\"begun\":7",
		 "\"type\":\"notification\",\"counters\":{\"begun\":7",
		 "commands and notifications in one"},
		{",\"type\":\"command\"", "", "type is missing"},
		{"\"transport\":\"virtio\"", "\"transport\":\"ref-virtio\"",
		 "order of keys"},
		{"\"anomalies\":{\"timeout\":1", "\"anomalies\":{\"timeout\":2",
		 "more anomalies of timeouts"},
		{"\"lost_doorbell\":1", "\"lost_doorbell\":2",
		 "more anomalies of timeouts"},
		{"\"lost_doorbell\":1", "\"lost_doorbell\":0",
		 "lost_doorbell is 0, which is out"},
		{"\"late_reply\":1", "\"hiccup\":1",
		 "unknown anomaly 'hiccup'"},
		{"\"anomalies\":{", "\"anomalies\":[],\"more\":{",
		 "anomalies is missing"},
		{"\"self_ns\":0,", "", "run 0: self_ns is missing"},
		{"\"notified\":0,", "", "notified is missing"},
		{"\"notified\":12", "\"notified\":11", "a phase has more"},
		{"\"task_table\":0", "\"tasks\":0", "task_table is missing"},
		/* events */
		{"\"events\":[", "\"events\":{},\"x\":[", "events is missing"},
		{"\"events\":[{", "\"events\":[7,{", "event 0: instance is"},
		{"\"kind\":\"late_reply\"", "\"kind\":\"hiccup\"",
		 "event 0: unknown kind 'hiccup'"},
		{"\"token\":42", "\"token\":1024", "event 0: token is 1024"},
		{"\"cpu\":3", "\"cpu\":4294967296", "cpu is 4294967296"},
		{"\"pid\":4711", "\"pid\":-1", "pid is -1"},
		{"\"age_ns\":150000000,", "", "age_ns is missing"},
		{"\"comm\":\"kworker/3:1\"", "\"comm\":\"sixteen bytes...\"",
		 "comm is too long"},
		{"\"comm\":\"kworker/3:1\"", "\"comm\":\"a\\u0000b\"",
		 "\\u0000"},
		{"\"comm\":\"kworker/3:1\"", "\"comm\":null",
		 "comm is missing"},
		{"\"comm\":\"kworker/3:1\"",
		 "\"comm\":\"kworker/3:1\",\"mood\":1", "unknown key 'mood'"},
		{"\"runs\":[{", "\"runs\":[],\"x\":[{", "runs is empty"},
		{"\"runs\":[{", "\"runs\":[5,{", "run 0: source is missing"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_refused(cases[i].from, cases[i].to, PROFILE_JSON_CORRUPT,
			      cases[i].reason);
}

/* As many as there were: each transfer with a reply or a timeout overlapped. */
static void test_most_overlapped(void **state)
{
	char *json = altered("\"overlapped\":0", "\"overlapped\":6"), why[160];

	if (decode(json, why, sizeof(why)) != PROFILE_JSON_OK)
		fail_msg("%s", why);
	free(json);
}

static void test_too_many_events(void **state)
{
	struct profile p;
	char *json, *text, *at, why[160];
	size_t len = 0;
	FILE *out;

	sample_profile(&p);
	sample_hooked(&p);
	while (p.n_events < PROFILE_EVENTS)
		profile_add_event(&p, &p.events[0]);
	json = encode(&p);
	profile_free(&p);
	assert_int_equal(decode(json, why, sizeof(why)), PROFILE_JSON_OK);
	at = strstr(json, "\"events\":[") + strlen("\"events\":[");
	out = open_memstream(&text, &len);
	fprintf(out, "%.*s%.*s,%s", (int)(at - json), json,
		(int)(strchr(at, '}') + 1 - at), at, at);
	fclose(out);
	assert_int_equal(decode(text, why, sizeof(why)), PROFILE_JSON_CORRUPT);
	assert_non_null(strstr(why, "too many events"));
	free(text);
	free(json);
}

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	assert_non_null(f);
	assert_true(getdelim(&text, &room, '\0', f) > 0);
	fclose(f);
	return text;
}

static void test_losses_are_read(void **state)
{
	char *json = read_file("tests/data/profile-losses.json"), *again,
	     why[160];
	struct profile p = {0};

	if (profile_decode(&p, json, strlen(json), why, sizeof(why)))
		fail_msg("%s", why);
	assert_int_equal(p.n_series, 2);
	assert_int_equal(p.series[1].key.type, MESSAGE_COMMAND);
	assert_int_equal(profile_anomalies(&p, LA_TIMEOUT), 1);
	assert_int_equal(p.series[1].anomaly[LA_TIMEOUT], 1);
	assert_int_equal(profile_total(&p, LC_NOTIFIED), 0);
	assert_int_equal(p.n_events, 0);
	assert_int_equal(p.lost[LOST_IN_FLIGHT], 1);
	assert_int_equal(p.lost[LOST_TRACE_EVENTS], 5);
	assert_int_equal(p.lost[LOST_TASK], 0);
	again = encode(&p);
	profile_free(&p);
	assert_non_null(strstr(again, "scmi-perf-profile/2"));
	p = (struct profile){0};
	assert_int_equal(
		profile_decode(&p, again, strlen(again), why, sizeof(why)),
		PROFILE_JSON_OK);
	assert_int_equal(profile_anomalies(&p, LA_TIMEOUT), 1);
	assert_int_equal(profile_total(&p, LC_TIMED_OUT), 1);
	profile_free(&p);
	free(again);
	free(json);
}

/* Two samples are min and max, so only one sum is possible. */
static void test_sum_of_two(void **state)
{
	for (int off = -1; off <= 1; off++) {
		struct series_key key = {.protocol = 0x14};
		char *json, why[160];
		struct profile p = {0};
		struct series *s;

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

	check_refused("profile/2", "profile/3", PROFILE_JSON_FUTURE,
		      "its format is scmi-perf-profile/3");
	check_refused("profile/2", "profile/999999999999999999999",
		      PROFILE_JSON_FUTURE, "99999");
	check_refused("profile/2", "profile/", PROFILE_JSON_FOREIGN, "schema");
	check_refused("profile/2", "profile/0", PROFILE_JSON_FOREIGN, "schema");
	check_refused("profile/2", "profile/2b", PROFILE_JSON_FOREIGN, "2b");
	check_refused("scmi-perf-profile", "scmi-perf-report",
		      PROFILE_JSON_FOREIGN, "schema");
	assert_int_equal(decode("{}", why, sizeof(why)), PROFILE_JSON_FOREIGN);
	assert_int_equal(decode("[1]", why, sizeof(why)), PROFILE_JSON_FOREIGN);
	assert_int_equal(decode("", why, sizeof(why)), PROFILE_JSON_FOREIGN);
	assert_int_equal(decode("{\"schema\":1}", why, sizeof(why)),
			 PROFILE_JSON_FOREIGN);
}

static void test_reasons_are_escaped(void **state)
{
	char *json = altered("\"kernel\":", "\"\\u001b[2J\\u009b\":"), why[160];

	assert_int_equal(decode(json, why, sizeof(why)), PROFILE_JSON_CORRUPT);
	assert_non_null(strstr(why, "unknown key '\\x1b[2J\\xc2\\x9b'"));
	free(json);
}

static void test_truncated_text(void **state)
{
	char *json = altered("\"", "\""), why[160];
	struct profile p = {0};

	for (size_t len = 0; len < strlen(json); len++) {
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
		cmocka_unit_test(test_inconsistent_values),
		cmocka_unit_test(test_most_overlapped),
		cmocka_unit_test(test_too_many_events),
		cmocka_unit_test(test_losses_are_read),
		cmocka_unit_test(test_sum_of_two),
		cmocka_unit_test(test_other_schemas),
		cmocka_unit_test(test_reasons_are_escaped),
		cmocka_unit_test(test_truncated_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
