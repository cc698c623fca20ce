/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The device's side of a virtqueue, in freestanding C. It does not trust
 * the contents of the ring: a chain that breaks a rule is failed, and the
 * caller receives the rule.
 *
 * Section numbers are those of the virtio specification, version 1.2. Rings are
 * little-endian (VIRTIO_F_VERSION_1). The caller serialises calls for a ring.
 */
#ifndef SCMI_REF_VRING_H
#define SCMI_REF_VRING_H

#include "access.h"

/* Descriptors that the device accepts in a chain (2.7.4 allows a limit). */
#define SCMI_VRING_SEGMENTS 8
/*
 * Bytes of a descriptor that the device uses. No SCMI message is that long, so
 * bytes beyond them are never read or written.
 */
#define SCMI_VRING_SEGMENT_MAX 4096U

/* Faults of a ring, or of a chain in it. */
enum scmi_vring_fault {
	SCMI_VRING_INDEX_JUMP,	    /* more available than the ring holds */
	SCMI_VRING_HEAD_RANGE,	    /* head beyond the descriptors */
	SCMI_VRING_HEAD_OWNED,	    /* head that the device owns already */
	SCMI_VRING_NEXT_RANGE,	    /* next beyond the descriptors */
	SCMI_VRING_ENDLESS,	    /* a loop, or a chain beyond the limit */
	SCMI_VRING_ZERO_LENGTH,	    /* descriptor of length 0 */
	SCMI_VRING_DIRECTION,	    /* readable after writable */
	SCMI_VRING_ADDRESS,	    /* not memory */
	SCMI_VRING_INDIRECT,	    /* not negotiated, nested, or with next */
	SCMI_VRING_INDIRECT_LENGTH, /* table is empty or has a partial entry */
	SCMI_VRING_NR_FAULTS
};

/* scmi_vring_fault_name() - as printed in counters: "index_jump" */
const char *scmi_vring_fault_name(enum scmi_vring_fault fault);

struct scmi_vring_segment {
	u8 *base;
	u32 len; /* at most SCMI_VRING_SEGMENT_MAX */
};

/**
 * struct scmi_vring_chain - a buffer that the driver has given to the device
 * @next: for the caller
 * @user: for the caller
 * @owned: the device owns the chain
 * @readable: readable bytes that the device uses
 * @writable: writable bytes that the device uses
 * @entries: descriptors that the chain has in a packed ring
 * @nr_readable: number of readable segments, which come first
 * @nr_segments: number of all segments
 * @segment: the segments; the driver can change their contents at any time
 */
struct scmi_vring_chain {
	struct scmi_vring_chain *next;
	u64 user;
	bool owned;
	u32 readable;
	u32 writable;
	u16 entries;
	u8 nr_readable;
	u8 nr_segments;
	struct scmi_vring_segment segment[SCMI_VRING_SEGMENTS];
};

/**
 * typedef scmi_vring_map_t - map an address in a ring to memory
 * @context: as given to scmi_vring_init()
 * @addr: as the driver wrote it
 * @len: at most SCMI_VRING_SEGMENT_MAX
 *
 * Return: a pointer to the @len bytes; NULL if not all of them are memory.
 */
typedef void *(*scmi_vring_map_t)(void *context, u64 addr, u32 len);

/**
 * struct scmi_vring_tracker - records the chains of a split ring for another device
 * @taken: the device gets a chain
 * @untaken: the chain is back in the ring
 * @returning: the device is about to return a chain
 * @returned: it has; @used is the used index now
 */
struct scmi_vring_tracker {
	void (*taken)(struct scmi_vring_tracker *tracker, u16 head);
	void (*untaken)(struct scmi_vring_tracker *tracker, u16 head);
	void (*returning)(struct scmi_vring_tracker *tracker, u16 head);
	void (*returned)(struct scmi_vring_tracker *tracker, u16 head,
			 u16 used);
};

/**
 * struct scmi_vring_config - the memory and the features of a ring
 * @num: size of the ring, a power of two, 1 to 32768
 * @desc: the descriptors
 * @driver: the available ring; of a packed ring the driver's event suppression area
 * @device: the used ring; of a packed ring the device's event suppression area
 * @next_avail: index of the next available entry to read; a packed ring starts at 0
 * @next_used: index of the next used entry to write, likewise
 * @packed: VIRTIO_F_RING_PACKED was negotiated; neither of the next two was
 * @event_index: VIRTIO_F_EVENT_IDX was negotiated
 * @indirect: VIRTIO_F_INDIRECT_DESC was negotiated
 * @chains: array of @num zeroed chains, which must outlive the ring
 * @map: maps addresses to memory
 * @map_context: first argument of @map
 * @tracker: on a host: records chains; NULL: none does
 */
struct scmi_vring_config {
	u16 num;
	void *desc;
	void *driver;
	void *device;
	u16 next_avail;
	u16 next_used;
	bool packed;
	bool event_index;
	bool indirect;
	struct scmi_vring_chain *chains;
	scmi_vring_map_t map;
	void *map_context;
#ifndef __KERNEL__
	struct scmi_vring_tracker *tracker;
#endif
};

