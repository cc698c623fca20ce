// SPDX-License-Identifier: GPL-2.0-only
/* Accesses rings without the virtio core. */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/limits.h>
#include <linux/unaligned.h>

#include "rogue.h"

u8 *slot(struct rogue_queue *queue, u16 index)
{
	return queue->mem + index * SLOT;
}

u32 word(const u8 *at, unsigned int index)
{
	return get_unaligned_le32(at + 4 * index);
}

static __virtio16 le16(u16 value)
{
	return (__force __virtio16)cpu_to_le16(value);
}

void put_addr(struct rogue_queue *queue, u16 index, u64 addr, u32 len,
	      u16 flags, u16 next)
{
	struct vring_desc *desc = &queue->ring->desc[index];

	desc->addr = (__force __virtio64)cpu_to_le64(addr);
	desc->len = (__force __virtio32)cpu_to_le32(len);
	desc->flags = le16(flags);
	desc->next = le16(next);
}

void put(struct rogue_queue *queue, u16 index, u32 len, u16 flags, u16 next)
{
	put_addr(queue, index, virt_to_phys(slot(queue, index)), len, flags,
		 next);
}

void offer(struct rogue_queue *queue, u16 head)
{
	struct vring_avail *avail = queue->ring->avail;

	avail->ring[queue->avail++ % queue->ring->num] = le16(head);
	virt_store_release(&avail->idx, le16(queue->avail));
}

void kick(struct rogue_queue *queue)
{
	virt_mb();
	virtqueue_notify(queue->vq);
}

u16 used(struct rogue_queue *queue)
{
	return le16_to_cpu((__force __le16)virt_load_acquire(
		       &queue->ring->used->idx)) -
	       queue->seen;
}

bool wait_used(struct rogue_queue *queue, u16 count)
{
	unsigned int tries;

	for (tries = 0; tries < 1000; tries++) {
		if (used(queue) >= count)
			return true;
		usleep_range(1000, 1100);
	}
	return false;
}

u16 next_used(struct rogue_queue *queue, u32 *len)
{
	const struct vring_used_elem *elem =
		&queue->ring->used->ring[queue->seen++ % queue->ring->num];

	*len = le32_to_cpu((__force __le32)elem->len);
	return le32_to_cpu((__force __le32)elem->id);
}

void offer_command(struct rogue_queue *queue, u16 head, u32 hdr,
		   const u32 *params, unsigned int nr_params, u32 room)
{
	unsigned int i;

	put_unaligned_le32(hdr, slot(queue, head));
	for (i = 0; i < nr_params; i++)
		put_unaligned_le32(params[i], slot(queue, head) + 4 + 4 * i);
	memset(slot(queue, head + 1), 0x55, SLOT);
	put(queue, head, 4 + 4 * nr_params, VRING_DESC_F_NEXT, head + 1);
	put(queue, head + 1, room, VRING_DESC_F_WRITE, 0);
	offer(queue, head);
}

int command(struct rogue_queue *queue, u32 hdr, const u32 *params,
	    unsigned int nr_params, u32 *len)
{
	offer_command(queue, 0, hdr, params, nr_params, SLOT);
	kick(queue);
	if (!wait_used(queue, 1) || next_used(queue, len) != 0 || *len < 8 ||
	    word(slot(queue, 1), 0) != hdr)
		return INT_MIN;
	return (int)word(slot(queue, 1), 1);
}
