// SPDX-License-Identifier: GPL-2.0-only
/* Replies and errors of each command of Base, Clock and Sensor. */
#include <endian.h>

#include "scmi_exchange.h"

static void base(void **state)
{
	command(0x10, 0);
	assert_int_equal(word(1), 0x20001);
	command(0x10, 1);
	assert_int_equal(word(1), 1 << 8 | 10);
	command(0x10, 3);
	assert_string_equal((char *)x.reply + 4, "scmi-perf");
	command(0x10, 4);
	assert_string_equal((char *)x.reply + 4, "reference");
	command(0x10, 5);
	assert_int_equal(word(1), 1);
}

static void base_list(void **state)
{
	ACCEPT(0x10, 6, 0);
	ASSERT_WORDS(10, 0x14131211, 0x18171615, 0x8019);
	ACCEPT(0x10, 6, 7);
	ASSERT_WORDS(3, 0x801918);
	/* As many as fit. */
	assert_int_equal(command_cap(12, 0x10, 6, 1), 0);
	ASSERT_WORDS(4, 0x15141312);
	/* The end of the list is valid; an index beyond it is an error. */
	ACCEPT(0x10, 6, 10);
	assert_int_equal(x.len, 8);
	assert_int_equal(word(1), 0);
	/* An empty list needs no room, but it must not hide protocols. */
	assert_int_equal(command_cap(8, 0x10, 6, 10), 0);
	assert_int_equal(word(1), 0);
	assert_int_equal(command_cap(8, 0x10, 6, 9), SCMI_STATUS_COMMS_ERROR);
	assert_int_equal(command_cap(12, 0x10, 6, 9), 0);
	REFUSE(INVALID_PARAMETERS, 0x10, 6, 11);
	REFUSE(INVALID_PARAMETERS, 0x10, 6, 0xffffffff);
}

static void vendor_echo(void **state)
{
	ACCEPT(0x80, 3, 0x12345678, 0xfedcba98);
	ASSERT_WORDS(0x12345678, 0xfedcba98);
}

static void base_agent(void **state)
{
	ACCEPT(0x10, 7, 0);
	assert_string_equal((char *)x.reply + 8, "platform");
	ACCEPT(0x10, 7, 1);
	assert_string_equal((char *)x.reply + 8, "OSPM");
	ACCEPT(0x10, 7, 0xffffffff);
	assert_int_equal(word(1), 1);
	REFUSE(NOT_FOUND, 0x10, 7, 2);
	REFUSE(NOT_FOUND, 0x10, 7, 0xfffffffe);
}

static void clock_describes(void **state)
{
	uint32_t index = 0, pages = 0;

	command(0x14, 0);
	assert_int_equal(word(1), 0x30000);
	command(0x14, 1);
	assert_int_equal(word(1), SCMI_MAX_ASYNC << 16 | SCMI_NR_CLOCKS);

	ACCEPT(0x14, 3, 3);
	assert_int_equal(word(1), 3u << 30 | 1 << 1);
	assert_string_equal((char *)x.reply + 8, "ref-clock3");
	REFUSE(NOT_FOUND, 0x14, 3, SCMI_NR_CLOCKS);

	/* A range is a triplet and has no second part. */
	ACCEPT(0x14, 4, 0, 0);
	assert_int_equal(word(1), 1 << 12 | 3);
	assert_int_equal(word64(2), 1000000);
	assert_int_equal(word64(4), 1000000000);
	assert_int_equal(word64(6), 1000000);
	REFUSE(OUT_OF_RANGE, 0x14, 4, 0, 1);
	REFUSE(NOT_FOUND, 0x14, 4, SCMI_NR_CLOCKS, 0);

	/* A list comes in pages, each rate once. */
	do {
		uint32_t count;

		ACCEPT(0x14, 4, 1, index);
		count = word(1) & 0xfff;
		assert_int_equal(word(1) >> 16, 16 - index - count);
		assert_int_equal(x.len, 8 + 8 * count);
		for (uint32_t i = 0; i < count; i++)
			assert_int_equal(word64(2 + 2 * i),
					 50000000ull * (index + i + 1));
		index += count;
		pages++;
	} while (word(1) >> 16);
	assert_int_equal(index, 16);
	assert_int_equal(pages, 2);
	ACCEPT(0x14, 4, 1, 15);
	REFUSE(OUT_OF_RANGE, 0x14, 4, 1, 16);
}

