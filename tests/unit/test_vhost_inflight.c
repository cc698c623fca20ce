// SPDX-License-Identifier: GPL-2.0-only
/* In-flight tracking: a new process takes over all commands, and none twice. */
#include "vhost_fixture.h"

static int memory = -1;

/* Asks for memory of the rings; keeps its descriptor as a front end does. */
static void get_memory(u16 queue_size)
{
	const struct vhost_inflight_area area = {.nr_queues = 2,
						 .queue_size = queue_size};

	assert_int_equal(front_send(VHOST_GET_INFLIGHT_FD, &area, 20, -1), 1);
	assert_int_equal(f.reply.nr_fds, 1);
	assert_int_equal(f.reply.inflight.queue_size, queue_size);
	if (memory >= 0)
		close(memory);
	memory = vhost_keep_fd(&f.reply);
}

static u64 set_memory(u64 size, u64 offset, u16 queue_size)
{
	const struct vhost_inflight_area area = {.size = size,
						 .offset = offset,
						 .nr_queues = 2,
						 .queue_size = queue_size};

	return front_ask(VHOST_SET_INFLIGHT_FD, &area, 20, memory);
}

static void start(void)
{
	if (memory < 0)
		get_memory(RING_NUM);
	assert_int_equal(set_memory(2 * 320, 0, RING_NUM), 0);
	front_connect(ALL_FEATURES);
}

static int tear_down_all(void **state)
{
	if (memory >= 0)
		close(memory);
	memory = -1;
	return tear_down(state);
}

/* The oldest command is overtaken: only it is served again. */
static void overtaken(void **state)
{
	start();
	front_plan("* * times 1 delay 50ms");
	front_read_sensor(0, 1, 0, 0);
	front_read_sensor(2, 2, 0, 0);
	front_read_sensor(4, 3, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(2, 2);
	front_expect_reply(4, 3);
	front_no_more_used(0);
	front_restart_device();
	front_read_sensor(6, 4, 0, 0);
	start();
	front_run(20000);
	front_expect_reply(0, 1);
	front_expect_reply(6, 4);
	front_no_more_used(0);
	assert_int_equal(f.device.server->counts.requests, 2);
	/* Now nothing is in flight any more. */
	front_restart_device();
	start();
	front_run(20000);
	front_no_more_used(0);
	assert_int_equal(f.device.server->counts.requests, 0);
}

/* They are served in the order in which the driver sent them. */
static void in_order(void **state)
{
	start();
	front_read_sensor(8, 1, 0, 0);
	front_read_sensor(2, 2, 0, 0);
	front_read_sensor(10, 3, 0, 0);
	front_read_sensor(4, 4, 0, 0);
	front_kick(0);
	front_restart_device();
	start();
	/* So is a command that came after the first takeover. */
	front_read_sensor(0, 5, 0, 0);
	front_kick(0);
	front_restart_device();
	start();
	front_run(20000);
	front_expect_reply(8, 1);
	front_expect_reply(2, 2);
	front_expect_reply(10, 3);
	front_expect_reply(4, 4);
	front_expect_reply(0, 5);
	front_no_more_used(0);
}

static struct inflight_ring *tracked(void)
{
	return f.device.rings[0].tracker.ring;
}

/* A process ended between the used index and its note of it. */
static void ended_between(void **state)
{
	start();
	front_read_sensor(0, 1, 0, 0);
	front_read_sensor(2, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 1);
	front_expect_reply(2, 2);
	assert_int_equal(tracked()->last_head, 2);
	assert_int_equal(tracked()->used_index, 2);
	tracked()->used_index = 1;
	tracked()->entries[2].owned = 1;
	front_restart_device();
	start();
	front_run(20000);
	front_no_more_used(0);
	assert_int_equal(f.device.server->counts.requests, 0);
}

/* A chain that was wrong is not in flight. */
static void wrong_chain(void **state)
{
	start();
	front_put(0, 4, front_buffer(0, 4), 0, 0, 0);
	front_offer(0, 4);
	front_kick(0);
	front_run(0);
	assert_int_equal(front_used(0, NULL), 4);
	assert_int_equal(tracked()->entries[4].owned, 0);
	assert_int_equal(tracked()->used_index, 1);
}

/* Its contents are as little trusted as those of a ring. */
static void hostile(void **state)
{
	start();
	memset(tracked(), 0xff, 320);
	front_restart_device();
	start();
	front_run(20000);
	front_restart_device();
	assert_int_equal(set_memory(2 * 320 - 1, 0, RING_NUM), 1);
	assert_int_equal(set_memory(1 << 20, 0, RING_NUM), 1);
	assert_int_equal(set_memory(2 * 320, 8, RING_NUM), 1);
	assert_int_equal(set_memory(2 * 320, ~0ull - 4095, RING_NUM), 1);
	assert_int_equal(set_memory(2 * 320, 0, 0), 1);
	/* Memory for shorter rings is not used. */
	get_memory(8);
	assert_int_equal(set_memory(2 * 192, 0, 8), 0);
	front_connect(ALL_FEATURES);
	assert_null(f.device.queues[0].ring.config.tracker);
	front_read_sensor(0, 1, 0, 0);
	front_kick(0);
	front_run(20000);
	assert_int_equal(front_used(0, NULL), 0);
}

#define INFLIGHT_TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up, tear_down_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		INFLIGHT_TEST(overtaken),     INFLIGHT_TEST(in_order),
		INFLIGHT_TEST(ended_between), INFLIGHT_TEST(wrong_chain),
		INFLIGHT_TEST(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
