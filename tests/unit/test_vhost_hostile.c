// SPDX-License-Identifier: GPL-2.0-only
/* Front ends and drivers that break the rules of vhost-user and of virtio. */
#include <sys/socket.h>

#include "vhost_fixture.h"

/* Every message that wants a reply gets one, of any number and any size. */
static void always_a_reply(void **state)
{
	static const u8 zero[512];
	u32 request, size;

	for (request = 0; request < 64; request++)
		for (size = 0; size <= 16; size += 4) {
			struct vhost_message m = {
				.request = request,
				.flags = VHOST_VERSION | VHOST_NEED_REPLY,
				.size = size,
			};

			memcpy(m.bytes, zero, size);
			if (vhost_device_handle(&f.device, &m) == 1)
				continue;
			/* A question that cannot be answered ends it all. */
			assert_true(
				request == VHOST_GET_INFLIGHT_FD ||
				(request == VHOST_GET_VRING_BASE &&
				 size != 8) ||
				(request == VHOST_GET_CONFIG && size != 12));
		}
	/* Nothing was negotiated. */
	assert_int_equal(front_number(VHOST_SET_VRING_CALL, 0, f.ring[0].call),
			 0);
	assert_int_equal(front_send(VHOST_SET_OWNER, zero, 0, -1), 0);
}

static void questions(void **state)
{
	assert_int_equal(front_number(VHOST_GET_FEATURES, 0, -1), ALL_FEATURES);
	assert_int_equal(front_number(VHOST_GET_QUEUE_NUM, 0, -1), 2);
	assert_int_equal(front_number(VHOST_GET_PROTOCOL_FEATURES, 0, -1) & 9,
			 9);
}

static void wrong_messages(void **state)
{
	const u64 number = 0;

	/* A feature that was not offered. */
	assert_int_equal(front_number(VHOST_SET_FEATURES, 1ull << 34, -1), 1);
	/* A ring that does not exist. */
	assert_int_equal(front_state(VHOST_SET_VRING_NUM, 2, 8), 1);
	assert_int_equal(front_state(VHOST_SET_VRING_BASE, 2, 8), 1);
	assert_int_equal(front_state(VHOST_SET_VRING_ENABLE, 9, 1), 1);
	assert_int_equal(front_number(VHOST_SET_VRING_KICK, 5, f.ring[0].kick),
			 1);
	/* A file descriptor is missing, not wanted, or not an eventfd. */
	assert_int_equal(front_number(VHOST_SET_VRING_KICK, 0, -1), 1);
	assert_int_equal(
		front_number(VHOST_SET_VRING_CALL, 0x100, f.ring[0].call), 1);
	assert_int_equal(front_number(VHOST_SET_VRING_KICK, 0, f.memfd), 1);
	assert_int_equal(
		front_ask(VHOST_SET_VRING_CALL, &number, 4, f.ring[0].call), 1);
}

static void wrong_memory(void **state)
{
	/* Beyond the end of the file: reading there would be a fault. */
	assert_int_equal(front_share(GUEST, f.mem, MEMORY_SIZE + 1, 0), 1);
	assert_int_equal(front_share(GUEST, f.mem, MEMORY_SIZE, 4096), 1);
	assert_int_equal(front_share(GUEST, f.mem, 4096, ~0ull - 4095), 1);
	assert_int_equal(front_share(~0ull - 100, f.mem, 4096, 0), 1);
	assert_int_equal(front_share(GUEST, (void *)~0ul, 4096, 0), 1);
	assert_int_equal(front_share(GUEST, f.mem, 0, 0), 1);
	assert_int_equal(f.device.memory.nr, 0);
	assert_int_equal(front_share(GUEST, f.mem, MEMORY_SIZE, 0), 0);
	/* A wrong table does not replace a good one. */
	assert_int_equal(front_share(GUEST, f.mem, MEMORY_SIZE + 1, 0), 1);
	assert_int_equal(f.device.memory.nr, 1);
}

static u64 set_addr(u64 descriptors, u64 available, u64 used)
{
	const struct vhost_vring_addr addr = {.descriptors = descriptors,
					      .available = available,
					      .used = used};

	return front_ask(VHOST_SET_VRING_ADDR, &addr, sizeof(addr), -1);
}

/* A ring must be memory to its last byte, aligned, and of a valid size. */
static void wrong_ring(void **state)
{
	const u64 base = (u64)(uintptr_t)f.mem, end = base + MEMORY_SIZE;
	static const u32 sizes[] = {3, 65536, 0x80000000, 24};
	size_t i;

	front_number(VHOST_SET_FEATURES, ALL_FEATURES, -1);
	front_share(GUEST, f.mem, MEMORY_SIZE, 0);
	front_state(VHOST_SET_VRING_NUM, 0, 16);
	front_number(VHOST_SET_VRING_KICK, 0, f.ring[0].kick);
	assert_int_equal(set_addr(base, base + 0x1000, base + 0x2000), 0);
	front_state(VHOST_SET_VRING_ENABLE, 0, 1);
	assert_true(f.device.rings[0].running);
	front_state(VHOST_SET_VRING_ENABLE, 0, 0);
	assert_int_equal(set_addr(end - 240, base, base), 0);
	assert_int_equal(front_state(VHOST_SET_VRING_ENABLE, 0, 1), 1);
	assert_int_equal(set_addr(base, end - 36, base), 1);
	assert_int_equal(set_addr(base, base, end - 132), 1);
	assert_int_equal(set_addr(base + 8, base, base), 1);
	assert_int_equal(set_addr(base, base + 1, base), 1);
	assert_int_equal(set_addr(base, base, base + 2), 1);
	assert_int_equal(set_addr(0, base, base), 1);
	assert_false(f.device.rings[0].running);
	for (i = 0; i < 4; i++) {
		front_state(VHOST_SET_VRING_NUM, 0, sizes[i]);
		assert_int_equal(set_addr(base, base + 0x8000, base + 0x10000),
				 1);
	}
	assert_false(f.device.rings[0].running);
}

