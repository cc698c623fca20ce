// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <jansson.h>

#include "unit_test.h"
#include "html_page.h"
#include "json_reports.h"
#include "names.h"
#include "sample_profile.h"
#include "text_reports.h"

static json_t *json_of(const struct profile *p)
{
	char *text;
	static const struct view_options all;
	struct report_view v;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	json_t *root;

	report_view_init(&v, (struct profile *)(uintptr_t)p, &all);
	report_json(&v, out);
	report_view_free(&v);
	fclose(out);
	for (size_t i = 0; i < len; i++)
		assert_true(text[i] == '\n' ||
			    (text[i] >= ' ' && text[i] < 0x7f));
	root = json_loads(text, 0, NULL);
	assert_non_null(root);
	free(text);
	return root;
}

static void check_keys(const json_t *object, const char *const *keys)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)object, key, value) {
		if (!*keys)
			break; /* further keys may follow */
		assert_string_equal(key, *keys++);
	}
	assert_null(*keys);
}

static json_int_t number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	assert_true(json_is_integer(value));
	return json_integer_value(value);
}

static void check_string(const json_t *object, const char *key,
			 const char *expected)
{
	assert_string_equal(json_string_value(json_object_get(object, key)),
			    expected);
}

/* JSON has these keys, in this order. */
static void test_json_keys(void **state)
{
	static const char *const top[] = {"schema",   "meta",	   "series",
					  "counters", "anomalies", NULL};
	static const char *const meta[] = {"source", "kernel",	    "arch",
					   "hooks",  "duration_ns", NULL};
	static const char *const series[] = {
		"instance",	 "transport", "channel",      "protocol",
		"protocol_name", "message",   "message_name", "type",
		"phase",	 "count",     "min_ns",	      "max_ns",
		"mean_ns",	 "p50_ns",    "p90_ns",	      "p99_ns",
		"p999_ns",	 NULL};
	static const char *const counters[] = {
		"begun",	"completed", "errors",	   "timed_out",
		"send_failed",	"aged_out",  "in_flight",  "overlapped",
		"out_of_order", "notified",  "fast_calls", "unparsed_lines",
		"lost",		NULL};
	struct profile p;
	json_t *root;

	sample_profile(&p);
	root = json_of(&p);
	check_keys(root, top);
	check_string(root, "schema", "scmi-perf-report/1");
	check_keys(json_object_get(root, "meta"), meta);
	check_keys(json_array_get(json_object_get(root, "series"), 0), series);
	check_keys(json_object_get(root, "counters"), counters);
	json_decref(root);
	profile_free(&p);
}

static void test_json_values(void **state)
{
	const json_t *series, *total, *counters, *timeout;
	struct profile p;
	json_t *root;

	sample_profile(&p);
	p.lost[LOST_SERIES] = 9;
	root = json_of(&p);
	series = json_object_get(root, "series");
	assert_int_equal(json_array_size(series),
			 4); /* none for the vendor protocol */
	total = json_array_get(series, 0);
	check_string(total, "transport", "unknown");
	check_string(total, "protocol_name", "SENSOR");
	check_string(total, "message_name", "SENSOR_READING_GET");
	check_string(total, "phase", "total");
	assert_int_equal(number(total, "protocol"), 0x15);
	assert_int_equal(number(total, "count"), 5);
	assert_int_equal(number(total, "min_ns"), 25136);
	assert_int_equal(number(total, "max_ns"), 29136);
	assert_int_equal(number(total, "p50_ns"),
			 hist_upper(hist_index(27136)));
	assert_true(json_is_null(json_object_get(total, "p90_ns")));
	assert_true(json_is_null(json_object_get(total, "p999_ns")));
	assert_true(json_number_value(json_object_get(total, "mean_ns")) ==
		    27136.0);

	counters = json_object_get(root, "counters");
	assert_int_equal(number(counters, "begun"), 9);
	assert_int_equal(number(counters, "completed"), 5);
	assert_int_equal(number(counters, "timed_out"), 1);
	assert_int_equal(number(counters, "send_failed"), 2);
	assert_int_equal(number(counters, "in_flight"), 1);
	/* 5 × 27.136 us, and a timeout. */
	assert_int_equal(number(counters, "time_ns"), 101735680);
	assert_int_equal(number(json_object_get(counters, "lost"), "key_table"),
			 9);
	assert_int_equal(json_array_size(json_object_get(root, "anomalies")),
			 1); /* the timeout counts once */
	timeout = json_array_get(json_object_get(root, "anomalies"), 0);
	check_string(timeout, "kind", "timeout");
	assert_int_equal(number(timeout, "message"), 6);
	assert_int_equal(number(timeout, "count"), 1);
	json_decref(root);
	profile_free(&p);
}

