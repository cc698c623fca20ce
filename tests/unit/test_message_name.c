// SPDX-License-Identifier: GPL-2.0-only
/* Protocols and messages as users write them. */

#include "unit_test.h"
#include "message_name.h"

static const struct series_key reading = {.protocol = 0x15, .message = 6};
static const struct series_key update = {
	.protocol = 0x15, .message = 1, .type = MESSAGE_NOTIFICATION};
static const struct series_key version = {.protocol = 0x14, .message = 0};
static const struct series_key vendor = {.protocol = 0x80, .message = 3};

static bool matches(const char *text, const struct series_key *key)
{
	struct message_match match;
	char why[80];

	if (!message_parse(text, &match, why, sizeof(why)))
		fail_msg("%s: %s", text, why);
	return message_matches(&match, key);
}

static void test_one_message(void **state)
{
	static const char *const same[] = {
		"SENSOR_READING_GET",
		"sensor_reading_get",
		"SENSOR:6",
		"sensor/6",
		"SENSOR:SENSOR_READING_GET",
		"Sensor/Sensor_Reading_Get",
		"0x15/6",
		"0X15:0x06",
		"21:6",
		"*:SENSOR_READING_GET",
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		assert_true(matches(same[i], &reading));
		assert_false(matches(same[i], &update));
		assert_false(matches(same[i], &version));
		assert_false(matches(same[i], &vendor));
	}
}

static void test_many_messages(void **state)
{
	assert_true(matches("*", &reading) && matches("*", &update));
	assert_true(matches("*:*", &vendor) && matches("*/*", &version));
	assert_true(matches("SENSOR", &reading) && matches("sensor", &update));
	assert_true(matches("SENSOR:*", &reading));
	assert_true(matches("0x15/*", &update));
	assert_false(matches("SENSOR", &version));
	assert_false(matches("SENSOR:*", &vendor));
	assert_true(matches("0x80:3", &vendor));
	assert_true(matches("*:6", &reading));
	/* A name can occur in many protocols; a number is that of a command. */
	assert_true(matches("PROTOCOL_VERSION", &version));
	assert_true(matches("clock:protocol_version", &version));
	assert_false(matches("SENSOR:PROTOCOL_VERSION", &version));
	assert_true(matches("SENSOR_UPDATE", &update));
	assert_false(matches("SENSOR:1", &update));
}

/* RESET is a message and a protocol. */
static void test_message_before_protocol(void **state)
{
	const struct series_key reset = {.protocol = 0x16, .message = 4};
	const struct series_key notify = {.protocol = 0x16, .message = 5};

	assert_true(matches("reset", &reset));
	assert_false(matches("reset", &notify));
	assert_true(matches("reset:*", &notify));
}

static void test_unknown(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{"FOO", "unknown message 'FOO'"},
		{"", "unknown message ''"},
		{"6", "unknown message '6'"},
		{"0x15", "unknown message '0x15'"},
		{"BAR:6", "unknown protocol 'BAR'"},
		{"0x100/6", "unknown protocol '0x100'"},
		{":6", "unknown protocol ''"},
		{"SENSOR:NO", "unknown message 'SENSOR:NO'"},
		{"SENSOR:", "unknown message 'SENSOR:'"},
		{"0x15:0x100", "unknown message '0x15:0x100'"},
		{"0x15:-1", "unknown message '0x15:-1'"},
		{"0x15/6x", "unknown message '0x15/6x'"},
		{"CLOCK:SENSOR_READING_GET",
		 "unknown message 'CLOCK:SENSOR_READING_GET'"},
	};
	struct message_match match;
	char why[80];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_false(
			message_parse(cases[i].text, &match, why, sizeof(why)));
		assert_string_equal(why, cases[i].why);
	}
}

static void test_protocols(void **state)
{
	int protocol;

	assert_true(protocol_parse("sensor", &protocol) && protocol == 0x15);
	assert_true(protocol_parse("0x80", &protocol) && protocol == 0x80);
	assert_true(protocol_parse("16", &protocol) && protocol == 16);
	assert_true(protocol_parse("*", &protocol) && protocol == MESSAGE_ANY);
	assert_false(protocol_parse("SENSORS", &protocol));
	assert_false(protocol_parse("256", &protocol));
	assert_false(protocol_parse("", &protocol));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_message),
		cmocka_unit_test(test_many_messages),
		cmocka_unit_test(test_message_before_protocol),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_protocols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
