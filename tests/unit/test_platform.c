// SPDX-License-Identifier: GPL-2.0-only
/* Dispatch: every length of every command, and unknown commands. */
#include "scmi_exchange.h"

static const struct {
	uint8_t protocol, message;
	size_t words;	  /* in a request; of several lengths, the longest */
	size_t reply_len; /* with arguments of zero and room for CAP bytes */
	size_t reply_min; /* the least capacity for the reply */
} commands[] = {
	{0x10, 0, 0, 8, 8},
	{0x10, 1, 0, 8, 8},
	{0x10, 2, 1, 8, 8},
	{0x10, 3, 0, 20, 20},
	{0x10, 4, 0, 20, 20},
	{0x10, 5, 0, 8, 8},
	{0x10, 6, 1, 20, 12},
	{0x10, 7, 1, 24, 24},
	{0x11, 0, 0, 8, 8},
	{0x11, 1, 0, 20, 20},
	{0x11, 2, 1, 8, 8},
	{0x11, 3, 1, 24, 24},
	{0x11, 4, 3, 4, 4},
	{0x11, 5, 1, 8, 8},
	{0x11, 6, 2, 4, 4},
	{0x12, 0, 0, 8, 8},
	{0x12, 1, 0, 8, 8},
	{0x12, 2, 1, 8, 8},
	{0x12, 4, 0, 8, 8},
	{0x12, 5, 1, 4, 4},
	{0x13, 0, 0, 8, 8},
	{0x13, 1, 0, 20, 20},
	{0x13, 2, 1, 8, 8},
	{0x13, 3, 1, 36, 36},
	{0x13, 4, 2, 8 + 5 * 20, 8 + 20},
	{0x13, 6, 1, 12, 12},
	{0x13, 8, 1, 8, 8},
	{0x13, 9, 2, 4, 4},
	{0x13, 10, 2, 4, 4},
	{0x14, 0, 0, 8, 8},
	{0x14, 1, 0, 8, 8},
	{0x14, 2, 1, 8, 8},
	{0x14, 3, 1, 28, 28},
	{0x14, 4, 2, 32, 32},
	{0x14, 6, 1, 12, 12},
	{0x14, 7, 3, 4, 4},
	{0x14, 9, 2, 4, 4},
	{0x14, 10, 2, 4, 4},
	{0x14, 11, 2, 16, 16},
	{0x14, 15, 1, 8, 8},
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
	{0x16, 5, 2, 4, 4},
	{0x17, 0, 0, 8, 8},
	{0x17, 1, 0, 8, 8},
	{0x17, 2, 1, 8, 8},
	{0x17, 3, 1, 24, 24},
	{0x17, 4, 2, 8 + 3 * 4, 8 + 3 * 4},
	{0x17, 5, 2, 4, 4},
	{0x17, 6, 1, 8, 8},
	{0x17, 8, 1, 8, 8},
	{0x18, 0, 0, 8, 8},
	{0x18, 1, 0, 8, 8},
	{0x18, 2, 1, 8, 8},
	{0x18, 3, 1, 60, 60},
	{0x18, 4, 1, 8, 8},
	{0x18, 5, 3, 4, 4},
	{0x18, 6, 1, 8, 8},
	{0x18, 9, 1, 12, 12},
	{0x18, 10, 2, 4, 4},
	{0x19, 0, 0, 8, 8},
	{0x19, 1, 0, 12, 12},
	{0x19, 2, 1, 8, 8},
	{0x19, 3, 2, 24, 24},
	{0x19, 6, 3, 4, 4},
	{0x80, 0, 0, 8, 8},
	{0x80, 1, 0, 8, 8},
	{0x80, 2, 1, 8, 8},
	{0x80, 3, 2, 12, 12},
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* Commands for which zeros are not valid arguments. */
static const uint8_t others[][2] = {
	{0x10, 0x10}, {0x11, 8},    {0x11, 0x10}, {0x13, 5},	{0x13, 7},
	{0x13, 12},   {0x13, 0x10}, {0x14, 5},	  {0x14, 8},	{0x14, 12},
	{0x14, 13},   {0x14, 14},   {0x14, 0x10}, {0x15, 7},	{0x15, 10},
	{0x15, 12},   {0x15, 0x10}, {0x12, 3},	  {0x12, 0x10}, {0x18, 7},
	{0x18, 8},    {0x18, 0x10}, {0x19, 4},	  {0x19, 5},	{0x19, 7},
	{0x19, 8},    {0x19, 9},    {0x19, 0x10}, {0x16, 6},	{0x16, 0x10},
	{0x17, 7},    {0x17, 9},    {0x17, 0x10}, {0x80, 0x10},
};

/* CLOCK_CONFIG_SET, which was shorter before Clock 3.0. */
#define CONFIG_SET HDR(0, 0x14, 7)

static void lengths(void **state)
{
	uint8_t req[64] = {0};

	for (size_t i = 0; i < NR_COMMANDS; i++) {
		uint32_t hdr =
			HDR(0, commands[i].protocol, commands[i].message);

		for (size_t len = 0; len <= sizeof(req); len++) {
			int32_t status = send_raw(hdr, req, len, CAP);
			int good = len == 4 * commands[i].words ||
				   (hdr == CONFIG_SET && len == 8);

			assert_int_equal(status,
					 good ? 0 : SCMI_STATUS_PROTOCOL_ERROR);
			assert_int_equal(x.len,
					 good ? commands[i].reply_len : 4);
		}
	}
}

static void reply_room(void **state)
{
	uint8_t req[64] = {0};

	for (size_t i = 0; i < NR_COMMANDS; i++) {
		uint32_t hdr =
			HDR(0, commands[i].protocol, commands[i].message);

		for (size_t cap = 0; cap <= CAP; cap++) {
			struct scmi_platform before = x.platform;
			int32_t status =
				send_raw(hdr, req, 4 * commands[i].words, cap);

			if (cap < 4) {
				assert_int_equal(x.len, 0);
			} else if (cap < commands[i].reply_min) {
				assert_int_equal(status,
						 SCMI_STATUS_COMMS_ERROR);
				assert_int_equal(x.len, 4);
			} else {
				assert_int_equal(status, 0);
				continue;
			}
			assert_memory_equal(&before, &x.platform,
					    sizeof(before));
		}
	}
}

static void types(void **state)
{
	for (uint32_t type = 1; type <= 3; type++) {
		assert_int_equal(send_raw(HDR(type, 0x10, 0), NULL, 0, CAP),
				 SCMI_STATUS_PROTOCOL_ERROR);
		assert_int_equal(x.len, 4);
	}
	/* Token and reserved bits make no difference. */
	assert_int_equal(send_raw(HDR(0, 0x10, 0) | 0xf0000000, NULL, 0, CAP),
			 0);
	assert_int_equal(send_raw(HDR(0, 0x10, 0) ^ 0x0ffc0000, NULL, 0, CAP),
			 0);
}

static int is_command(uint8_t protocol, uint32_t message)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i][0] == protocol && others[i][1] == message)
			return 1;
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (commands[i].protocol == protocol &&
		    commands[i].message == message)
			return 1;
	return 0;
}

