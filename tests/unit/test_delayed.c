// SPDX-License-Identifier: GPL-2.0-only
/* Delayed responses: accepted, carried out later, and refused without a P2A channel. */
#include "follow_up_fixture.h"

static void clock_rate_set(void **state)
{
	struct exchange *x = *state;
	struct scmi_async async;

	ACCEPT(x, 0x14, 5, 1, 2, 7999999, 0);
	async = accepted_async(x);
	assert_int_equal(async.hdr, HDR(0, 0x14, 5));
	/* The rate has not changed yet. */
	assert_int_equal(rate(x, 2), 100000000);
	complete(x, &async);
	assert_int_equal(x->len, 16);
	assert_int_equal(word(x, 1), 2);
	assert_int_equal(word64(x, 2), 7000000);
	assert_int_equal(rate(x, 2), 7000000);
	/* An error is reported at once. */
	REFUSE(x, INVALID_PARAMETERS, 0x14, 5, 1, 2, 1, 0);
	/* Without a delayed response, the rate changes before the reply. */
	ACCEPT(x, 0x14, 5, 3, 2, 9000000, 0);
	assert_int_equal(x->platform.follow_up, 0);
	assert_int_equal(rate(x, 2), 9000000);
}

/* The event of the reset comes with it. */
static void reset_domain(void **state)
{
	struct exchange *x = *state;
	struct scmi_async async;

	ACCEPT(x, 0x16, 5, 1, 1);
	ACCEPT(x, 0x16, 4, 1, 5, 0);
	async = accepted_async(x);
	assert_int_equal(async.hdr, HDR(0, 0x16, 4));
	assert_int_equal(x->platform.nr_events, 0);
	complete(x, &async);
	assert_int_equal(x->len, 8);
	assert_int_equal(word(x, 1), 1);
	assert_int_equal(x->platform.nr_events, 1);
}

static void voltage_level(void **state)
{
	struct exchange *x = *state;
	struct scmi_async async;

	ACCEPT(x, 0x17, 7, 1, 1, 1800000);
	async = accepted_async(x);
	assert_int_equal(async.hdr, HDR(0, 0x17, 7));
	ACCEPT(x, 0x17, 8, 1);
	assert_int_equal(word(x, 1), 900000);
	complete(x, &async);
	assert_int_equal(x->len, 12);
	ASSERT_WORDS(x, 1, 1800000);
	ACCEPT(x, 0x17, 8, 1);
	assert_int_equal(word(x, 1), 1800000);
}

/* No attribute announces what needs a delayed response. */
static void no_reset_and_level_without_p2a(void **state)
{
	struct exchange *x = *state;

	ACCEPT(x, 0x16, 3, 1);
	assert_int_equal(word(x, 1), 1u << 29);
	REFUSE(x, NOT_SUPPORTED, 0x16, 4, 1, 5, 0);
	ACCEPT(x, 0x17, 3, 1);
	assert_int_equal(word(x, 1), 1u << 30);
	REFUSE(x, NOT_SUPPORTED, 0x17, 7, 1, 1, 1800000);
}

/* A command that a fault fails: only the status, and no effect. */
static void failed(void **state)
{
	struct exchange *x = *state;
	struct scmi_async async;
	uint8_t out[24];

	ACCEPT(x, 0x14, 5, 1, 2, 7999999, 0);
	async = accepted_async(x);
	assert_int_equal(async.status, SCMI_STATUS_SUCCESS);
	async.status = SCMI_STATUS_HARDWARE_ERROR;
	assert_int_equal(scmi_platform_complete(&x->platform, &async, out, 24),
			 4);
	assert_int_equal((int)get32(out, 0), SCMI_STATUS_HARDWARE_ERROR);
	assert_int_equal(rate(x, 2), 100000000);
	assert_int_equal(x->platform.follow_up, 0);
}

/* Completed in any order; each sensor is read at its completion. */
static void sensor_reading(void **state)
{
	struct exchange *x = *state;
	struct scmi_async first, second;

	ACCEPT(x, 0x15, 6, 4, 1);
	first = accepted_async(x);
	ACCEPT(x, 0x15, 6, 5, 1);
	second = accepted_async(x);
	complete(x, &second);
	assert_int_equal(x->len, 24);
	assert_int_equal(word(x, 1), 5);
	assert_int_equal(word64(x, 2), 25000);
	command(x, 0x15, 6, 4, 0);
	complete(x, &first);
	assert_int_equal(word(x, 1), 4);
	assert_int_equal(word64(x, 2), 24001);
}

static void too_many(void **state)
{
	struct exchange *x = *state;
	struct scmi_async async;
	uint8_t out[24];

	for (int i = 0; i < SCMI_MAX_ASYNC; i++) {
		ACCEPT(x, 0x15, 6, 4, 1);
		async = accepted_async(x);
	}
	REFUSE(x, BUSY, 0x15, 6, 4, 1);
	REFUSE(x, BUSY, 0x14, 5, 1, 0, 2000000, 0);
	assert_int_equal(x->platform.follow_up, 0);
	/* The command counts until its delayed response is delivered. */
	scmi_platform_complete(&x->platform, &async, out, 24);
	REFUSE(x, BUSY, 0x15, 6, 4, 1);
	scmi_platform_delivered(&x->platform);
	ACCEPT(x, 0x15, 6, 4, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(clock_rate_set),
		TEST(reset_domain),
		TEST(voltage_level),
		TEST(failed),
		TEST(sensor_reading),
		TEST(too_many),
		TEST_WITHOUT_P2A(no_reset_and_level_without_p2a),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
