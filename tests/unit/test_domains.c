// SPDX-License-Identifier: GPL-2.0-only
/* Replies and errors of Power, Performance, Reset, Voltage and Sensor. */
#include "scmi_exchange.h"

#define OFF (1u << 30)

static void power(void **state)
{
	command(0x11, 0);
	assert_int_equal(word(1), 0x30001);
	command(0x11, 1);
	assert_int_equal(word(1), SCMI_NR_POWER_DOMAINS);
	assert_int_equal(word(4), 0);
	ACCEPT(0x11, 3, 2);
	assert_int_equal(word(1), 1u << 31 | 1u << 29);
	assert_string_equal((char *)x.reply + 8, "ref-power2");
	REFUSE(NOT_FOUND, 0x11, 3, SCMI_NR_POWER_DOMAINS);
}

static uint32_t power_state(uint32_t domain)
{
	ACCEPT(0x11, 5, domain);
	return word(1);
}

static void power_states(void **state)
{
	static const struct {
		uint32_t flags, domain, state;
		int32_t status;
		uint32_t after; /* of domain 1 */
	} t[] = {
		{0, 1, OFF, 0, OFF},
		{0, 1, 0, 0, 0},
		{0, 1, 1, SCMI_STATUS_INVALID_PARAMETERS, 0},
		{0, 1, OFF | 1, SCMI_STATUS_INVALID_PARAMETERS, 0},
		{1, 1, OFF, SCMI_STATUS_NOT_SUPPORTED, 0},
		{2, 1, OFF, SCMI_STATUS_INVALID_PARAMETERS, 0},
		{0, SCMI_NR_POWER_DOMAINS, OFF, SCMI_STATUS_NOT_FOUND, 0},
		{0, 0, OFF, 0, 0},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(
			command(0x11, 4, t[i].flags, t[i].domain, t[i].state),
			t[i].status);
		assert_int_equal(power_state(1), t[i].after);
	}
	assert_int_equal(power_state(0), OFF);
	REFUSE(NOT_FOUND, 0x11, 5, SCMI_NR_POWER_DOMAINS);
}

static void perf_describes(void **state)
{
	command(0x13, 0);
	assert_int_equal(word(1), 0x40000);
	command(0x13, 1);
	assert_int_equal(word(1), 1 << 16 | SCMI_NR_PERF_DOMAINS);
	assert_int_equal(word(4), 0);
	ACCEPT(0x13, 3, 1);
	assert_int_equal(word(1), 0xfu << 28 | 3u << 25);
	/* The kernel warns if a level is not a whole number of kHz. */
	assert_int_equal(word(3) % word(4), 0);
	assert_string_equal((char *)x.reply + 20, "ref-perf1");
	REFUSE(NOT_FOUND, 0x13, 3, SCMI_NR_PERF_DOMAINS);

	ACCEPT(0x13, 4, 0, 0);
	assert_int_equal(word(1), 5);
	for (uint32_t i = 0; i < 5; i++) {
		assert_int_equal(word(2 + 5 * i), 200 * (i + 1));
		assert_int_equal(word(5 + 5 * i), 200000 * (i + 1));
		assert_int_equal(word(6 + 5 * i), i + 1);
	}
	assert_int_equal(command_cap(8 + 2 * 20, 0x13, 4, 0, 1), 0);
	ASSERT_WORDS(2 << 16 | 2, 400);
	REFUSE(OUT_OF_RANGE, 0x13, 4, 0, 5);
	REFUSE(NOT_FOUND, 0x13, 4, SCMI_NR_PERF_DOMAINS, 0);
}

/* Before version 4.0 there are no indices. */
static void perf_negotiated(void **state)
{
	ACCEPT(0x13, 0x10, 0x30000);
	ACCEPT(0x13, 3, 1);
	assert_int_equal(word(1), 0xfu << 28 | 1u << 26);
	ACCEPT(0x13, 4, 0, 0);
	assert_int_equal(x.len, 8 + 5 * 12);
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(word(2 + 3 * i), 200 * (i + 1));
	ACCEPT(0x13, 7, 1, 600);
	ACCEPT(0x13, 8, 1);
	assert_int_equal(word(1), 600);
}

