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
	struct exchange *x = *state;

	assert_int_equal(command(x, 0x19, 1, 0), 0);
	assert_int_equal(word(x, 1), SCMI_NR_PIN_GROUPS << 16 | SCMI_NR_PINS);
	assert_int_equal(word(x, 2), SCMI_NR_PIN_FUNCTIONS);
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(command(x, 0x19, 3, 2, t[i].id, t[i].selector),
				 0);
		assert_int_equal(word(x, 1), t[i].attributes);
		assert_string_equal((char *)x->reply + 8, t[i].name);
	}
	for (uint32_t selector = 0; selector < 3; selector++)
		assert_int_equal(
			command(x, 0x19, 3, 2, beyond[selector], selector),
			SCMI_STATUS_NOT_FOUND);
	assert_int_equal(command(x, 0x19, 3, 2, 0, 3),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 9, 2, 1, 0), 0);
	assert_string_equal((char *)x->reply + 8, "reference-pin-1");
	assert_int_equal(command(x, 0x19, 9, 2, 0, 0),
			 SCMI_STATUS_NOT_SUPPORTED);
	assert_int_equal(command(x, 0x19, 9, 2, 1, 1),
			 SCMI_STATUS_NOT_SUPPORTED);
	assert_int_equal(command(x, 0x19, 9, 2, 9, 0), SCMI_STATUS_NOT_FOUND);
}

static void associations(void **state)
{
	struct exchange *x = *state;

	assert_int_equal(command(x, 0x19, 4, 3, 1, 1, 0), 0);
	assert_int_equal(x->len, 12);
	assert_int_equal(word(x, 1), 2);
	assert_int_equal(word(x, 2), 3 << 16 | 2);
	assert_int_equal(command(x, 0x19, 4, 3, 1, 2, 0), 0);
	assert_int_equal(word(x, 2), 1 << 16 | 0);
	assert_int_equal(command(x, 0x19, 4, 3, 1, 1, 1), 0);
	assert_int_equal(word(x, 1), 1);
	assert_int_equal(word(x, 2), 3);
	assert_int_equal(command(x, 0x19, 4, 3, 1, 1, 2),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 4, 3, 1, 0, 0),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 4, 3, 9, 1, 0),
			 SCMI_STATUS_NOT_FOUND);
}

/* Returns the configuration of a type, and checks the pin's function. */
static uint32_t config(struct exchange *x, uint32_t pin, uint32_t type,
		       uint32_t function)
{
	assert_int_equal(command(x, 0x19, 5, 2, pin, type), 0);
	assert_int_equal(x->len, 20);
	assert_int_equal(word(x, 1), function);
	assert_int_equal(word(x, 2), 1);
	assert_int_equal(word(x, 3), type);
	return word(x, 4);
}

/* Attributes of a request that configures: @count, function or not, selector. */
#define SET(count, function, selector) \
	((uint32_t)(count) << 2 | (uint32_t)(function) << 10 | (selector))

static void configures(void **state)
{
	struct exchange *x = *state;

	assert_int_equal(
		command(x, 0x19, 6, 7, 1, 9, SET(2, 0, 0), 4, 4700, 10, 8), 0);
	assert_int_equal(config(x, 1, 4, 0), 4700);
	assert_int_equal(config(x, 1, 10, 0), 8);
	assert_int_equal(config(x, 0, 4, 0), 0);
	/* A group: both pins, and only the function changes. */
	assert_int_equal(command(x, 0x19, 6, 3, 0, 1, SET(0, 1, 1)), 0);
	assert_int_equal(config(x, 0, 4, 1), 0);
	assert_int_equal(config(x, 1, 4, 1), 4700);
	assert_int_equal(config(x, 2, 4, 0), 0);
	/* The settings of a group are those of its first pin. */
	assert_int_equal(command(x, 0x19, 5, 2, 0, GROUP | 4), 0);
	assert_int_equal(word(x, 1), 1);
	assert_int_equal(word(x, 4), 0);
}

