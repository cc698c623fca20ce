// SPDX-License-Identifier: GPL-2.0-only
/*
 * The additions of Clock 2.0 and 3.0: latency, permissions, parents and extended
 * configurations. Clock 1 has a duty cycle, clock 2 two parents, clock 3
 * restrictions.
 */
#include "scmi_exchange.h"

static void latency(void **state)
{
	ACCEPT(0x14, 3, 0);
	assert_int_equal(x.len, 28);
	assert_int_equal(word(6), 0);
	ACCEPT(0x14, 0x10, 0x20000);
	ACCEPT(0x14, 3, 0);
	assert_int_equal(x.len, 28);
	ACCEPT(0x14, 0x10, 0x10000);
	ACCEPT(0x14, 3, 0);
	assert_int_equal(x.len, 24);
}

static void attributes(void **state)
{
	static const uint32_t bits[] = {0, 1 << 29 | 1 << 27, 1 << 28, 1 << 1};

	for (uint32_t i = 0; i < SCMI_NR_CLOCKS; i++) {
		ACCEPT(0x14, 3, i);
		assert_int_equal(word(1), 3u << 30 | bits[i]);
	}
}

static void attributes_without_p2a(void **state)
{
	ACCEPT(0x14, 3, 0);
	assert_int_equal(word(1), 0);
	for (uint8_t message = 9; message <= 10; message++)
		REFUSE(NOT_SUPPORTED, 0x14, message, 0, 1);
}

/* Clock 3 can be switched, but its rate cannot be set. */
static void permissions(void **state)
{
	ACCEPT(0x14, 15, 0);
	assert_int_equal(word(1), 7u << 29);
	ACCEPT(0x14, 15, 3);
	assert_int_equal(word(1), 1u << 31);
	REFUSE(NOT_FOUND, 0x14, 15, SCMI_NR_CLOCKS);
	for (uint32_t flags = 0; flags <= 1; flags++)
		REFUSE(DENIED, 0x14, 5, flags, 3, 200000000, 0);
	assert_int_equal(rate(3), 100000000);
	ACCEPT(0x14, 7, 3, 1, 0);
}

static void parents(void **state)
{
	ACCEPT(0x14, 12, 2, 0);
	assert_int_equal(x.len, 16);
	ASSERT_WORDS(2, 0, 1);
	assert_int_equal(command_cap(12, 0x14, 12, 2, 0), 0);
	assert_int_equal(word(1), 1 << 24 | 1);
	assert_int_equal(command_cap(12, 0x14, 12, 2, 1), 0);
	ASSERT_WORDS(1, 1);
	REFUSE(INVALID_PARAMETERS, 0x14, 12, 2, 2);
	assert_int_equal(command_cap(11, 0x14, 12, 2, 0),
			 SCMI_STATUS_COMMS_ERROR);
	for (uint8_t message = 12; message <= 13; message++)
		REFUSE(NOT_SUPPORTED, 0x14, message, 0, 0);
	REFUSE(NOT_SUPPORTED, 0x14, 14, 0);
}

static uint32_t parent(void)
{
	ACCEPT(0x14, 14, 2);
	return word(1);
}

static void parent_set(void **state)
{
	assert_int_equal(parent(), 0);
	ACCEPT(0x14, 13, 2, 1);
	assert_int_equal(parent(), 1);
	REFUSE(INVALID_PARAMETERS, 0x14, 13, 2, 3);
	assert_int_equal(parent(), 1);
	ACCEPT(0x14, 13, 2, 0);
	assert_int_equal(parent(), 0);
}

static void config(void **state)
{
	static const struct {
		uint32_t clock, config, value;
		int32_t status;
		uint32_t enabled, duty_cycle; /* of clock 1, afterwards */
	} t[] = {
		{1, 1, 0, 0, 1, 50},
		{1, 3, 0, SCMI_STATUS_INVALID_PARAMETERS, 1, 50},
		{1, 2, 0, SCMI_STATUS_INVALID_PARAMETERS, 1, 50},
		{1, 4, 0, SCMI_STATUS_INVALID_PARAMETERS, 1, 50},
		{1, 1 << 24, 0, SCMI_STATUS_INVALID_PARAMETERS, 1, 50},
		{1, 1 << 16 | 3, 25, 0, 1, 25},
		{1, 1 << 16, 100, 0, 0, 100},
		{1, 1 << 16 | 3, 101, SCMI_STATUS_INVALID_PARAMETERS, 0, 100},
		{1, 1 << 16 | 2, 10, SCMI_STATUS_INVALID_PARAMETERS, 0, 100},
		{1, 2 << 16 | 3, 10, SCMI_STATUS_NOT_SUPPORTED, 0, 100},
		{0, 1 << 16 | 3, 10, SCMI_STATUS_NOT_SUPPORTED, 0, 100},
		{SCMI_NR_CLOCKS, 1, 0, SCMI_STATUS_NOT_FOUND, 0, 100},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(
			command(0x14, 7, t[i].clock, t[i].config, t[i].value),
			t[i].status);
		ACCEPT(0x14, 11, 1, 0);
		ASSERT_WORDS(0, t[i].enabled, 0);
		ACCEPT(0x14, 11, 1, 1);
		assert_int_equal(word(3), t[i].duty_cycle);
	}
	REFUSE(NOT_SUPPORTED, 0x14, 11, 0, 1);
	REFUSE(INVALID_PARAMETERS, 0x14, 11, 1, 0x100);
	/* The shorter request of older versions has no extended part. */
	REFUSE(INVALID_PARAMETERS, 0x14, 7, 1, 1 << 16 | 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(latency),
		FRESH_TEST(attributes),
		FRESH_TEST(permissions),
		FRESH_TEST(parents),
		FRESH_TEST(parent_set),
		FRESH_TEST(config),
		TEST_WITHOUT_P2A(attributes_without_p2a),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
