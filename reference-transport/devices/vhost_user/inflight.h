/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In-flight tracking: memory that the front end keeps for the device, with the chains
 * that it owns. A process that takes over finds there the commands that were not replied
 * to, also those that others have overtaken. The layout is that of the protocol's
 * specification for split rings.
 */
#ifndef SCMI_REF_INFLIGHT_H
#define SCMI_REF_INFLIGHT_H

#include "../virtio/vring.h"
#include "vhost_message.h"

struct inflight_entry {
	u8 owned;
	u8 padding[5];
	u16 next;
	u64 counter; /* order in which the device got the chains */
};

struct inflight_ring {
	u64 features;
	u16 version;
	u16 nr_entries;
	u16 last_head; /* returned last, or being returned */
	u16 used_index;
	struct inflight_entry entries[];
};

/**
 * struct inflight_memory - the memory
 * @map: NULL: none
 * @size: bytes at @map
 * @queue_size: entries of each ring
 * @nr_queues: number of rings
 */
struct inflight_memory {
	u8 *map;
	size_t size;
	u16 queue_size;
	u16 nr_queues;
};

/**
 * struct inflight_tracker - records the chains of one ring
 * @counter: of the next chain; those in flight are taken again, too
 */
struct inflight_tracker {
	struct scmi_vring_tracker tracker;
	struct inflight_ring *ring;
	u64 counter;
};

/*
 * inflight_create() - answer VHOST_GET_INFLIGHT_FD: make memory of the wanted size
 *
 * Return: false if that is invalid, or without memory.
 */
bool inflight_create(struct vhost_message *message);

/* inflight_map() - use the memory of VHOST_SET_INFLIGHT_FD; false: it is invalid */
bool inflight_map(struct inflight_memory *memory,
		  const struct vhost_message *message);

void inflight_unmap(struct inflight_memory *memory);

/**
 * inflight_start() - record the chains of a ring, and find those in flight
 * @num: size of the ring
 * @used: its used index
 * @heads: @num elements; on return the chains in flight, oldest first
 * @nr: set to their number
 *
 * Return: false if the memory has no such ring.
 */
bool inflight_start(struct inflight_tracker *tracker,
		    const struct inflight_memory *memory, unsigned int index,
		    u32 num, u16 used, u16 *heads, u16 *nr);

#endif
