// SPDX-License-Identifier: GPL-2.0-only
/* Valid uses of the rings, and the answers that the device must give. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/io.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>

#include "rogue.h"

static bool response(struct rogue *rogue)
{
	u32 len;

	virtio_device_ready(rogue->vdev);
	CHECK(command(&rogue->cmdq, TOKEN(BASE_VERSION, 0x2a5), NULL, 0,
		      &len) == SUCCESS);
	CHECK(len == 12);
	CHECK(word(slot(&rogue->cmdq, 1), 2) == 0x20001);
	/* The device must not write beyond the length. */
	CHECK(slot(&rogue->cmdq, 1)[12] == 0x55);
	return true;
}

static bool error_size(struct rogue *rogue)
{
	u32 params[4] = {0};
	u32 len;

	virtio_device_ready(rogue->vdev);
	CHECK(command(&rogue->cmdq, HDR(0x10, 0x55), NULL, 0, &len) ==
	      NOT_SUPPORTED);
	CHECK(len == 8);
	CHECK(command(&rogue->cmdq, HDR(0x99, 0), NULL, 0, &len) ==
	      NOT_SUPPORTED);
	CHECK(len == 8);
	CHECK(command(&rogue->cmdq, BASE_VERSION, params, 4, &len) ==
	      PROTOCOL_ERROR);
	CHECK(len == 8);
	params[0] = 999;
	CHECK(command(&rogue->cmdq, SENSOR_READ, params, 2, &len) == NOT_FOUND);
	CHECK(len == 8);
	CHECK(slot(&rogue->cmdq, 1)[8] == 0x55);
	return true;
}

/* Fills the ring with one kick, three times. @order: heads as returned. */
static bool bursts(struct rogue_queue *queue, u16 *order)
{
	unsigned int n = queue->ring->num / 2, round, i;
	u32 len;

	for (round = 0; round < 3; round++) {
		for (i = 0; i < n; i++)
			offer_command(queue, 2 * i,
				      TOKEN(BASE_VERSION, i & 0x3ff), NULL, 0,
				      SLOT);
		kick(queue);
		CHECK(wait_used(queue, n));
		CHECK(used(queue) == n);
		for (i = 0; i < n; i++) {
			u16 head = next_used(queue, &len);

			CHECK(head % 2 == 0 && head / 2 < n);
			CHECK(len == 12);
			CHECK(word(slot(queue, head + 1), 0) ==
			      TOKEN(BASE_VERSION, (head / 2) & 0x3ff));
			order[i] = head;
		}
	}
	return true;
}

static bool burst(struct rogue *rogue)
{
	u16 *order = kcalloc(rogue->cmdq.ring->num, sizeof(*order), GFP_KERNEL);
	bool ok;

	virtio_device_ready(rogue->vdev);
	ok = order && bursts(&rogue->cmdq, order);
	kfree(order);
	return ok;
}

/* Needs a service time that varies. */
static bool out_of_order(struct rogue *rogue)
{
	u16 *order = kcalloc(rogue->cmdq.ring->num, sizeof(*order), GFP_KERNEL);
	unsigned int i, overtakes = 0;
	bool ok;

	virtio_device_ready(rogue->vdev);
	ok = order && bursts(&rogue->cmdq, order);
	for (i = 1; ok && i < rogue->cmdq.ring->num / 2; i++)
		overtakes += order[i] < order[i - 1];
	kfree(order);
	CHECK(ok);
	CHECK(overtakes);
	return true;
}

/* Any framing: the header byte by byte, the response in two parts. */
static bool framing(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;
	u32 hdr = BASE_VERSION, len;
	unsigned int i;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < 4; i++) {
		slot(queue, i)[0] = hdr >> 8 * i;
		put(queue, i, 1, VRING_DESC_F_NEXT, i + 1);
	}
	put(queue, 4, 5, VRING_DESC_F_NEXT | VRING_DESC_F_WRITE, 5);
	put(queue, 5, 7, VRING_DESC_F_WRITE, 0);
	offer(queue, 0);
	kick(queue);
	CHECK(wait_used(queue, 1));
	CHECK(next_used(queue, &len) == 0);
	CHECK(len == 12);
	CHECK(word(slot(queue, 4), 0) == hdr);
	CHECK(slot(queue, 5)[5] == 0x02); /* version 2.0 */
	return true;
}

