/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's side of a ring with arbitrary contents, and memory for its
 * buffers. BASE is the address of the first byte; no other address is valid.
 */
#ifndef SCMI_PERF_VRING_FIXTURE_H
#define SCMI_PERF_VRING_FIXTURE_H

#include <stdlib.h>

#include "unit_test.h"
#include "vring.h"

#define NUM	 8u
#define BASE	 0x40000000ull
#define MEM_SIZE 0x4000u

static struct {
	struct scmi_vring ring;
	struct scmi_vring_chain chains[NUM];
	u8 *mem;
	void *memory;
	struct vring driver; /* the same memory, seen by the driver */
	u16 avail;
} f;

static inline void *vring_fixture_map(void *context, u64 addr, u32 len)
{
	assert_ptr_equal(context, &f);
	if (addr < BASE || len > MEM_SIZE || addr - BASE > MEM_SIZE - len)
		return NULL;
	return f.mem + (addr - BASE);
}

/* A ring whose first indexes are @first. */
static inline void vring_fixture_start(bool event_index, bool indirect,
				       u16 first)
{
	struct scmi_vring_config config = {
		.num = NUM,
		.next_avail = first,
		.next_used = first,
		.event_index = event_index,
		.indirect = indirect,
		.chains = f.chains,
		.map = vring_fixture_map,
		.map_context = &f,
	};

	memset(f.memory, 0, vring_size(NUM, 64));
	memset(f.chains, 0, sizeof(f.chains));
	memset(f.mem, 0, MEM_SIZE);
	f.avail = first;
	vring_init(&f.driver, NUM, f.memory, 64);
	f.driver.avail->idx = f.driver.used->idx = htole16(first);
	config.desc = f.driver.desc;
	config.driver = f.driver.avail;
	config.device = f.driver.used;
	scmi_vring_init(&f.ring, &config);
}

static inline void vring_fixture_reset(bool event_index, bool indirect)
{
	vring_fixture_start(event_index, indirect, 0);
}

static inline int set_up(void **state)
{
	memset(&f, 0, sizeof(f));
	f.memory = aligned_alloc(64, (vring_size(NUM, 64) + 63) & ~63ul);
	f.mem = malloc(MEM_SIZE);
	vring_fixture_reset(false, false);
	return 0;
}

static inline int tear_down(void **state)
{
	free(f.memory);
	free(f.mem);
	return 0;
}

/* put() - write a descriptor; @offset is relative to BASE */
static inline void put_at(struct vring_desc *desc, u64 offset, u32 len,
			  u16 flags, u16 next)
{
	desc->addr = htole64(BASE + offset);
	desc->len = htole32(len);
	desc->flags = htole16(flags);
	desc->next = htole16(next);
}

static inline void put(u16 index, u64 offset, u32 len, u16 flags, u16 next)
{
	put_at(&f.driver.desc[index], offset, len, flags, next);
}

/* offer() - make a head available */
static inline void offer(u16 head)
{
	f.driver.avail->ring[f.avail++ % NUM] = htole16(head);
	f.driver.avail->idx = htole16(f.avail);
}

/* Offers a request of 8 bytes at 0x100 and a response of 16 bytes at 0x200. */
static inline void offer_message(u16 head)
{
	put(head, 0x100, 8, VRING_DESC_F_NEXT, (u16)(head + 1));
	put((u16)(head + 1), 0x200, 16, VRING_DESC_F_WRITE, 0);
	offer(head);
}

static inline u16 used_index(void)
{
	return le16toh(f.driver.used->idx);
}

/* Reads the next chain, which must be good. */
static inline struct scmi_vring_chain *next_chain(void)
{
	struct scmi_vring_chain *chain = NULL;
	enum scmi_vring_fault fault;

	assert_int_equal(scmi_vring_next(&f.ring, &chain, &fault),
			 SCMI_VRING_CHAIN);
	assert_true(chain->owned);
	return chain;
}

static inline void expect_empty(void)
{
	struct scmi_vring_chain *chain;
	enum scmi_vring_fault fault;

	assert_int_equal(scmi_vring_next(&f.ring, &chain, &fault),
			 SCMI_VRING_EMPTY);
}

/* The next chain must fail with @fault, and be returned untouched. */
static inline void expect_fault(enum scmi_vring_fault fault)
{
	u16 before = used_index(), head;
	struct scmi_vring_chain *chain = NULL;
	enum scmi_vring_fault found;

	head = le16toh(f.driver.avail->ring[(f.avail - 1) % NUM]);
	assert_int_equal(scmi_vring_next(&f.ring, &chain, &found),
			 SCMI_VRING_FAILED);
	assert_int_equal(found, fault);
	assert_int_equal(used_index(), (u16)(before + 1));
	assert_int_equal(le32toh(f.driver.used->ring[before % NUM].id), head);
	assert_int_equal(le32toh(f.driver.used->ring[before % NUM].len), 0);
	assert_false(f.chains[head].owned);
	expect_empty();
}

#define NEXT  VRING_DESC_F_NEXT
#define WRITE VRING_DESC_F_WRITE
#define TABLE VRING_DESC_F_INDIRECT

#endif