static void unknown(void **state)
{
	for (uint32_t protocol = 0; protocol < 256; protocol++) {
		int known = (protocol >= 0x10 && protocol <= 0x19) ||
			    protocol == 0x80;

		for (uint32_t message = 0; message < 256; message++) {
			int32_t status;

			if (known && is_command((uint8_t)protocol, message))
				continue;
			status = command((uint8_t)protocol, (uint8_t)message);
			assert_int_equal(status, SCMI_STATUS_NOT_SUPPORTED);
		}
	}
}

static void message_attributes(void **state)
{
	for (uint8_t protocol = 0x10; protocol <= 0x19; protocol++) {
		for (uint32_t message = 0; message < 600; message++) {
			int known = message < 256 &&
				    is_command(protocol, message);

			assert_int_equal(command(protocol, 2, message),
					 known ? 0 : SCMI_STATUS_NOT_FOUND);
			if (known)
				assert_int_equal(word(1), 0);
		}
	}
}

/* The lengths of the commands that are not in the first table. */
static void other_lengths(void **state)
{
	uint8_t req[64] = {0};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		uint32_t hdr = HDR(0, others[i][0], others[i][1]);
		size_t good = 0;

		for (size_t len = 0; len <= sizeof(req); len++)
			good += send_raw(hdr, req, len, CAP) !=
				SCMI_STATUS_PROTOCOL_ERROR;
		assert_int_equal(good, 1);
	}
}

