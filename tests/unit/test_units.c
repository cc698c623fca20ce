// SPDX-License-Identifier: GPL-2.0-only
#include "unit_test.h"
#include "units.h"

static void check(const char *text, uint32_t expected)
{
	uint32_t bytes = 1;

	assert_int_equal(parse_size(text, &bytes), 0);
	assert_int_equal(bytes, expected);
}

static void test_sizes(void **state)
{
	static const char *const wrong[] = {
		"",
		"K",
		"0",
		"0K",
		"-1",
		" 1",
		"1k",
		"1KB",
		"1.5M",
		"2G",
		"0x10",
		"1073741825",
		"1048577K",
		"99999999999999999999",
		"17179869185G",
		"1 K",
	};
	uint32_t bytes;

	check("1", 1);
	check("4096", 4096);
	check("64K", 65536);
	check("4M", 4194304);
	check("1G", 1u << 30);
	check("1048576K", 1u << 30);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_true(parse_size(wrong[i], &bytes) < 0);
}

/* A duration is the same after writing and parsing it. */
static void test_duration_text(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} cases[] = {
		{0, "0s"},
		{1, "1ns"},
		{1500, "1500ns"},
		{20000, "20us"},
		{1500000000, "1500ms"},
		{3600000000000, "3600s"},
		{INT64_MAX - 1023, "9223372036854774784ns"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[24];
		uint64_t ns;

		duration_text(cases[i].ns, text, sizeof(text));
		assert_string_equal(text, cases[i].text);
		assert_int_equal(parse_duration(text, &ns), 0);
		assert_int_equal(ns, cases[i].ns);
	}
}

/* A time has four digits and the unit that keeps it from 1 to 1000. */
static void test_rounded_time(void **state)
{
	static const struct {
		double ns;
		const char *text;
	} cases[] = {
		{0, "0 ns"},	   {999, "999 ns"},	{1000, "1 us"},
		{5000000, "5 ms"}, {22271, "22.27 us"}, {999940, "999.9 us"},
		{999960, "1 ms"},  {-1500, "-1.5 us"},	{90e9, "90 s"},
		{999.96e6, "1 s"}, {2000e9, "2000 s"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[ROUNDED_TIME_LEN];

		assert_string_equal(rounded_time(cases[i].ns, text),
				    cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_duration_text),
		cmocka_unit_test(test_rounded_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