static void clock_rates(void **state)
{
	static const struct {
		uint32_t flags, clock, low, high;
		int32_t status;
		uint64_t rate;
	} t[] = {
		{0, 0, 7000000, 0, 0, 7000000},
		{0, 0, 7999999, 0, 0, 7000000},
		{4, 0, 7000001, 0, 0, 8000000},
		{4, 0, 7000000, 0, 0, 7000000},
		{8, 0, 7500000, 0, 0, 7000000},
		{8, 0, 7500001, 0, 0, 8000000},
		{12, 0, 7500001, 0, 0, 8000000},
		{2, 0, 9000000, 0, 0, 9000000},
		{0, 0, 1000000, 0, 0, 1000000},
		{0, 0, 999999, 0, SCMI_STATUS_INVALID_PARAMETERS, 1000000},
		{0, 0, 1000000000, 0, 0, 1000000000},
		{4, 0, 1000000001, 0, SCMI_STATUS_INVALID_PARAMETERS,
		 1000000000},
		{0, 0, 1000000, 1, SCMI_STATUS_INVALID_PARAMETERS, 1000000000},
		{16, 0, 2000000, 0, SCMI_STATUS_INVALID_PARAMETERS, 1000000000},
		{4, 1, 799999999, 0, 0, 800000000},
		{0, 1, 800000001, 0, SCMI_STATUS_INVALID_PARAMETERS, 800000000},
		{0, 1, 0, 0, SCMI_STATUS_INVALID_PARAMETERS, 800000000},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(command(0x14, 5, t[i].flags, t[i].clock,
					 t[i].low, t[i].high),
				 t[i].status);
		assert_int_equal(rate(t[i].clock), t[i].rate);
	}
	assert_int_equal(rate(2), 100000000);
	REFUSE(NOT_FOUND, 0x14, 5, 0, SCMI_NR_CLOCKS, 1000000, 0);
	REFUSE(NOT_FOUND, 0x14, 6, SCMI_NR_CLOCKS);
	REFUSE(PROTOCOL_ERROR, 0x14, 5, 0, 0, 1000000);
}

static uint32_t enabled(uint32_t clock)
{
	ACCEPT(0x14, 3, clock);
	return word(1) & 1;
}

/* As Clock 1.0 has it. */
static void clock_config(void **state)
{
	ACCEPT(0x14, 7, 2, 1);
	assert_int_equal(enabled(2), 1);
	assert_int_equal(enabled(1), 0);
	REFUSE(INVALID_PARAMETERS, 0x14, 7, 2, 2);
	assert_int_equal(enabled(2), 1);
	ACCEPT(0x14, 7, 2, 0);
	assert_int_equal(enabled(2), 0);
	REFUSE(NOT_FOUND, 0x14, 7, SCMI_NR_CLOCKS, 0);
}