static void refuses(void **state)
{
	struct exchange *x = *state;
	struct scmi_platform before = x->platform;

	assert_int_equal(command(x, 0x19, 6, 5, 0, 1, SET(1, 1, 0), 99, 1),
			 SCMI_STATUS_NOT_SUPPORTED);
	assert_int_equal(command(x, 0x19, 6, 5, 0, 2, SET(1, 1, 0), 4, 1),
			 SCMI_STATUS_NOT_FOUND);
	assert_int_equal(command(x, 0x19, 6, 5, 4, 1, SET(1, 1, 0), 4, 1),
			 SCMI_STATUS_NOT_FOUND);
	assert_int_equal(command(x, 0x19, 6, 5, 0, 1, SET(1, 1, 2), 4, 1),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 6, 5, 0, 1, SET(1, 2, 0), 4, 1),
			 SCMI_STATUS_INVALID_PARAMETERS);
	/* The number of configurations must be that of the length. */
	assert_int_equal(command(x, 0x19, 6, 5, 0, 1, SET(2, 1, 0), 4, 1),
			 SCMI_STATUS_PROTOCOL_ERROR);
	assert_int_equal(command(x, 0x19, 6, 5, 0, 1, SET(0, 1, 0), 4, 1),
			 SCMI_STATUS_PROTOCOL_ERROR);
	assert_int_equal(command(x, 0x19, 6, 4, 0, 1, SET(1, 1, 0), 4),
			 SCMI_STATUS_PROTOCOL_ERROR);
	assert_memory_equal(&before, &x->platform, sizeof(before));
}

static void settings(void **state)
{
	struct exchange *x = *state;

	/* All: in parts, if there is no room. */
	assert_int_equal(command(x, 0x19, 5, 2, 0, ALL), 0);
	assert_int_equal(x->len, 12 + 3 * 8);
	assert_int_equal(word(x, 2), 3);
	assert_int_equal(command_cap(x, 20, 0x19, 5, 2, 0, ALL), 0);
	assert_int_equal(word(x, 2), 2 << 24 | 1);
	assert_int_equal(word(x, 3), 4);
	assert_int_equal(command_cap(x, 28, 0x19, 5, 2, 0, ALL | 1 << 8), 0);
	assert_int_equal(word(x, 2), 2);
	assert_int_equal(word(x, 3), 6);
	assert_int_equal(command(x, 0x19, 5, 2, 0, ALL | 3 << 8),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 5, 2, 0, ALL | 200 << 8),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 5, 2, 0, FUNCTION), 0);
	assert_int_equal(x->len, 12);
	assert_int_equal(word(x, 2), 0);
	assert_int_equal(command(x, 0x19, 5, 2, 0, 99),
			 SCMI_STATUS_NOT_SUPPORTED);
	assert_int_equal(command(x, 0x19, 5, 2, 0, 3u << 18),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 5, 2, 0, 1u << 20 | 4),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 5, 2, 0, 2u << 16 | 4),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 5, 2, 4, 4), SCMI_STATUS_NOT_FOUND);
}

static void ownership(void **state)
{
	struct exchange *x = *state;

	assert_int_equal(command(x, 0x19, 8, 2, 1, 0),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 7, 2, 1, 0), 0);
	assert_int_equal(command(x, 0x19, 7, 2, 1, 0), SCMI_STATUS_BUSY);
	/* All pins of a group, or none. */
	assert_int_equal(command(x, 0x19, 7, 2, 0, 1), SCMI_STATUS_BUSY);
	assert_int_equal(command(x, 0x19, 7, 2, 0, 0), 0);
	assert_int_equal(command(x, 0x19, 8, 2, 0, 1), 0);
	assert_int_equal(command(x, 0x19, 7, 2, 0, 1), 0);
	assert_int_equal(command(x, 0x19, 7, 2, 0, 2),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x19, 7, 2, 9, 0), SCMI_STATUS_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(describes), TEST(associations), TEST(configures),
		TEST(refuses),	 TEST(settings),     TEST(ownership),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
