// SPDX-License-Identifier: GPL-2.0-only
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <jansson.h>

#include "names.h"
#include "report.h"
#include "sample_profile.h"

static char *text_of(const struct profile *p)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	report_text(p, out);
	fclose(out);
	return text;
}

static json_t *json_of(const struct profile *p)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	json_t *root;

	assert_int_equal(report_json(p, out), 0);
	fclose(out);
	for (size_t i = 0; i < len; i++)
		assert_true(text[i] == '\n' ||
			    (text[i] >= ' ' && text[i] < 0x7f));
	root = json_loads(text, 0, NULL);
	assert_non_null(root);
	free(text);
	return root;
}

static void check_has(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("no '%s' in:\n%s", what, text);
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

/* The contract: these keys, in this order. */
static void test_json_keys(void **state)
{
	static const char *const top[] = {"schema",   "meta",	   "series",
					  "counters", "anomalies", NULL};
	static const char *const meta[] = {"source", "kernel",	    "arch",
					   "hooks",  "duration_ns", NULL};
	static const char *const series[] = {"instance",
					     "transport",
					     "channel",
					     "protocol",
					     "protocol_name",
					     "message",
					     "message_name",
					     "phase",
					     "count",
					     "min_ns",
					     "max_ns",
					     "mean_ns",
					     "p50_ns",
					     "p90_ns",
					     "p99_ns",
					     "p999_ns",
					     NULL};
	static const char *const counters[] = {
		"begun",	  "completed", "errors",    "timed_out",
		"send_failed",	  "aged_out",  "in_flight", "overlapped",
		"unparsed_lines", "lost",      NULL};
	struct profile p;
	json_t *root;

	(void)state;
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

	(void)state;
	sample_profile(&p);
	p.lost[LOST_SERIES] = 9;
	root = json_of(&p);
	series = json_object_get(root, "series");
	assert_int_equal(json_array_size(series), 4); /* the vendor's: none */
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
	assert_int_equal(number(json_object_get(counters, "lost"), "key_table"),
			 9);
	timeout = json_array_get(json_object_get(root, "anomalies"), 0);
	check_string(timeout, "kind", "timeout");
	assert_int_equal(number(timeout, "message"), 6);
	assert_int_equal(number(timeout, "count"), 1);
	json_decref(root);
	profile_free(&p);
}

/* Of runs that differ, the report has what they have in common. */
static void test_json_of_merged(void **state)
{
	struct profile p;
	const json_t *meta;
	json_t *root;

	(void)state;
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

static void test_text(void **state)
{
	struct profile p;
	char *text;

	(void)state;
	sample_profile(&p);
	text = text_of(&p);
	check_has(text, "6.12.95-arm64 aarch64 on host board");
	check_has(text, "tp_btf: scmi_xfer_begin\n");
	/* Wrapped before column 80, between words. */
	check_has(text, "transfers 9 begun = 5 completed (1 with an error "
			"status) + 1 timed out + 2 not\n"
			"          sent + 1 in flight\n");
	check_has(text, "Latency in us");
	check_has(text, "SENSOR SENSOR_READING_GET\n  total  ");
	check_has(text, "timed out after 101.600 ms\n");
	check_has(text, "protocol 0x80 message 0x03\n    2 begun = 0 completed "
			"+ 2 not sent\n");
	assert_null(strstr(text, "LOST"));
	free(text);
	profile_free(&p);
}

static void test_text_of_losses(void **state)
{
	(void)state;
	for (int i = 0; i < LOST_CAUSES; i++) {
		struct profile p;
		char *text;

		sample_profile(&p);
		p.lost[i] = 4711;
		text = text_of(&p);
		assert_memory_equal(text, "LOST: ", 6);
		check_has(text, "4711 lost");
		check_has(text, lost_name(i));
		free(text);
		profile_free(&p);
	}
}

static void test_text_of_nothing(void **state)
{
	struct profile p;
	char *text;

	(void)state;
	profile_init(&p);
	sample_run(&p);
	text = text_of(&p);
	check_has(text, "No SCMI transfer was seen.");
	check_has(text, "scmi-perf doctor");
	free(text);
	p.runs[0].source = SOURCE_FTRACE;
	text = text_of(&p);
	check_has(text, "scmi_xfer_begin");
	free(text);
	profile_free(&p);
}

static void test_text_is_safe(void **state)
{
	struct profile p;
	char *text;

	(void)state;
	sample_profile(&p);
	free(p.runs[0].host);
	p.runs[0].host = strdup("\x1b]0;evil\a\r\n");
	run_add_hook(&p.runs[0], "a\x1b", "b\x1b");
	p.runs[0].command = strdup("\x9b");
	text = text_of(&p);
	for (const char *c = text; *c; c++)
		assert_true(*c == '\n' || (*c >= ' ' && *c < 0x7f));
	check_has(text, "\\x1b]0;evil\\x07\\x0d\\x0a");
	free(text);
	profile_free(&p);
}

/* Time stamps of 1 us have no digits behind the point to show. */
static void test_text_of_coarse_stamps(void **state)
{
	struct profile p;
	char *text;

	(void)state;
	profile_init(&p);
	sample_run(&p)->resolution_ns = 1000;
	struct series *s = profile_series(
		&p, (struct series_key){.protocol = 0x15, .message = 6});

	hist_add(&s->phase[LC_TOTAL], 755000);
	s->counter[LC_BEGUN] = s->counter[LC_COMPLETED] = 1;
	text = text_of(&p);
	check_has(text, "time stamps have a resolution of 1 us");
	check_has(text, " 755 ");
	check_has(text, " 755.0 "); /* the mean */
	assert_null(strstr(text, "755.000"));
	free(text);
	profile_free(&p);
}

/* Columns grow with their contents: nothing is cut, all stays aligned. */
static void test_text_is_aligned(void **state)
{
	struct profile p;
	char *text, *line, *rest;
	size_t width = 0;
	int rows = 0;

	(void)state;
	sample_profile(&p);
	for (int i = 0; i < 64; i++)
		hist_add(&p.series[0].phase[LC_TOTAL], (uint64_t)1 << i % 63);
	text = text_of(&p);
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (strncmp(line, "  total", 7) &&
		    strncmp(line, "  transport", 11) &&
		    strncmp(line, "  wakeup", 8))
			continue;
		if (!rows++)
			width = strlen(line);
		assert_int_equal(strlen(line), width);
	}
	assert_int_equal(rows, 3);
	free(text);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_keys),
		cmocka_unit_test(test_json_values),
		cmocka_unit_test(test_json_of_merged),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_text_of_losses),
		cmocka_unit_test(test_text_of_nothing),
		cmocka_unit_test(test_text_is_safe),
		cmocka_unit_test(test_text_of_coarse_stamps),
		cmocka_unit_test(test_text_is_aligned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
