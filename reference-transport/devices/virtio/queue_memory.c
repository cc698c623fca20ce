// SPDX-License-Identifier: GPL-2.0-only
/* A queue of the software virtio device: its memory, and the driver's side of it. */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_scmi.h>

#include "queue.h"
#include "ring_memory.h"

/* Some invalid physical addresses wrap around to a valid virtual address. */
static bool is_memory(u64 addr)
{
	void *virt = phys_to_virt(addr);

	return virt_addr_valid(virt) && virt_to_phys(virt) == addr;
}

/* Addresses are physical. A chain may name any memory, as with any device. */
static void *map(void *context, u64 addr, u32 len)
{
	/* A range spans at most two pages, so checking both ends is enough. */
	if (!is_memory(addr) || !is_memory(addr + len - 1))
		return NULL;
	return phys_to_virt(addr);
}

int soft_queue_create(struct soft_queue *queue, struct virtio_device *vdev,
		      unsigned int index, unsigned int num,
		      const struct virtqueue_info *info)
{
	queue->ring.config.num = num;
	queue->ring.config.map = map;
	queue->ring.config.chains =
		kvcalloc(num, sizeof(*queue->ring.config.chains), GFP_KERNEL);
	if (queue->ring.config.chains)
		queue->vq = soft_ring_create(&queue->ring, vdev, index,
					     soft_queue_notify, info);
	if (!queue->vq) {
		soft_queue_destroy(queue);
		return -ENOMEM;
	}
	queue->vq->priv = queue;
	queue->statistics =
		index == VIRTIO_SCMI_VQ_TX &&
		__virtio_test_bit(vdev, VIRTIO_SCMI_F_SHARED_MEMORY);
	return 0;
}

void soft_queue_destroy(struct soft_queue *queue)
{
	if (queue->vq)
		soft_ring_destroy(&queue->ring, queue->vq);
	kvfree(queue->ring.config.chains);
	queue->ring.config.chains = NULL;
	soft_queue_forget(queue);
}
