// SPDX-License-Identifier: GPL-2.0-only
#include "memory_table.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* Checks that neither the addresses nor the part of the file wrap around. */
static bool is_valid(const struct vhost_region *r)
{
	u64 end;

	return r->size && !__builtin_add_overflow(r->guest, r->size, &end) &&
	       !__builtin_add_overflow(r->user, r->size, &end) &&
	       !__builtin_add_overflow(r->offset, r->size, &end) &&
	       end <= PTRDIFF_MAX;
}

/* An access beyond the end of a file would be a fault of this process. */
static int map_region(struct memory_region *region,
		      const struct vhost_region *from, int fd)
{
	struct stat st;

	if (!is_valid(from))
		return -EINVAL;
	if (fstat(fd, &st))
		return -errno;
	if ((u64)st.st_size < from->offset + from->size)
		return -EFBIG;
	region->map_size = from->offset + from->size;
	region->map = mmap(NULL, region->map_size, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_NORESERVE, fd, 0);
	if (region->map == MAP_FAILED)
		return -errno;
	region->base = (u8 *)region->map + from->offset;
	region->guest = from->guest;
	region->user = from->user;
	region->size = from->size;
	return 0;
}

int memory_table_map(struct memory_table *table,
		     const struct vhost_message *message)
{
	const struct vhost_regions *regions = &message->regions;
	int ret = 0;
	u32 i;

	table->nr = 0;
	if (message->size < offsetof(struct vhost_regions, region) ||
	    regions->nr > VHOST_MAX_REGIONS || regions->nr != message->nr_fds ||
	    message->size < offsetof(struct vhost_regions, region) +
				    regions->nr * sizeof(struct vhost_region))
		return -EINVAL;
	for (i = 0; i < regions->nr && !ret; i++) {
		ret = map_region(&table->region[i], &regions->region[i],
				 message->fds[i]);
		table->nr += !ret;
	}
	if (ret)
		memory_table_unmap(table);
	return ret;
}

void memory_table_unmap(struct memory_table *table)
{
	while (table->nr) {
		struct memory_region *region = &table->region[--table->nr];

		munmap(region->map, region->map_size);
	}
}

static void *memory_at(const struct memory_region *region, u64 offset, u64 len)
{
	if (offset >= region->size || len > region->size - offset)
		return NULL;
	return region->base + offset;
}

void *memory_of_guest(const struct memory_table *table, u64 guest, u64 len)
{
	void *memory = NULL;
	u32 i;

	/* An address below the region wraps to a large offset. */
	for (i = 0; i < table->nr && !memory; i++)
		memory = memory_at(&table->region[i],
				   guest - table->region[i].guest, len);
	return memory;
}

void *memory_of_user(const struct memory_table *table, u64 user, u64 len)
{
	void *memory = NULL;
	u32 i;

	for (i = 0; i < table->nr && !memory; i++)
		memory = memory_at(&table->region[i],
				   user - table->region[i].user, len);
	return memory;
}

bool memory_to_guest(const struct memory_table *table, const void *memory,
		     u64 *guest)
{
	u32 i;

	for (i = 0; i < table->nr; i++) {
		const struct memory_region *region = &table->region[i];
		const u64 offset =
			(u64)(uintptr_t)memory - (u64)(uintptr_t)region->base;

		if (offset >= region->size)
			continue;
		*guest = region->guest + offset;
		return true;
	}
	return false;
}
