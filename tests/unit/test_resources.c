// SPDX-License-Identifier: GPL-2.0-only
/* Resources: their word in a payload, their names, and series of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "message_name.h"
#include "names.h"
#include "profile_json.h"
#include "resource_match.h"
#include "resource_words.h"
#include "sample_profile.h"

static const struct resource_words words[RESOURCE_PROTOCOLS] = RESOURCE_WORDS;

static __u32 command(__u64 protocol, __u64 message)
{
	return resource_word(words, protocol, message, false);
}

static void payload_words(void **state)
{
	/* SENSOR_READING_GET, CLOCK_ATTRIBUTES, PERFORMANCE_LEVEL_SET */
	assert_int_equal(command(0x15, 6), 0);
	assert_int_equal(command(0x14, 3), 0);
	assert_int_equal(command(0x13, 7), 0);
	assert_int_equal(command(0x19, 9), 0);
	/* Flags are first in CLOCK_RATE_SET and POWER_STATE_SET. */
	assert_int_equal(command(0x14, 5), 1);
	assert_int_equal(command(0x11, 4), 1);
	/* An agent is first in a notification. */
	assert_int_equal(resource_word(words, 0x15, 1, true), 1);
	assert_int_equal(resource_word(words, 0x16, 1, true), RESOURCE_NONE);
	/* Versions, attributes, BASE, system power, vendors. */
	for (__u64 protocol = 0; protocol < 256; protocol++)
		for (__u64 message = 0; message < 3; message++)
			assert_int_equal(command(protocol, message),
					 RESOURCE_NONE);
	for (__u64 message = 0; message < 256; message++) {
		assert_int_equal(command(0x10, message), RESOURCE_NONE);
		assert_int_equal(command(0x12, message), RESOURCE_NONE);
		assert_int_equal(command(0x80, message), RESOURCE_NONE);
	}
	/* About several sensors; beyond the last message. */
	assert_int_equal(command(0x15, 3), RESOURCE_NONE);
	assert_int_equal(command(0x14, 16), RESOURCE_NONE);
	assert_int_equal(command(0x14, 32 + 6), RESOURCE_NONE);
}

static void limits_of_ids(void **state)
{
	assert_int_equal(resource_plus(0), 1);
	assert_int_equal(resource_plus(RESOURCE_PLUS_MAX - 1),
			 RESOURCE_PLUS_MAX);
	assert_int_equal(resource_plus(RESOURCE_PLUS_MAX), 0);
	assert_int_equal(resource_plus(UINT32_MAX), 0);
}

static struct series_key reading_of(uint32_t id)
{
	return (struct series_key){
		.protocol = 0x15, .message = 6, .resource_plus = id + 1};
}

static bool matches(const char *text, uint32_t id)
{
	struct series_key key = reading_of(id);
	struct resource_match match;
	char why[128];

	assert_true(resource_parse(text, &match, why, sizeof(why)));
	return resource_matches(&match, &key);
}

static void matching(void **state)
{
	struct series_key none = {.protocol = 0x15, .message = 6};
	struct resource_names names = {0};
	struct resource_match match;
	char why[128];

	resource_names_add_text(&names, 0, 0x15, 3, "soc:temp", 16);
	resource_names_use(&names);
	assert_true(matches("3", 3) && matches("0x3", 3));
	assert_true(matches("SENSOR:3", 3) && matches("0x15/3", 3));
	assert_true(matches("sensor", 3) && matches("*", 3));
	assert_true(matches("SENSOR:*", 4));
	assert_true(matches("soc:TEMP", 3) && matches("SENSOR:soc:temp", 3));
	assert_false(matches("soc:temp", 4) || matches("3", 4));
	assert_false(matches("CLOCK:3", 3) || matches("CLOCK", 3));
	assert_true(resource_parse("*", &match, why, sizeof(why)));
	assert_false(resource_matches(&match, &none));
	assert_false(resource_parse("", &match, why, sizeof(why)));
	assert_false(resource_parse("CLOK:5", &match, why, sizeof(why)));
	assert_non_null(strstr(why, "'CLOK:5'"));
	resource_names_forget();
	resource_names_free(&names);
}

