// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages of the front end. Each is checked whole before it takes effect. A front
 * end that wants a reply always gets one, even if it negotiated nothing: QEMU does
 * not negotiate again with a back end that was restarted.
 */
#include "vhost_device.h"

#include <errno.h>
#include <linux/virtio_config.h>
#include <linux/virtio_scmi.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vhost_ring.h"

#define FEATURES                                                             \
	(BIT_ULL(VIRTIO_F_VERSION_1) | BIT_ULL(VIRTIO_SCMI_F_P2A_CHANNELS) | \
	 BIT_ULL(VIRTIO_RING_F_INDIRECT_DESC) |                              \
	 BIT_ULL(VIRTIO_RING_F_EVENT_IDX) |                                  \
	 BIT_ULL(VHOST_F_PROTOCOL_FEATURES))

#define PROTOCOL_FEATURES                                                     \
	(BIT_ULL(VHOST_PROTOCOL_F_MQ) | BIT_ULL(VHOST_PROTOCOL_F_REPLY_ACK) | \
	 BIT_ULL(VHOST_PROTOCOL_F_INFLIGHT))

int vhost_device_open(struct vhost_device *device)
{
	unsigned int i;

	memset(device, 0, sizeof(*device));
	for (i = 0; i < VHOST_NR_QUEUES; i++)
		vhost_ring_open(device, i);
	misbehave_open(device);
	device->server = scmi_server_open("vhost-user", VHOST_DEPTH,
					  &misbehave_ops, device->queues);
	if (!IS_ERR(device->server))
		return 0;
	device->server = NULL;
	return -ENOMEM;
}

void vhost_device_close(struct vhost_device *device)
{
	vhost_device_disconnect(device);
	scmi_server_close(device->server);
}

void vhost_device_disconnect(struct vhost_device *device)
{
	unsigned int i;

	for (i = 0; i < VHOST_NR_QUEUES; i++) {
		vhost_ring_abandon(&device->rings[i]);
		vhost_ring_forget(&device->rings[i]);
	}
	memory_table_unmap(&device->memory);
	inflight_unmap(&device->inflight);
	device->features = 0;
}

void vhost_device_kicked(struct vhost_device *device, unsigned int ring)
{
	if (!device->rings[ring].running)
		return;
	if (ring != VIRTIO_SCMI_VQ_TX || misbehave_hears(device))
		soft_queue_notify(&device->rings[ring].vq);
}

void vhost_device_interrupt(struct vhost_device *device)
{
	unsigned int i;

	for (i = 0; i < VHOST_NR_QUEUES; i++) {
		struct vhost_ring *ring = &device->rings[i];

		if (!ring->vq.interrupt || ring->call < 0)
			continue;
		ring->vq.interrupt = false;
		if (!misbehave_is_mute(device))
			eventfd_write(ring->call, 1);
	}
}

u64 vhost_device_leaves(struct vhost_device *device)
{
	const u64 ns = device->misbehaviour.leave_ns;

	device->misbehaviour.leave_ns = 0;
	return ns;
}

/* The ring that a message names; NULL: none. */
static struct vhost_ring *ring_of(struct vhost_device *device, u32 index)
{
	return index < VHOST_NR_QUEUES ? &device->rings[index] : NULL;
}

static bool start_rings(struct vhost_device *device)
{
	bool ok = true;
	unsigned int i;

	for (i = 0; i < VHOST_NR_QUEUES; i++)
		ok &= vhost_ring_try_start(&device->rings[i]);
	return ok;
}

static bool set_features(struct vhost_device *device,
			 const struct vhost_message *message)
{
	unsigned int i;

	if (message->size != 8 || message->number & ~FEATURES)
		return false;
	device->features = message->number;
	/* Without protocol features there is no message that enables a ring. */
	for (i = 0; i < VHOST_NR_QUEUES; i++)
		if (!(device->features & BIT_ULL(VHOST_F_PROTOCOL_FEATURES)))
			device->rings[i].enabled = true;
	return start_rings(device);
}

