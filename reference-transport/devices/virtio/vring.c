// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walks a split ring. Its memory may have any content and may change at any
 * time, so each field is read once, and only the copy is checked and used.
 */
#include "vring.h"

#include "packed_ring.h"

/* A table of descriptors: the ring's own, or an indirect one. */
struct vring_table {
	const struct vring_desc *desc; /* NULL for an indirect table */
	u64 addr;
	u32 num;
};

const char *scmi_vring_fault_name(enum scmi_vring_fault fault)
{
	static const char *const names[SCMI_VRING_NR_FAULTS] = {
		[SCMI_VRING_INDEX_JUMP] = "index_jump",
		[SCMI_VRING_HEAD_RANGE] = "head_range",
		[SCMI_VRING_HEAD_OWNED] = "head_owned",
		[SCMI_VRING_NEXT_RANGE] = "next_range",
		[SCMI_VRING_ENDLESS] = "endless",
		[SCMI_VRING_ZERO_LENGTH] = "zero_length",
		[SCMI_VRING_DIRECTION] = "direction",
		[SCMI_VRING_ADDRESS] = "address",
		[SCMI_VRING_INDIRECT] = "indirect",
		[SCMI_VRING_INDIRECT_LENGTH] = "indirect_length",
	};

	return names[fault];
}

void scmi_vring_init(struct scmi_vring *ring,
		     const struct scmi_vring_config *config)
{
	memset(ring, 0, sizeof(*ring));
	ring->config = *config;
	ring->slow_path = config->packed;
	ring->other_setting = config->packed || config->event_index;
	if (config->packed) {
		packed_ring_init(ring);
		return;
	}
	ring->vring.num = config->num;
	ring->vring.desc = config->desc;
	ring->vring.avail = config->driver;
	ring->vring.used = config->device;
	ring->last_avail = config->next_avail;
	ring->used = config->next_used;
	ring->signalled = config->next_used;
}

/* Copies entry @index of a table; false if its address is not memory. */
static bool read_entry(const struct scmi_vring *ring,
		       const struct vring_table *table, u32 index,
		       struct vring_desc *copy)
{
	const void *from;

	if (table->desc)
		from = &table->desc[index];
	else
		from = ring->config.map(ring->config.map_context,
					table->addr + index * sizeof(*copy),
					sizeof(*copy));
	if (!from)
		return false;
	memcpy(copy, from, sizeof(*copy));
	/* The compiler must not go back to the original. */
	barrier();
	return true;
}

/* Each function below returns a fault, or GOOD. */
#define GOOD SCMI_VRING_NR_FAULTS

static enum scmi_vring_fault enter_table(const struct scmi_vring *ring,
					 const struct vring_desc *desc,
					 struct vring_table *table)
{
	u32 len = get_le32(desc->len);

	/* 2.7.5.3: tables do not nest, and a table has no next descriptor. */
	if (!ring->config.indirect || !table->desc ||
	    get_le16(desc->flags) & VRING_DESC_F_NEXT)
		return SCMI_VRING_INDIRECT;
	if (!len || len % sizeof(*desc))
		return SCMI_VRING_INDIRECT_LENGTH;
	table->desc = NULL;
	table->addr = get_le64(desc->addr);
	table->num = len / sizeof(*desc);
	/* Entries are mapped one by one; a table must not wrap around. */
	if (table->addr + len < table->addr)
		return SCMI_VRING_ADDRESS;
	return GOOD;
}

/* Inlined, although it has two callers: it is on the way of each message. */
static __always_inline enum scmi_vring_fault
add_segment(const struct scmi_vring *ring, const struct vring_desc *desc,
	    struct scmi_vring_chain *chain)
{
	struct scmi_vring_segment *segment;
	u32 len = get_le32(desc->len);

	if (!len)
		return SCMI_VRING_ZERO_LENGTH;
	if (chain->nr_segments == SCMI_VRING_SEGMENTS)
		return SCMI_VRING_ENDLESS;
	if (len > SCMI_VRING_SEGMENT_MAX)
		len = SCMI_VRING_SEGMENT_MAX;
	segment = &chain->segment[chain->nr_segments];
	segment->len = len;
	segment->base = ring->config.map(ring->config.map_context,
					 get_le64(desc->addr), len);
	if (!segment->base)
		return SCMI_VRING_ADDRESS;
	if (get_le16(desc->flags) & VRING_DESC_F_WRITE) {
		chain->writable += len;
	} else {
		/* 2.7.4.2: readable descriptors come first. */
		if (chain->writable)
			return SCMI_VRING_DIRECTION;
		chain->readable += len;
		chain->nr_readable++;
	}
	chain->nr_segments++;
	return GOOD;
}

