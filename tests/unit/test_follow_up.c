// SPDX-License-Identifier: GPL-2.0-only
/*
 * The notifications that follow a command. There are none without a P2A channel, and
 * no delayed responses (test_delayed.c).
 */
#include "follow_up_fixture.h"

/*
 * Checks event @n and returns its payload; the last one clears the follow-up.
 */
static const uint8_t *event(uint32_t n, uint8_t protocol, uint8_t message,
			    uint32_t len)
{
	const struct scmi_event *e = &x.platform.events[n];

	assert_true(x.platform.follow_up & SCMI_FOLLOW_EVENTS);
	assert_in_range(n, 0, x.platform.nr_events - 1);
	assert_int_equal(e->hdr, message | 3 << 8 | protocol << 10);
	assert_int_equal(e->len, len);
	if (n + 1 == x.platform.nr_events) {
		x.platform.nr_events = 0;
		x.platform.follow_up &= ~(uint32_t)SCMI_FOLLOW_EVENTS;
	}
	return e->payload;
}

/* Up in the middle, down at the end, while notifications are on. */
static void trip_points(void **state)
{
	const uint8_t *payload;

	ACCEPT(0x15, 4, 1, 1);
	for (int n = 1; n <= 1000; n++) {
		command(0x15, 6, 1, 0);
		command(0x15, 6, 0, 0);
		if (n != 500 && n != 1000) {
			assert_int_equal(x.platform.follow_up, 0);
			continue;
		}
		payload = event(0, 0x15, 0, 12);
		assert_int_equal(get32(payload, 0), 0);
		assert_int_equal(get32(payload, 1), 1);
		assert_int_equal(get32(payload, 2), n == 500 ? 1 << 16 : 0);
	}
	ACCEPT(0x15, 4, 1, 0);
	for (int n = 0; n < 1000; n++)
		command(0x15, 6, 1, 0);
	assert_int_equal(x.platform.follow_up, 0);
	REFUSE(NOT_FOUND, 0x15, 4, SCMI_NR_SENSORS, 1);
	REFUSE(INVALID_PARAMETERS, 0x15, 4, 0, 2);
}

static void trip_point_config(void **state)
{
	ACCEPT(0x15, 4, 0, 1);
	/* Downwards only, so that the way up causes no event. */
	ACCEPT(0x15, 5, 0, 2, 20002, 0);
	for (int n = 0; n < 999; n++)
		command(0x15, 6, 0, 0);
	assert_int_equal(x.platform.follow_up, 0);
	command(0x15, 6, 0, 0);
	assert_int_equal(get32(event(0, 0x15, 0, 12), 2), 0);
	ACCEPT(0x15, 5, 0, 1, 20002, 0);
	command(0x15, 6, 0, 0);
	assert_int_equal(x.platform.follow_up, 0);
	command(0x15, 6, 0, 0);
	assert_int_equal(get32(event(0, 0x15, 0, 12), 2), 1 << 16);
	ACCEPT(0x15, 5, 0, 0, 20003, 0);
	command(0x15, 6, 0, 0);
	assert_int_equal(x.platform.follow_up, 0);

	REFUSE(INVALID_PARAMETERS, 0x15, 5, 0, 1 << 4 | 3, 20003, 0);
	REFUSE(NOT_FOUND, 0x15, 5, SCMI_NR_SENSORS, 3, 0, 0);
}

