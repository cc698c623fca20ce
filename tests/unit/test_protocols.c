// SPDX-License-Identifier: GPL-2.0-only
/* Replies and errors of each command of Base, Clock and Sensor. */
#include "scmi_exchange.h"

static void base(void **state)
{
	struct exchange *x = *state;

	command(x, 0x10, 0, 0);
	assert_int_equal(word(x, 1), 0x20001);
	command(x, 0x10, 1, 0);
	assert_int_equal(word(x, 1), 1 << 8 | 10);
	command(x, 0x10, 3, 0);
	assert_string_equal((char *)x->reply + 4, "scmi-perf");
	command(x, 0x10, 4, 0);
	assert_string_equal((char *)x->reply + 4, "reference");
	command(x, 0x10, 5, 0);
	assert_int_equal(word(x, 1), 1);
}

static void base_list(void **state)
{
	struct exchange *x = *state;

	assert_int_equal(command(x, 0x10, 6, 1, 0), 0);
	assert_int_equal(word(x, 1), 10);
	assert_int_equal(word(x, 2), 0x14131211);
	assert_int_equal(word(x, 3), 0x18171615);
	assert_int_equal(word(x, 4), 0x8019);
	assert_int_equal(command(x, 0x10, 6, 1, 7), 0);
	assert_int_equal(word(x, 1), 3);
	assert_int_equal(word(x, 2), 0x801918);
	/* As many as fit. */
	assert_int_equal(command_cap(x, 12, 0x10, 6, 1, 1), 0);
	assert_int_equal(word(x, 1), 4);
	assert_int_equal(word(x, 2), 0x15141312);
	/* The end of the list is valid; an index beyond it is an error. */
	assert_int_equal(command(x, 0x10, 6, 1, 10), 0);
	assert_int_equal(x->len, 8);
	assert_int_equal(word(x, 1), 0);
	/* An empty list needs no room, but it must not hide protocols. */
	assert_int_equal(command_cap(x, 8, 0x10, 6, 1, 10), 0);
	assert_int_equal(word(x, 1), 0);
	assert_int_equal(command_cap(x, 8, 0x10, 6, 1, 9),
			 SCMI_STATUS_COMMS_ERROR);
	assert_int_equal(command_cap(x, 12, 0x10, 6, 1, 9), 0);
	assert_int_equal(command(x, 0x10, 6, 1, 11),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x10, 6, 1, 0xffffffff),
			 SCMI_STATUS_INVALID_PARAMETERS);
}

static void vendor_echo(void **state)
{
	struct exchange *x = *state;

	assert_int_equal(command(x, 0x80, 3, 2, 0x12345678, 0xfedcba98), 0);
	assert_int_equal(word(x, 1), 0x12345678);
	assert_int_equal(word(x, 2), 0xfedcba98);
}

static void base_agent(void **state)
{
	struct exchange *x = *state;

	assert_int_equal(command(x, 0x10, 7, 1, 0), 0);
	assert_string_equal((char *)x->reply + 8, "platform");
	assert_int_equal(command(x, 0x10, 7, 1, 1), 0);
	assert_string_equal((char *)x->reply + 8, "OSPM");
	assert_int_equal(command(x, 0x10, 7, 1, 0xffffffff), 0);
	assert_int_equal(word(x, 1), 1);
	assert_int_equal(command(x, 0x10, 7, 1, 2), SCMI_STATUS_NOT_FOUND);
	assert_int_equal(command(x, 0x10, 7, 1, 0xfffffffe),
			 SCMI_STATUS_NOT_FOUND);
}

