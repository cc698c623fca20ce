// SPDX-License-Identifier: GPL-2.0-only
/* Faults of a plan that only a device can make. */
#include "vhost_fixture.h"

static u64 fired(enum scmi_fault_kind kind)
{
	return f.device.server->counts.faults[kind];
}

/* A ring with a plan, and one command that has its fault. */
static void start_with(const char *plan)
{
	front_connect(ALL_FEATURES);
	front_plan(plan);
	front_read_sensor(0, 1, 0, 0);
	front_kick(0);
	front_run(20000);
}

static const struct vring_used_elem *used_entry(u16 at)
{
	return &f.ring[0].vring.used->ring[at % RING_NUM];
}

static u16 used_index(void)
{
	return le16toh(f.ring[0].vring.used->idx);
}

static void late_doorbell(void **state)
{
	start_with("* * times 1 late-doorbell 5ms");
	front_expect_reply(0, 1);
	vring_used_event(&f.ring[0].vring) = 0;
	assert_int_equal(front_interrupts(0), 0);
	front_run(4999999);
	assert_int_equal(front_interrupts(0), 0);
	front_run(1);
	assert_int_equal(front_interrupts(0), 1);
	assert_int_equal(fired(SCMI_FAULT_LATE_DOORBELL), 1);
}

static void no_interrupts(void **state)
{
	start_with("* * times 1 no-interrupts 10ms");
	front_expect_reply(0, 1);
	assert_int_equal(front_interrupts(0), 0);
	/* Neither are there any for events, nor for chains that are wrong. */
	front_event_buffer(0);
	front_read_sensor(2, 2, 4, 1);
	front_kick(0);
	front_run(60000);
	front_expect_reply(2, 2);
	assert_int_equal(front_used(1, NULL), 0);
	front_put(0, 4, front_buffer(0, 4), 8, 0, 0);
	front_offer(0, 4);
	front_kick(0);
	front_run(0);
	assert_int_equal(front_used(0, NULL), 4);
	assert_int_equal(front_interrupts(0), 0);
	assert_int_equal(front_interrupts(1), 0);
	front_run(10000000);
	front_read_sensor(6, 3, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(6, 3);
	assert_int_equal(front_interrupts(0), 1);
}

static void lost_kick(void **state)
{
	start_with("* * times 1 lost-kick");
	front_expect_reply(0, 1);
	front_read_sensor(2, 2, 0, 0);
	front_kick(0);
	front_run(1000000);
	front_no_more_used(0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(2, 2);
	assert_int_equal(fired(SCMI_FAULT_LOST_KICK), 1);
}

static void late_kick(void **state)
{
	start_with("* * times 1 late-kick 3ms");
	front_expect_reply(0, 1);
	front_read_sensor(2, 2, 0, 0);
	front_kick(0);
	front_run(3019999);
	front_no_more_used(0);
	front_run(1);
	front_expect_reply(2, 2);
}

/* Replies to commands that were read before still come. */
static void stop_reading(void **state)
{
	front_connect(ALL_FEATURES);
	front_plan("* * times 1 stop-reading 3ms");
	front_read_sensor(0, 1, 0, 0);
	front_read_sensor(2, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 1);
	front_expect_reply(2, 2);
	front_read_sensor(4, 3, 0, 0);
	front_kick(0);
	front_run(3019999);
	front_no_more_used(0);
	front_run(1);
	front_expect_reply(4, 3);
	/* A ring that stops meanwhile is not read when the time is over. */
	front_plan("* * times 1 stop-reading 3ms");
	front_read_sensor(6, 4, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(6, 4);
	front_state(VHOST_GET_VRING_BASE, 0, 0);
	front_run(10000000);
	assert_false(f.device.queues[0].running);
}

static void used_jump(void **state)
{
	start_with("* * times 1 used-jump 5");
	front_expect_reply(0, 1);
	assert_int_equal(used_index(), 6);
	assert_int_equal(front_interrupts(0), 1);
	/* The next entry is behind the jump. */
	front_read_sensor(2, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	assert_int_equal(used_index(), 7);
	assert_int_equal(le32toh(used_entry(6)->id), 2);
}

static void used_range(void **state)
{
	start_with("* * times 1 used-range");
	assert_int_equal(used_index(), 1);
	assert_int_equal(le32toh(used_entry(0)->id), RING_NUM);
	assert_int_equal(front_interrupts(0), 1);
}

static void used_twice(void **state)
{
	start_with("* * times 1 used-twice");
	assert_int_equal(used_index(), 2);
	front_expect_reply(0, 1);
	front_expect_reply(0, 1);
	assert_int_equal(le32toh(used_entry(0)->len), 24);
	assert_int_equal(le32toh(used_entry(1)->len), 24);
	front_read_sensor(0, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 2);
	assert_int_equal(used_index(), 3);
}

static void used_length(void **state)
{
	start_with("* * times 1 used-length 4097");
	front_expect_reply(0, 1);
	assert_int_equal(le32toh(used_entry(0)->len), 4097);
	assert_int_equal(front_interrupts(0), 1);
	/* The chain is the driver's again. */
	front_read_sensor(0, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 2);
}

static void disconnect(void **state)
{
	start_with("* * times 1 disconnect 7ms");
	front_expect_reply(0, 1);
	assert_int_equal(vhost_device_leaves(&f.device), 7000000);
	assert_int_equal(vhost_device_leaves(&f.device), 0);
}

/* All faults are those of docs/fault-plan.md; none is known to a kernel's device. */
static void refused_without_device(void **state)
{
	static const char *const actions[] = {
		"late-doorbell 1ms", "no-interrupts 1ms", "lost-kick",
		"late-kick 1ms",     "stop-reading 1ms",  "used-jump 1",
		"used-range",	     "used-twice",	  "used-length 1",
		"disconnect 1ms",
	};
	struct scmi_server_ops ops = soft_queue_ops;

	for (size_t i = 0; i < ARRAY_SIZE(actions); i++) {
		struct scmi_plan_error error;
		struct scmi_plan plan;
		const char *why;
		char text[64];

		snprintf(text, sizeof(text), "* * %s", actions[i]);
		assert_true(
			scmi_plan_parse(&plan, text, strlen(text), 1, &error));
		assert_null(host_server_set_plan(f.device.server, &plan, &why));
		assert_ptr_equal(fault_unsupported(&ops, &plan, &why),
				 &plan.faults[0]);
		assert_string_equal(why, "is not a device that can misbehave");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(late_doorbell),
		TEST(no_interrupts),
		TEST(lost_kick),
		TEST(late_kick),
		TEST(stop_reading),
		TEST(used_jump),
		TEST(used_range),
		TEST(used_twice),
		TEST(used_length),
		TEST(disconnect),
		TEST(refused_without_device),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