static void updates(void **state)
{
	struct scmi_platform *p = &x.platform;
	const uint8_t *payload;

	assert_int_equal(scmi_platform_update_interval(p, 3), 0);
	ACCEPT(0x15, 11, 3, 1);
	assert_int_equal(p->follow_up, SCMI_FOLLOW_UPDATES);
	assert_int_equal(scmi_platform_update_interval(p, 3), 1000000);
	assert_int_equal(scmi_platform_update_interval(p, 2), 0);
	p->follow_up = 0;
	for (uint32_t n = 0; n < 3; n++) {
		scmi_platform_update(p, 3);
		payload = event(0, 0x15, 1, 24);
		assert_int_equal(get32(payload, 0), 0);
		assert_int_equal(get32(payload, 1), 3);
		assert_int_equal(get32(payload, 2), 23000 + n);
		assert_int_equal(get32(payload, 3), 0);
	}
	/* 100 us; then disabled; then notifications off. */
	ACCEPT(0x15, 10, 3, (100u << 5 | 0x1a) << 11 | 1);
	assert_int_equal(p->follow_up, SCMI_FOLLOW_UPDATES);
	assert_int_equal(scmi_platform_update_interval(p, 3), 100000);
	ACCEPT(0x15, 10, 3, (100u << 5 | 0x1a) << 11);
	assert_int_equal(scmi_platform_update_interval(p, 3), 0);
	/* Without an interval, the old one stays. */
	ACCEPT(0x15, 10, 3, 1);
	assert_int_equal(scmi_platform_update_interval(p, 3), 100000);
	ACCEPT(0x15, 10, 3, (1u << 5) << 11 | 1);
	assert_int_equal(scmi_platform_update_interval(p, 3), 1000000000);
	ACCEPT(0x15, 11, 3, 0);
	assert_int_equal(scmi_platform_update_interval(p, 3), 0);
	/* Without a P2A channel, nothing follows. */
	p->follow_up = 0;
	p->has_p2a = false;
	ACCEPT(0x15, 10, 3, 1);
	assert_int_equal(p->follow_up, 0);
	p->has_p2a = true;

	REFUSE(NOT_FOUND, 0x15, 11, SCMI_NR_SENSORS, 1);
	REFUSE(INVALID_PARAMETERS, 0x15, 11, 0, 2);
}

static void performance(void **state)
{
	const uint8_t *payload;

	ACCEPT(0x13, 10, 0, 1);
	ACCEPT(0x13, 9, 0, 1);
	command(0x13, 7, 0, 600);
	payload = event(0, 0x13, 1, 12);
	assert_int_equal(get32(payload, 0), 1);
	assert_int_equal(get32(payload, 1), 0);
	assert_int_equal(get32(payload, 2), 600);
	/* No change, or another domain: no event. */
	command(0x13, 7, 0, 600);
	command(0x13, 7, 1, 3);
	command(0x13, 5, 0, 1000, 200);
	assert_int_equal(x.platform.follow_up, 0);
	/* New limits, and the level that follows them. */
	command(0x13, 5, 0, 400, 200);
	payload = event(0, 0x13, 0, 16);
	assert_int_equal(get32(payload, 1), 0);
	assert_int_equal(get32(payload, 2), 400);
	assert_int_equal(get32(payload, 3), 200);
	assert_int_equal(get32(event(1, 0x13, 1, 12), 2), 400);
	/* Each limit alone is a change, too. */
	command(0x13, 5, 0, 400, 400);
	payload = event(0, 0x13, 0, 16);
	assert_int_equal(get32(payload, 2), 400);
	assert_int_equal(get32(payload, 3), 400);
	command(0x13, 5, 0, 600, 400);
	assert_int_equal(get32(event(0, 0x13, 0, 16), 2), 600);
	ACCEPT(0x13, 10, 0, 0);
	command(0x13, 7, 0, 200);
	assert_int_equal(x.platform.follow_up, 0);

	/* Domain 1 has indices, in notifications, too. */
	ACCEPT(0x13, 10, 1, 1);
	ACCEPT(0x13, 9, 1, 1);
	command(0x13, 5, 1, 2, 1);
	payload = event(0, 0x13, 0, 16);
	assert_int_equal(get32(payload, 1), 1);
	assert_int_equal(get32(payload, 2), 2);
	assert_int_equal(get32(payload, 3), 1);
	assert_int_equal(get32(event(1, 0x13, 1, 12), 2), 2);

	REFUSE(NOT_FOUND, 0x13, 9, SCMI_NR_PERF_DOMAINS, 1);
	REFUSE(INVALID_PARAMETERS, 0x13, 10, 0, 2);
}