static void clock_describes(void **state)
{
	struct exchange *x = *state;
	uint32_t index = 0, pages = 0;

	command(x, 0x14, 0, 0);
	assert_int_equal(word(x, 1), 0x30000);
	command(x, 0x14, 1, 0);
	assert_int_equal(word(x, 1), SCMI_MAX_ASYNC << 16 | SCMI_NR_CLOCKS);

	assert_int_equal(command(x, 0x14, 3, 1, 3), 0);
	assert_int_equal(word(x, 1), 3u << 30 | 1 << 1);
	assert_string_equal((char *)x->reply + 8, "ref-clock3");
	assert_int_equal(command(x, 0x14, 3, 1, SCMI_NR_CLOCKS),
			 SCMI_STATUS_NOT_FOUND);

	/* A range is a triplet and has no second part. */
	assert_int_equal(command(x, 0x14, 4, 2, 0, 0), 0);
	assert_int_equal(word(x, 1), 1 << 12 | 3);
	assert_int_equal(word64(x, 2), 1000000);
	assert_int_equal(word64(x, 4), 1000000000);
	assert_int_equal(word64(x, 6), 1000000);
	assert_int_equal(command(x, 0x14, 4, 2, 0, 1),
			 SCMI_STATUS_OUT_OF_RANGE);
	assert_int_equal(command(x, 0x14, 4, 2, SCMI_NR_CLOCKS, 0),
			 SCMI_STATUS_NOT_FOUND);

	/* A list comes in pages, each rate once. */
	do {
		uint32_t count;

		assert_int_equal(command(x, 0x14, 4, 2, 1, index), 0);
		count = word(x, 1) & 0xfff;
		assert_int_equal(word(x, 1) >> 16, 16 - index - count);
		assert_int_equal(x->len, 8 + 8 * count);
		for (uint32_t i = 0; i < count; i++)
			assert_int_equal(word64(x, 2 + 2 * i),
					 50000000ull * (index + i + 1));
		index += count;
		pages++;
	} while (word(x, 1) >> 16);
	assert_int_equal(index, 16);
	assert_int_equal(pages, 2);
	assert_int_equal(command(x, 0x14, 4, 2, 1, 15), 0);
	assert_int_equal(command(x, 0x14, 4, 2, 1, 16),
			 SCMI_STATUS_OUT_OF_RANGE);
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
	struct exchange *x = *state;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(command(x, 0x14, 5, 4, t[i].flags, t[i].clock,
					 t[i].low, t[i].high),
				 t[i].status);
		assert_int_equal(rate(x, t[i].clock), t[i].rate);
	}
	assert_int_equal(rate(x, 2), 100000000);
	assert_int_equal(command(x, 0x14, 5, 4, 0, SCMI_NR_CLOCKS, 1000000, 0),
			 SCMI_STATUS_NOT_FOUND);
	assert_int_equal(command(x, 0x14, 6, 1, SCMI_NR_CLOCKS),
			 SCMI_STATUS_NOT_FOUND);
	assert_int_equal(command(x, 0x14, 5, 3, 0, 0, 1000000),
			 SCMI_STATUS_PROTOCOL_ERROR);
}

static uint32_t enabled(struct exchange *x, uint32_t clock)
{
	assert_int_equal(command(x, 0x14, 3, 1, clock), 0);
	return word(x, 1) & 1;
}

