// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device allocates a split ring itself. The core of virtio takes no packed one,
 * but allocates it.
 */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/virtio_ring.h>

#include "../../compat.h"
#include "ring_memory.h"

#define RING_ALIGN SMP_CACHE_BYTES

static struct virtqueue *create_packed(struct scmi_vring_config *config,
				       struct virtio_device *vdev,
				       unsigned int index,
				       bool (*notify)(struct virtqueue *vq),
				       const struct virtqueue_info *info)
{
	struct virtqueue *vq = vring_create_virtqueue(
		index, config->num, RING_ALIGN, vdev, true, false, info->ctx,
		notify, info->callback, info->name);

	if (!vq)
		return NULL;
	/* These are physical addresses: the device has no DMA operations. */
	config->desc = phys_to_virt(virtqueue_get_desc_addr(vq));
	config->driver = phys_to_virt(virtqueue_get_avail_addr(vq));
	config->device = phys_to_virt(virtqueue_get_used_addr(vq));
	return vq;
}

static struct virtqueue *create_split(struct scmi_vring_config *config,
				      struct virtio_device *vdev,
				      unsigned int index,
				      bool (*notify)(struct virtqueue *vq),
				      const struct virtqueue_info *info)
{
	const size_t size = vring_size(config->num, RING_ALIGN);
	void *memory = alloc_pages_exact(size, GFP_KERNEL | __GFP_ZERO);
	struct virtqueue *vq;
	struct vring vring;

	if (!memory)
		return NULL;
	vring_init(&vring, config->num, memory, RING_ALIGN);
	config->desc = vring.desc;
	config->driver = vring.avail;
	config->device = vring.used;
	vq = vring_new_virtqueue(index, config->num, RING_ALIGN, vdev, true,
				 info->ctx, memory, notify, info->callback,
				 info->name);
	if (!vq)
		free_pages_exact(memory, size);
	return vq;
}

struct virtqueue *soft_ring_create(struct scmi_vring *ring,
				   struct virtio_device *vdev,
				   unsigned int index,
				   bool (*notify)(struct virtqueue *vq),
				   const struct virtqueue_info *info)
{
	struct scmi_vring_config config = {
		.num = ring->config.num,
		.packed = __virtio_test_bit(vdev, VIRTIO_F_RING_PACKED),
		.event_index = __virtio_test_bit(vdev, VIRTIO_RING_F_EVENT_IDX),
		.indirect =
			__virtio_test_bit(vdev, VIRTIO_RING_F_INDIRECT_DESC),
		.chains = ring->config.chains,
		.map = ring->config.map,
	};
	struct virtqueue *vq =
		config.packed
			? create_packed(&config, vdev, index, notify, info)
			: create_split(&config, vdev, index, notify, info);

	if (vq)
		scmi_vring_init(ring, &config);
	return vq;
}

void soft_ring_destroy(struct scmi_vring *ring, struct virtqueue *vq)
{
	vring_del_virtqueue(vq);
	if (!ring->config.packed)
		free_pages_exact(ring->config.desc,
				 vring_size(ring->config.num, RING_ALIGN));
}
