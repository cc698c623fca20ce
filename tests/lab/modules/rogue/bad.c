// SPDX-License-Identifier: GPL-2.0-only
/* Errors of a driver; the device must survive each of them. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/io.h>
#include <linux/unaligned.h>
#include <linux/virtio_config.h>

#include "rogue.h"

#define NEXT  VRING_DESC_F_NEXT
#define INPUT VRING_DESC_F_WRITE
#define TABLE VRING_DESC_F_INDIRECT

/* The device must return the chain at @head empty, and keep working. */
static bool expect_failed(struct rogue_queue *queue, u16 head)
{
	int before = atomic_read(&queue->interrupts);
	u32 len;

	offer(queue, head);
	kick(queue);
	CHECK(wait_used(queue, 1));
	CHECK(next_used(queue, &len) == head);
	CHECK(len == 0);
	msleep(20);
	CHECK(atomic_read(&queue->interrupts) == before + 1);
	CHECK(command(queue, BASE_VERSION, NULL, 0, &len) == SUCCESS);
	CHECK(used(queue) == 0);
	return true;
}

/* The device must ignore the entry @head, and keep working. */
static bool expect_ignored(struct rogue_queue *queue, u16 head)
{
	u32 len;

	offer(queue, head);
	kick(queue);
	CHECK(command(queue, BASE_VERSION, NULL, 0, &len) == SUCCESS);
	CHECK(used(queue) == 0);
	return true;
}

static bool heads(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;
	u16 num = queue->ring->num;

	virtio_device_ready(rogue->vdev);
	CHECK(expect_ignored(queue, num));
	CHECK(expect_ignored(queue, 0xffff));
	return true;
}

/* A head that is offered again while the device owns it is answered once. */
static bool twice(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;
	u32 len;

	virtio_device_ready(rogue->vdev);
	offer_command(queue, 2, BASE_VERSION, NULL, 0, SLOT);
	offer(queue, 2);
	kick(queue);
	CHECK(wait_used(queue, 1));
	CHECK(next_used(queue, &len) == 2);
	CHECK(len == 12);
	msleep(20);
	CHECK(used(queue) == 0);
	CHECK(command(queue, BASE_VERSION, NULL, 0, &len) == SUCCESS);
	return true;
}

static bool descriptors(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;

	virtio_device_ready(rogue->vdev);
	put(queue, 2, 4, NEXT, queue->ring->num);
	CHECK(expect_failed(queue, 2));
	put(queue, 2, 4, NEXT, 0xffff);
	CHECK(expect_failed(queue, 2));
	put(queue, 2, 4, NEXT, 2); /* a loop of one, and of two */
	CHECK(expect_failed(queue, 2));
	put(queue, 2, 4, NEXT, 3);
	put(queue, 3, 4, NEXT, 2);
	CHECK(expect_failed(queue, 2));
	put(queue, 2, 0, NEXT, 3);
	put(queue, 3, SLOT, INPUT, 0);
	CHECK(expect_failed(queue, 2));
	put(queue, 2, 4, NEXT, 3);
	put(queue, 3, 0, INPUT, 0);
	CHECK(expect_failed(queue, 2));
	put(queue, 2, SLOT, NEXT | INPUT, 3);
	put(queue, 3, 4, 0, 0);
	CHECK(expect_failed(queue, 2));
	return true;
}

static bool addresses(struct rogue *rogue)
{
	static const u64 bad[] = {0,
				  0x1000,
				  0x9000000,
				  0x100000000000,
				  0xfffffffffffff000,
				  0xffff000041000000};
	struct rogue_queue *queue = &rogue->cmdq;
	unsigned int i;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		put_addr(queue, 2, bad[i], 4, NEXT, 3);
		put(queue, 3, SLOT, INPUT, 0);
		CHECK(expect_failed(queue, 2));
		put(queue, 2, 4, NEXT, 3);
		put_addr(queue, 3, bad[i], SLOT, INPUT, 0);
		CHECK(expect_failed(queue, 2));
	}
	return true;
}

static bool sizes(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;
	u32 len, i;

	virtio_device_ready(rogue->vdev);
	for (i = 1; i < 4; i++) { /* no header */
		put(queue, 2, i, NEXT, 3);
		put(queue, 3, SLOT, INPUT, 0);
		CHECK(expect_failed(queue, 2));
	}
	put(queue, 2, SLOT, INPUT, 0); /* nothing to read; nothing to write */
	CHECK(expect_failed(queue, 2));
	put(queue, 2, 4, 0, 0);
	CHECK(expect_failed(queue, 2));
	for (i = 1; i < 8; i++) { /* no room for a status */
		put(queue, 2, 4, NEXT, 3);
		put(queue, 3, i, INPUT, 0);
		CHECK(expect_failed(queue, 2));
	}
	for (i = 8; i < 12; i++) { /* room for a status, but not for more */
		offer_command(queue, 2, BASE_VERSION, NULL, 0, i);
		kick(queue);
		CHECK(wait_used(queue, 1));
		CHECK(next_used(queue, &len) == 2 && len == 8);
		CHECK((int)word(slot(queue, 3), 1) == COMMS_ERROR);
		CHECK(slot(queue, 3)[8] == 0x55);
	}
	/* A request longer than any command: PROTOCOL_ERROR. */
	put_unaligned_le32(BASE_VERSION, slot(queue, 2));
	put(queue, 2, 0xffffffff, NEXT, 3);
	put(queue, 3, SLOT, INPUT, 0);
	offer(queue, 2);
	kick(queue);
	CHECK(wait_used(queue, 1));
	CHECK(next_used(queue, &len) == 2 && len == 8);
	CHECK((int)word(slot(queue, 3), 1) == PROTOCOL_ERROR);
	return true;
}

