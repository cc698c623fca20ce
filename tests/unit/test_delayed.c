// SPDX-License-Identifier: GPL-2.0-only
/* Delayed responses: accepted, carried out later, and refused without a P2A channel. */
#include "follow_up_fixture.h"

static void clock_rate_set(void **state)
{
	struct scmi_async async;

	ACCEPT(0x14, 5, 1, 2, 7999999, 0);
	async = accepted_async();
	assert_int_equal(async.hdr, HDR(0, 0x14, 5));
	/* The rate has not changed yet. */
	assert_int_equal(rate(2), 100000000);
	complete(&async);
	assert_int_equal(x.len, 16);
	assert_int_equal(word(1), 2);
	assert_int_equal(word64(2), 7000000);
	assert_int_equal(rate(2), 7000000);
	/* An error is reported at once. */
	REFUSE(INVALID_PARAMETERS, 0x14, 5, 1, 2, 1, 0);
	/* Without a delayed response, the rate changes before the reply. */
	ACCEPT(0x14, 5, 3, 2, 9000000, 0);
	assert_int_equal(x.platform.follow_up, 0);
	assert_int_equal(rate(2), 9000000);
}

/* The event of the reset comes with it. */
static void reset_domain(void **state)
{
	struct scmi_async async;

	ACCEPT(0x16, 5, 1, 1);
	ACCEPT(0x16, 4, 1, 5, 0);
	async = accepted_async();
	assert_int_equal(async.hdr, HDR(0, 0x16, 4));
	assert_int_equal(x.platform.nr_events, 0);
	complete(&async);
	assert_int_equal(x.len, 8);
	assert_int_equal(word(1), 1);
	assert_int_equal(x.platform.nr_events, 1);
}

static void voltage_level(void **state)
{
	struct scmi_async async;

	ACCEPT(0x17, 7, 1, 1, 1800000);
	async = accepted_async();
	assert_int_equal(async.hdr, HDR(0, 0x17, 7));
	ACCEPT(0x17, 8, 1);
	assert_int_equal(word(1), 900000);
	complete(&async);
	assert_int_equal(x.len, 12);
	ASSERT_WORDS(1, 1800000);
	ACCEPT(0x17, 8, 1);
	assert_int_equal(word(1), 1800000);
}

/* No attribute announces what needs a delayed response. */
static void no_reset_and_level_without_p2a(void **state)
{
	ACCEPT(0x16, 3, 1);
	assert_int_equal(word(1), 1u << 29);
	REFUSE(NOT_SUPPORTED, 0x16, 4, 1, 5, 0);
	ACCEPT(0x17, 3, 1);
	assert_int_equal(word(1), 1u << 30);
	REFUSE(NOT_SUPPORTED, 0x17, 7, 1, 1, 1800000);
}

/* A command that a fault fails: only the status, and no effect. */
static void failed(void **state)
{
	struct scmi_async async;
	uint8_t out[24];

	ACCEPT(0x14, 5, 1, 2, 7999999, 0);
	async = accepted_async();
	assert_int_equal(async.status, SCMI_STATUS_SUCCESS);
	async.status = SCMI_STATUS_HARDWARE_ERROR;
	assert_int_equal(scmi_platform_complete(&x.platform, &async, out, 24),
			 4);
	assert_int_equal((int)get32(out, 0), SCMI_STATUS_HARDWARE_ERROR);
	assert_int_equal(rate(2), 100000000);
	assert_int_equal(x.platform.follow_up, 0);
}

/* Completed in any order; each sensor is read at its completion. */
static void sensor_reading(void **state)
{
	struct scmi_async first, second;

	ACCEPT(0x15, 6, 4, 1);
	first = accepted_async();
	ACCEPT(0x15, 6, 5, 1);
	second = accepted_async();
	complete(&second);
	assert_int_equal(x.len, 24);
	assert_int_equal(word(1), 5);
	assert_int_equal(word64(2), 25000);
	command(0x15, 6, 4, 0);
	complete(&first);
	assert_int_equal(word(1), 4);
	assert_int_equal(word64(2), 24001);
}

static void too_many(void **state)
{
	struct scmi_async async;
	uint8_t out[24];

	for (int i = 0; i < SCMI_MAX_ASYNC; i++) {
		ACCEPT(0x15, 6, 4, 1);
		async = accepted_async();
	}
	REFUSE(BUSY, 0x15, 6, 4, 1);
	REFUSE(BUSY, 0x14, 5, 1, 0, 2000000, 0);
	assert_int_equal(x.platform.follow_up, 0);
	/* The command counts until its delayed response is delivered. */
	scmi_platform_complete(&x.platform, &async, out, 24);
	REFUSE(BUSY, 0x15, 6, 4, 1);
	scmi_platform_delivered(&x.platform);
	ACCEPT(0x15, 6, 4, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(clock_rate_set),
		FRESH_TEST(reset_domain),
		FRESH_TEST(voltage_level),
		FRESH_TEST(failed),
		FRESH_TEST(sensor_reading),
		FRESH_TEST(too_many),
		TEST_WITHOUT_P2A(no_reset_and_level_without_p2a),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
