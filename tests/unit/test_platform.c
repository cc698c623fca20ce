// SPDX-License-Identifier: GPL-2.0-only
/* Dispatch: every length of every command, and unknown commands. */
#include "scmi_exchange.h"

static const struct {
	uint8_t protocol, message;
	size_t words;	  /* in a request */
	size_t reply_len; /* with arguments of zero and room for CAP bytes */
	size_t reply_min; /* the least capacity for the reply */
} commands[] = {
	{0x10, 0, 0, 8, 8},
	{0x10, 1, 0, 8, 8},
	{0x10, 2, 1, 8, 8},
	{0x10, 3, 0, 20, 20},
	{0x10, 4, 0, 20, 20},
	{0x10, 5, 0, 8, 8},
	{0x10, 6, 1, 16, 12},
	{0x10, 7, 1, 24, 24},
	{0x11, 0, 0, 8, 8},
	{0x11, 1, 0, 20, 20},
	{0x11, 2, 1, 8, 8},
	{0x11, 3, 1, 24, 24},
	{0x11, 4, 3, 4, 4},
	{0x11, 5, 1, 8, 8},
	{0x13, 0, 0, 8, 8},
	{0x13, 1, 0, 20, 20},
	{0x13, 2, 1, 8, 8},
	{0x13, 3, 1, 36, 36},
	{0x13, 4, 2, 8 + 5 * 12, 8 + 12},
	{0x13, 6, 1, 12, 12},
	{0x13, 8, 1, 8, 8},
	{0x13, 9, 2, 4, 4},
	{0x13, 10, 2, 4, 4},
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
	{0x15, 4, 2, 4, 4},
	{0x15, 5, 4, 4, 4},
	{0x15, 6, 2, 20, 20},
	{0x15, 8, 2, 8 + 4 * 4, 8 + 4},
	{0x15, 9, 1, 8, 8},
	{0x15, 11, 2, 4, 4},
	{0x16, 0, 0, 8, 8},
	{0x16, 1, 0, 8, 8},
	{0x16, 2, 1, 8, 8},
	{0x16, 3, 1, 28, 28},
	{0x16, 4, 3, 4, 4},
	{0x17, 0, 0, 8, 8},
	{0x17, 1, 0, 8, 8},
	{0x17, 2, 1, 8, 8},
	{0x17, 3, 1, 24, 24},
	{0x17, 4, 2, 8 + 3 * 4, 8 + 3 * 4},
	{0x17, 5, 2, 4, 4},
	{0x17, 6, 1, 8, 8},
	{0x17, 8, 1, 8, 8},
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
	/* Not in the table, because zeros are not valid as these settings. */
	if ((protocol == 0x14 && message == 5) ||
	    (protocol == 0x13 && (message == 5 || message == 7)) ||
	    (protocol == 0x15 && message == 10) ||
	    (protocol == 0x17 && message == 7))
		return 1;
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
		int known = protocol == 0x10 || protocol == 0x11 ||
			    (protocol >= 0x13 && protocol <= 0x17);

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
	static const uint8_t protocols[] = {0x10, 0x11, 0x13, 0x14,
					    0x15, 0x16, 0x17};
	struct exchange *x = *state;

	for (size_t i = 0; i < sizeof(protocols); i++) {
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

/* Two platforms have no common state. */
static void instances(void **state)
{
	struct exchange *x = *state;
	struct exchange y;

	scmi_platform_init(&y.platform, true);
	command(x, 0x15, 6, 2, 0, 0);
	command(x, 0x14, 5, 4, 0, 0, 5000000, 0);
	assert_int_equal(command(&y, 0x15, 6, 2, 0, 0), 0);
	assert_int_equal(word64(&y, 1), 20000);
	assert_int_equal(rate(&y, 0), 100000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lengths), TEST(reply_room),	 TEST(types),
		TEST(unknown), TEST(message_attributes), TEST(instances),
	};

	return cmocka_run_group_tests_name("platform", tests, NULL, NULL);
}
