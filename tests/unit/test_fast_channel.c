// SPDX-License-Identifier: GPL-2.0-only
/* Fast channels of performance, over memory as an agent sees it. */
#include "scmi_exchange.h"

#define ADDRESS	   0x123456000ull
#define LEVEL_SET  7
#define LEVEL_GET  8
#define LIMITS_SET 5
#define LIMITS_GET 6

/* The agent's mappings, found as an agent finds them. */
static uint32_t memory[SCMI_FAST_SIZE / 4];
static uint32_t *level, *limits, *ring;

static uint32_t *channel(uint8_t message, uint32_t size)
{
	uint64_t address;

	ACCEPT(0x13, 11, 1, message);
	assert_int_equal(x.len, 48);
	address = word64(3);
	assert_int_equal(word(2), 0);
	assert_int_equal(word(5), size);
	assert_in_range(address, ADDRESS, ADDRESS + SCMI_FAST_SIZE - size);
	assert_int_equal(address % 4, 0);
	return memory + (address - ADDRESS) / 4;
}

static uint32_t *doorbell(void)
{
	uint64_t address = word64(6);

	/* 32 bits: write 1, keep nothing. */
	assert_int_equal(word(1), 1 | 2 << 1);
	assert_in_range(address, ADDRESS, ADDRESS + SCMI_FAST_SIZE - 4);
	assert_int_equal(word64(8), 1);
	assert_int_equal(word64(10), 0);
	return memory + (address - ADDRESS) / 4;
}

static int set_up_channels(void **state)
{
	memset(memory, 0xff, sizeof(memory));
	set_up(state);
	scmi_platform_set_fast(&x.platform, memory, ADDRESS);
	level = channel(LEVEL_SET, 4);
	ring = doorbell();
	limits = channel(LIMITS_SET, 8);
	assert_ptr_equal(doorbell(), ring);
	return 0;
}

static void describes(void **state)
{
	channel(LEVEL_GET, 4);
	assert_int_equal(word(1), 0);
	channel(LIMITS_GET, 8);
	assert_int_equal(word(1), 0);
	for (uint32_t message = 0; message < 32; message++) {
		const bool has = message >= LIMITS_SET && message <= LEVEL_GET;
		const bool exists = message <= 12 || message == 16;

		assert_int_equal(command(0x13, 11, 1, message),
				 has	  ? 0
				 : exists ? SCMI_STATUS_NOT_SUPPORTED
					  : SCMI_STATUS_NOT_FOUND);
		if (!command(0x13, 2, message))
			assert_int_equal(word(1), has);
	}
	REFUSE(NOT_SUPPORTED, 0x13, 11, 0, LEVEL_SET);
	REFUSE(NOT_FOUND, 0x13, 11, 2, LEVEL_SET);
	REFUSE(PROTOCOL_ERROR, 0x13, 11, 1);
	assert_int_equal(command_cap(47, 0x13, 11, 1, LEVEL_SET),
			 SCMI_STATUS_COMMS_ERROR);
	ACCEPT(0x13, 3, 1);
	assert_int_equal(word(1), 0xfu << 28 | 7u << 25);
	ACCEPT(0x13, 3, 0);
	assert_int_equal(word(1), 0xfu << 28);
}

/* Channels hold indices of levels, as the domain's messages do. */
static void writes(void **state)
{
	struct scmi_platform *p = &x.platform;

	assert_int_equal(*level, 5);
	assert_int_equal(limits[0], 5);
	assert_int_equal(limits[1], 1);
	*level = 3;
	*ring = 1;
	scmi_platform_poll_fast(p);
	assert_int_equal(p->perf[1].level, 600);
	assert_int_equal(p->perf[0].level, 1000);
	assert_int_equal(p->fast_rings, 1);
	assert_int_equal(*ring, 0);
	scmi_platform_poll_fast(p);
	assert_int_equal(p->fast_rings, 1);
	/* New limits move the level; the agent sees that. */
	limits[0] = 2;
	scmi_platform_poll_fast(p);
	assert_int_equal(p->perf[1].max, 400);
	assert_int_equal(p->perf[1].level, 400);
	assert_int_equal(*level, 2);
	/* Limits and a level that needs them, at once. */
	limits[0] = 4;
	*level = 4;
	scmi_platform_poll_fast(p);
	assert_int_equal(p->perf[1].level, 800);
}

static void undone(void **state)
{
	static const uint32_t bad[] = {0, 6, 600, 0xffffffff};

	*level = 6;
	scmi_platform_poll_fast(&x.platform);
	assert_int_equal(*level, 5);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		*level = bad[i];
		limits[i % 2] = bad[i];
		scmi_platform_poll_fast(&x.platform);
		assert_int_equal(x.platform.perf[1].level, 1000);
		assert_int_equal(*level, 5);
		assert_int_equal(limits[0], 5);
		assert_int_equal(limits[1], 1);
	}
}