/* A change of rate, at once or with a delayed response. */
static void clock_notifications(void **state)
{
	struct scmi_async async;
	const uint8_t *payload;

	ACCEPT(0x14, 9, 2, 1);
	command(0x14, 5, 0, 2, 7000000, 0);
	payload = event(0, 0x14, 0, 16);
	assert_int_equal(get32(payload, 0), 1);
	assert_int_equal(get32(payload, 1), 2);
	assert_int_equal(get32(payload, 2), 7000000);
	assert_int_equal(get32(payload, 3), 0);
	/* No change, or another clock: no event. */
	command(0x14, 5, 0, 2, 7000000, 0);
	command(0x14, 5, 0, 0, 7000000, 0);
	assert_int_equal(x.platform.follow_up, 0);
	/* The request comes before the change. */
	ACCEPT(0x14, 10, 2, 1);
	ACCEPT(0x14, 5, 1, 2, 8000000, 0);
	async = accepted_async();
	complete(&async);
	assert_int_equal(get32(event(0, 0x14, 1, 16), 2), 8000000);
	assert_int_equal(get32(event(1, 0x14, 0, 16), 2), 8000000);
	ACCEPT(0x14, 9, 2, 0);
	ACCEPT(0x14, 10, 2, 0);
	command(0x14, 5, 0, 2, 9000000, 0);
	assert_int_equal(x.platform.follow_up, 0);
}

static void power_notifications(void **state)
{
	const uint8_t *payload;

	ACCEPT(0x11, 6, 1, 1);
	command(0x11, 4, 0, 1, 1u << 30);
	payload = event(0, 0x11, 0, 12);
	assert_int_equal(get32(payload, 0), 1);
	assert_int_equal(get32(payload, 1), 1);
	assert_int_equal(get32(payload, 2), 1u << 30);
	command(0x11, 4, 0, 1, 1u << 30);
	command(0x11, 4, 0, 0, 1u << 30);
	assert_int_equal(x.platform.follow_up, 0);
	ACCEPT(0x11, 6, 1, 0);
	command(0x11, 4, 0, 1, 0);
	assert_int_equal(x.platform.follow_up, 0);
}

/* An autonomous reset, and the start of an explicit one. */
static void reset_notifications(void **state)
{
	const uint8_t *payload;

	ACCEPT(0x16, 5, 1, 1);
	for (uint32_t flags = 1; flags <= 2; flags++) {
		ACCEPT(0x16, 4, 1, flags, 0);
		payload = event(0, 0x16, 0, 12);
		assert_int_equal(get32(payload, 0), 1);
		assert_int_equal(get32(payload, 1), 1);
		assert_int_equal(get32(payload, 2), 0);
	}
	command(0x16, 4, 1, 0, 0);
	command(0x16, 4, 0, 1, 0);
	assert_int_equal(x.platform.follow_up, 0);
	ACCEPT(0x16, 5, 1, 0);
	command(0x16, 4, 1, 1, 0);
	assert_int_equal(x.platform.follow_up, 0);
}

