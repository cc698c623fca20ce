// SPDX-License-Identifier: GPL-2.0-only
/*
 * Replies and errors of Pin Control. Selectors: 0 a pin, 1 a group of two pins,
 * 2 a function.
 */
#include "scmi_exchange.h"

#define ALL	 (1u << 18)
#define FUNCTION (2u << 18)
#define GROUP	 (1u << 16)

static void describes(void **state)
{
	static const struct {
		uint32_t id, selector, attributes;
		const char *name;
	} t[] = {
		{0, 0, 1, "ref-pin0"}, {1, 0, 1u << 31 | 1, "ref-pin1"},
		{3, 0, 1, "ref-pin3"}, {1, 1, 2, "ref-pins1"},
		{1, 2, 2, "ref-mux1"},
	};
	static const uint32_t beyond[] = {SCMI_NR_PINS, SCMI_NR_PIN_GROUPS,
					  SCMI_NR_PIN_FUNCTIONS};

	ACCEPT(0x19, 1);
	ASSERT_WORDS(SCMI_NR_PIN_GROUPS << 16 | SCMI_NR_PINS,
		     SCMI_NR_PIN_FUNCTIONS);
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		ACCEPT(0x19, 3, t[i].id, t[i].selector);
		assert_int_equal(word(1), t[i].attributes);
		assert_string_equal((char *)x.reply + 8, t[i].name);
	}
	for (uint32_t selector = 0; selector < 3; selector++)
		REFUSE(NOT_FOUND, 0x19, 3, beyond[selector], selector);
	REFUSE(INVALID_PARAMETERS, 0x19, 3, 0, 3);
	ACCEPT(0x19, 9, 1, 0);
	assert_string_equal((char *)x.reply + 8, "reference-pin-1");
	REFUSE(NOT_SUPPORTED, 0x19, 9, 0, 0);
	REFUSE(NOT_SUPPORTED, 0x19, 9, 1, 1);
	REFUSE(NOT_FOUND, 0x19, 9, 9, 0);
}

static void associations(void **state)
{
	ACCEPT(0x19, 4, 1, 1, 0);
	assert_int_equal(x.len, 12);
	ASSERT_WORDS(2, 3 << 16 | 2);
	ACCEPT(0x19, 4, 1, 2, 0);
	assert_int_equal(word(2), 1 << 16 | 0);
	ACCEPT(0x19, 4, 1, 1, 1);
	ASSERT_WORDS(1, 3);
	REFUSE(INVALID_PARAMETERS, 0x19, 4, 1, 1, 2);
	REFUSE(INVALID_PARAMETERS, 0x19, 4, 1, 0, 0);
	REFUSE(NOT_FOUND, 0x19, 4, 9, 1, 0);
}

/* Returns the configuration of a type, and checks the pin's function. */
static uint32_t config(uint32_t pin, uint32_t type, uint32_t function)
{
	ACCEPT(0x19, 5, pin, type);
	assert_int_equal(x.len, 20);
	ASSERT_WORDS(function, 1, type);
	return word(4);
}

/* Attributes of a request that configures: @count, function or not, selector. */
#define SET(count, function, selector) \
	((uint32_t)(count) << 2 | (uint32_t)(function) << 10 | (selector))

static void configures(void **state)
{
	ACCEPT(0x19, 6, 1, 9, SET(2, 0, 0), 4, 4700, 10, 8);
	assert_int_equal(config(1, 4, 0), 4700);
	assert_int_equal(config(1, 10, 0), 8);
	assert_int_equal(config(0, 4, 0), 0);
	/* A group: both pins, and only the function changes. */
	ACCEPT(0x19, 6, 0, 1, SET(0, 1, 1));
	assert_int_equal(config(0, 4, 1), 0);
	assert_int_equal(config(1, 4, 1), 4700);
	assert_int_equal(config(2, 4, 0), 0);
	/* The settings of a group are those of its first pin. */
	ACCEPT(0x19, 5, 0, GROUP | 4);
	assert_int_equal(word(1), 1);
	assert_int_equal(word(4), 0);
}

static void refuses(void **state)
{
	struct scmi_platform before = x.platform;

	REFUSE(NOT_SUPPORTED, 0x19, 6, 0, 1, SET(1, 1, 0), 99, 1);
	REFUSE(NOT_FOUND, 0x19, 6, 0, 2, SET(1, 1, 0), 4, 1);
	REFUSE(NOT_FOUND, 0x19, 6, 4, 1, SET(1, 1, 0), 4, 1);
	REFUSE(INVALID_PARAMETERS, 0x19, 6, 0, 1, SET(1, 1, 2), 4, 1);
	REFUSE(INVALID_PARAMETERS, 0x19, 6, 0, 1, SET(1, 2, 0), 4, 1);
	/* The number of configurations must be that of the length. */
	REFUSE(PROTOCOL_ERROR, 0x19, 6, 0, 1, SET(2, 1, 0), 4, 1);
	REFUSE(PROTOCOL_ERROR, 0x19, 6, 0, 1, SET(0, 1, 0), 4, 1);
	REFUSE(PROTOCOL_ERROR, 0x19, 6, 0, 1, SET(1, 1, 0), 4);
	assert_memory_equal(&before, &x.platform, sizeof(before));
}

static void settings(void **state)
{
	/* All: in parts, if there is no room. */
	ACCEPT(0x19, 5, 0, ALL);
	assert_int_equal(x.len, 12 + 3 * 8);
	assert_int_equal(word(2), 3);
	assert_int_equal(command_cap(20, 0x19, 5, 0, ALL), 0);
	assert_int_equal(word(2), 2 << 24 | 1);
	assert_int_equal(word(3), 4);
	assert_int_equal(command_cap(28, 0x19, 5, 0, ALL | 1 << 8), 0);
	assert_int_equal(word(2), 2);
	assert_int_equal(word(3), 6);
	REFUSE(INVALID_PARAMETERS, 0x19, 5, 0, ALL | 3 << 8);
	REFUSE(INVALID_PARAMETERS, 0x19, 5, 0, ALL | 200 << 8);
	ACCEPT(0x19, 5, 0, FUNCTION);
	assert_int_equal(x.len, 12);
	assert_int_equal(word(2), 0);
	REFUSE(NOT_SUPPORTED, 0x19, 5, 0, 99);
	REFUSE(INVALID_PARAMETERS, 0x19, 5, 0, 3u << 18);
	REFUSE(INVALID_PARAMETERS, 0x19, 5, 0, 1u << 20 | 4);
	REFUSE(INVALID_PARAMETERS, 0x19, 5, 0, 2u << 16 | 4);
	REFUSE(NOT_FOUND, 0x19, 5, 4, 4);
}

static void ownership(void **state)
{
	REFUSE(INVALID_PARAMETERS, 0x19, 8, 1, 0);
	ACCEPT(0x19, 7, 1, 0);
	REFUSE(BUSY, 0x19, 7, 1, 0);
	/* All pins of a group, or none. */
	REFUSE(BUSY, 0x19, 7, 0, 1);
	ACCEPT(0x19, 7, 0, 0);
	ACCEPT(0x19, 8, 0, 1);
	ACCEPT(0x19, 7, 0, 1);
	REFUSE(INVALID_PARAMETERS, 0x19, 7, 0, 2);
	REFUSE(NOT_FOUND, 0x19, 7, 9, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(describes),	FRESH_TEST(associations),
		FRESH_TEST(configures), FRESH_TEST(refuses),
		FRESH_TEST(settings),	FRESH_TEST(ownership),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
