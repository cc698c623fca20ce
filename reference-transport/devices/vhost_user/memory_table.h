/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's memory: regions of files that the front end shares. */
#ifndef SCMI_REF_MEMORY_TABLE_H
#define SCMI_REF_MEMORY_TABLE_H

#include "vhost_message.h"

/**
 * struct memory_region - a mapped region
 * @guest: its first address in the guest
 * @user: the same in the front end's process
 * @size: in bytes
 * @base: the same in this process
 * @map: what was mapped, with the part of the file before the region
 * @map_size: bytes at @map
 */
struct memory_region {
	u64 guest;
	u64 user;
	u64 size;
	u8 *base;
	void *map;
	size_t map_size;
};

struct memory_table {
	u32 nr;
	struct memory_region region[VHOST_MAX_REGIONS];
};

/**
 * memory_table_map() - map the regions of a message
 * @table: filled in; empty after an error
 * @message: VHOST_SET_MEM_TABLE with a file descriptor for each region, which
 *	stay its own
 *
 * Return: 0 or -errno.
 */
int memory_table_map(struct memory_table *table,
		     const struct vhost_message *message);

void memory_table_unmap(struct memory_table *table);

/* Return the @len bytes at an address; NULL if not all of them are in a region. */
void *memory_of_guest(const struct memory_table *table, u64 guest, u64 len);
void *memory_of_user(const struct memory_table *table, u64 user, u64 len);

/*
 * memory_to_guest() - find the guest's address of memory in a table
 *
 * Return: false if @memory is not in a region.
 */
bool memory_to_guest(const struct memory_table *table, const void *memory,
		     u64 *guest);

#endif