static void powercap_notifications(void **state)
{
	struct scmi_async async;
	const uint8_t *payload;

	ACCEPT(0x18, 10, 1, 1);
	command(0x18, 5, 1, 0, 2000);
	payload = event(0, 0x18, 0, 16);
	assert_int_equal(get32(payload, 0), 1);
	assert_int_equal(get32(payload, 1), 1);
	assert_int_equal(get32(payload, 2), 2000);
	assert_int_equal(get32(payload, 3), 10);
	command(0x18, 7, 1, 0, 20);
	assert_int_equal(get32(event(0, 0x18, 0, 16), 3), 20);
	/* With a delayed response, and the event after it. */
	ACCEPT(0x18, 5, 1, 2, 3000);
	async = accepted_async();
	complete(&async);
	assert_int_equal(x.len, 12);
	ASSERT_WORDS(1, 3000);
	assert_int_equal(get32(event(0, 0x18, 0, 16), 2), 3000);
	/* Without one, and without a change, or of the other domain. */
	ACCEPT(0x18, 5, 1, 3, 3000);
	ACCEPT(0x18, 5, 0, 0, 3000);
	assert_int_equal(x.platform.follow_up, 0);
	ACCEPT(0x18, 10, 1, 0);
	ACCEPT(0x18, 5, 1, 0, 4000);
	assert_int_equal(x.platform.follow_up, 0);
}

/* A graceful request comes back as a notification; the state does not change. */
static void system_power(void **state)
{
	const uint8_t *payload;

	ACCEPT(0x12, 3, 1, 0);
	assert_int_equal(x.platform.follow_up, 0);
	ACCEPT(0x12, 5, 1);
	ACCEPT(0x12, 3, 1, 1);
	payload = event(0, 0x12, 0, 16);
	assert_int_equal(get32(payload, 0), 1);
	assert_int_equal(get32(payload, 1), 1);
	assert_int_equal(get32(payload, 2), 1);
	assert_int_not_equal(get32(payload, 3), 0);
	/* Version 2.0 has a timeout, version 1.0 has none. */
	ACCEPT(0x12, 0x10, 0x20000);
	ACCEPT(0x12, 3, 1, 0);
	event(0, 0x12, 0, 16);
	ACCEPT(0x12, 0x10, 0x10000);
	ACCEPT(0x12, 3, 1, 0);
	event(0, 0x12, 0, 12);
	REFUSE(INVALID_PARAMETERS, 0x12, 5, 2);
	ACCEPT(0x12, 5, 0);
	ACCEPT(0x12, 3, 1, 0);
	assert_int_equal(x.platform.follow_up, 0);
}

/* virtio 1.2, 5.17.6.1: the last two requirements. */
static void without_p2a(void **state)
{
	static const uint8_t notify[][2] = {{0x11, 6},	{0x12, 5},  {0x18, 10},
					    {0x13, 9},	{0x13, 10}, {0x14, 9},
					    {0x14, 10}, {0x15, 4},  {0x15, 5},
					    {0x15, 11}, {0x16, 5}};

	for (size_t i = 0; i < sizeof(notify) / sizeof(notify[0]); i++) {
		REFUSE(NOT_SUPPORTED, notify[i][0], notify[i][1], 0, 1);
		REFUSE(NOT_FOUND, notify[i][0], 2, notify[i][1]);
	}
	REFUSE(NOT_SUPPORTED, 0x15, 6, 4, 1);
	REFUSE(NOT_SUPPORTED, 0x14, 5, 1, 0, 2000000, 0);
	REFUSE(NOT_SUPPORTED, 0x14, 5, 3, 0, 2000000, 0);
	assert_int_equal(rate(0), 100000000);
	command(0x14, 1);
	assert_int_equal(word(1), SCMI_NR_CLOCKS);
	command(0x15, 1);
	assert_int_equal(word(1), SCMI_NR_SENSORS);
	command(0x15, 3, 4);
	assert_int_equal(word(3), 0);
	command(0x13, 3, 0);
	assert_int_equal(word(1), 3u << 30);
	assert_int_equal(x.platform.follow_up, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(trip_points),
		FRESH_TEST(trip_point_config),
		FRESH_TEST(updates),
		FRESH_TEST(performance),
		FRESH_TEST(clock_notifications),
		FRESH_TEST(power_notifications),
		FRESH_TEST(reset_notifications),
		FRESH_TEST(powercap_notifications),
		FRESH_TEST(system_power),
		TEST_WITHOUT_P2A(without_p2a),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