static bool set_memory(struct vhost_device *device,
		       const struct vhost_message *message)
{
	struct memory_table before = device->memory;
	bool ok = true;
	unsigned int i;

	if (memory_table_map(&device->memory, message)) {
		device->memory = before;
		return false;
	}
	for (i = 0; i < VHOST_NR_QUEUES; i++)
		if (device->rings[i].running)
			ok &= vhost_ring_move(&device->rings[i], &before);
	memory_table_unmap(&before);
	return start_rings(device) && ok;
}

static bool set_num(struct vhost_device *device,
		    const struct vhost_message *message)
{
	struct vhost_ring *ring = ring_of(device, message->state.index);

	if (message->size != 8 || !ring || ring->running)
		return false;
	ring->num = message->state.num;
	return true;
}

static bool set_addr(struct vhost_device *device,
		     const struct vhost_message *message)
{
	struct vhost_ring *ring = ring_of(device, message->addr.index);

	if (message->size != sizeof(message->addr) || !ring || ring->running)
		return false;
	ring->addr = message->addr;
	ring->has_addr = true;
	return vhost_ring_try_start(ring);
}

static bool set_base(struct vhost_device *device,
		     const struct vhost_message *message)
{
	struct vhost_ring *ring = ring_of(device, message->state.index);

	if (message->size != 8 || !ring || ring->running)
		return false;
	ring->base = (u16)message->state.num;
	ring->has_base = true;
	return true;
}

static bool set_enable(struct vhost_device *device,
		       const struct vhost_message *message)
{
	struct vhost_ring *ring = ring_of(device, message->state.index);

	if (message->size != 8 || !ring)
		return false;
	ring->enabled = message->state.num;
	if (!ring->enabled)
		vhost_ring_stop(ring);
	return vhost_ring_try_start(ring);
}

/* Only an eventfd is one of no file system: a file would always be readable. */
static bool is_eventfd(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && !(st.st_mode & S_IFMT);
}

/* Replaces a ring's file descriptor by the message's, or by none. */
static struct vhost_ring *set_fd(struct vhost_device *device,
				 struct vhost_message *message, size_t member)
{
	struct vhost_ring *ring;
	int *fd;

	if (message->size != 8)
		return NULL;
	ring = ring_of(device, message->number & VHOST_VRING_INDEX);
	if (!ring ||
	    !(message->number & VHOST_VRING_NO_FD) != (message->nr_fds == 1))
		return NULL;
	if (message->nr_fds && !is_eventfd(message->fds[0]))
		return NULL;
	fd = (int *)(void *)((char *)ring + member);
	if (*fd >= 0)
		close(*fd);
	*fd = vhost_keep_fd(message);
	return ring;
}

/* Polling for kicks is not done: without a file descriptor the ring stops. */
static bool set_kick(struct vhost_device *device, struct vhost_message *message)
{
	struct vhost_ring *ring =
		set_fd(device, message, offsetof(struct vhost_ring, kick));

	if (!ring)
		return false;
	if (ring->kick < 0)
		vhost_ring_stop(ring);
	return ring->kick >= 0 && vhost_ring_try_start(ring);
}

/* A ring that runs goes on with the memory that it has. */
static bool set_inflight(struct vhost_device *device,
			 const struct vhost_message *message)
{
	unsigned int i;

	for (i = 0; i < VHOST_NR_QUEUES; i++)
		if (device->rings[i].running)
			return false;
	return inflight_map(&device->inflight, message);
}

static bool reset(struct vhost_device *device)
{
	unsigned int i;

	for (i = 0; i < VHOST_NR_QUEUES; i++)
		vhost_ring_stop(&device->rings[i]);
	return true;
}

