// SPDX-License-Identifier: GPL-2.0-only
#include "front_end.h"

#include <errno.h>
#include <linux/virtio_config.h>
#include <linux/virtio_scmi.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "vhost_device.h"
#include "vhost_socket.h"

#define GUEST	    0x40000000ull
#define RING_NUM    128u
#define RING_SIZE   0x4000u
#define SLOTS	    (VHOST_NR_QUEUES * RING_SIZE)
#define SLOT_SIZE   0x400u /* table, request and reply of a command */
#define REQUEST	    0x40u
#define REPLY	    0x200u
#define MEMORY_SIZE (SLOTS + FRONT_END_DEPTH * SLOT_SIZE)

/* The features that the load uses, of those that the back end offers. */
#define WANTED                                                              \
	(1ull << VIRTIO_F_VERSION_1 | 1ull << VIRTIO_RING_F_INDIRECT_DESC | \
	 1ull << VIRTIO_RING_F_EVENT_IDX |                                  \
	 1ull << VIRTIO_SCMI_F_P2A_CHANNELS |                               \
	 1ull << VHOST_F_PROTOCOL_FEATURES)

void front_end_fail(const char *what)
{
	fprintf(stderr, "vhost-load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void send_message(const struct front_end *f, u32 request,
			 const void *payload, u32 size, int fd)
{
	struct vhost_message message = {
		.request = request,
		.flags = VHOST_VERSION,
		.size = size,
	};

	if (size)
		memcpy(message.bytes, payload, size);
	if (fd >= 0)
		message.fds[message.nr_fds++] = fd;
	errno = -vhost_send(f->socket, &message);
	if (errno)
		front_end_fail("send");
}

static void send_number(const struct front_end *f, u32 request, u64 number,
			int fd)
{
	send_message(f, request, &number, sizeof(number), fd);
}

static void send_state(const struct front_end *f, u32 request, u32 index,
		       u32 num)
{
	const struct vhost_vring_state state = {index, num};

	send_message(f, request, &state, sizeof(state), -1);
}

static u64 ask(const struct front_end *f, u32 request)
{
	struct vhost_reader reader = {0};
	struct pollfd fd = {.fd = f->socket, .events = POLLIN};
	int ret;

	send_message(f, request, NULL, 0, -1);
	do {
		poll(&fd, 1, -1);
		ret = vhost_receive(f->socket, &reader);
	} while (!ret);
	errno = -ret;
	if (ret < 0)
		front_end_fail("receive");
	return reader.message.number;
}

static void share_memory(const struct front_end *f)
{
	const struct vhost_regions regions = {
		.nr = 1,
		.region = {{GUEST, MEMORY_SIZE, (u64)(uintptr_t)f->memory, 0}},
	};

	send_message(f, VHOST_SET_MEM_TABLE, &regions,
		     offsetof(struct vhost_regions, region[1]), f->memfd);
}

static void start_ring(struct front_end *f, unsigned int index, int kick,
		       int call)
{
	struct vhost_vring_addr addr = {.index = index};
	struct vring vring;

	vring_init(&vring, RING_NUM, f->memory + (size_t)index * RING_SIZE,
		   4096);
	addr.descriptors = (u64)(uintptr_t)vring.desc;
	addr.available = (u64)(uintptr_t)vring.avail;
	addr.used = (u64)(uintptr_t)vring.used;
	send_state(f, VHOST_SET_VRING_NUM, index, RING_NUM);
	send_state(f, VHOST_SET_VRING_BASE, index, 0);
	send_message(f, VHOST_SET_VRING_ADDR, &addr, sizeof(addr), -1);
	send_number(f, VHOST_SET_VRING_CALL, index, call);
	send_number(f, VHOST_SET_VRING_KICK, index, kick);
	send_state(f, VHOST_SET_VRING_ENABLE, index, 1);
	if (index == VIRTIO_SCMI_VQ_TX)
		f->vring = vring;
}

static void negotiate(const struct front_end *f)
{
	const u64 features = ask(f, VHOST_GET_FEATURES) & WANTED;

	if (features != WANTED) {
		errno = ENOTSUP;
		front_end_fail("the back end's features");
	}
	send_message(f, VHOST_SET_OWNER, NULL, 0, -1);
	ask(f, VHOST_GET_PROTOCOL_FEATURES);
	send_number(f, VHOST_SET_PROTOCOL_FEATURES, 0, -1);
	send_number(f, VHOST_SET_FEATURES, features, -1);
}

/* Returns the process that listens at the other end of the socket. */
static pid_t peer(int socket)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &len))
		front_end_fail("the back end's process");
	return peer.pid;
}