/* A position in a packed ring; @wrap changes with each round (2.8.1). */
struct packed_position {
	u16 index;
	bool wrap;
};

/**
 * struct scmi_vring - a ring; its fields are for vring.c and packed_ring.c only
 * @next: of a packed ring, the next chain to read
 * @next_used: of a packed ring, the next descriptor to write
 * @broken: the ring is unreadable until the next scmi_vring_init()
 * @slow_path: broken or packed, so that each message needs one check for both
 * @other_setting: the driver's setting for interrupts is not the split ring's flag
 */
struct scmi_vring {
	struct scmi_vring_config config;
	struct vring vring;
	u16 last_avail;
	u16 used;
	u16 signalled;
	struct packed_position next;
	struct packed_position next_used;
	bool broken;
	bool slow_path;
	bool other_setting;
};

/* scmi_vring_init() - initialise an unused ring */
void scmi_vring_init(struct scmi_vring *ring,
		     const struct scmi_vring_config *config);

/*
 * scmi_vring_available() - entries that the driver has made available; of a packed
 * ring 1 if there are any
 */
u16 scmi_vring_available(const struct scmi_vring *ring);

enum scmi_vring_next {
	SCMI_VRING_EMPTY,   /* nothing is available */
	SCMI_VRING_CHAIN,   /* a good chain, now owned by the device */
	SCMI_VRING_FAILED,  /* a bad chain, returned with no byte written */
	SCMI_VRING_IGNORED, /* an entry that cannot be returned */
	SCMI_VRING_BROKEN,  /* nothing more can be read from this ring */
};

/**
 * scmi_vring_next() - read the next available chain
 * @ring: the ring
 * @chain: set to the chain for SCMI_VRING_CHAIN
 * @fault: set to the fault for SCMI_VRING_FAILED, _IGNORED and _BROKEN
 *
 * Reads at most SCMI_VRING_SEGMENTS + 1 descriptors, whatever the ring contains.
 *
 * Return: see above. SCMI_VRING_BROKEN is returned once; after that the ring
 * counts as empty.
 */
enum scmi_vring_next scmi_vring_next(struct scmi_vring *ring,
				     struct scmi_vring_chain **chain,
				     enum scmi_vring_fault *fault);

/**
 * scmi_vring_again() - read a chain that another device owned before
 * @head: its first descriptor
 *
 * As scmi_vring_next() for a split ring, but the available ring is not read. Not in the
 * kernel.
 */
enum scmi_vring_next scmi_vring_again(struct scmi_vring *ring, u16 head,
				      struct scmi_vring_chain **chain,
				      enum scmi_vring_fault *fault);

/**
 * scmi_vring_unget() - put the last chain back into the ring
 * @ring: the ring; no other call in between
 * @chain: from scmi_vring_next()
 */
void scmi_vring_unget(struct scmi_vring *ring, struct scmi_vring_chain *chain);

/**
 * scmi_vring_done() - return a chain to the driver
 * @ring: the ring
 * @chain: from scmi_vring_next()
 * @written: bytes that the device has written, from the first writable byte on
 */
void scmi_vring_done(struct scmi_vring *ring, struct scmi_vring_chain *chain,
		     u32 written);

/*
 * scmi_vring_push_used() - write a used entry of a split ring, of any content, as only
 * a faulty device does
 */
void scmi_vring_push_used(struct scmi_vring *ring, u32 id, u32 written);

/* scmi_vring_jump() - move the used index of a split ring, without entries */
void scmi_vring_jump(struct scmi_vring *ring, u16 entries);

/**
 * scmi_vring_wants_interrupt() - check if the driver needs an interrupt (2.7.7)
 *
 * Return: true if the driver asks for an interrupt about one of the chains that
 * were returned since this function last returned true.
 */
bool scmi_vring_wants_interrupt(struct scmi_vring *ring);

/**
 * scmi_vring_kicks_on() - ask for a kick on the next available chain (2.7.10)
 *
 * Return: true if a chain is already available, for which no kick will come.
 */
bool scmi_vring_kicks_on(struct scmi_vring *ring);

/* scmi_vring_kicks_off() - ask for no kicks; the driver may kick anyway */
void scmi_vring_kicks_off(struct scmi_vring *ring);

/**
 * scmi_vring_read() - copy from a chain's readable bytes
 *
 * Return: bytes copied: @len, or all readable bytes.
 */
size_t scmi_vring_read(const struct scmi_vring_chain *chain, void *to,
		       size_t len);

/**
 * scmi_vring_write() - copy to a chain's writable bytes, from byte @at on
 *
 * Return: bytes copied: @len, or as many as fit.
 */
size_t scmi_vring_write(const struct scmi_vring_chain *chain, size_t at,
			const void *from, size_t len);

#endif