/* Messages and channels set and get the same. */
static void messages(void **state)
{
	ACCEPT(0x13, LEVEL_SET, 1, 2);
	assert_int_equal(*level, 2);
	ACCEPT(0x13, LIMITS_SET, 1, 4, 3);
	assert_int_equal(*level, 3);
	assert_int_equal(limits[0], 4);
	assert_int_equal(limits[1], 3);
	*level = 4;
	ACCEPT(0x13, LEVEL_GET, 1);
	assert_int_equal(word(1), 4);
	limits[0] = 5;
	ACCEPT(0x13, LIMITS_GET, 1);
	assert_int_equal(word(1), 5);
	/* A write before a message takes effect before it. */
	limits[1] = 1;
	ACCEPT(0x13, LEVEL_SET, 1, 1);
	assert_int_equal(x.platform.perf[1].level, 200);
}

static void notifies(void **state)
{
	struct scmi_platform *p = &x.platform;

	ACCEPT(0x13, 9, 1, 1);
	ACCEPT(0x13, 10, 1, 1);
	limits[0] = 2;
	limits[1] = 2;
	*level = 1;
	scmi_platform_poll_fast(p);
	/* The limits, and the level that they allow: not the one written. */
	assert_int_equal(p->nr_events, 2);
	assert_int_equal(p->follow_up, SCMI_FOLLOW_EVENTS);
	assert_int_equal(*level, 2);
}

/* The agent's word of the power cap's channel for @message. */
static uint32_t *cap_channel(uint8_t message)
{
	ACCEPT(0x18, 12, 0, message);
	assert_int_equal(word(5), 4);
	return memory + (word64(3) - ADDRESS) / 4;
}

static void power_caps(void **state)
{
	uint32_t *cap = cap_channel(5), *pai;

	assert_ptr_equal(doorbell(), ring);
	pai = cap_channel(7);
	assert_ptr_equal(cap_channel(4), cap);
	assert_int_equal(word(1), 0);
	assert_ptr_equal(cap_channel(6), pai);
	assert_true(cap != pai && cap != level && pai != level);
	assert_int_equal(*cap, 4000);
	assert_int_equal(*pai, 10);
	*cap = 2500;
	*pai = 50;
	/* The next message shows it. */
	ACCEPT(0x18, 9, 0);
	ASSERT_WORDS(1250, 50);
	/* Invalid ones are undone, and a message is seen by the channel. */
	*cap = 999;
	*pai = 51;
	ACCEPT(0x18, 4, 0);
	assert_int_equal(word(1), 2500);
	assert_int_equal(*cap, 2500);
	assert_int_equal(*pai, 50);
	ACCEPT(0x18, 5, 0, 0, 3000);
	ACCEPT(0x18, 7, 0, 0, 60);
	assert_int_equal(*cap, 3000);
	assert_int_equal(*pai, 60);
	/* A write before a message takes effect before it. */
	*pai = 70;
	ACCEPT(0x18, 5, 0, 0, 3500);
	assert_int_equal(x.platform.powercap[0].pai, 70);
	ACCEPT(0x18, 3, 0);
	assert_int_equal(word(1) >> 22 & 1, 1);
	ACCEPT(0x18, 3, 1);
	assert_int_equal(word(1) >> 22 & 1, 0);
	REFUSE(NOT_SUPPORTED, 0x18, 12, 1, 5);
	REFUSE(NOT_SUPPORTED, 0x18, 12, 0, 9);
	REFUSE(NOT_FOUND, 0x18, 12, 0, 13);
	for (uint32_t message = 0; message <= 12; message++)
		if (!command(0x18, 2, message))
			assert_int_equal(word(1), message >= 4 && message <= 7);
}

/* Without memory nothing announces fast channels. */
static void without_memory(void **state)
{
	REFUSE(NOT_SUPPORTED, 0x13, 11, 1, LEVEL_SET);
	REFUSE(NOT_FOUND, 0x13, 2, 11);
	REFUSE(NOT_FOUND, 0x18, 2, 12);
	ACCEPT(0x13, 2, LEVEL_SET);
	assert_int_equal(word(1), 0);
	scmi_platform_poll_fast(&x.platform);
	assert_int_equal(x.platform.perf[1].level, 1000);
}

#define TEST_CHANNELS(f) cmocka_unit_test_setup(f, set_up_channels)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_CHANNELS(describes),   TEST_CHANNELS(writes),
		TEST_CHANNELS(undone),	    TEST_CHANNELS(messages),
		TEST_CHANNELS(notifies),    TEST_CHANNELS(power_caps),
		FRESH_TEST(without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