static void connect_to(struct front_end *f, const char *path)
{
	f->socket = vhost_socket_connect(path);
	errno = f->socket < 0 ? -f->socket : 0;
	if (errno)
		front_end_fail(path);
	f->pid = peer(f->socket);
}

void front_end_open(struct front_end *f, const char *path)
{
	*f = (struct front_end){0};
	connect_to(f, path);
	f->memfd = memfd_create("guest", MFD_CLOEXEC);
	if (f->memfd < 0 || ftruncate(f->memfd, MEMORY_SIZE))
		front_end_fail("memory");
	f->memory = mmap(NULL, MEMORY_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 f->memfd, 0);
	if (f->memory == MAP_FAILED)
		front_end_fail("memory");
	f->kick = eventfd(0, EFD_CLOEXEC);
	f->call = eventfd(0, EFD_CLOEXEC);
	if (f->kick < 0 || f->call < 0)
		front_end_fail("eventfd");
	negotiate(f);
	share_memory(f);
	start_ring(f, VIRTIO_SCMI_VQ_TX, f->kick, f->call);
	start_ring(f, VIRTIO_SCMI_VQ_RX, eventfd(0, EFD_CLOEXEC),
		   eventfd(0, EFD_CLOEXEC));
	/* The reply shows that all messages before have taken effect. */
	ask(f, VHOST_GET_FEATURES);
}

static u64 guest_address(const struct front_end *f, const void *memory)
{
	return GUEST + (u64)((const u8 *)memory - f->memory);
}

static u8 *slot_memory(const struct front_end *f, unsigned int slot)
{
	return f->memory + SLOTS + (size_t)slot * SLOT_SIZE;
}

void front_end_offer(struct front_end *f, unsigned int slot, u32 hdr,
		     const u32 words[2])
{
	u8 *memory = slot_memory(f, slot);
	struct vring_desc *table = (void *)memory;
	u32 *request = (void *)(memory + REQUEST);

	request[0] = htole32(hdr);
	request[1] = htole32(words[0]);
	request[2] = htole32(words[1]);
	memset(memory + REPLY, 0xee, 8);
	table[0] = (struct vring_desc){
		.addr = htole64(guest_address(f, request)),
		.len = htole32(12),
		.flags = htole16(VRING_DESC_F_NEXT),
		.next = htole16(1),
	};
	table[1] = (struct vring_desc){
		.addr = htole64(guest_address(f, memory + REPLY)),
		.len = htole32(132),
		.flags = htole16(VRING_DESC_F_WRITE),
	};
	f->vring.desc[slot] = (struct vring_desc){
		.addr = htole64(guest_address(f, table)),
		.len = htole32(2 * sizeof(*table)),
		.flags = htole16(VRING_DESC_F_INDIRECT),
	};
	f->vring.avail->ring[f->avail++ % RING_NUM] = htole16((u16)slot);
	__atomic_store_n(&f->vring.avail->idx, htole16(f->avail),
			 __ATOMIC_RELEASE);
}

void front_end_kick(struct front_end *f, u16 before)
{
	const u16 *event = (const u16 *)&vring_avail_event(&f->vring);

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (vring_need_event(le16toh(__atomic_load_n(event, __ATOMIC_RELAXED)),
			     f->avail, before))
		eventfd_write(f->kick, 1);
}

static void check_reply(const struct front_end *f, unsigned int slot)
{
	const u8 *memory = slot_memory(f, slot);

	errno = EPROTO;
	if (memcmp(memory + REPLY, memory + REQUEST, 4) ||
	    memcmp(memory + REPLY + 4, "\0\0\0\0", 4))
		front_end_fail("a reply");
}

int front_end_poll(struct front_end *f)
{
	const struct vring_used_elem *entry;
	unsigned int slot;

	if (le16toh(__atomic_load_n(&f->vring.used->idx, __ATOMIC_ACQUIRE)) ==
	    f->used)
		return -1;
	entry = &f->vring.used->ring[f->used++ % RING_NUM];
	slot = le32toh(entry->id);
	if (slot >= FRONT_END_DEPTH) {
		errno = EPROTO;
		front_end_fail("an entry of the ring");
	}
	check_reply(f, slot);
	return (int)slot;
}

unsigned int front_end_wait(struct front_end *f)
{
	u16 *event = (u16 *)&vring_used_event(&f->vring);
	eventfd_t count;
	int slot;

	while ((slot = front_end_poll(f)) < 0) {
		__atomic_store_n(event, htole16(f->used), __ATOMIC_RELAXED);
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
		slot = front_end_poll(f);
		if (slot >= 0)
			break;
		if (eventfd_read(f->call, &count))
			front_end_fail("wait for an interrupt");
	}
	return (unsigned int)slot;
}
