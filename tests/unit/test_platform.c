// SPDX-License-Identifier: GPL-2.0-only
/* Every command of the platform, every status, every boundary of a length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "platform.h"

#define CAP 128
#define HDR(type, protocol, message)                   \
	((uint32_t)(message) | (uint32_t)(type) << 8 | \
	 (uint32_t)(protocol) << 10 | 0x155u << 18)

struct exchange {
	struct scmi_platform platform;
	uint8_t reply[CAP];
	size_t len;
};

static void put32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static uint32_t word(const struct exchange *x, size_t n)
{
	const uint8_t *p = x->reply + 4 * n;

	assert_in_range(4 * n + 4, 0, x->len);
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint64_t word64(const struct exchange *x, size_t n)
{
	return word(x, n) | (uint64_t)word(x, n + 1) << 32;
}

/*
 * Sends @len bytes at @req in memory of exactly that size and takes the reply
 * in memory of exactly @cap bytes, so that a sanitizer sees each step beyond.
 */
static int32_t send_raw(struct exchange *x, uint32_t hdr, const void *req,
			size_t len, size_t cap)
{
	uint8_t *in = len ? malloc(len) : NULL;
	uint8_t *out = malloc(cap ? cap : 1);

	if (len)
		memcpy(in, req, len);
	x->len = scmi_platform_handle(&x->platform, hdr, in, len, out, cap);
	assert_in_range(x->len, 0, cap);
	memcpy(x->reply, out, x->len);
	free(in);
	free(out);
	return x->len ? (int32_t)word(x, 0) : 1;
}

/* A command with @n words of payload; checks that an error stands alone. */
static int32_t command_cap(struct exchange *x, size_t cap, uint8_t protocol,
			   uint8_t message, size_t n, ...)
{
	uint8_t req[64];
	va_list ap;
	int32_t status;

	va_start(ap, n);
	for (size_t i = 0; i < n; i++)
		put32(req + 4 * i, va_arg(ap, uint32_t));
	va_end(ap);
	status = send_raw(x, HDR(0, protocol, message), req, 4 * n, cap);
	if (status)
		assert_int_equal(x->len, 4);
	return status;
}

#define command(x, ...) command_cap(x, CAP, __VA_ARGS__)

static int setup(void **state)
{
	struct exchange *x = calloc(1, sizeof(*x));

	memset(&x->platform, 0xa5, sizeof(x->platform));
	scmi_platform_init(&x->platform);
	*state = x;
	return 0;
}

static int teardown(void **state)
{
	free(*state);
	return 0;
}