/* Each protocol offers its own version and older ones, and no other. */
static void negotiation(void **state)
{
	static const struct {
		uint8_t protocol;
		uint32_t version, older[2];
	} t[] = {
		{0x10, 0x20001, {0x20000}},
		{0x11, 0x30001, {0x20000, 0x30000}},
		{0x12, 0x20001, {0x10000, 0x20000}},
		{0x13, 0x40000, {0x20000, 0x30000}},
		{0x14, 0x30000, {0x10000, 0x20000}},
		{0x15, 0x30001, {0x20000, 0x30000}},
		{0x16, 0x30001, {0x10000, 0x30000}},
		{0x17, 0x20001, {0x10000, 0x20000}},
		{0x18, 0x20000, {0x10000}},
		{0x19, 0x10000, {0}},
		{0x80, 0x10000, {0}},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		uint8_t protocol = t[i].protocol;

		for (size_t k = 0; k < 2 && t[i].older[k]; k++)
			ACCEPT(protocol, 0x10, t[i].older[k]);
		/* The newest one stays announced. */
		ACCEPT(protocol, 0);
		assert_int_equal(word(1), t[i].version);
		ACCEPT(protocol, 0x10, t[i].version);
		assert_int_equal(x.len, 4);
		REFUSE(NOT_SUPPORTED, protocol, 0x10, 0);
		REFUSE(NOT_SUPPORTED, protocol, 0x10, t[i].version + 1);
	}
}

/* One domain of each protocol has an extended name, and announces it. */
static void extended_names(void **state)
{
	static const struct {
		uint8_t protocol, describe, name_get, bit;
		const char *name;
	} t[] = {
		{0x11, 3, 8, 27, "reference-power-domain-1"},
		{0x13, 3, 12, 26, "reference-performance-domain-1"},
		{0x14, 3, 8, 29, "reference-clock-1"},
		{0x16, 3, 6, 29, "reference-reset-domain-1"},
		{0x17, 3, 9, 30, "reference-voltage-domain-1"},
		{0x18, 3, 8, 28, "reference-power-cap-1"},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		for (uint32_t domain = 0; domain < 2; domain++) {
			int32_t status =
				command(t[i].protocol, t[i].name_get, domain);

			assert_int_equal(
				status, domain ? 0 : SCMI_STATUS_NOT_SUPPORTED);
			if (domain) {
				assert_int_equal(x.len, 8 + 64);
				assert_int_equal(word(1), 0);
				assert_string_equal((char *)x.reply + 8,
						    t[i].name);
			}
			ACCEPT(t[i].protocol, t[i].describe, domain);
			assert_int_equal(word(1) >> t[i].bit & 1, domain);
		}
		REFUSE(NOT_FOUND, t[i].protocol, t[i].name_get, 9);
	}
	/* Descriptions of sensors come as a list. */
	ACCEPT(0x15, 3, 0);
	assert_int_equal(word(3) >> 29 & 1, 0);
	assert_int_equal(word(10) >> 29 & 1, 1);
	REFUSE(NOT_SUPPORTED, 0x15, 12, 0);
	ACCEPT(0x15, 12, 1);
	assert_string_equal((char *)x.reply + 8,
			    "reference-temperature-sensor-1");
}

/* Attributes that the negotiated version does not have are reserved, and zero. */
static void older_attributes(void **state)
{
	static const struct {
		uint8_t protocol, describe, name_get;
		uint32_t version, known;
	} t[] = {
		{0x11, 3, 8, 0x20000, 7U << 29},
		{0x13, 3, 12, 0x20000, 31U << 27},
		{0x14, 3, 8, 0x10000, 1},
		{0x14, 3, 8, 0x20000, 7U << 29 | 1},
		{0x16, 3, 6, 0x10000, 3U << 30},
		{0x17, 3, 9, 0x10000, 0},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		ACCEPT(t[i].protocol, 0x10, t[i].version);
		for (uint32_t domain = 0; domain < 2; domain++) {
			ACCEPT(t[i].protocol, t[i].describe, domain);
			assert_int_equal(word(1) & ~t[i].known, 0);
		}
		if (t[i].known >> 29 & 1 && t[i].protocol == 0x14)
			continue; /* it has names */
		REFUSE(NOT_SUPPORTED, t[i].protocol, t[i].name_get, 1);
	}
}

/* Two platforms have no common state. */
static void instances(void **state)
{
	struct scmi_platform other;

	scmi_platform_init(&other, true);
	command(0x15, 6, 0, 0);
	command(0x14, 5, 0, 0, 5000000, 0);
	x.platform = other;
	ACCEPT(0x15, 6, 0, 0);
	assert_int_equal(word64(1), 20000);
	assert_int_equal(rate(0), 100000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(lengths),	      FRESH_TEST(reply_room),
		FRESH_TEST(other_lengths),    FRESH_TEST(types),
		FRESH_TEST(unknown),	      FRESH_TEST(message_attributes),
		FRESH_TEST(negotiation),      FRESH_TEST(extended_names),
		FRESH_TEST(older_attributes), FRESH_TEST(instances),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