/* As Clock 1.0 has it. */
static void clock_config(void **state)
{
	struct exchange *x = *state;

	assert_int_equal(command(x, 0x14, 7, 2, 2, 1), 0);
	assert_int_equal(enabled(x, 2), 1);
	assert_int_equal(enabled(x, 1), 0);
	assert_int_equal(command(x, 0x14, 7, 2, 2, 2),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(enabled(x, 2), 1);
	assert_int_equal(command(x, 0x14, 7, 2, 2, 0), 0);
	assert_int_equal(enabled(x, 2), 0);
	assert_int_equal(command(x, 0x14, 7, 2, SCMI_NR_CLOCKS, 0),
			 SCMI_STATUS_NOT_FOUND);
}

static void sensor_describes(void **state)
{
	struct exchange *x = *state;
	uint32_t index = 0, pages = 0;

	command(x, 0x15, 0, 0);
	assert_int_equal(word(x, 1), 0x30001);
	command(x, 0x15, 1, 0);
	assert_int_equal(word(x, 1), SCMI_MAX_ASYNC << 16 | SCMI_NR_SENSORS);
	assert_int_equal(word(x, 4), 0);

	do {
		uint32_t count;

		assert_int_equal(command(x, 0x15, 3, 1, index), 0);
		count = word(x, 1) & 0xffff;
		assert_int_equal(word(x, 1) >> 16,
				 SCMI_NR_SENSORS - index - count);
		assert_int_equal(x->len, 8 + 28 * count);
		for (uint32_t i = 0; i < count; i++) {
			const uint32_t n = index + i;
			char name[16] = "ref-temp0", last[16] = "ref-accel6";

			name[8] = (char)('0' + n);
			assert_int_equal(word(x, 2 + 7 * i), n);
			assert_int_equal(word(x, 3 + 7 * i),
					 n == 1	  ? 3u << 29 | 1
					 : n < 4  ? 1u << 30 | 1
					 : n == 6 ? 0
						  : 3u << 30 | 1);
			assert_int_equal(word(x, 4 + 7 * i),
					 n == 6 ? 1 << 8 | 3 << 16
						: 0x1d << 11 | 2);
			assert_memory_equal(x->reply + 20 + 28 * i,
					    n == 6 ? last : name, 16);
		}
		index += count;
		pages++;
	} while (word(x, 1) >> 16);
	assert_int_equal(index, SCMI_NR_SENSORS);
	assert_int_equal(pages, 2);
	assert_int_equal(command(x, 0x15, 3, 1, SCMI_NR_SENSORS),
			 SCMI_STATUS_INVALID_PARAMETERS);
}

/* Three axes, in one part or in several, and three readings at a time. */
static void sensor_axes(void **state)
{
	struct exchange *x = *state;

	for (size_t cap = 36; cap <= 92; cap += 28) {
		uint32_t index = 0, count;

		do {
			assert_int_equal(
				command_cap(x, cap, 0x15, 7, 2, 6, index), 0);
			count = word(x, 1) & 0x3f;
			assert_int_equal(count, (cap - 8) / 28 > 3 - index
							? 3 - index
							: (cap - 8) / 28);
			assert_int_equal(word(x, 1) >> 26, 3 - index - count);
			assert_int_equal(word(x, 2), index);
			assert_int_equal(word(x, 4), 0x1d << 11 | 0x59);
			index += count;
		} while (word(x, 1) >> 26);
		assert_int_equal(index, 3);
	}
	assert_string_equal((char *)x->reply + 20 + 2 * 28, "ref-axis2");
	assert_int_equal(command(x, 0x15, 7, 2, 6, 3),
			 SCMI_STATUS_OUT_OF_RANGE);
	assert_int_equal(command(x, 0x15, 7, 2, 0, 0),
			 SCMI_STATUS_NOT_SUPPORTED);
	for (uint32_t n = 0; n < 2; n++) {
		assert_int_equal(command(x, 0x15, 6, 2, 6, 0), 0);
		assert_int_equal(x->len, 4 + 3 * 16);
		for (size_t axis = 0; axis < 3; axis++)
			assert_int_equal(word64(x, 1 + 4 * axis),
					 26000 + n + 1000 * axis);
	}
	assert_int_equal(command(x, 0x15, 6, 2, 6, 1),
			 SCMI_STATUS_NOT_SUPPORTED);
	assert_int_equal(command(x, 0x15, 5, 4, 6, 3, 0, 0),
			 SCMI_STATUS_NOT_SUPPORTED);
	/* No notifications, although they can be asked for. */
	assert_int_equal(command(x, 0x15, 4, 2, 6, 1), 0);
	for (int n = 0; n < 1000; n++)
		command(x, 0x15, 6, 2, 6, 0);
	assert_int_equal(x->platform.nr_events, 0);
	assert_int_equal(command(x, 0x15, 11, 2, 6, 1), 0);
	assert_int_equal(scmi_platform_update_interval(&x->platform, 6), 0);
	/* Without room for three readings. */
	assert_int_equal(command_cap(x, 51, 0x15, 6, 2, 6, 0),
			 SCMI_STATUS_COMMS_ERROR);
}

static void sensor_reads(void **state)
{
	struct exchange *x = *state;

	for (uint32_t n = 0; n < 2500; n++) {
		assert_int_equal(command(x, 0x15, 6, 2, 0, 0), 0);
		assert_int_equal(word64(x, 1), 20000 + n % 1000);
		assert_int_equal(word64(x, 3), 0);
	}
	assert_int_equal(command(x, 0x15, 6, 2, 5, 0), 0);
	assert_int_equal(word64(x, 1), 25000);
	assert_int_equal(command(x, 0x15, 6, 2, 3, 1),
			 SCMI_STATUS_NOT_SUPPORTED);
	assert_int_equal(command(x, 0x15, 6, 2, 0, 2),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x15, 6, 2, SCMI_NR_SENSORS, 0),
			 SCMI_STATUS_NOT_FOUND);
	/* A refused command does not read the sensor. */
	assert_int_equal(command_cap(x, 19, 0x15, 6, 2, 0, 0),
			 SCMI_STATUS_COMMS_ERROR);
	assert_int_equal(command(x, 0x15, 6, 2, 0, 0), 0);
	assert_int_equal(word64(x, 1), 20500);
}

static void sensor_config(void **state)
{
	struct exchange *x = *state;
	uint32_t ms = (1 << 5 | 0x1d) << 11, none = (7 << 5 | 0x1d) << 11;

	assert_int_equal(command(x, 0x15, 9, 1, 2), 0);
	assert_int_equal(word(x, 1), ms | 1);
	assert_int_equal(command(x, 0x15, 10, 2, 2, ms | 1 << 9), 0);
	command(x, 0x15, 9, 1, 2);
	assert_int_equal(word(x, 1), ms);
	assert_int_equal(command(x, 0x15, 10, 2, 2, ms | 2),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x15, 10, 2, 2, none | 1),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x15, 10, 2, SCMI_NR_SENSORS, ms),
			 SCMI_STATUS_NOT_FOUND);
	assert_int_equal(command(x, 0x15, 9, 1, SCMI_NR_SENSORS),
			 SCMI_STATUS_NOT_FOUND);
	assert_int_equal(command(x, 0x15, 8, 2, SCMI_NR_SENSORS, 0),
			 SCMI_STATUS_NOT_FOUND);
	assert_int_equal(command(x, 0x15, 8, 2, 0, 4),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command_cap(x, 16, 0x15, 8, 2, 0, 1), 0);
	assert_int_equal(word(x, 1), 1 << 16 | 2);
	assert_int_equal(word(x, 2), 1 << 5 | 0x1d);
	assert_int_equal(word(x, 3), 10 << 5 | 0x1d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(base),	    TEST(base_list),	    TEST(vendor_echo),
		TEST(base_agent),   TEST(clock_describes),  TEST(clock_rates),
		TEST(clock_config), TEST(sensor_describes), TEST(sensor_axes),
		TEST(sensor_reads), TEST(sensor_config),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
