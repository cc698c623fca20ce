/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The device's side of a split virtqueue, in freestanding C. It trusts nothing
 * that it reads there: a chain that breaks a rule is failed, and the caller gets
 * the rule.
 *
 * Section numbers are those of the virtio specification, version 1.2. Rings are
 * little-endian (VIRTIO_F_VERSION_1). The caller serialises calls for a ring.
 */
#ifndef SCMI_REF_VRING_H
#define SCMI_REF_VRING_H

#include "access.h"

/* Descriptors that the device takes in a chain (2.7.4 allows a limit). */
#define SCMI_VRING_SEGMENTS 8
/*
 * Bytes of a descriptor that the device looks at. No SCMI message is as long,
 * so what is beyond them is never read or written.
 */
#define SCMI_VRING_SEGMENT_MAX 4096U

/* Faults of a ring, or of a chain in it. */
enum scmi_vring_fault {
	SCMI_VRING_INDEX_JUMP,	    /* more available than the ring holds */
	SCMI_VRING_HEAD_RANGE,	    /* head beyond the descriptors */
	SCMI_VRING_HEAD_OWNED,	    /* head that the device has already */
	SCMI_VRING_NEXT_RANGE,	    /* next beyond the descriptors */
	SCMI_VRING_ENDLESS,	    /* a loop, or a chain beyond the limit */
	SCMI_VRING_ZERO_LENGTH,	    /* descriptor of nothing */
	SCMI_VRING_DIRECTION,	    /* readable after writable */
	SCMI_VRING_ADDRESS,	    /* not memory */
	SCMI_VRING_INDIRECT,	    /* not negotiated, nested, or with next */
	SCMI_VRING_INDIRECT_LENGTH, /* table of no or not only whole entries */
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
 * @owned: the device has it
 * @readable: bytes to read, as far as the device looks at them
 * @writable: bytes to write, likewise
 * @nr_readable: segments of them, the first ones
 * @nr_segments: of both kinds
 * @segment: where they are; the memory stays the driver's: what is read twice
 *	may differ
 */
struct scmi_vring_chain {
	struct scmi_vring_chain *next;
	u64 user;
	bool owned;
	u32 readable;
	u32 writable;
	u8 nr_readable;
	u8 nr_segments;
	struct scmi_vring_segment segment[SCMI_VRING_SEGMENTS];
};

/**
 * typedef scmi_vring_map_t - from an address in a ring to memory
 * @context: as given to scmi_vring_init()
 * @addr: as the driver wrote it
 * @len: at most SCMI_VRING_SEGMENT_MAX
 *
 * Return: where these @len bytes are; NULL if not all of them are memory.
 */
typedef void *(*scmi_vring_map_t)(void *context, u64 addr, u32 len);

/**
 * struct scmi_vring_config - what a ring is made of
 * @num: its size, a power of two, 1 to 32768
 * @memory: num descriptors, available ring and used ring as vring_init() lays
 *	them out with an alignment of @align
 * @align: a power of two
 * @event_index: VIRTIO_F_EVENT_IDX was negotiated
 * @indirect: VIRTIO_F_INDIRECT_DESC was negotiated
 * @chains: @num of them, zeroed, for the ring's life
 * @map: how addresses become memory
 * @map_context: its first argument
 */
struct scmi_vring_config {
	u16 num;
	void *memory;
	unsigned long align;
	bool event_index;
	bool indirect;
	struct scmi_vring_chain *chains;
	scmi_vring_map_t map;
	void *map_context;
};

/**
 * struct scmi_vring - a ring; its fields are for vring.c only
 * @broken: it cannot be understood any more; until a new scmi_vring_init()
 */
struct scmi_vring {
	struct scmi_vring_config config;
	struct vring vring;
	u16 last_avail;
	u16 used;
	u16 signalled;
	bool broken;
};

/* scmi_vring_init() - a ring that nothing has gone through yet */
void scmi_vring_init(struct scmi_vring *ring,
		     const struct scmi_vring_config *config);

/* scmi_vring_available() - entries that the driver has made available */
u16 scmi_vring_available(const struct scmi_vring *ring);

enum scmi_vring_next {
	SCMI_VRING_EMPTY,   /* nothing is available */
	SCMI_VRING_CHAIN,   /* a good chain, now the device's */
	SCMI_VRING_FAILED,  /* a bad one, given back with no byte written */
	SCMI_VRING_IGNORED, /* an entry that cannot even be given back */
	SCMI_VRING_BROKEN,  /* nothing more can be read from this ring */
};

/**
 * scmi_vring_next() - take the next chain that the driver has made available
 * @ring: the ring
 * @chain: set to the chain for SCMI_VRING_CHAIN
 * @fault: set to what is wrong for the three that follow it
 *
 * Reads at most SCMI_VRING_SEGMENTS + 1 descriptors, whatever the ring contains.
 *
 * Return: see above. SCMI_VRING_BROKEN is returned once; then the ring is
 * empty.
 */
enum scmi_vring_next scmi_vring_next(struct scmi_vring *ring,
				     struct scmi_vring_chain **chain,
				     enum scmi_vring_fault *fault);

/**
 * scmi_vring_unget() - put the chain that was taken last back
 * @ring: the ring; no other call in between
 * @chain: from scmi_vring_next()
 */
void scmi_vring_unget(struct scmi_vring *ring, struct scmi_vring_chain *chain);

/**
 * scmi_vring_done() - give a chain back to the driver
 * @ring: the ring
 * @chain: from scmi_vring_next()
 * @written: bytes the device has written, from the first writable one on
 */
void scmi_vring_done(struct scmi_vring *ring, struct scmi_vring_chain *chain,
		     u32 written);

/**
 * scmi_vring_wants_interrupt() - does the driver want to hear of what was given
 *	back since the last time that this returned true? (2.7.7)
 */
bool scmi_vring_wants_interrupt(struct scmi_vring *ring);

/**
 * scmi_vring_kicks_on() - ask for a kick on the next available chain (2.7.10)
 *
 * Return: true if one is already available, so the driver need not kick.
 */
bool scmi_vring_kicks_on(struct scmi_vring *ring);

/* scmi_vring_kicks_off() - ask for no kicks; the driver may kick anyway */
void scmi_vring_kicks_off(struct scmi_vring *ring);

/**
 * scmi_vring_read() - copy from a chain's readable bytes
 *
 * Return: bytes copied: @len, or all there are.
 */
size_t scmi_vring_read(const struct scmi_vring_chain *chain, void *to,
		       size_t len);

/**
 * scmi_vring_write() - copy to a chain's writable bytes, from byte @at on
 *
 * Return: bytes copied: @len, or as many as there is room for.
 */
size_t scmi_vring_write(const struct scmi_vring_chain *chain, size_t at,
			const void *from, size_t len);

#endif