enum scmi_vring_fault scmi_vring_add_segment(const struct scmi_vring *ring,
					     const struct vring_desc *desc,
					     struct scmi_vring_chain *chain)
{
	return add_segment(ring, desc, chain);
}

/* Each iteration adds a segment, enters the only indirect table, or ends. */
static enum scmi_vring_fault walk(const struct scmi_vring *ring, u32 index,
				  struct scmi_vring_chain *chain)
{
	struct vring_table table = {
		.desc = ring->vring.desc,
		.num = ring->config.num,
	};
	enum scmi_vring_fault fault;
	struct vring_desc desc;

	chain->readable = 0;
	chain->writable = 0;
	chain->nr_readable = 0;
	chain->nr_segments = 0;
	for (;;) {
		if (index >= table.num)
			return SCMI_VRING_NEXT_RANGE;
		if (!read_entry(ring, &table, index, &desc))
			return SCMI_VRING_ADDRESS;
		if (get_le16(desc.flags) & VRING_DESC_F_INDIRECT) {
			fault = enter_table(ring, &desc, &table);
			index = 0;
		} else {
			fault = add_segment(ring, &desc, chain);
			if (fault == GOOD &&
			    !(get_le16(desc.flags) & VRING_DESC_F_NEXT))
				return GOOD;
			index = get_le16(desc.next);
		}
		if (fault != GOOD)
			return fault;
	}
}

static u16 split_available(const struct scmi_vring *ring)
{
	return get_le16(vring_acquire(&ring->vring.avail->idx)) -
	       ring->last_avail;
}

u16 scmi_vring_available(const struct scmi_vring *ring)
{
	return ring->config.packed ? packed_ring_available(ring)
				   : split_available(ring);
}

static void push_used(struct scmi_vring *ring, u32 head, u32 written)
{
	struct vring_used *used = ring->vring.used;
	u16 slot = ring->used & (ring->config.num - 1);

	vring_store(&used->ring[slot].id, put_le32(head));
	vring_store(&used->ring[slot].len, put_le32(written));
	ring->used++;
	/* The driver must see the data and the entry before the index. */
	vring_release(&used->idx, put_le16(ring->used));
}

void scmi_vring_push_used(struct scmi_vring *ring, u32 id, u32 written)
{
	push_used(ring, id, written);
}

void scmi_vring_jump(struct scmi_vring *ring, u16 entries)
{
	ring->used += entries;
	vring_release(&ring->vring.used->idx, put_le16(ring->used));
}

/* Reads the chain at @head. Inlined: it is on the way of each message. */
static __always_inline enum scmi_vring_next
take(struct scmi_vring *ring, u16 head, struct scmi_vring_chain **chain,
     enum scmi_vring_fault *fault)
{
	if (head >= ring->config.num) {
		*fault = SCMI_VRING_HEAD_RANGE;
		return SCMI_VRING_IGNORED;
	}
	*chain = &ring->config.chains[head];
	if ((*chain)->owned) {
		*fault = SCMI_VRING_HEAD_OWNED;
		return SCMI_VRING_IGNORED;
	}
	*fault = walk(ring, head, *chain);
	if (*fault != GOOD) {
		vring_track(ring, returning, head);
		push_used(ring, head, 0);
		vring_track(ring, returned, head, ring->used);
		return SCMI_VRING_FAILED;
	}
	(*chain)->owned = true;
	vring_track(ring, taken, head);
	return SCMI_VRING_CHAIN;
}

enum scmi_vring_next scmi_vring_next(struct scmi_vring *ring,
				     struct scmi_vring_chain **chain,
				     enum scmi_vring_fault *fault)
{
	u16 num = ring->config.num;
	u16 ahead, head;

	if (ring->slow_path)
		return ring->broken ? SCMI_VRING_EMPTY
				    : packed_ring_next(ring, chain, fault);
	ahead = split_available(ring);
	if (!ahead)
		return SCMI_VRING_EMPTY;
	if (ahead > num) {
		ring->broken = ring->slow_path = true;
		*fault = SCMI_VRING_INDEX_JUMP;
		return SCMI_VRING_BROKEN;
	}
	head = get_le16(vring_load(
		&ring->vring.avail->ring[ring->last_avail & (num - 1)]));
	ring->last_avail++;
	return take(ring, head, chain, fault);
}