static void names_are_cleaned(void **state)
{
	struct resource_names names = {0};

	resource_names_add_text(&names, 0, 0x15, 1, "a<b>\033[m ", 16);
	resource_names_add_text(&names, 0, 0x15, 0, "cpu\0rest", 8);
	resource_names_add_text(&names, 0, 0x15, 2, "  ", 2);
	assert_int_equal(names.n, 2);
	assert_string_equal(names.name[0].name, "cpu");
	assert_string_equal(names.name[1].name, "a_b___m");
	/* Of another platform: neither name is right. */
	resource_names_add_text(&names, 0, 0x15, 0, "gpu", 3);
	assert_string_equal(names.name[0].name, "");
	resource_names_use(&names);
	assert_null(resource_name(0, 0x15, 0));
	assert_string_equal(resource_name(0, 0x15, 1), "a_b___m");
	assert_null(resource_name(1, 0x15, 1));
	resource_names_forget();
	resource_names_free(&names);
}

/* The reader refuses a name that it would store differently. */
static void cut_names_have_no_blank_at_the_end(void **state)
{
	struct resource_names names = {0};
	char text[RESOURCE_NAME_LEN + 1];

	memset(text, ' ', sizeof(text));
	text[RESOURCE_NAME_LEN - 1] = 'x';
	resource_names_add_text(&names, 0, 0x15, 0, text, sizeof(text));
	assert_int_equal(names.n, 0);
	memset(text, 'a', RESOURCE_NAME_LEN - 2);
	resource_names_add_text(&names, 0, 0x15, 0, text, sizeof(text));
	assert_int_equal(names.n, 1);
	assert_int_equal(strlen(names.name[0].name), RESOURCE_NAME_LEN - 2);
	resource_names_free(&names);
}

static void titles(void **state)
{
	struct resource_names names = {0};
	const struct series_key key = reading_of(3);
	char title[KEY_TITLE_LEN];

	assert_string_equal(key_title(&key, title),
			    "SENSOR SENSOR_READING_GET 3");
	resource_names_add_text(&names, 0, 0x15, 3, "soc-temp", 8);
	resource_names_use(&names);
	assert_string_equal(key_title(&key, title),
			    "SENSOR SENSOR_READING_GET soc-temp(3)");
	resource_names_forget();
	resource_names_free(&names);
}

/* Adds a transfer of @ns, in its own interval. */
static void add_transfer(struct profile *p, uint32_t id, uint64_t ns)
{
	struct series *s = profile_series(p, reading_of(id));

	s->counter[LC_BEGUN]++;
	s->counter[LC_COMPLETED]++;
	hist_add(&s->phase[LC_TOTAL], ns);
}

/* Sensors 2 and 5 with a transfer each, in two intervals. */
static void make(struct profile *p)
{
	const uint32_t id[] = {2, 5};

	sample_run(p)->duration_ns = 2000;
	p->interval_ns = 1000;
	p->intervals = calloc(2, sizeof(*p->intervals));
	p->n_intervals = 2;
	for (uint32_t i = 0; i < 2; i++) {
		struct delta *g = calloc(1, sizeof(*g));

		add_transfer(p, id[i], 300 * (i + 1));
		g->series = i;
		g->counter[LC_BEGUN] = g->counter[LC_COMPLETED] = 1;
		hist_add(&g->phase[LC_TOTAL], 300 * (i + 1));
		p->intervals[i] = (struct interval){
			.end_ns = 1000 * (i + 1), .delta = g, .n_deltas = 1};
	}
	resource_names_add_text(&p->names, 0, 0x15, 5, "pmic", 4);
}

static void survives_a_file(void **state)
{
	struct profile p = {0}, again = {0};
	char *json, *second, why[160];
	size_t len;

	make(&p);
	assert_int_equal(profile_encode(&p, &json, &len), 0);
	assert_non_null(strstr(json, "\"resource\":5"));
	if (profile_decode(&again, json, len, why, sizeof(why)))
		fail_msg("%s", why);
	assert_int_equal(again.n_series, 2);
	assert_int_equal(again.series[1].key.resource_plus, 6);
	assert_string_equal(resource_name(0, 0x15, 5), "pmic");
	assert_int_equal(profile_encode(&again, &second, &len), 0);
	assert_string_equal(json, second);
	free(json);
	free(second);
	profile_free(&p);
	profile_free(&again);
	resource_names_forget();
}