/* Returns the entry of @array with the given members, or fails. */
static const json_t *entry(const json_t *root, const char *array,
			   const char *key, const char *value, int message)
{
	const json_t *found = NULL, *object;
	size_t i;

	json_array_foreach(json_object_get(root, array), i, object) {
		const char *there =
			json_string_value(json_object_get(object, key));

		if (!there || strcmp(there, value) ||
		    number(object, "message") != message)
			continue;
		assert_null(found);
		found = object;
	}
	if (!found)
		fail_msg("no entry of %s has %s = %s", array, key, value);
	return found;
}

static void test_json_of_hooked(void **state)
{
	static const struct {
		const char *phase;
		json_int_t ns;
	} phases[] = {
		{"total", 28671},   {"submit", 1050},  {"doorbell", 1825},
		{"service", 20607}, {"dispatch", 824}, {"wakeup", 4365},
		{"delayed", 49151},
	};
	struct profile p;
	const json_t *object, *hooks;
	json_t *root;

	sample_profile(&p);
	sample_hooked(&p);
	root = json_of(&p);
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		object = entry(root, "series", "phase", phases[i].phase, 5);
		assert_int_equal(number(object, "p50_ns"), phases[i].ns);
		assert_int_equal(number(object, "instance"), 1);
		assert_int_equal(number(object, "channel"), 16);
		check_string(object, "transport", "virtio");
		check_string(object, "type", "command");
	}
	object = entry(root, "series", "phase", "handling", 1);
	check_string(object, "type", "notification");
	check_string(object, "message_name", "SENSOR_UPDATE");
	assert_int_equal(number(object, "count"), 12);

	assert_int_equal(json_array_size(json_object_get(root, "anomalies")),
			 5);
	for (int kind = 0; kind < LA_KINDS; kind++) {
		if (!p.series[3].anomaly[kind])
			continue;
		object = entry(root, "anomalies", "kind", anomaly_names[kind],
			       5);
		assert_int_equal(number(object, "count"), 1);
		check_string(object, "message_name", "CLOCK_RATE_SET");
	}
	object = entry(root, "anomalies", "kind", "notification_dropped", 1);
	check_string(object, "type", "notification");
	assert_int_equal(number(object, "count"), 2);

	object = entry(root, "events", "kind", "late_reply", 5);
	check_string(object, "transport", "virtio");
	check_string(object, "comm", "kworker/3:1");
	assert_int_equal(number(object, "time_ns"), 12345678901);
	assert_int_equal(number(object, "age_ns"), 150000000);
	assert_int_equal(number(object, "token"), 0x2a);
	assert_int_equal(number(object, "cpu"), 3);
	assert_int_equal(number(object, "pid"), 4711);
	object = entry(root, "events", "kind", "notification_dropped", 1);
	assert_true(json_is_null(json_object_get(object, "age_ns")));

	object = json_object_get(root, "counters");
	assert_int_equal(number(object, "notified"), 12);
	assert_int_equal(number(object, "fast_calls"), 9);
	hooks = json_object_get(json_object_get(root, "meta"), "hooks");
	check_string(hooks, "virtqueue_kick", "fentry");
	check_string(hooks, "virtqueue_kick/exit", "fexit");
	check_string(hooks, "smc_send_message", "none");
	json_decref(root);
	profile_free(&p);
}

/* A report of different runs has their common values. */
static void test_json_of_merged(void **state)
{
	struct profile p;
	const json_t *meta;
	json_t *root;

	sample_profile(&p);
	free(sample_run(&p)->kernel);
	p.runs[1].kernel = strdup("7.2.12-arm64");
	root = json_of(&p);
	meta = json_object_get(root, "meta");
	assert_true(json_is_null(json_object_get(meta, "kernel")));
	check_string(meta, "arch", "aarch64");
	assert_int_equal(number(meta, "duration_ns"), 60000000002);
	assert_int_equal(json_array_size(json_object_get(meta, "runs")), 2);
	json_decref(root);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_keys),
		cmocka_unit_test(test_json_values),
		cmocka_unit_test(test_json_of_hooked),
		cmocka_unit_test(test_json_of_merged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