/* Domain 1 names levels by their index. */
static void perf_indices(void **state)
{
	ACCEPT(0x13, 8, 1);
	assert_int_equal(word(1), 5);
	ACCEPT(0x13, 7, 1, 3);
	assert_int_equal(x.platform.perf[1].level, 600);
	ACCEPT(0x13, 8, 1);
	assert_int_equal(word(1), 3);
	for (uint32_t bad = 0; bad <= 1000; bad += bad < 6 ? 6 : 994)
		REFUSE(OUT_OF_RANGE, 0x13, 7, 1, bad);
	ACCEPT(0x13, 5, 1, 2, 1);
	assert_int_equal(x.platform.perf[1].max, 400);
	assert_int_equal(x.platform.perf[1].min, 200);
	assert_int_equal(x.platform.perf[1].level, 400);
	ACCEPT(0x13, 6, 1);
	ASSERT_WORDS(2, 1);
	REFUSE(OUT_OF_RANGE, 0x13, 5, 1, 2, 0);
}

static void perf_levels(void **state)
{
	static const struct {
		uint8_t message;
		size_t n;
		uint32_t domain, a, b;
		int32_t status;
		uint32_t level, max, min; /* of domain 0, afterwards */
	} t[] = {
		{7, 2, 0, 400, 0, 0, 400, 1000, 200},
		{7, 2, 0, 500, 0, SCMI_STATUS_OUT_OF_RANGE, 400, 1000, 200},
		{7, 2, 0, 1200, 0, SCMI_STATUS_OUT_OF_RANGE, 400, 1000, 200},
		{7, 2, 0, 0, 0, SCMI_STATUS_OUT_OF_RANGE, 400, 1000, 200},
		{5, 3, 0, 800, 600, 0, 600, 800, 600},
		{7, 2, 0, 400, 0, SCMI_STATUS_OUT_OF_RANGE, 600, 800, 600},
		{7, 2, 0, 1000, 0, SCMI_STATUS_OUT_OF_RANGE, 600, 800, 600},
		{7, 2, 0, 800, 0, 0, 800, 800, 600},
		{5, 3, 0, 400, 200, 0, 400, 400, 200},
		{5, 3, 0, 200, 400, SCMI_STATUS_INVALID_PARAMETERS, 400, 400,
		 200},
		{5, 3, 0, 300, 200, SCMI_STATUS_OUT_OF_RANGE, 400, 400, 200},
		{5, 3, 0, 0, 0, SCMI_STATUS_OUT_OF_RANGE, 400, 400, 200},
		{5, 3, 9, 400, 200, SCMI_STATUS_NOT_FOUND, 400, 400, 200},
		{7, 2, 9, 400, 0, SCMI_STATUS_NOT_FOUND, 400, 400, 200},
		{7, 2, 1, 3, 0, 0, 400, 400, 200},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(
			command_words(CAP, 0x13, t[i].message,
				      (uint32_t[]){t[i].domain, t[i].a, t[i].b},
				      t[i].n),
			t[i].status);
		ACCEPT(0x13, 8, 0);
		assert_int_equal(word(1), t[i].level);
		ACCEPT(0x13, 6, 0);
		ASSERT_WORDS(t[i].max, t[i].min);
	}
	REFUSE(NOT_FOUND, 0x13, 8, SCMI_NR_PERF_DOMAINS);
	REFUSE(NOT_FOUND, 0x13, 6, SCMI_NR_PERF_DOMAINS);
}

static void reset(void **state)
{
	static const struct {
		uint32_t domain, flags, how;
		int32_t status;
	} t[] = {
		{0, 0, 0, 0},
		{1, 1, 0, 0},
		{1, 2, 0, 0},
		{1, 3, 0, SCMI_STATUS_INVALID_PARAMETERS},
		{1, 4, 0, SCMI_STATUS_INVALID_PARAMETERS},
		{0, 5, 0, SCMI_STATUS_NOT_SUPPORTED},
		{1, 5, 0, 0},
		{1, 8, 0, SCMI_STATUS_INVALID_PARAMETERS},
		{1, 1, 1, SCMI_STATUS_INVALID_PARAMETERS},
		{SCMI_NR_RESETS, 1, 0, SCMI_STATUS_NOT_FOUND},
	};

	command(0x16, 0);
	assert_int_equal(word(1), 0x30001);
	command(0x16, 1);
	assert_int_equal(word(1), SCMI_NR_RESETS);
	ACCEPT(0x16, 3, 1);
	assert_int_equal(word(1), 7u << 29);
	assert_string_equal((char *)x.reply + 12, "ref-reset1");
	ACCEPT(0x16, 3, 0);
	assert_int_equal(word(1), 1u << 30);
	REFUSE(NOT_FOUND, 0x16, 3, SCMI_NR_RESETS);
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(
			command(0x16, 4, t[i].domain, t[i].flags, t[i].how),
			t[i].status);
}