static const struct {
	uint8_t protocol, message;
	size_t words;	  /* in a request */
	size_t reply_len; /* with arguments of zero and room for CAP bytes */
	size_t reply_min; /* the room it cannot do without */
} commands[] = {
	{0x10, 0, 0, 8, 8},
	{0x10, 1, 0, 8, 8},
	{0x10, 2, 1, 8, 8},
	{0x10, 3, 0, 20, 20},
	{0x10, 4, 0, 20, 20},
	{0x10, 5, 0, 8, 8},
	{0x10, 6, 1, 12, 12},
	{0x10, 7, 1, 24, 24},
	{0x14, 0, 0, 8, 8},
	{0x14, 1, 0, 8, 8},
	{0x14, 2, 1, 8, 8},
	{0x14, 3, 1, 24, 24},
	{0x14, 4, 2, 32, 32},
	{0x14, 6, 1, 12, 12},
	{0x14, 7, 2, 4, 4},
	{0x15, 0, 0, 8, 8},
	{0x15, 1, 0, 20, 20},
	{0x15, 2, 1, 8, 8},
	{0x15, 3, 1, 8 + 4 * 28, 8 + 28},
	{0x15, 6, 2, 12, 12},
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void lengths(void **state)
{
	struct exchange *x = *state;
	uint8_t req[64] = {0};

	for (size_t i = 0; i < NR_COMMANDS; i++) {
		uint32_t hdr =
			HDR(0, commands[i].protocol, commands[i].message);

		for (size_t len = 0; len <= sizeof(req); len++) {
			int32_t status = send_raw(x, hdr, req, len, CAP);
			int good = len == 4 * commands[i].words;

			assert_int_equal(status,
					 good ? 0 : SCMI_STATUS_PROTOCOL_ERROR);
			assert_int_equal(x->len,
					 good ? commands[i].reply_len : 4);
		}
	}
}

static void reply_room(void **state)
{
	struct exchange *x = *state;
	uint8_t req[64] = {0};

	for (size_t i = 0; i < NR_COMMANDS; i++) {
		uint32_t hdr =
			HDR(0, commands[i].protocol, commands[i].message);

		for (size_t cap = 0; cap <= CAP; cap++) {
			struct scmi_platform before = x->platform;
			int32_t status = send_raw(x, hdr, req,
						  4 * commands[i].words, cap);

			if (cap < 4) {
				assert_int_equal(x->len, 0);
			} else if (cap < commands[i].reply_min) {
				assert_int_equal(status,
						 SCMI_STATUS_COMMS_ERROR);
				assert_int_equal(x->len, 4);
			} else {
				assert_int_equal(status, 0);
				continue;
			}
			assert_memory_equal(&before, &x->platform,
					    sizeof(before));
		}
	}
}

static void types(void **state)
{
	struct exchange *x = *state;

	for (uint32_t type = 1; type <= 3; type++) {
		assert_int_equal(send_raw(x, HDR(type, 0x10, 0), NULL, 0, CAP),
				 SCMI_STATUS_PROTOCOL_ERROR);
		assert_int_equal(x->len, 4);
	}
	/* Token and reserved bits make no difference. */
	assert_int_equal(
		send_raw(x, HDR(0, 0x10, 0) | 0xf0000000, NULL, 0, CAP), 0);
	assert_int_equal(
		send_raw(x, HDR(0, 0x10, 0) ^ 0x0ffc0000, NULL, 0, CAP), 0);
}

static int is_command(uint8_t protocol, uint32_t message)
{
	if (protocol == 0x14 && message == 5)
		return 1; /* not in the table: zeros are no rate */
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (commands[i].protocol == protocol &&
		    commands[i].message == message)
			return 1;
	return 0;
}

static void unknown(void **state)
{
	struct exchange *x = *state;

	for (uint32_t protocol = 0; protocol < 256; protocol++) {
		int known = protocol == 0x10 || protocol == 0x14 ||
			    protocol == 0x15;

		for (uint32_t message = 0; message < 256; message++) {
			int32_t status;

			if (known && is_command((uint8_t)protocol, message))
				continue;
			status = command(x, (uint8_t)protocol, (uint8_t)message,
					 0);
			assert_int_equal(status, SCMI_STATUS_NOT_SUPPORTED);
		}
	}
}

static void message_attributes(void **state)
{
	static const uint8_t protocols[] = {0x10, 0x14, 0x15};
	struct exchange *x = *state;

	for (size_t i = 0; i < 3; i++) {
		for (uint32_t message = 0; message < 600; message++) {
			int known = message < 256 &&
				    is_command(protocols[i], message);

			assert_int_equal(
				command(x, protocols[i], 2, 1, message),
				known ? 0 : SCMI_STATUS_NOT_FOUND);
			if (known)
				assert_int_equal(word(x, 1), 0);
		}
	}
}

static void base(void **state)
{
	struct exchange *x = *state;

	command(x, 0x10, 0, 0);
	assert_int_equal(word(x, 1), 0x20000);
	command(x, 0x10, 1, 0);
	assert_int_equal(word(x, 1), 1 << 8 | 2);
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
	assert_int_equal(word(x, 1), 2);
	assert_int_equal(word(x, 2), 0x1514);
	assert_int_equal(command(x, 0x10, 6, 1, 1), 0);
	assert_int_equal(word(x, 1), 1);
	assert_int_equal(word(x, 2), 0x15);
	/* The end of the list is no error, what is beyond it is. */
	assert_int_equal(command(x, 0x10, 6, 1, 2), 0);
	assert_int_equal(x->len, 8);
	assert_int_equal(word(x, 1), 0);
	assert_int_equal(command(x, 0x10, 6, 1, 3),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x10, 6, 1, 0xffffffff),
			 SCMI_STATUS_INVALID_PARAMETERS);
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
	assert_int_equal(word(x, 1), 0x10000);
	command(x, 0x14, 1, 0);
	assert_int_equal(word(x, 1), SCMI_NR_CLOCKS);

	assert_int_equal(command(x, 0x14, 3, 1, 3), 0);
	assert_int_equal(word(x, 1), 0);
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

static uint64_t rate(struct exchange *x, uint32_t clock)
{
	assert_int_equal(command(x, 0x14, 6, 1, clock), 0);
	return word64(x, 1);
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
		{1, 0, 2000000, 0, SCMI_STATUS_NOT_SUPPORTED, 1000000000},
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

static void clock_config(void **state)
{
	struct exchange *x = *state;

	assert_int_equal(command(x, 0x14, 7, 2, 2, 1), 0);
	command(x, 0x14, 3, 1, 2);
	assert_int_equal(word(x, 1), 1);
	command(x, 0x14, 3, 1, 1);
	assert_int_equal(word(x, 1), 0);
	assert_int_equal(command(x, 0x14, 7, 2, 2, 2),
			 SCMI_STATUS_INVALID_PARAMETERS);
	command(x, 0x14, 3, 1, 2);
	assert_int_equal(word(x, 1), 1);
	assert_int_equal(command(x, 0x14, 7, 2, 2, 0), 0);
	command(x, 0x14, 3, 1, 2);
	assert_int_equal(word(x, 1), 0);
	assert_int_equal(command(x, 0x14, 7, 2, SCMI_NR_CLOCKS, 0),
			 SCMI_STATUS_NOT_FOUND);
}

static void sensor_describes(void **state)
{
	struct exchange *x = *state;
	uint32_t index = 0, pages = 0;

	command(x, 0x15, 0, 0);
	assert_int_equal(word(x, 1), 0x10000);
	command(x, 0x15, 1, 0);
	assert_int_equal(word(x, 1), SCMI_NR_SENSORS);
	assert_int_equal(word(x, 4), 0);

	do {
		uint32_t count;

		assert_int_equal(command(x, 0x15, 3, 1, index), 0);
		count = word(x, 1) & 0xffff;
		assert_int_equal(word(x, 1) >> 16,
				 SCMI_NR_SENSORS - index - count);
		assert_int_equal(x->len, 8 + 28 * count);
		for (uint32_t i = 0; i < count; i++) {
			char name[16] = "ref-temp0";

			name[8] = (char)('0' + index + i);
			assert_int_equal(word(x, 2 + 7 * i), index + i);
			assert_int_equal(word(x, 3 + 7 * i), 0);
			assert_int_equal(word(x, 4 + 7 * i), 0x1d << 11 | 2);
			assert_memory_equal(x->reply + 20 + 28 * i, name, 16);
		}
		index += count;
		pages++;
	} while (word(x, 1) >> 16);
	assert_int_equal(index, SCMI_NR_SENSORS);
	assert_int_equal(pages, 2);
	assert_int_equal(command(x, 0x15, 3, 1, SCMI_NR_SENSORS),
			 SCMI_STATUS_INVALID_PARAMETERS);
}

static void sensor_reads(void **state)
{
	struct exchange *x = *state;

	for (uint32_t n = 0; n < 1000; n++) {
		assert_int_equal(command(x, 0x15, 6, 2, 0, 0), 0);
		assert_int_equal(word64(x, 1), 20000 + n);
	}
	assert_int_equal(command(x, 0x15, 6, 2, 5, 0), 0);
	assert_int_equal(word64(x, 1), 25000);
	assert_int_equal(command(x, 0x15, 6, 2, 0, 1),
			 SCMI_STATUS_NOT_SUPPORTED);
	assert_int_equal(command(x, 0x15, 6, 2, 0, 2),
			 SCMI_STATUS_INVALID_PARAMETERS);
	assert_int_equal(command(x, 0x15, 6, 2, SCMI_NR_SENSORS, 0),
			 SCMI_STATUS_NOT_FOUND);
	/* What was refused was not read. */
	assert_int_equal(command_cap(x, 11, 0x15, 6, 2, 0, 0),
			 SCMI_STATUS_COMMS_ERROR);
	assert_int_equal(command(x, 0x15, 6, 2, 0, 0), 0);
	assert_int_equal(word64(x, 1), 21000);
	/* No trip points, so nothing to configure. */
	assert_int_equal(command(x, 0x15, 5, 4, 0, 3, 0, 0),
			 SCMI_STATUS_NOT_SUPPORTED);
}

/* Two platforms share nothing. */
static void instances(void **state)
{
	struct exchange *x = *state;
	struct exchange y;

	scmi_platform_init(&y.platform);
	command(x, 0x15, 6, 2, 0, 0);
	command(x, 0x14, 5, 4, 0, 0, 5000000, 0);
	assert_int_equal(command(&y, 0x15, 6, 2, 0, 0), 0);
	assert_int_equal(word64(&y, 1), 20000);
	assert_int_equal(rate(&y, 0), 100000000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lengths),
		TEST(reply_room),
		TEST(types),
		TEST(unknown),
		TEST(message_attributes),
		TEST(base),
		TEST(base_list),
		TEST(base_agent),
		TEST(clock_describes),
		TEST(clock_rates),
		TEST(clock_config),
		TEST(sensor_describes),
		TEST(sensor_reads),
		TEST(instances),
	};

	return cmocka_run_group_tests_name("platform", tests, NULL, NULL);
}
