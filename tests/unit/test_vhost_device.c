// SPDX-License-Identifier: GPL-2.0-only
/* The SCMI device behind vhost-user, driven without a guest. */
#include "vhost_fixture.h"

static void request_and_reply(void **state)
{
	u32 len;

	front_connect(ALL_FEATURES);
	front_read_sensor(0, 7, 1, 0);
	front_kick(0);
	front_run(19999);
	front_no_more_used(0);
	assert_int_equal(front_interrupts(0), 0);
	front_run(1);
	assert_int_equal(front_used(0, &len), 0);
	assert_int_equal(len, 4 + 4 + 16);
	assert_int_equal(front_reply_word(0, 0), MESSAGE(7, 0x15, 6));
	assert_int_equal(front_reply_word(0, 1), 0);
	assert_int_equal(front_interrupts(0), 1);
	/* Not a byte beyond the reply is written. */
	assert_int_equal(front_reply_word(0, 6), 0xeeeeeeee);
}

/* A reader that has not asked for an interrupt gets none. */
static void event_index(void **state)
{
	struct vring *vring = &f.ring[0].vring;
	u16 asked;

	front_connect(ALL_FEATURES);
	vring_used_event(vring) = htole16(1);
	front_read_sensor(0, 1, 0, 0);
	front_read_sensor(2, 2, 0, 0);
	front_kick(0);
	/* The device asks for a kick behind the last entry that it has read. */
	memcpy(&asked, &vring->used->ring[RING_NUM], sizeof(asked));
	assert_int_equal(le16toh(asked), 2);
	front_run(20000);
	front_expect_reply(0, 1);
	front_expect_reply(2, 2);
	assert_int_equal(front_interrupts(0), 1);
	vring_used_event(vring) = htole16(7);
	front_read_sensor(4, 3, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(4, 3);
	assert_int_equal(front_interrupts(0), 0);
}

static void without_event_index(void **state)
{
	front_connect(ALL_FEATURES & ~(1ull << VIRTIO_RING_F_EVENT_IDX));
	f.ring[0].vring.avail->flags = htole16(VRING_AVAIL_F_NO_INTERRUPT);
	front_read_sensor(0, 1, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 1);
	assert_int_equal(front_interrupts(0), 0);
	f.ring[0].vring.avail->flags = 0;
	front_read_sensor(0, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 2);
	assert_int_equal(front_interrupts(0), 1);
}

/* Moves the two descriptors at @head into a table of their own. */
static void make_indirect(u16 head)
{
	struct vring_desc *desc = &f.ring[0].vring.desc[head];
	struct vring_desc *table = (void *)(front_buffer(0, head) + 0x100);

	memcpy(table, desc, 2 * sizeof(*desc));
	table[0].next = htole16(1);
	front_put(0, head, table, 2 * sizeof(*desc), INDIRECT, 0);
}

static void indirect_descriptors(void **state)
{
	front_connect(ALL_FEATURES);
	front_read_sensor(0, 9, 2, 0);
	make_indirect(0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 9);
	/* Without the feature such a chain is returned with nothing in it. */
	front_restart_device();
	front_connect(ALL_FEATURES & ~(1ull << VIRTIO_RING_F_INDIRECT_DESC));
	front_read_sensor(0, 10, 2, 0);
	make_indirect(0);
	front_kick(0);
	front_run(20000);
	assert_int_equal(front_used(0, NULL), 0);
	assert_int_equal(front_reply_word(0, 0), 0xeeeeeeee);
}

/* A delayed response goes to the other queue, once it has a buffer. */
static void delayed_response(void **state)
{
	front_connect(ALL_FEATURES);
	front_read_sensor(0, 3, 4, 1);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 3);
	front_run(1000000);
	front_no_more_used(1);
	assert_int_equal(f.device.server->counts.delayed_responses, 0);
	front_event_buffer(0);
	front_kick(1);
	front_run(0);
	assert_int_equal(front_used(1, NULL), 0);
	assert_int_equal(get_unaligned_le32(front_buffer(1, 0)),
			 MESSAGE(3, 0x15, 6) | 2 << 8);
	assert_int_equal(front_interrupts(1), 1);
	assert_int_equal(f.device.server->counts.delayed_responses, 1);
}

