// SPDX-License-Identifier: GPL-2.0-only
#include "inflight.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_QUEUES 2
#define MAX_RING   32768u /* virtio 1.2, 2.7 */

/* Bytes of a ring, to a line of the cache. */
static size_t ring_size(u16 queue_size)
{
	const size_t size = sizeof(struct inflight_ring) +
			    queue_size * sizeof(struct inflight_entry);

	return (size + 63) / 64 * 64;
}

static bool is_valid(const struct vhost_message *message)
{
	const struct vhost_inflight_area *area = &message->inflight;

	return message->size >= offsetof(struct vhost_inflight_area, padding) &&
	       area->nr_queues && area->nr_queues <= MAX_QUEUES &&
	       area->queue_size && area->queue_size <= MAX_RING;
}

bool inflight_create(struct vhost_message *message)
{
	struct vhost_inflight_area *area = &message->inflight;
	size_t size;
	int fd;

	if (!is_valid(message) || message->nr_fds)
		return false;
	size = area->nr_queues * ring_size(area->queue_size);
	fd = memfd_create("scmi-inflight", MFD_CLOEXEC);
	if (fd < 0)
		return false;
	message->fds[message->nr_fds++] = fd;
	area->size = size;
	area->offset = 0;
	return !ftruncate(fd, (off_t)size);
}

void inflight_unmap(struct inflight_memory *memory)
{
	if (memory->map)
		munmap(memory->map, memory->size);
	memory->map = NULL;
}

bool inflight_map(struct inflight_memory *memory,
		  const struct vhost_message *message)
{
	const struct vhost_inflight_area *area = &message->inflight;
	struct stat st;
	u64 end;
	void *map;

	if (!is_valid(message) || message->nr_fds != 1 ||
	    area->size < area->nr_queues * ring_size(area->queue_size) ||
	    area->offset % (u64)sysconf(_SC_PAGESIZE) ||
	    __builtin_add_overflow(area->offset, area->size, &end) ||
	    fstat(message->fds[0], &st) || (u64)st.st_size < end)
		return false;
	map = mmap(NULL, area->size, PROT_READ | PROT_WRITE, MAP_SHARED,
		   message->fds[0], (off_t)area->offset);
	if (map == MAP_FAILED)
		return false;
	inflight_unmap(memory);
	memory->map = map;
	memory->size = area->size;
	memory->queue_size = area->queue_size;
	memory->nr_queues = area->nr_queues;
	return true;
}

static struct inflight_ring *ring_of(struct scmi_vring_tracker *tracker)
{
	return ((struct inflight_tracker *)(void *)tracker)->ring;
}

static void taken(struct scmi_vring_tracker *tracker, u16 head)
{
	struct inflight_entry *entry = &ring_of(tracker)->entries[head];

	vring_store(&entry->counter,
		    ((struct inflight_tracker *)(void *)tracker)->counter++);
	vring_release(&entry->owned, 1);
}

static void untaken(struct scmi_vring_tracker *tracker, u16 head)
{
	vring_release(&ring_of(tracker)->entries[head].owned, 0);
}

/* If this process ends before returned(), the used index shows whether it came. */
static void returning(struct scmi_vring_tracker *tracker, u16 head)
{
	vring_release(&ring_of(tracker)->last_head, head);
}

static void returned(struct scmi_vring_tracker *tracker, u16 head, u16 used)
{
	struct inflight_ring *ring = ring_of(tracker);

	vring_release(&ring->entries[head].owned, 0);
	vring_release(&ring->used_index, used);
}

/* The process before has ended between the used index and its note of it. */
static void complete_last(struct inflight_ring *ring, u32 num, u16 used)
{
	const u16 last = vring_load(&ring->last_head);

	if (vring_load(&ring->used_index) == used)
		return;
	if (last < num)
		vring_store(&ring->entries[last].owned, 0);
	vring_store(&ring->used_index, used);
}

/* A copy, which nobody else can change while it is sorted. */
struct inflight_chain {
	u64 counter;
	u16 head;
};

static int compare_chains(const void *a, const void *b)
{
	const struct inflight_chain *x = a, *y = b;

	if (x->counter != y->counter)
		return x->counter < y->counter ? -1 : 1;
	return x->head - y->head;
}

static bool find_owned(struct inflight_tracker *tracker, u32 num, u16 *heads,
		       u16 *nr)
{
	struct inflight_chain *chains = calloc(num, sizeof(*chains));
	struct inflight_ring *ring = tracker->ring;
	u16 i;

	if (!chains)
		return false;
	*nr = 0;
	for (i = 0; i < num; i++)
		if (vring_load(&ring->entries[i].owned))
			chains[(*nr)++] = (struct inflight_chain){
				vring_load(&ring->entries[i].counter), i};
	qsort(chains, *nr, sizeof(*chains), compare_chains);
	for (i = 0; i < *nr; i++)
		heads[i] = chains[i].head;
	free(chains);
	return true;
}

bool inflight_start(struct inflight_tracker *tracker,
		    const struct inflight_memory *memory, unsigned int index,
		    u32 num, u16 used, u16 *heads, u16 *nr)
{
	*nr = 0;
	if (!memory->map || index >= memory->nr_queues ||
	    num > memory->queue_size)
		return false;
	*tracker = (struct inflight_tracker){
		.tracker = {taken, untaken, returning, returned},
		.ring = (void *)(memory->map +
				 index * ring_size(memory->queue_size)),
	};
	tracker->ring->version = 1;
	tracker->ring->nr_entries = memory->queue_size;
	complete_last(tracker->ring, num, used);
	return find_owned(tracker, num, heads, nr);
}
