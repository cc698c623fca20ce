// SPDX-License-Identifier: GPL-2.0-only
/* Dispatch: every length of every command, and whatever is not a command. */
#include "scmi_exchange.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lengths), TEST(reply_room),	 TEST(types),
		TEST(unknown), TEST(message_attributes), TEST(instances),
	};

	return cmocka_run_group_tests_name("platform", tests, NULL, NULL);
}
