/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A front end without a guest: memory that it shares with the device, two rings in it
 * and their eventfds. Time is the test's own.
 */
#ifndef SCMI_PERF_VHOST_FIXTURE_H
#define SCMI_PERF_VHOST_FIXTURE_H

#include <linux/virtio_config.h>
#include <linux/virtio_scmi.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "unit_test.h"
#include "fault.h"
#include "serve.h"
#include "vhost_device.h"

#define RING_NUM    16u
#define GUEST	    0x40000000ull
#define MEMORY_SIZE 0x20000u
#define BUFFERS	    0x10000u /* 0x400 bytes for each descriptor of each ring */

#define NEXT	 VRING_DESC_F_NEXT
#define WRITE	 VRING_DESC_F_WRITE
#define INDIRECT VRING_DESC_F_INDIRECT

#define ALL_FEATURES                                                       \
	(1ull << VIRTIO_F_VERSION_1 | 1ull << VIRTIO_SCMI_F_P2A_CHANNELS | \
	 1ull << VIRTIO_RING_F_INDIRECT_DESC |                             \
	 1ull << VIRTIO_RING_F_EVENT_IDX | 1ull << VHOST_F_PROTOCOL_FEATURES)

#define MESSAGE(token, protocol, message) \
	((u32)(message) | (u32)(protocol) << 10 | (u32)(token) << 18)

struct front_ring {
	struct vring vring;
	u16 avail;
	u16 used;
	int kick;
	int call;
};

static struct {
	struct vhost_device device;
	struct vhost_message reply;
	u8 *mem;
	int memfd;
	struct front_ring ring[VHOST_NR_QUEUES];
	u64 now;
} f;

static inline u64 front_clock(void)
{
	return f.now;
}

/* Sends a message with @fd, a copy of it, or -1. Returns what the device returns. */
static inline int front_send(u32 request, const void *payload, u32 size, int fd)
{
	struct vhost_message *m = &f.reply;

	memset(m, 0, sizeof(*m));
	m->request = request;
	m->flags = VHOST_VERSION;
	m->size = size;
	memcpy(m->bytes, payload, size);
	if (fd >= 0)
		m->fds[m->nr_fds++] = dup(fd);
	return vhost_device_handle(&f.device, m);
}

/* The same, and wants a reply, which it returns. */
static inline u64 front_ask(u32 request, const void *payload, u32 size, int fd)
{
	struct vhost_message *m = &f.reply;

	memset(m, 0, sizeof(*m));
	m->request = request;
	m->flags = VHOST_VERSION | VHOST_NEED_REPLY;
	m->size = size;
	memcpy(m->bytes, payload, size);
	if (fd >= 0)
		m->fds[m->nr_fds++] = dup(fd);
	assert_int_equal(vhost_device_handle(&f.device, m), 1);
	assert_int_equal(m->flags, VHOST_VERSION | VHOST_REPLY);
	assert_int_equal(m->request, request);
	return m->number;
}

static inline u64 front_number(u32 request, u64 number, int fd)
{
	return front_ask(request, &number, sizeof(number), fd);
}

static inline u64 front_state(u32 request, u32 index, u32 num)
{
	const struct vhost_vring_state state = {index, num};

	return front_ask(request, &state, sizeof(state), -1);
}

static inline u64 front_share(u64 guest, const void *mem, u64 size, u64 offset)
{
	struct vhost_regions regions = {
		.nr = 1,
		.region = {{guest, size, (u64)(uintptr_t)mem, offset}},
	};

	return front_ask(VHOST_SET_MEM_TABLE, &regions,
			 offsetof(struct vhost_regions, region[1]), f.memfd);
}

static inline u64 front_addr(unsigned int index)
{
	const struct vring *vring = &f.ring[index].vring;
	const struct vhost_vring_addr addr = {
		.index = index,
		.descriptors = (u64)(uintptr_t)vring->desc,
		.available = (u64)(uintptr_t)vring->avail,
		.used = (u64)(uintptr_t)vring->used,
	};

	return front_ask(VHOST_SET_VRING_ADDR, &addr, sizeof(addr), -1);
}

/* Sets up a ring as QEMU does, at its indexes. */
static inline void front_start_ring(unsigned int index)
{
	struct front_ring *ring = &f.ring[index];

	assert_int_equal(front_state(VHOST_SET_VRING_NUM, index, RING_NUM), 0);
	assert_int_equal(front_state(VHOST_SET_VRING_BASE, index,
				     le16toh(ring->vring.used->idx)),
			 0);
	assert_int_equal(front_addr(index), 0);
	assert_int_equal(front_number(VHOST_SET_VRING_KICK, index, ring->kick),
			 0);
	assert_int_equal(front_number(VHOST_SET_VRING_CALL, index, ring->call),
			 0);
	assert_int_equal(front_state(VHOST_SET_VRING_ENABLE, index, 1), 0);
}

static inline void front_connect(u64 features)
{
	unsigned int i;

	assert_int_equal(front_number(VHOST_SET_FEATURES, features, -1), 0);
	assert_int_equal(front_share(GUEST, f.mem, MEMORY_SIZE, 0), 0);
	for (i = 0; i < VHOST_NR_QUEUES; i++)
		front_start_ring(i);
}

/* Runs the device until @ns have gone by. */
static inline void front_run(u64 ns)
{
	const u64 end = f.now + ns;

	do {
		const u64 next = environment_next();

		if (next > f.now)
			f.now = next < end ? next : end;
		environment_run();
		vhost_device_interrupt(&f.device);
	} while (f.now < end || environment_next() <= f.now);
}

