// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walks a packed ring. As in vring.c, each field is read once, and only the copy is
 * checked and used.
 */
#include "packed_ring.h"

#define AVAIL (1U << VRING_PACKED_DESC_F_AVAIL)
#define USED  (1U << VRING_PACKED_DESC_F_USED)
#define GOOD  SCMI_VRING_NR_FAULTS

static struct vring_packed_desc *entry(const struct scmi_vring *ring,
				       struct packed_position at)
{
	return (struct vring_packed_desc *)ring->config.desc + at.index;
}

static struct packed_position after(const struct scmi_vring *ring,
				    struct packed_position at, u16 entries)
{
	const u32 index = (u32)at.index + entries;

	at.index = index & (ring->config.num - 1);
	at.wrap ^= index >= ring->config.num;
	return at;
}

void packed_ring_init(struct scmi_vring *ring)
{
	ring->next.wrap = true;
	ring->next_used.wrap = true;
}

/* The driver wrote all other descriptors of the chain before these flags. */
static bool is_available(const struct scmi_vring *ring,
			 struct packed_position at)
{
	const u16 flags = get_le16(vring_acquire(&entry(ring, at)->flags));

	return !!(flags & AVAIL) == at.wrap && !!(flags & USED) != at.wrap;
}

bool packed_ring_available(const struct scmi_vring *ring)
{
	return !ring->broken && is_available(ring, ring->next);
}

/*
 * Reads the chain at ring->next, all of its descriptors even if one is wrong,
 * because only the last one has its number: @id. Sets @chain->entries to 0 without
 * one.
 */
static enum scmi_vring_fault walk(const struct scmi_vring *ring,
				  struct scmi_vring_chain *chain, u16 *id)
{
	enum scmi_vring_fault fault = GOOD;
	struct packed_position at = ring->next;
	u16 limit = ring->config.num, i;

	memset(chain, 0, sizeof(*chain));
	*id = 0;
	if (limit > SCMI_VRING_SEGMENTS)
		limit = SCMI_VRING_SEGMENTS;
	for (i = 1; i <= limit; i++) {
		struct vring_packed_desc desc;
		struct vring_desc segment;
		u16 flags;

		memcpy(&desc, entry(ring, at), sizeof(desc));
		/* The compiler must not go back to the original. */
		barrier();
		flags = get_le16(desc.flags);
		segment.addr = put_le64(get_le64(desc.addr));
		segment.len = put_le32(get_le32(desc.len));
		segment.flags = put_le16(flags);
		if (flags & VRING_DESC_F_INDIRECT)
			fault = SCMI_VRING_INDIRECT;
		if (fault == GOOD)
			fault = scmi_vring_add_segment(ring, &segment, chain);
		if (!(flags & VRING_DESC_F_NEXT)) {
			*id = get_le16(desc.id);
			chain->entries = i;
			return fault;
		}
		at = after(ring, at, 1);
	}
	return SCMI_VRING_ENDLESS;
}

static void push_used(struct scmi_vring *ring, u16 id, u16 entries, u32 written)
{
	struct vring_packed_desc *desc = entry(ring, ring->next_used);
	u16 flags = ring->next_used.wrap ? AVAIL | USED : 0;

	if (written)
		flags |= VRING_DESC_F_WRITE;
	vring_store((__virtio32 *)&desc->len, put_le32(written));
	vring_store((__virtio16 *)&desc->id, put_le16(id));
	/* The driver must see the data and the entry before the flags. */
	vring_release((__virtio16 *)&desc->flags, put_le16(flags));
	ring->next_used = after(ring, ring->next_used, entries);
}

enum scmi_vring_next packed_ring_next(struct scmi_vring *ring,
				      struct scmi_vring_chain **chain,
				      enum scmi_vring_fault *fault)
{
	struct scmi_vring_chain read;
	u16 id;

	if (!packed_ring_available(ring))
		return SCMI_VRING_EMPTY;
	*fault = walk(ring, &read, &id);
	if (!read.entries) {
		ring->broken = true;
		return SCMI_VRING_BROKEN;
	}
	ring->next = after(ring, ring->next, read.entries);
	if (id >= ring->config.num) {
		*fault = SCMI_VRING_HEAD_RANGE;
		return SCMI_VRING_IGNORED;
	}
	*chain = &ring->config.chains[id];
	if ((*chain)->owned) {
		*fault = SCMI_VRING_HEAD_OWNED;
		return SCMI_VRING_IGNORED;
	}
	if (*fault != GOOD) {
		push_used(ring, id, read.entries, 0);
		return SCMI_VRING_FAILED;
	}
	**chain = read;
	(*chain)->owned = true;
	return SCMI_VRING_CHAIN;
}

void packed_ring_unget(struct scmi_vring *ring,
		       const struct scmi_vring_chain *chain)
{
	ring->next.wrap ^= ring->next.index < chain->entries;
	ring->next.index = (ring->next.index - chain->entries) &
			   (ring->config.num - 1);
}

void packed_ring_done(struct scmi_vring *ring,
		      const struct scmi_vring_chain *chain, u32 written)
{
	push_used(ring, (u16)(chain - ring->config.chains), chain->entries,
		  written);
}

bool packed_ring_wants_interrupt(const struct scmi_vring *ring)
{
	const struct vring_packed_desc_event *event = ring->config.driver;

	return get_le16(vring_load(&event->flags)) !=
	       VRING_PACKED_EVENT_FLAG_DISABLE;
}

static void write_event(struct scmi_vring *ring, u16 flags)
{
	struct vring_packed_desc_event *event = ring->config.device;

	vring_store((__virtio16 *)&event->flags, put_le16(flags));
}

bool packed_ring_kicks_on(struct scmi_vring *ring)
{
	write_event(ring, VRING_PACKED_EVENT_FLAG_ENABLE);
	/* Write the request before reading the next flags a last time. */
	vring_mb();
	return packed_ring_available(ring);
}

void packed_ring_kicks_off(struct scmi_vring *ring)
{
	write_event(ring, VRING_PACKED_EVENT_FLAG_DISABLE);
}
