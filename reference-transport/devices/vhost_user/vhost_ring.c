// SPDX-License-Identifier: GPL-2.0-only
#include "vhost_ring.h"

#include <linux/virtio_config.h>
#include <linux/virtio_scmi.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MAX_RING 32768u /* virtio 1.2, 2.7 */

static unsigned int index_of(const struct vhost_ring *ring)
{
	return ring->vq.index;
}

static struct soft_queue *queue_of(struct vhost_ring *ring)
{
	return &ring->device->queues[index_of(ring)];
}

static void *map(void *context, u64 addr, u32 len)
{
	const struct vhost_device *device = context;

	return memory_of_guest(&device->memory, addr, len);
}

/* The front end is notified; only a reset makes the ring readable again. */
static void broken(void *context)
{
	const struct vhost_ring *ring = context;

	if (ring->err >= 0)
		eventfd_write(ring->err, 1);
}

void vhost_ring_open(struct vhost_device *device, unsigned int index)
{
	struct vhost_ring *ring = &device->rings[index];

	*ring = (struct vhost_ring){.kick = -1, .call = -1, .err = -1};
	ring->device = device;
	ring->vq.index = index;
	ring->vq.priv = queue_of(ring);
	soft_queue_prepare(queue_of(ring), broken, ring);
}

/* Returns @len bytes at a user address, aligned; else NULL. */
static void *part(const struct vhost_ring *ring, u64 user, u64 len,
		  unsigned int align)
{
	void *memory = memory_of_user(&ring->device->memory, user, len);

	return (uintptr_t)memory % align ? NULL : memory;
}

/* The event indexes, two bytes, are always counted. */
static bool find_parts(const struct vhost_ring *ring,
		       struct scmi_vring_config *config)
{
	const u64 num = ring->num;

	config->desc = part(ring, ring->addr.descriptors,
			    num * sizeof(struct vring_desc), 16);
	config->driver = part(ring, ring->addr.available, 6 + 2 * num, 2);
	config->device = part(ring, ring->addr.used,
			      6 + num * sizeof(struct vring_used_elem), 4);
	return config->desc && config->driver && config->device;
}

static bool has_feature(const struct vhost_device *device, unsigned int bit)
{
	return device->features >> bit & 1;
}

/*
 * A ring of commands at its very start has a new driver. Anywhere else a driver goes
 * on, after a pause or with another back end before, and could wait for the interrupt
 * of a reply that is in the ring.
 */
static void greet_driver(struct vhost_ring *ring, u16 used)
{
	struct vhost_device *device = ring->device;

	if (ring->base || used)
		ring->vq.interrupt = true;
	else if (index_of(ring) == VIRTIO_SCMI_VQ_TX)
		host_server_restart(
			device->server,
			has_feature(device, VIRTIO_SCMI_F_P2A_CHANNELS));
}

/* Finds the chains that another process has left in flight. */
static void track(struct vhost_ring *ring, struct scmi_vring_config *config,
		  u16 *heads, u16 *nr)
{
	if (!inflight_start(&ring->tracker, &ring->device->inflight,
			    index_of(ring), ring->num, config->next_used, heads,
			    nr))
		return;
	config->tracker = &ring->tracker.tracker;
	ring->base = (u16)(config->next_used + *nr);
}

/* Starts to read: first what was in flight, then what is there already. */
static void go(struct vhost_ring *ring, const u16 *heads, u16 nr)
{
	struct vhost_device *device = ring->device;
	struct soft_queue *queue = queue_of(ring);
	u16 i;

	queue->vq = &ring->vq;
	queue->limited = 2 * ring->num > VHOST_DEPTH;
	soft_queue_start(queue, device->server);
	ring->running = true;
	for (i = 0; i < nr; i++)
		soft_queue_again(queue, heads[i]);
	/* No kick will come for these. */
	irq_work_queue(&queue->work);
	if (index_of(ring) == VIRTIO_SCMI_VQ_RX)
		scmi_server_room(device->server);
}