/* Returns the interrupts of a ring since the last call. */
static inline u64 front_interrupts(unsigned int index)
{
	eventfd_t count;

	return eventfd_read(f.ring[index].call, &count) ? 0 : count;
}

static inline u8 *front_buffer(unsigned int index, u16 head)
{
	return f.mem + BUFFERS + 0x400 * (index * RING_NUM + head);
}

static inline void front_put(unsigned int index, u16 at, const void *memory,
			     u32 len, u16 flags, u16 next)
{
	f.ring[index].vring.desc[at] = (struct vring_desc){
		.addr = htole64(GUEST + (u64)((const u8 *)memory - f.mem)),
		.len = htole32(len),
		.flags = htole16(flags),
		.next = htole16(next),
	};
}

static inline void front_offer(unsigned int index, u16 head)
{
	struct front_ring *ring = &f.ring[index];

	ring->vring.avail->ring[ring->avail++ % RING_NUM] = htole16(head);
	ring->vring.avail->idx = htole16(ring->avail);
}

/* Offers a command of @n words in descriptors @head and @head + 1. */
static inline void front_command(u16 head, u32 hdr, const u32 *words, size_t n)
{
	u8 *buffer = front_buffer(0, head);
	const u32 le = htole32(hdr);

	memcpy(buffer, &le, 4);
	memcpy(buffer + 4, words, 4 * n);
	memset(buffer + 0x200, 0xee, 0x200);
	front_put(0, head, buffer, (u32)(4 + 4 * n), NEXT, (u16)(head + 1));
	front_put(0, (u16)(head + 1), buffer + 0x200, 132, WRITE, 0);
	front_offer(0, head);
}

/* A reading of sensor @sensor; @flags: 1: asynchronous. */
static inline void front_read_sensor(u16 head, u16 token, u32 sensor, u32 flags)
{
	const u32 words[] = {htole32(sensor), htole32(flags)};

	front_command(head, MESSAGE(token, 0x15, 6), words, 2);
}

static inline void front_kick(unsigned int index)
{
	vhost_device_kicked(&f.device, index);
}

/* Offers a buffer for an event. */
static inline void front_event_buffer(u16 head)
{
	memset(front_buffer(1, head), 0xee, 0x200);
	front_put(1, head, front_buffer(1, head), 132, WRITE, 0);
	front_offer(1, head);
}

/*
 * Removes the next used entry, which must exist, and wants an interrupt for the one
 * after it. Returns its head.
 */
static inline u16 front_used(unsigned int index, u32 *len)
{
	struct front_ring *ring = &f.ring[index];
	const struct vring_used_elem *entry;

	assert_int_not_equal(ring->used, le16toh(ring->vring.used->idx));
	entry = &ring->vring.used->ring[ring->used++ % RING_NUM];
	if (len)
		*len = le32toh(entry->len);
	vring_used_event(&ring->vring) = htole16(ring->used);
	return (u16)le32toh(entry->id);
}

static inline void front_no_more_used(unsigned int index)
{
	assert_int_equal(f.ring[index].used,
			 le16toh(f.ring[index].vring.used->idx));
}

/* Word @n of the reply to @head: 0 is the header, 1 the status. */
static inline u32 front_reply_word(u16 head, size_t n)
{
	return get_unaligned_le32(front_buffer(0, head) + 0x200 + 4 * n);
}

/* The next used entry must be the good reply to @head with @token. */
static inline void front_expect_reply(u16 head, u16 token)
{
	assert_int_equal(front_used(0, NULL), head);
	assert_int_equal(front_reply_word(head, 0) >> 18, token);
	assert_int_equal(front_reply_word(head, 1), 0);
}

static inline void front_plan(const char *text)
{
	struct scmi_plan_error error;
	struct scmi_plan plan;
	const char *why;

	assert_true(scmi_plan_parse(&plan, text, strlen(text), 1, &error));
	assert_null(host_server_set_plan(f.device.server, &plan, &why));
}

/* Replaces the device, as a new process of it would. */
static inline void front_restart_device(void)
{
	vhost_device_close(&f.device);
	assert_int_equal(vhost_device_open(&f.device), 0);
}

static inline int set_up(void **state)
{
	struct scmi_service_error error;
	unsigned int i;

	memset(&f, 0, sizeof(f));
	f.now = 1000000000;
	environment_clock = front_clock;
	assert_true(scmi_service_parse(&server_settings.service, "20us", 1,
				       &error));
	f.memfd = memfd_create("guest", MFD_CLOEXEC);
	assert_int_equal(ftruncate(f.memfd, MEMORY_SIZE), 0);
	f.mem = mmap(NULL, MEMORY_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
		     f.memfd, 0);
	assert_ptr_not_equal(f.mem, MAP_FAILED);
	for (i = 0; i < VHOST_NR_QUEUES; i++) {
		vring_init(&f.ring[i].vring, RING_NUM, f.mem + 0x4000 * (i + 1),
			   4096);
		f.ring[i].kick = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
		f.ring[i].call = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	}
	assert_int_equal(vhost_device_open(&f.device), 0);
	return 0;
}

static inline int tear_down(void **state)
{
	unsigned int i;

	vhost_device_close(&f.device);
	for (i = 0; i < VHOST_NR_QUEUES; i++) {
		close(f.ring[i].kick);
		close(f.ring[i].call);
	}
	munmap(f.mem, MEMORY_SIZE);
	close(f.memfd);
	return 0;
}

#endif