static void no_p2a(void **state)
{
	front_connect(ALL_FEATURES & ~(1ull << VIRTIO_SCMI_F_P2A_CHANNELS));
	front_read_sensor(0, 3, 4, 1);
	front_kick(0);
	front_run(20000);
	assert_int_equal(front_used(0, NULL), 0);
	assert_int_equal((int)front_reply_word(0, 1),
			 SCMI_STATUS_NOT_SUPPORTED);
}

static const struct scmi_counts *counts(void)
{
	return &f.device.server->counts;
}

static void plan_by_count(void **state)
{
	u16 token;

	front_connect(ALL_FEATURES);
	front_plan("sensor 6 every 4 times 2 drop\n"
		   "sensor 6 every 3 error BUSY\n");
	for (token = 0; token < 12; token++) {
		front_read_sensor(0, token, 0, 0);
		front_kick(0);
		front_run(20000);
		if (f.ring[0].used == le16toh(f.ring[0].vring.used->idx))
			break;
		assert_int_equal(front_used(0, NULL), 0);
		assert_int_equal((int)front_reply_word(0, 1),
				 token == 2 ? SCMI_STATUS_BUSY : 0);
	}
	assert_int_equal(token, 3);
	assert_int_equal(counts()->requests, 4);
	assert_int_equal(counts()->replies, 3);
	assert_int_equal(counts()->dropped, 1);
	assert_int_equal(counts()->faults[SCMI_FAULT_DROP], 1);
	assert_int_equal(counts()->faults[SCMI_FAULT_ERROR], 1);
}

