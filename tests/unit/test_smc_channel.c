// SPDX-License-Identifier: GPL-2.0-only
/* The firmware's channel: messages of an agent that is not trusted, faults. */
#include <string.h>

#include "unit_test.h"
#include "channel.h"
#include "shared_area.h"

#define SENSOR_HDR (0x6u | 0x15u << 10 | 0x155u << 18)
#define CAPABILITY 0x1234567u

struct agent {
	struct smc_channel channel;
	uint32_t area[CHANNEL_AREA_SIZE / 4];
};

static uint32_t word(const struct agent *a, uint32_t offset)
{
	return a->area[offset / 4];
}

static void start(struct agent *a, const char *plan)
{
	static const struct scmi_service service = {.low = 20000};
	struct scmi_plan_error error;

	memset(a, 0xa5, sizeof(*a));
	a->channel.area = a->area;
	a->area[CHANNEL_AREA_SIZE / 4 - 1] = CAPABILITY;
	channel_reset(&a->channel, &service);
	assert_true(scmi_plan_parse(&a->channel.plan, plan, strlen(plan), 1,
				    &error));
	assert_int_equal(word(a, AREA_STATUS), AREA_STATUS_FREE);
}

/* Reads sensor 0. @len: of header and payload; right is 12. */
static enum channel_verdict send(struct agent *a, uint32_t len, bool interrupt)
{
	a->area[AREA_STATUS / 4] = 0;
	a->area[AREA_FLAGS / 4] = interrupt ? AREA_FLAG_INTERRUPT : 0;
	a->area[AREA_LENGTH / 4] = len;
	a->area[AREA_HEADER / 4] = SENSOR_HDR;
	memset(&a->area[AREA_PAYLOAD / 4], 0, 8);
	return channel_accept(&a->channel);
}

static int32_t status_of_reply(const struct agent *a)
{
	assert_int_equal(word(a, AREA_STATUS), AREA_STATUS_FREE);
	assert_int_equal(word(a, AREA_HEADER), SENSOR_HDR);
	return (int32_t)word(a, AREA_PAYLOAD);
}

static void a_message_is_served_once(void **state)
{
	struct agent a;

	start(&a, "");
	assert_int_equal(channel_accept(&a.channel), CHANNEL_EMPTY);
	assert_int_equal(send(&a, 12, false), CHANNEL_ACCEPTED);
	assert_int_equal(a.channel.decision.ns, 20000);
	assert_int_equal(word(&a, AREA_STATUS), 0);
	assert_int_equal(channel_accept(&a.channel), CHANNEL_EMPTY);
	assert_false(channel_reply(&a.channel));
	assert_int_equal(status_of_reply(&a), SCMI_STATUS_SUCCESS);
	assert_int_equal(word(&a, AREA_LENGTH), 4 + 20);
	assert_int_equal(channel_accept(&a.channel), CHANNEL_EMPTY);

	assert_int_equal(send(&a, 12, true), CHANNEL_ACCEPTED);
	assert_true(channel_reply(&a.channel));
	assert_int_equal(a.channel.counts.requests, 2);
	assert_int_equal(a.channel.counts.replies, 2);
	assert_int_equal(a.channel.empty_doorbells, 3);
	assert_int_equal(a.area[CHANNEL_AREA_SIZE / 4 - 1], CAPABILITY);
}

static void an_impossible_length_gets_an_error(void **state)
{
	static const uint32_t lengths[] = {
		0, 1, 3, 4, 8, 16, 132, 133, 4096, 0x7fffffff, 0xffffffff};
	struct agent a;

	start(&a, "");
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		assert_int_equal(send(&a, lengths[i], false), CHANNEL_ACCEPTED);
		channel_reply(&a.channel);
		assert_int_equal(status_of_reply(&a),
				 SCMI_STATUS_PROTOCOL_ERROR);
	}
}

