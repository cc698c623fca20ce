// SPDX-License-Identifier: GPL-2.0-only
/* Writing rings by hand. */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/limits.h>
#include <linux/unaligned.h>

#include "rogue.h"

u8 *slot(struct side *side, u16 index)
{
	return side->mem + index * SLOT;
}

u32 word(const u8 *at, unsigned int index)
{
	return get_unaligned_le32(at + 4 * index);
}

static __virtio16 le16(u16 value)
{
	return (__force __virtio16)cpu_to_le16(value);
}

void put_addr(struct side *side, u16 index, u64 addr, u32 len, u16 flags,
	      u16 next)
{
	struct vring_desc *desc = &side->ring->desc[index];

	desc->addr = (__force __virtio64)cpu_to_le64(addr);
	desc->len = (__force __virtio32)cpu_to_le32(len);
	desc->flags = le16(flags);
	desc->next = le16(next);
}

void put(struct side *side, u16 index, u32 len, u16 flags, u16 next)
{
	put_addr(side, index, virt_to_phys(slot(side, index)), len, flags,
		 next);
}

void offer(struct side *side, u16 head)
{
	struct vring_avail *avail = side->ring->avail;

	avail->ring[side->avail++ % side->ring->num] = le16(head);
	virt_store_release(&avail->idx, le16(side->avail));
}

void kick(struct side *side)
{
	virt_mb();
	virtqueue_notify(side->vq);
}

u16 used(struct side *side)
{
	return le16_to_cpu((__force __le16)virt_load_acquire(
		       &side->ring->used->idx)) -
	       side->seen;
}

bool wait_used(struct side *side, u16 count)
{
	unsigned int tries;

	for (tries = 0; tries < 1000; tries++) {
		if (used(side) >= count)
			return true;
		usleep_range(1000, 1100);
	}
	return false;
}

u16 take_used(struct side *side, u32 *len)
{
	const struct vring_used_elem *elem =
		&side->ring->used->ring[side->seen++ % side->ring->num];

	*len = le32_to_cpu((__force __le32)elem->len);
	return le32_to_cpu((__force __le32)elem->id);
}

void offer_command(struct side *side, u16 head, u32 hdr, const u32 *params,
		   unsigned int nr_params, u32 room)
{
	unsigned int i;

	put_unaligned_le32(hdr, slot(side, head));
	for (i = 0; i < nr_params; i++)
		put_unaligned_le32(params[i], slot(side, head) + 4 + 4 * i);
	memset(slot(side, head + 1), 0x55, SLOT);
	put(side, head, 4 + 4 * nr_params, VRING_DESC_F_NEXT, head + 1);
	put(side, head + 1, room, VRING_DESC_F_WRITE, 0);
	offer(side, head);
}

int command(struct side *side, u32 hdr, const u32 *params,
	    unsigned int nr_params, u32 *len)
{
	offer_command(side, 0, hdr, params, nr_params, SLOT);
	kick(side);
	if (!wait_used(side, 1) || take_used(side, len) != 0 || *len < 8 ||
	    word(slot(side, 1), 0) != hdr)
		return INT_MIN;
	return (int)word(slot(side, 1), 1);
}