static void sensor_describes(void **state)
{
	uint32_t index = 0, pages = 0;

	command(0x15, 0);
	assert_int_equal(word(1), 0x30001);
	command(0x15, 1);
	assert_int_equal(word(1), SCMI_MAX_ASYNC << 16 | SCMI_NR_SENSORS);
	assert_int_equal(word(4), 0);

	do {
		uint32_t count;

		ACCEPT(0x15, 3, index);
		count = word(1) & 0xffff;
		assert_int_equal(word(1) >> 16,
				 SCMI_NR_SENSORS - index - count);
		assert_int_equal(x.len, 8 + 28 * count);
		for (uint32_t i = 0; i < count; i++) {
			const uint32_t n = index + i;
			char name[16] = "ref-temp0", last[16] = "ref-accel6";

			name[8] = (char)('0' + n);
			assert_int_equal(word(2 + 7 * i), n);
			assert_int_equal(word(3 + 7 * i),
					 n == 1	  ? 3u << 29 | 1
					 : n < 4  ? 1u << 30 | 1
					 : n == 6 ? 0
						  : 3u << 30 | 1);
			assert_int_equal(word(4 + 7 * i),
					 n == 6 ? 1 << 8 | 3 << 16
						: 0x1d << 11 | 2);
			assert_memory_equal(x.reply + 20 + 28 * i,
					    n == 6 ? last : name, 16);
		}
		index += count;
		pages++;
	} while (word(1) >> 16);
	assert_int_equal(index, SCMI_NR_SENSORS);
	assert_int_equal(pages, 2);
	REFUSE(INVALID_PARAMETERS, 0x15, 3, SCMI_NR_SENSORS);
}

/* Three axes, in one part or in several, and three readings at a time. */
static void sensor_axes(void **state)
{
	for (size_t cap = 36; cap <= 92; cap += 28) {
		uint32_t index = 0, count;

		do {
			assert_int_equal(command_cap(cap, 0x15, 7, 6, index),
					 0);
			count = word(1) & 0x3f;
			assert_int_equal(count, (cap - 8) / 28 > 3 - index
							? 3 - index
							: (cap - 8) / 28);
			assert_int_equal(word(1) >> 26, 3 - index - count);
			assert_int_equal(word(2), index);
			assert_int_equal(word(4), 0x1d << 11 | 0x59);
			index += count;
		} while (word(1) >> 26);
		assert_int_equal(index, 3);
	}
	assert_string_equal((char *)x.reply + 20 + 2 * 28, "ref-axis2");
	REFUSE(OUT_OF_RANGE, 0x15, 7, 6, 3);
	REFUSE(NOT_SUPPORTED, 0x15, 7, 0, 0);
	for (uint32_t n = 0; n < 2; n++) {
		ACCEPT(0x15, 6, 6, 0);
		assert_int_equal(x.len, 4 + 3 * 16);
		for (size_t axis = 0; axis < 3; axis++)
			assert_int_equal(word64(1 + 4 * axis),
					 26000 + n + 1000 * axis);
	}
	REFUSE(NOT_SUPPORTED, 0x15, 6, 6, 1);
	REFUSE(NOT_SUPPORTED, 0x15, 5, 6, 3, 0, 0);
	/* No notifications, although they can be asked for. */
	ACCEPT(0x15, 4, 6, 1);
	for (int n = 0; n < 1000; n++)
		command(0x15, 6, 6, 0);
	assert_int_equal(x.platform.nr_events, 0);
	ACCEPT(0x15, 11, 6, 1);
	assert_int_equal(scmi_platform_update_interval(&x.platform, 6), 0);
	/* Without room for three readings. */
	assert_int_equal(command_cap(51, 0x15, 6, 6, 0),
			 SCMI_STATUS_COMMS_ERROR);
}

static void sensor_reads(void **state)
{
	for (uint32_t n = 0; n < 2500; n++) {
		ACCEPT(0x15, 6, 0, 0);
		assert_int_equal(word64(1), 20000 + n % 1000);
		assert_int_equal(word64(3), 0);
	}
	ACCEPT(0x15, 6, 5, 0);
	assert_int_equal(word64(1), 25000);
	REFUSE(NOT_SUPPORTED, 0x15, 6, 3, 1);
	REFUSE(INVALID_PARAMETERS, 0x15, 6, 0, 2);
	REFUSE(NOT_FOUND, 0x15, 6, SCMI_NR_SENSORS, 0);
	/* A refused command does not read the sensor. */
	assert_int_equal(command_cap(19, 0x15, 6, 0, 0),
			 SCMI_STATUS_COMMS_ERROR);
	ACCEPT(0x15, 6, 0, 0);
	assert_int_equal(word64(1), 20500);
}