/* Carries out a message that is not a question; false: it is wrong. */
static bool carry_out(struct vhost_device *device,
		      struct vhost_message *message)
{
	switch (message->request) {
	case VHOST_SET_FEATURES:
		return set_features(device, message);
	case VHOST_SET_MEM_TABLE:
		return set_memory(device, message);
	case VHOST_SET_VRING_NUM:
		return set_num(device, message);
	case VHOST_SET_VRING_ADDR:
		return set_addr(device, message);
	case VHOST_SET_VRING_BASE:
		return set_base(device, message);
	case VHOST_SET_VRING_KICK:
		return set_kick(device, message);
	case VHOST_SET_VRING_CALL:
		return set_fd(device, message,
			      offsetof(struct vhost_ring, call));
	case VHOST_SET_VRING_ERR:
		return set_fd(device, message,
			      offsetof(struct vhost_ring, err));
	case VHOST_SET_VRING_ENABLE:
		return set_enable(device, message);
	case VHOST_SET_INFLIGHT_FD:
		return set_inflight(device, message);
	case VHOST_RESET_OWNER:
	case VHOST_RESET_DEVICE:
		return reset(device);
	case VHOST_SET_OWNER:
	case VHOST_SET_PROTOCOL_FEATURES:
	case VHOST_SET_CONFIG:
	case VHOST_SET_STATUS:
		return true;
	}
	return false;
}

static int reply_number(struct vhost_message *message, u64 number)
{
	message->size = sizeof(message->number);
	message->number = number;
	return 1;
}

static int get_base(struct vhost_device *device, struct vhost_message *message)
{
	struct vhost_ring *ring = ring_of(device, message->state.index);

	if (message->size != 8 || !ring)
		return -EPROTO;
	vhost_ring_stop(ring);
	if (ring->kick >= 0)
		close(ring->kick);
	ring->kick = -1;
	message->state.num = ring->base;
	return 1;
}

/* The device has no configuration: it is all zero. */
static int get_config(struct vhost_message *message)
{
	struct vhost_config_area *config = &message->config;

	if (message->size < offsetof(struct vhost_config_area, bytes) ||
	    config->size > VHOST_MAX_CONFIG ||
	    message->size !=
		    offsetof(struct vhost_config_area, bytes) + config->size)
		return -EPROTO;
	memset(config->bytes, 0, config->size);
	return 1;
}

/* Answers a question: 1 or -errno; 0: it is none. */
static int answer(struct vhost_device *device, struct vhost_message *message)
{
	switch (message->request) {
	case VHOST_GET_FEATURES:
		return reply_number(message, FEATURES);
	case VHOST_GET_PROTOCOL_FEATURES:
		return reply_number(message, PROTOCOL_FEATURES);
	case VHOST_GET_QUEUE_NUM:
		return reply_number(message, VHOST_NR_QUEUES);
	case VHOST_GET_MAX_MEM_SLOTS:
		return reply_number(message, VHOST_MAX_REGIONS);
	case VHOST_GET_STATUS:
		return reply_number(message, 0);
	case VHOST_GET_VRING_BASE:
		return get_base(device, message);
	case VHOST_GET_CONFIG:
		return get_config(message);
	case VHOST_GET_INFLIGHT_FD:
		return inflight_create(message) ? 1 : -EPROTO;
	}
	return 0;
}

int vhost_device_handle(struct vhost_device *device,
			struct vhost_message *message)
{
	const bool acknowledge = message->flags & VHOST_NEED_REPLY;
	int ret;

	ret = answer(device, message);
	if (!ret) {
		const bool ok = carry_out(device, message);

		if (acknowledge)
			ret = reply_number(message, !ok);
	}
	/* The only reply with a file descriptor, which the caller closes. */
	if (ret <= 0 || message->request != VHOST_GET_INFLIGHT_FD)
		vhost_close_fds(message);
	message->flags = VHOST_VERSION | VHOST_REPLY;
	return ret;
}