static void sums_keep_intervals(void **state)
{
	struct profile p = {0}, again = {0};
	char *json, why[160];
	size_t len;

	make(&p);
	assert_true(profile_has_resources(&p));
	profile_sum_resources(&p);
	assert_false(profile_has_resources(&p));
	assert_int_equal(p.n_series, 1);
	assert_int_equal(p.series[0].counter[LC_COMPLETED], 2);
	assert_int_equal(p.series[0].phase[LC_TOTAL].sum, 900);
	assert_int_equal(p.intervals[1].delta[0].series, 0);
	/* A reader checks that the intervals add up to the series. */
	assert_int_equal(profile_encode(&p, &json, &len), 0);
	if (profile_decode(&again, json, len, why, sizeof(why)))
		fail_msg("%s", why);
	free(json);
	profile_free(&p);
	profile_free(&again);
	resource_names_forget();
}

static void merge_matches_resources(void **state)
{
	struct profile a = {0}, b = {0};

	make(&a);
	make(&b);
	add_transfer(&b, 7, 1000);
	profile_merge(&a, &b);
	assert_int_equal(a.n_series, 3);
	assert_int_equal(a.series[0].counter[LC_BEGUN], 2);
	assert_int_equal(a.series[2].key.resource_plus, 8);
	assert_string_equal(a.names.name[0].name, "pmic");
	profile_free(&a);
	profile_free(&b);
}

/* A log that grows has the shortened name first, which may be used already. */
static void whole_names_replace_short_ones(void **state)
{
	const struct resource_name key = {0, 0x14, 1, ""};
	struct resource_names names = {0};

	resource_names_learn(&names, &key, "usb-refer", 9, false);
	resource_names_use(&names);
	assert_string_equal(resource_name(0, 0x14, 1), "usb-refer");
	resource_names_learn(&names, &key, "usb-reference-clock", 19, true);
	resource_names_use(&names);
	assert_string_equal(resource_name(0, 0x14, 1), "usb-reference-clock");
	resource_names_learn(&names, &key, "usb-refer", 9, false);
	resource_names_use(&names);
	assert_string_equal(resource_name(0, 0x14, 1), "usb-reference-clock");
	resource_names_forget();
	resource_names_free(&names);
}

/* A file must have the names in their order, and as the writer cleans them. */
static void wrong_names_are_refused(void **state)
{
	static const char *const names[] = {
		"[]",
		"[{\"instance\":0,\"protocol\":21,\"resource\":5,\"name\":\"\"}"
		"]",
		"[{\"instance\":0,\"protocol\":21,\"resource\":5,"
		"\"name\":\"a<b\"}]",
		"[{\"instance\":0,\"protocol\":21,\"resource\":5,\"name\":"
		"\"a\"},{\"instance\":0,\"protocol\":21,\"resource\":4,"
		"\"name\":\"a\"}]",
		"[{\"instance\":0,\"protocol\":21,\"resource\":4294967295,"
		"\"name\":\"a\"}]",
	};
	char *json, *text, *at, why[160];
	struct profile p = {0}, again;
	size_t len;

	make(&p);
	assert_int_equal(profile_encode(&p, &json, &len), 0);
	at = strstr(json, "\"resource_names\":");
	assert_non_null(at);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		again = (struct profile){0};
		assert_true(asprintf(&text, "%.*s\"resource_names\":%s%s",
				     (int)(at - json), json, names[i],
				     strchr(at, ']') + 1) > 0);
		assert_int_equal(profile_decode(&again, text, strlen(text), why,
						sizeof(why)),
				 PROFILE_JSON_CORRUPT);
		free(text);
		profile_free(&again);
	}
	free(json);
	profile_free(&p);
	resource_names_forget();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(payload_words),
		cmocka_unit_test(limits_of_ids),
		cmocka_unit_test(matching),
		cmocka_unit_test(names_are_cleaned),
		cmocka_unit_test(cut_names_have_no_blank_at_the_end),
		cmocka_unit_test(titles),
		cmocka_unit_test(whole_names_replace_short_ones),
		cmocka_unit_test(survives_a_file),
		cmocka_unit_test(sums_keep_intervals),
		cmocka_unit_test(merge_matches_resources),
		cmocka_unit_test(wrong_names_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