/* Addresses of buffers are guest addresses, checked to the last byte. */
static void wrong_buffers(void **state)
{
	front_connect(ALL_FEATURES);
	front_read_sensor(0, 1, 0, 0);
	f.ring[0].vring.desc[1].addr = htole64(GUEST + MEMORY_SIZE - 131);
	front_read_sensor(2, 2, 0, 0);
	f.ring[0].vring.desc[2].addr = htole64((u64)(uintptr_t)f.mem);
	front_read_sensor(4, 3, 0, 0);
	f.ring[0].vring.desc[5].addr = htole64(GUEST - 1);
	front_kick(0);
	front_run(20000);
	for (u16 head = 0; head < 6; head += 2) {
		u32 len;

		assert_int_equal(front_used(0, &len), head);
		assert_int_equal(len, 0);
	}
	assert_int_equal(f.device.queues[0].faults[SCMI_VRING_ADDRESS], 3);
	assert_int_equal(f.device.server->counts.requests, 0);
}

/* A ring whose index jumps is broken: the front end is notified, and no more. */
static void index_jump(void **state)
{
	const int err = eventfd(0, EFD_NONBLOCK);
	eventfd_t count;

	front_connect(ALL_FEATURES);
	front_number(VHOST_SET_VRING_ERR, 0, err);
	f.ring[0].vring.avail->idx = htole16(0x4000);
	front_kick(0);
	front_run(20000);
	assert_int_equal(eventfd_read(err, &count), 0);
	front_no_more_used(0);
	close(err);
}

/* Memory is replaced under a ring that runs and has chains. */
static void memory_moves(void **state)
{
	front_connect(ALL_FEATURES);
	front_read_sensor(0, 1, 0, 0);
	front_kick(0);
	front_run(10000);
	assert_int_equal(front_share(GUEST, f.mem, MEMORY_SIZE, 0), 0);
	front_run(10000);
	front_expect_reply(0, 1);
	/* The next chain is not in the new memory; the ring is. */
	front_read_sensor(14, 2, 0, 0);
	front_kick(0);
	front_run(10000);
	assert_int_equal(front_share(GUEST, f.mem, BUFFERS, 0), 0);
	front_run(10000);
	assert_int_equal(front_used(0, NULL), 14);
	assert_int_equal(front_reply_word(14, 0), 0xeeeeeeee);
	/* Neither is the ring. */
	assert_int_equal(front_share(GUEST, f.mem, 4096, 0), 1);
	assert_false(f.device.rings[0].running);
	front_kick(0);
	front_run(1000000);
}

/* A socket and its reader: parts of a message, too long ones, descriptors. */
static void sockets(void **state)
{
	struct vhost_reader reader = {0};
	struct vhost_message m = {
		.request = VHOST_SET_VRING_KICK,
		.flags = VHOST_VERSION,
		.size = 8,
		.number = 1,
		.nr_fds = 1,
		.fds = {f.ring[0].kick},
	};
	const u32 header[] = {3, VHOST_VERSION, 0, 1, VHOST_VERSION, 513};
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(vhost_receive(pair[1], &reader), 0);
	assert_int_equal(vhost_send(pair[0], &m), 0);
	assert_int_equal(vhost_receive(pair[1], &reader), 1);
	assert_int_equal(reader.message.number, 1);
	assert_int_equal(reader.message.nr_fds, 1);
	assert_int_not_equal(reader.message.fds[0], f.ring[0].kick);
	vhost_reader_end(&reader);
	/* Byte by byte. */
	for (size_t i = 0; i < 12; i++) {
		assert_int_equal(send(pair[0], (const u8 *)header + i, 1, 0),
				 1);
		assert_int_equal(vhost_receive(pair[1], &reader), i == 11);
	}
	vhost_reader_end(&reader);
	assert_int_equal(send(pair[0], header + 3, 12, 0), 12);
	assert_int_equal(vhost_receive(pair[1], &reader), -EMSGSIZE);
	vhost_reader_end(&reader);
	close(pair[0]);
	assert_int_equal(vhost_receive(pair[1], &reader), -ECONNRESET);
	close(pair[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(always_a_reply), TEST(questions),	  TEST(wrong_messages),
		TEST(wrong_memory),   TEST(wrong_ring),	  TEST(wrong_buffers),
		TEST(index_jump),     TEST(memory_moves), TEST(sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