static void without_p2a_nothing_follows(void **state)
{
	struct agent a;

	start(&a, "");
	assert_int_equal(send(&a, 12, false), CHANNEL_ACCEPTED);
	channel_reply(&a.channel);
	/* An asynchronous reading is refused. */
	a.area[AREA_STATUS / 4] = 0;
	a.area[AREA_LENGTH / 4] = 12;
	a.area[AREA_PAYLOAD / 4] = 0;
	a.area[AREA_PAYLOAD / 4 + 1] = 1;
	assert_int_equal(channel_accept(&a.channel), CHANNEL_ACCEPTED);
	channel_reply(&a.channel);
	assert_int_equal(status_of_reply(&a), SCMI_STATUS_NOT_SUPPORTED);
	assert_int_equal(a.channel.platform.follow_up, 0);
}

static void a_dropped_message_frees_the_area(void **state)
{
	struct agent a;

	start(&a, "* * drop");
	/* The call is the reply, so it fails. */
	assert_int_equal(send(&a, 12, false), CHANNEL_REFUSED);
	assert_int_equal(word(&a, AREA_STATUS), AREA_STATUS_FREE);

	assert_int_equal(send(&a, 12, true), CHANNEL_ACCEPTED);
	assert_false(channel_reply(&a.channel));
	assert_int_equal(word(&a, AREA_STATUS), AREA_STATUS_FREE);
	assert_int_not_equal(word(&a, AREA_HEADER), SENSOR_HDR);
	assert_int_equal(a.channel.counts.dropped, 2);
	assert_int_equal(a.channel.counts.replies, 0);
	assert_int_equal(a.channel.counts.faults[SCMI_FAULT_DROP], 2);
}

static void faults_of_interrupts(void **state)
{
	struct agent a;

	start(&a, "* * lost-doorbell");
	assert_int_equal(send(&a, 12, true), CHANNEL_ACCEPTED);
	assert_false(channel_reply(&a.channel));
	assert_int_equal(status_of_reply(&a), SCMI_STATUS_SUCCESS);
	assert_int_equal(a.channel.again, SCMI_FAULT_NR_KINDS);

	start(&a, "* * times 1 duplicate\n* * spurious a2p");
	assert_int_equal(send(&a, 12, true), CHANNEL_ACCEPTED);
	assert_true(channel_reply(&a.channel));
	assert_int_equal(a.channel.again, SCMI_FAULT_DUPLICATE);
	channel_ring_again(&a.channel);
	assert_int_equal(a.channel.again, SCMI_FAULT_NR_KINDS);
	assert_int_equal(a.channel.counts.strays, 1);
	assert_int_equal(send(&a, 12, true), CHANNEL_ACCEPTED);
	assert_true(channel_reply(&a.channel));
	channel_ring_again(&a.channel);
	assert_int_equal(a.channel.counts.interrupts, 1);
}

static void a_long_reply_stays_in_the_area(void **state)
{
	struct agent a;

	start(&a, "* * oversize 511");
	assert_int_equal(send(&a, 12, false), CHANNEL_ACCEPTED);
	channel_reply(&a.channel);
	assert_int_equal(word(&a, AREA_LENGTH), 4 + 511);
	assert_int_equal(word(&a, AREA_PAYLOAD + 508), 0xa5a5a5);
	assert_int_equal(a.area[CHANNEL_AREA_SIZE / 4 - 1], CAPABILITY);
}

static void a_reset_forgets_the_message(void **state)
{
	static const struct scmi_service at_once;
	struct agent a;

	start(&a, "* * drop");
	assert_int_equal(send(&a, 12, true), CHANNEL_ACCEPTED);
	channel_reset(&a.channel, &at_once);
	assert_int_equal(word(&a, AREA_STATUS), AREA_STATUS_FREE);
	assert_int_equal(a.channel.counts.requests, 0);
	assert_int_equal(send(&a, 12, true), CHANNEL_ACCEPTED);
	assert_int_equal(a.channel.decision.ns, 0);
	assert_true(channel_reply(&a.channel));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_served_once),
		cmocka_unit_test(an_impossible_length_gets_an_error),
		cmocka_unit_test(without_p2a_nothing_follows),
		cmocka_unit_test(a_dropped_message_frees_the_area),
		cmocka_unit_test(faults_of_interrupts),
		cmocka_unit_test(a_long_reply_stays_in_the_area),
		cmocka_unit_test(a_reset_forgets_the_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