#ifndef __KERNEL__ /* with a second caller, take() would cost more there */
enum scmi_vring_next scmi_vring_again(struct scmi_vring *ring, u16 head,
				      struct scmi_vring_chain **chain,
				      enum scmi_vring_fault *fault)
{
	return take(ring, head, chain, fault);
}
#endif

static __always_inline u32 head_of(const struct scmi_vring *ring,
				   const struct scmi_vring_chain *chain)
{
	return (u32)(chain - ring->config.chains);
}

static __always_inline void split_unget(struct scmi_vring *ring,
					const struct scmi_vring_chain *chain)
{
	ring->last_avail--;
	vring_track(ring, untaken, (u16)head_of(ring, chain));
}

static __always_inline void split_done(struct scmi_vring *ring,
				       const struct scmi_vring_chain *chain,
				       u32 written)
{
	vring_track(ring, returning, (u16)head_of(ring, chain));
	push_used(ring, head_of(ring, chain), written);
	vring_track(ring, returned, (u16)head_of(ring, chain), ring->used);
}

void scmi_vring_unget(struct scmi_vring *ring, struct scmi_vring_chain *chain)
{
	chain->owned = false;
	if (ring->config.packed)
		packed_ring_unget(ring, chain);
	else
		split_unget(ring, chain);
}

void scmi_vring_done(struct scmi_vring *ring, struct scmi_vring_chain *chain,
		     u32 written)
{
	chain->owned = false;
	if (ring->config.packed)
		packed_ring_done(ring, chain, written);
	else
		split_done(ring, chain, written);
}

bool scmi_vring_wants_interrupt(struct scmi_vring *ring)
{
	const struct vring *vring = &ring->vring;
	u16 since = ring->signalled;

	/* Write what was used before reading the driver's setting. */
	vring_mb();
	if (!ring->other_setting) {
		if (get_le16(vring_load(&vring->avail->flags)) &
		    VRING_AVAIL_F_NO_INTERRUPT)
			return false;
	} else if (ring->config.packed) {
		return packed_ring_wants_interrupt(ring);
	} else if (!vring_need_event(
			   get_le16(vring_load(&vring_used_event(vring))),
			   ring->used, since)) {
		return false;
	}
	ring->signalled = ring->used;
	return true;
}

bool scmi_vring_kicks_on(struct scmi_vring *ring)
{
	if (ring->slow_path)
		return !ring->broken && packed_ring_kicks_on(ring);
	if (ring->config.event_index)
		vring_store((__virtio16 *)&vring_avail_event(&ring->vring),
			    put_le16(ring->last_avail));
	else
		vring_store(&ring->vring.used->flags, put_le16(0));
	/* Write the request before reading the index a last time. */
	vring_mb();
	return split_available(ring) != 0;
}

void scmi_vring_kicks_off(struct scmi_vring *ring)
{
	if (ring->config.packed)
		packed_ring_kicks_off(ring);
	/* With an event index, it is enough not to advance it. */
	else if (!ring->config.event_index)
		vring_store(&ring->vring.used->flags,
			    put_le16(VRING_USED_F_NO_NOTIFY));
}

size_t scmi_vring_read(const struct scmi_vring_chain *chain, void *to,
		       size_t len)
{
	size_t done = 0;
	unsigned int i;

	for (i = 0; i < chain->nr_readable && done < len; i++) {
		const struct scmi_vring_segment *segment = &chain->segment[i];
		size_t n = len - done < segment->len ? len - done
						     : segment->len;

		memcpy((u8 *)to + done, segment->base, n);
		done += n;
	}
	return done;
}

size_t scmi_vring_write(const struct scmi_vring_chain *chain, size_t at,
			const void *from, size_t len)
{
	size_t done = 0;
	unsigned int i;

	for (i = chain->nr_readable; i < chain->nr_segments && done < len;
	     i++) {
		const struct scmi_vring_segment *segment = &chain->segment[i];
		size_t room, n;

		if (at >= segment->len) {
			at -= segment->len;
			continue;
		}
		room = segment->len - at;
		n = len - done < room ? len - done : room;
		memcpy(segment->base + at, (const u8 *)from + done, n);
		done += n;
		at = 0;
	}
	return done;
}
