// SPDX-License-Identifier: GPL-2.0-only
/* Replies and errors of Power Capping and of System Power. */
#include "scmi_exchange.h"

static void describes(void **state)
{
	ACCEPT(0x18, 1);
	assert_int_equal(word(1), SCMI_NR_POWERCAPS);
	for (uint32_t domain = 0; domain < SCMI_NR_POWERCAPS; domain++) {
		ACCEPT(0x18, 3, domain);
		/* Notifications, cap, monitoring, PAI, milliwatts. */
		assert_int_equal(word(1), 0x8f000000 | (domain ? 3u << 28 : 0));
		assert_string_equal((char *)x.reply + 8,
				    domain ? "ref-cap1" : "ref-cap0");
		/* Linux refuses a range that is empty or has no step. */
		assert_true(word(6) && word(6) < word(7));
		assert_true(word(8));
		assert_true(word(9) && word(9) < word(10));
		assert_true(word(11));
		assert_int_equal(word(14), domain ? 0 : 0xffffffff);
	}
	REFUSE(NOT_FOUND, 0x18, 3, SCMI_NR_POWERCAPS);
}

static void describes_without_p2a(void **state)
{
	for (uint32_t domain = 0; domain < SCMI_NR_POWERCAPS; domain++) {
		ACCEPT(0x18, 3, domain);
		assert_int_equal(word(1), 0x0f000000 | (domain ? 1u << 28 : 0));
	}
	REFUSE(NOT_SUPPORTED, 0x18, 5, 1, 2, 2000);
	REFUSE(NOT_SUPPORTED, 0x18, 5, 1, 3, 2000);
}

static void caps(void **state)
{
	static const struct {
		uint32_t domain, flags, cap;
		int32_t status;
		uint32_t after, power; /* of domain 0 */
	} t[] = {
		{0, 0, 1000, 0, 1000, 500},
		{0, 0, 8000, 0, 8000, 4000},
		{0, 0, 8500, SCMI_STATUS_OUT_OF_RANGE, 8000, 4000},
		{0, 0, 500, SCMI_STATUS_OUT_OF_RANGE, 8000, 4000},
		{0, 0, 1001, SCMI_STATUS_OUT_OF_RANGE, 8000, 4000},
		{0, 1, 2000, 0, 2000, 1000},
		{0, 4, 1000, SCMI_STATUS_INVALID_PARAMETERS, 2000, 1000},
		{0, 2, 1000, SCMI_STATUS_NOT_SUPPORTED, 2000, 1000},
		{SCMI_NR_POWERCAPS, 0, 1000, SCMI_STATUS_NOT_FOUND, 2000, 1000},
		{1, 0, 1000, 0, 2000, 1000},
		{0, 0, 0, 0, 0, 4000}, /* off */
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(
			command(0x18, 5, t[i].domain, t[i].flags, t[i].cap),
			t[i].status);
		ACCEPT(0x18, 4, 0);
		assert_int_equal(word(1), t[i].after);
		ACCEPT(0x18, 9, 0);
		ASSERT_WORDS(t[i].power, 10);
	}
	/* Version 1.0 cannot switch capping off. */
	ACCEPT(0x18, 0x10, 0x10000);
	REFUSE(OUT_OF_RANGE, 0x18, 5, 0, 0, 0);
}

static void averaging(void **state)
{
	static const struct {
		uint32_t flags, pai;
		int32_t status;
		uint32_t after;
	} t[] = {
		{0, 100, 0, 100},
		{0, 110, SCMI_STATUS_OUT_OF_RANGE, 100},
		{0, 15, SCMI_STATUS_OUT_OF_RANGE, 100},
		{0, 0, SCMI_STATUS_OUT_OF_RANGE, 100},
		{1, 20, SCMI_STATUS_INVALID_PARAMETERS, 100},
		{0, 10, 0, 10},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(command(0x18, 7, 1, t[i].flags, t[i].pai),
				 t[i].status);
		ACCEPT(0x18, 6, 1);
		assert_int_equal(word(1), t[i].after);
	}
}

static void system_states(void **state)
{
	static const struct {
		uint32_t flags, state;
		int32_t status;
	} t[] = {
		{1, 0, 0},
		{1, 1, 0},
		{1, 2, SCMI_STATUS_NOT_SUPPORTED},
		{1, 3, SCMI_STATUS_INVALID_PARAMETERS},
		{1, 4, SCMI_STATUS_NOT_SUPPORTED},
		{1, 5, SCMI_STATUS_INVALID_PARAMETERS},
		{2, 0, SCMI_STATUS_INVALID_PARAMETERS},
		{0, 0, SCMI_STATUS_DENIED},
		{0, 1, SCMI_STATUS_DENIED},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(command(0x12, 3, t[i].flags, t[i].state),
				 t[i].status);
		ACCEPT(0x12, 4);
		assert_int_equal(word(1), 3);
	}
	ACCEPT(0x12, 1);
	assert_int_equal(word(1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(describes),
		TEST_WITHOUT_P2A(describes_without_p2a),
		FRESH_TEST(caps),
		FRESH_TEST(averaging),
		FRESH_TEST(system_states),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