static void voltage_describes(void **state)
{
	uint32_t index = 0;

	command(0x17, 0);
	assert_int_equal(word(1), 0x20001);
	command(0x17, 1);
	assert_int_equal(word(1), SCMI_NR_VOLTAGES);
	ACCEPT(0x17, 3, 0);
	assert_int_equal(word(1), 0);
	ACCEPT(0x17, 3, 1);
	assert_int_equal(word(1), 3u << 30);
	assert_string_equal((char *)x.reply + 8, "ref-voltage1");
	REFUSE(NOT_FOUND, 0x17, 3, SCMI_NR_VOLTAGES);

	ACCEPT(0x17, 4, 0, 0);
	ASSERT_WORDS(1 << 12 | 3, 600000, 1200000, 25000);
	REFUSE(OUT_OF_RANGE, 0x17, 4, 0, 1);
	do {
		uint32_t count;

		assert_int_equal(command_cap(24, 0x17, 4, 1, index), 0);
		count = word(1) & 0xfff;
		assert_int_equal(word(1) >> 16, 10 - index - count);
		for (uint32_t i = 0; i < count; i++)
			assert_int_equal(word(2 + i),
					 900000 + 100000 * (index + i));
		index += count;
	} while (word(1) >> 16);
	assert_int_equal(index, 10);
	REFUSE(OUT_OF_RANGE, 0x17, 4, 1, 10);
	REFUSE(NOT_FOUND, 0x17, 4, SCMI_NR_VOLTAGES, 0);
}

static void voltage_levels(void **state)
{
	static const struct {
		uint32_t domain, flags, level;
		int32_t status;
		uint32_t after; /* of domain 0 */
	} t[] = {
		{0, 0, 600000, 0, 600000},
		{0, 0, 1200000, 0, 1200000},
		{0, 0, 1225000, SCMI_STATUS_OUT_OF_RANGE, 1200000},
		{0, 0, 575000, SCMI_STATUS_OUT_OF_RANGE, 1200000},
		{0, 0, 0x80000000, SCMI_STATUS_OUT_OF_RANGE, 1200000},
		{0, 0, 625001, SCMI_STATUS_INVALID_PARAMETERS, 1200000},
		{0, 1, 625000, SCMI_STATUS_NOT_SUPPORTED, 1200000},
		{0, 2, 625000, SCMI_STATUS_INVALID_PARAMETERS, 1200000},
		{1, 1, 2000000, SCMI_STATUS_OUT_OF_RANGE, 1200000},
		{SCMI_NR_VOLTAGES, 0, 625000, SCMI_STATUS_NOT_FOUND, 1200000},
		{1, 0, 1000000, 0, 1200000},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(
			command(0x17, 7, t[i].domain, t[i].flags, t[i].level),
			t[i].status);
		ACCEPT(0x17, 8, 0);
		assert_int_equal(word(1), t[i].after);
	}
	ACCEPT(0x17, 8, 1);
	assert_int_equal(word(1), 1000000);
	REFUSE(NOT_FOUND, 0x17, 8, SCMI_NR_VOLTAGES);
}

static void voltage_config(void **state)
{
	ACCEPT(0x17, 6, 1);
	assert_int_equal(word(1), 7);
	ACCEPT(0x17, 5, 1, 0);
	REFUSE(INVALID_PARAMETERS, 0x17, 5, 1, 3);
	ACCEPT(0x17, 6, 1);
	assert_int_equal(word(1), 0);
	REFUSE(NOT_FOUND, 0x17, 5, SCMI_NR_VOLTAGES, 0);
	REFUSE(NOT_FOUND, 0x17, 6, SCMI_NR_VOLTAGES);
}

static void sensor_switched_off(void **state)
{
	const struct {
		uint32_t sensor, flags;
	} reading[] = {{1, 0}, {4, 0}, {4, 1}};

	for (size_t i = 0; i < sizeof(reading) / sizeof(reading[0]); i++) {
		const uint32_t sensor = reading[i].sensor;
		const uint32_t flags = reading[i].flags;

		ACCEPT(0x15, 10, sensor, 0);
		REFUSE(DENIED, 0x15, 6, sensor, flags);
		ACCEPT(0x15, 6, 0, 0);
		ACCEPT(0x15, 10, sensor, 1);
		ACCEPT(0x15, 6, sensor, flags);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(power),
		FRESH_TEST(power_states),
		FRESH_TEST(perf_describes),
		FRESH_TEST(perf_negotiated),
		FRESH_TEST(perf_indices),
		FRESH_TEST(perf_levels),
		FRESH_TEST(reset),
		FRESH_TEST(voltage_describes),
		FRESH_TEST(voltage_levels),
		FRESH_TEST(voltage_config),
		FRESH_TEST(sensor_switched_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