static void lost_doorbell(void **state)
{
	front_connect(ALL_FEATURES);
	front_plan("* * times 1 lost-doorbell");
	front_read_sensor(0, 1, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 1);
	assert_int_equal(front_interrupts(0), 0);
	/* The interrupt of the next reply is for both. */
	front_read_sensor(2, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(2, 2);
	assert_int_equal(front_interrupts(0), 1);
}

static void reorder(void **state)
{
	front_connect(ALL_FEATURES);
	front_plan("* * times 1 reorder 5ms");
	front_read_sensor(0, 1, 0, 0);
	front_read_sensor(2, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(2, 2);
	front_expect_reply(0, 1);
}

/* A fault that no virtio device can make is refused, in the kernel's words. */
static void unsupported_plan(void **state)
{
	struct scmi_plan_error error;
	const struct scmi_fault *fault;
	struct scmi_plan plan;
	const char *why;

	assert_true(scmi_plan_parse(&plan, "* * duplicate", 13, 1, &error));
	fault = host_server_set_plan(f.device.server, &plan, &why);
	assert_non_null(fault);
	assert_string_equal(why, "cannot send a reply without a request");
}

/*
 * A process that ends in mid-run leaves requests in the ring; the next one starts at
 * the used index and answers all of them, and raises an interrupt for what could be
 * in the ring already.
 */
static void restart_without_loss(void **state)
{
	front_connect(ALL_FEATURES);
	front_read_sensor(0, 1, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 1);
	assert_int_equal(front_interrupts(0), 1);
	front_read_sensor(2, 2, 0, 0);
	front_read_sensor(4, 3, 0, 0);
	front_kick(0);
	front_run(10000);
	front_restart_device();
	front_read_sensor(6, 4, 0, 0);
	front_connect(ALL_FEATURES);
	front_run(0);
	assert_int_equal(front_interrupts(0), 1);
	front_run(20000);
	front_expect_reply(2, 2);
	front_expect_reply(4, 3);
	front_expect_reply(6, 4);
	assert_int_not_equal(front_interrupts(0), 0);
	front_no_more_used(0);
	assert_int_equal(counts()->requests, 3);
}

/* A connection that ends, with the process alive. */
static void new_connection(void **state)
{
	front_connect(ALL_FEATURES);
	front_read_sensor(0, 1, 4, 1);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 1);
	front_read_sensor(2, 2, 4, 1);
	front_read_sensor(4, 3, 0, 0);
	front_kick(0);
	front_run(10000);
	vhost_device_disconnect(&f.device);
	assert_int_equal(counts()->dropped, 2);
	/* A kick for the first buffer was for the connection before. */
	front_event_buffer(0);
	front_run(1000000);
	front_connect(ALL_FEATURES);
	front_run(20000);
	front_expect_reply(2, 2);
	front_expect_reply(4, 3);
	front_no_more_used(0);
	assert_int_equal(front_used(1, NULL), 0);
	assert_int_equal(get_unaligned_le32(front_buffer(1, 0)) >> 18, 1);
	front_event_buffer(1);
	front_event_buffer(2);
	front_kick(1);
	front_run(1000000);
	assert_int_equal(front_used(1, NULL), 1);
	assert_int_equal(get_unaligned_le32(front_buffer(1, 1)) >> 18, 2);
	front_no_more_used(1);
	assert_int_equal(f.device.server->platform.nr_async, 0);
}

/* An asynchronous command that is dropped again and again uses nothing up. */
static void many_connections(void **state)
{
	front_connect(ALL_FEATURES);
	front_read_sensor(2, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(2, 2);
	front_read_sensor(0, 1, 4, 1);
	front_kick(0);
	for (int i = 0; i < 2 * SCMI_MAX_ASYNC; i++) {
		front_run(10000);
		vhost_device_disconnect(&f.device);
		front_connect(ALL_FEATURES);
	}
	front_run(20000);
	front_expect_reply(0, 1);
}

/* Without a base of the front end the ring goes on at its used index, too. */
static void restart_without_base(void **state)
{
	front_connect(ALL_FEATURES);
	front_read_sensor(0, 1, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 1);
	front_read_sensor(2, 2, 0, 0);
	front_restart_device();
	front_number(VHOST_SET_FEATURES, ALL_FEATURES, -1);
	front_share(GUEST, f.mem, MEMORY_SIZE, 0);
	front_state(VHOST_SET_VRING_NUM, 0, RING_NUM);
	front_addr(0);
	front_number(VHOST_SET_VRING_CALL, 0, f.ring[0].call);
	front_state(VHOST_SET_VRING_ENABLE, 0, 1);
	front_number(VHOST_SET_VRING_KICK, 0, f.ring[0].kick);
	front_run(20000);
	front_expect_reply(2, 2);
	front_no_more_used(0);
}

/* A pause: replies in flight are delivered first, and the driver's state stays. */
static void pause_and_go_on(void **state)
{
	const u32 off[] = {0, 0};

	front_connect(ALL_FEATURES);
	front_command(0, MESSAGE(1, 0x15, 0xa), off, 2); /* sensor 0 off */
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 1);
	front_plan("* * times 1 reorder 50ms");
	front_read_sensor(2, 2, 1, 0);
	front_read_sensor(4, 3, 1, 0);
	front_kick(0);
	assert_int_equal(front_interrupts(0), 1);
	front_state(VHOST_GET_VRING_BASE, 0, 0);
	assert_int_equal(f.reply.state.num, 3);
	front_used(0, NULL);
	front_used(0, NULL);
	front_no_more_used(0);
	assert_int_equal(front_interrupts(0), 1);
	assert_int_equal(counts()->replies, 3);
	front_start_ring(0);
	front_read_sensor(6, 4, 0, 0);
	front_kick(0);
	front_run(20000);
	assert_int_equal(front_used(0, NULL), 6);
	assert_int_equal((int)front_reply_word(6, 1), SCMI_STATUS_DENIED);
}

/* A ring at its very start has a new driver: the platform is as after a reset. */
static void new_driver(void **state)
{
	const u32 off[] = {0, 0};

	front_connect(ALL_FEATURES);
	front_command(0, MESSAGE(1, 0x15, 0xa), off, 2);
	front_read_sensor(2, 5, 4, 1);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 1);
	front_expect_reply(2, 5);
	front_state(VHOST_GET_VRING_BASE, 0, 0);
	memset(f.ring[0].vring.avail, 0, 4);
	memset(f.ring[0].vring.used, 0, 4);
	f.ring[0].avail = f.ring[0].used = 0;
	front_start_ring(0);
	front_read_sensor(0, 2, 0, 0);
	front_kick(0);
	front_run(20000);
	front_expect_reply(0, 2);
	/* A delayed response to the driver before is not the new one's. */
	front_event_buffer(0);
	front_kick(1);
	front_run(1000000);
	front_no_more_used(1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(request_and_reply),
		TEST(event_index),
		TEST(without_event_index),
		TEST(indirect_descriptors),
		TEST(delayed_response),
		TEST(no_p2a),
		TEST(plan_by_count),
		TEST(lost_doorbell),
		TEST(reorder),
		TEST(unsupported_plan),
		TEST(restart_without_loss),
		TEST(restart_without_base),
		TEST(new_connection),
		TEST(many_connections),
		TEST(pause_and_go_on),
		TEST(new_driver),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