static bool indirect_off(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;

	virtio_device_ready(rogue->vdev);
	put(queue, 2, 32, TABLE, 0);
	CHECK(expect_failed(queue, 2));
	return true;
}

static void table_entry(struct rogue_queue *queue, u16 table, u16 entry,
			u16 data, u32 len, u16 flags, u16 next)
{
	struct vring_desc *desc = (struct vring_desc *)slot(queue, table);

	desc[entry].addr = (__force __virtio64)cpu_to_le64(
		virt_to_phys(slot(queue, data)));
	desc[entry].len = (__force __virtio32)cpu_to_le32(len);
	desc[entry].flags = (__force __virtio16)cpu_to_le16(flags);
	desc[entry].next = (__force __virtio16)cpu_to_le16(next);
}

static bool indirect(struct rogue *rogue)
{
	static const u32 bad[] = {0, 1, 15, 17, 31, 33, 0xffffffff};
	struct rogue_queue *queue = &rogue->cmdq;
	unsigned int i;
	u32 len;

	virtio_device_ready(rogue->vdev);
	put_unaligned_le32(BASE_VERSION, slot(queue, 3));
	table_entry(queue, 2, 0, 3, 4, NEXT, 1);
	table_entry(queue, 2, 1, 4, SLOT, INPUT, 0);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		put(queue, 2, bad[i], TABLE, 0);
		CHECK(expect_failed(queue, 2));
	}
	put(queue, 2, 32, TABLE | NEXT, 0);
	CHECK(expect_failed(queue, 2));
	put(queue, 2, 16, TABLE, 0); /* its next entry is beyond it */
	CHECK(expect_failed(queue, 2));
	put(queue, 2, 32, TABLE, 0);
	offer(queue, 2);
	kick(queue);
	CHECK(wait_used(queue, 1));
	CHECK(next_used(queue, &len) == 2 && len == 12);
	table_entry(queue, 2, 1, 4, SLOT, TABLE, 0); /* a table in a table */
	CHECK(expect_failed(queue, 2));
	table_entry(queue, 2, 1, 4, 4, NEXT, 0); /* a loop in a table */
	CHECK(expect_failed(queue, 2));
	return true;
}

/* An unreadable queue: the device must request a reset. */
static bool index_jump(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;

	virtio_device_ready(rogue->vdev);
	queue->avail += queue->ring->num;
	offer_command(queue, 0, BASE_VERSION, NULL, 0, SLOT);
	kick(queue);
	msleep(50);
	CHECK(used(queue) == 0);
	CHECK(rogue->vdev->config->get_status(rogue->vdev) &
	      VIRTIO_CONFIG_S_NEEDS_RESET);
	/* The device must ignore the queue until the reset at removal. */
	offer_command(queue, 2, BASE_VERSION, NULL, 0, SLOT);
	kick(queue);
	msleep(50);
	CHECK(used(queue) == 0);
	return true;
}

/* 3.1.1: the device must do nothing before DRIVER_OK. */
static bool early(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;
	u32 len;

	offer_command(queue, 2, BASE_VERSION, NULL, 0, SLOT);
	kick(queue);
	msleep(50);
	CHECK(used(queue) == 0);
	virtio_device_ready(rogue->vdev);
	kick(queue);
	CHECK(wait_used(queue, 1));
	CHECK(next_used(queue, &len) == 2 && len == 12);
	return true;
}

/* After a reset, the device must not answer the chains in flight. */
static bool reset(struct rogue *rogue)
{
	struct rogue_queue *queue = &rogue->cmdq;
	unsigned int i;
	int interrupts;
	u16 before;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < queue->ring->num / 2; i++)
		offer_command(queue, 2 * i, BASE_VERSION, NULL, 0, SLOT);
	kick(queue);
	virtio_reset_device(rogue->vdev);
	before = used(queue);
	interrupts = atomic_read(&queue->interrupts);
	kick(queue);
	msleep(100);
	CHECK(used(queue) == before);
	CHECK(before < queue->ring->num / 2);
	CHECK(atomic_read(&queue->interrupts) == interrupts);
	CHECK(rogue->vdev->config->get_status(rogue->vdev) == 0);
	return true;
}

const struct rogue_scenario bad_scenarios[] = {
	{"heads", heads},
	{"twice", twice},
	{"descriptors", descriptors},
	{"addresses", addresses},
	{"sizes", sizes},
	{"indirect_off", indirect_off},
	{"indirect", indirect},
	{"index_jump", index_jump},
	{"early", early},
	{"reset", reset},
	{},
};