/* With interrupts suppressed, the device must not interrupt. */
static bool no_interrupt(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;
	u32 len;

	virtio_device_ready(rogue->vdev);
	if (virtio_has_feature(rogue->vdev, VIRTIO_RING_F_EVENT_IDX))
		vring_used_event(queue->ring) =
			(__force __virtio16)cpu_to_le16(2);
	else
		queue->ring->avail->flags = (__force __virtio16)cpu_to_le16(
			VRING_AVAIL_F_NO_INTERRUPT);
	CHECK(command(queue, BASE_VERSION, NULL, 0, &len) == SUCCESS);
	CHECK(command(queue, BASE_VERSION, NULL, 0, &len) == SUCCESS);
	CHECK(atomic_read(&queue->interrupts) == 0);
	queue->ring->avail->flags = 0;
	CHECK(command(queue, BASE_VERSION, NULL, 0, &len) == SUCCESS);
	msleep(20);
	CHECK(atomic_read(&queue->interrupts) == 1);
	return true;
}

/* The device publishes the index at which it needs the next kick. */
static bool kick_index(struct rogue *rogue)
{
	const struct vring *ring = rogue->cmdq.ring;
	unsigned int i;
	u32 len;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < 3; i++) {
		CHECK(le16_to_cpu(*(__le16 *)&vring_avail_event(ring)) == i);
		CHECK(command(&rogue->cmdq, BASE_VERSION, NULL, 0, &len) ==
		      SUCCESS);
	}
	return true;
}

static bool region(struct rogue *rogue, u8 id, struct virtio_shm_region *shm)
{
	return virtio_get_shm_region(rogue->vdev, shm, id);
}

static bool no_regions(struct rogue *rogue)
{
	struct virtio_shm_region shm;
	unsigned int id;

	virtio_device_ready(rogue->vdev);
	for (id = 0; id < 256; id++)
		CHECK(!region(rogue, id, &shm));
	return true;
}

static bool check_sensor(struct rogue *rogue, const u8 *mem)
{
	u32 params[] = {2, 0}, len;
	const u8 *record;

	CHECK(word(mem, 0) == 0x53454e53);
	CHECK(command(&rogue->cmdq, SENSOR_READ, params, 2, &len) == SUCCESS);
	record = mem + word(mem, 4 + 2);
	CHECK(word(record, 0) == word(slot(&rogue->cmdq, 1), 2));
	CHECK(word(record, 1) == word(slot(&rogue->cmdq, 1), 3));
	CHECK(word(record, 0) || word(record, 1));
	CHECK(command(&rogue->cmdq, SENSOR_READ, params, 2, &len) == SUCCESS);
	CHECK(word(record, 0) == word(slot(&rogue->cmdq, 1), 2));
	return true;
}

/* Sets domain 0 to @a, @b and @a again, and checks the device's statistics. */
static bool check_levels(struct rogue *rogue, const u8 *mem, u32 signature,
			 u32 hdr, const u32 *a, const u32 *b, unsigned int nr)
{
	const u8 *record, *level;
	u32 len;

	CHECK(word(mem, 0) == signature);
	CHECK(command(&rogue->cmdq, hdr, a, nr, &len) == SUCCESS);
	CHECK(command(&rogue->cmdq, hdr, b, nr, &len) == SUCCESS);
	CHECK(command(&rogue->cmdq, hdr, a, nr, &len) == SUCCESS);
	record = mem + word(mem, 4);
	level = record + 16;
	CHECK(word(record, 0) == 2); /* two levels, the first is current */
	CHECK(word(level, 0) == a[nr - 1] && word(level, 2) == 2);
	CHECK(word(level, 6) == b[nr - 1] && word(level, 6 + 2) == 1);
	CHECK(word(level, 4) > 0 && word(level, 6 + 4) > 0);
	return true;
}

static bool regions(struct rogue *rogue)
{
	static const u32 off[] = {0, 0, 1 << 30}, on[] = {0, 0, 0};
	static const u32 slow[] = {0, 400}, fast[] = {0, 600};
	struct virtio_shm_region shm;
	const u8 *mem[4] = {NULL};
	unsigned int id;
	bool ok;

	virtio_device_ready(rogue->vdev);
	for (id = 0; id < 256; id++)
		CHECK(region(rogue, id, &shm) == (id >= 1 && id <= 3));
	for (id = 1; id <= 3; id++) {
		CHECK(region(rogue, id, &shm) && shm.len >= PAGE_SIZE);
		mem[id] = memremap(shm.addr, shm.len, MEMREMAP_WB);
		CHECK(mem[id]);
	}
	ok = check_sensor(rogue, mem[3]) &&
	     check_levels(rogue, mem[1], 0x504f5752, HDR(0x11, 4), off, on,
			  3) &&
	     check_levels(rogue, mem[2], 0x50455246, HDR(0x13, 7), slow, fast,
			  2);
	for (id = 1; id <= 3; id++)
		memunmap((void *)mem[id]);
	return ok;
}

const struct rogue_scenario good_scenarios[] = {
	{"response", response},	    {"error_size", error_size},
	{"burst", burst},	    {"out_of_order", out_of_order},
	{"framing", framing},	    {"no_interrupt", no_interrupt},
	{"kick_index", kick_index}, {"no_regions", no_regions},
	{"regions", regions},	    {},
};