static bool start(struct vhost_ring *ring)
{
	struct vhost_device *device = ring->device;
	struct soft_queue *queue = queue_of(ring);
	struct scmi_vring_config config = {
		.num = (u16)ring->num,
		.event_index = has_feature(device, VIRTIO_RING_F_EVENT_IDX),
		.indirect = has_feature(device, VIRTIO_RING_F_INDIRECT_DESC),
		.map = map,
		.map_context = device,
	};
	const struct vring_used *used;
	u16 *heads, nr;

	if (ring->num > MAX_RING || ring->num & (ring->num - 1) ||
	    !find_parts(ring, &config))
		return false;
	ring->chains = calloc(ring->num, sizeof(*ring->chains));
	heads = calloc(ring->num, sizeof(*heads));
	if (!ring->chains || !heads)
		abort();
	used = config.device;
	config.chains = ring->chains;
	config.next_used = get_le16(vring_load(&used->idx));
	if (!ring->has_base)
		ring->base = config.next_used;
	track(ring, &config, heads, &nr);
	config.next_avail = ring->base;
	greet_driver(ring, config.next_used);
	scmi_vring_init(&queue->ring, &config);
	go(ring, heads, nr);
	free(heads);
	return true;
}

bool vhost_ring_try_start(struct vhost_ring *ring)
{
	if (ring->running || !ring->enabled || ring->kick < 0 || !ring->num ||
	    !ring->has_addr || !ring->device->memory.nr)
		return true;
	return start(ring);
}

/* Ends what start() has begun. */
static void end(struct vhost_ring *ring)
{
	struct soft_queue *queue = queue_of(ring);

	if (index_of(ring) == VIRTIO_SCMI_VQ_TX)
		misbehave_stop(ring->device);
	ring->base = queue->ring.last_avail;
	ring->has_base = true;
	ring->running = false;
	soft_queue_forget(queue);
	free(ring->chains);
	ring->chains = NULL;
}

void vhost_ring_stop(struct vhost_ring *ring)
{
	if (!ring->running)
		return;
	soft_queue_stop(queue_of(ring));
	if (index_of(ring) == VIRTIO_SCMI_VQ_TX)
		host_server_hurry(ring->device->server);
	vhost_device_interrupt(ring->device);
	end(ring);
}

void vhost_ring_abandon(struct vhost_ring *ring)
{
	if (!ring->running)
		return;
	soft_queue_stop(queue_of(ring));
	if (index_of(ring) == VIRTIO_SCMI_VQ_TX)
		host_server_drop(ring->device->server);
	end(ring);
	/* Commands in flight are read again. */
	ring->has_base = false;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void vhost_ring_forget(struct vhost_ring *ring)
{
	close_fd(&ring->kick);
	close_fd(&ring->call);
	close_fd(&ring->err);
	ring->vq.interrupt = false;
	ring->num = 0;
	ring->has_base = false;
	ring->has_addr = false;
	ring->enabled = false;
}

static void move_chain(struct scmi_vring_chain *chain,
		       const struct memory_table *from,
		       const struct memory_table *to)
{
	unsigned int i;

	for (i = 0; i < chain->nr_segments; i++) {
		struct scmi_vring_segment *segment = &chain->segment[i];
		u64 guest;

		segment->base =
			memory_to_guest(from, segment->base, &guest)
				? memory_of_guest(to, guest, segment->len)
				: NULL;
		if (segment->base)
			continue;
		chain->nr_segments = 0;
		chain->nr_readable = 0;
		chain->readable = 0;
		chain->writable = 0;
	}
}

bool vhost_ring_move(struct vhost_ring *ring, const struct memory_table *from)
{
	struct scmi_vring *vring = &queue_of(ring)->ring;
	struct scmi_vring_config config = vring->config;
	u32 i;

	if (!find_parts(ring, &config)) {
		vhost_ring_abandon(ring);
		return false;
	}
	vring->config = config;
	vring->vring.desc = config.desc;
	vring->vring.avail = config.driver;
	vring->vring.used = config.device;
	for (i = 0; i < ring->num; i++)
		if (ring->chains[i].owned)
			move_chain(&ring->chains[i], from,
				   &ring->device->memory);
	return true;
}