static void sensor_config(void **state)
{
	uint32_t ms = (1 << 5 | 0x1d) << 11, none = (7 << 5 | 0x1d) << 11;

	ACCEPT(0x15, 9, 2);
	assert_int_equal(word(1), ms | 1);
	ACCEPT(0x15, 10, 2, ms | 1 << 9);
	command(0x15, 9, 2);
	assert_int_equal(word(1), ms);
	REFUSE(INVALID_PARAMETERS, 0x15, 10, 2, ms | 2);
	REFUSE(INVALID_PARAMETERS, 0x15, 10, 2, none | 1);
	REFUSE(NOT_FOUND, 0x15, 10, SCMI_NR_SENSORS, ms);
	REFUSE(NOT_FOUND, 0x15, 9, SCMI_NR_SENSORS);
	REFUSE(NOT_FOUND, 0x15, 8, SCMI_NR_SENSORS, 0);
	REFUSE(INVALID_PARAMETERS, 0x15, 8, 0, 4);
	assert_int_equal(command_cap(16, 0x15, 8, 0, 1), 0);
	ASSERT_WORDS(1 << 16 | 2, 1 << 5 | 0x1d, 10 << 5 | 0x1d);
}

static uint64_t time_now = 0x123456789abcdef;

static uint64_t read_time(void)
{
	return time_now++;
}

/* Readings have time stamps in ns where there is a clock, and the agent asks. */
static void sensor_time_stamps(void **state)
{
	const uint32_t with = 1 << 9 | 0x17 << 10;
	const uint64_t first = time_now;
	uint8_t delayed[24];
	uint64_t stamp;

	/* Without a clock, sensor_config() sees them refused. */
	ACCEPT(0x15, 3, 0);
	assert_int_equal(word(3) & 0x7e00, 0);
	x.platform.clock = read_time;
	for (uint32_t n = 0; n < SCMI_NR_SENSORS; n++) {
		ACCEPT(0x15, 3, n);
		assert_int_equal(word(3) & 0x7e00, with);
		ACCEPT(0x15, 6, n, 0);
		assert_int_equal(word64(3), 0);
		/* Without an interval, the old one stays. */
		ACCEPT(0x15, 10, n, 3);
		ACCEPT(0x15, 9, n);
		assert_int_equal(word(1), (1 << 5 | 0x1d) << 11 | 3);
	}
	assert_int_equal(time_now, first);
	ACCEPT(0x15, 6, 0, 0);
	assert_int_equal(word64(3), first);
	/* The readings of all axes are of one time. */
	ACCEPT(0x15, 6, 6, 0);
	for (size_t axis = 0; axis < 3; axis++)
		assert_int_equal(word64(3 + 4 * axis), first + 1);
	/* A delayed response, and an update. */
	ACCEPT(0x15, 6, 5, 1);
	assert_int_equal(scmi_platform_complete(&x.platform, &x.platform.async,
						delayed, sizeof(delayed)),
			 24);
	memcpy(&stamp, delayed + 16, 8);
	assert_int_equal(le64toh(stamp), first + 2);
	x.platform.nr_events = 0;
	scmi_platform_update(&x.platform, 3);
	assert_int_equal(x.platform.nr_events, 1);
	memcpy(&stamp, x.platform.events[0].payload + 16, 8);
	assert_int_equal(le64toh(stamp), first + 3);
	/* Switched off again. */
	ACCEPT(0x15, 10, 0, 1);
	ACCEPT(0x15, 6, 0, 0);
	assert_int_equal(word64(3), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(base),
		FRESH_TEST(base_list),
		FRESH_TEST(vendor_echo),
		FRESH_TEST(base_agent),
		FRESH_TEST(clock_describes),
		FRESH_TEST(clock_rates),
		FRESH_TEST(clock_config),
		FRESH_TEST(sensor_describes),
		FRESH_TEST(sensor_axes),
		FRESH_TEST(sensor_reads),
		FRESH_TEST(sensor_config),
		FRESH_TEST(sensor_time_stamps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
