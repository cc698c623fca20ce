// SPDX-License-Identifier: GPL-2.0-only
/* Things that a driver must not do; the device must survive each. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/io.h>
#include <linux/unaligned.h>
#include <linux/virtio_config.h>

#include "rogue.h"

#define NEXT  VRING_DESC_F_NEXT
#define INPUT VRING_DESC_F_WRITE
#define TABLE VRING_DESC_F_INDIRECT

/* The chain at @head comes back with nothing in it, and the device goes on. */
static bool fails(struct side *side, u16 head)
{
	int before = atomic_read(&side->interrupts);
	u32 len;

	offer(side, head);
	kick(side);
	CHECK(wait_used(side, 1));
	CHECK(take_used(side, &len) == head);
	CHECK(len == 0);
	msleep(20);
	CHECK(atomic_read(&side->interrupts) == before + 1);
	CHECK(command(side, BASE_VERSION, NULL, 0, &len) == SUCCESS);
	CHECK(used(side) == 0);
	return true;
}

/* Nothing comes back for what is at @head, and the device goes on. */
static bool ignored(struct side *side, u16 head)
{
	u32 len;

	offer(side, head);
	kick(side);
	CHECK(command(side, BASE_VERSION, NULL, 0, &len) == SUCCESS);
	CHECK(used(side) == 0);
	return true;
}

static bool heads(struct rogue *rogue)
{
	struct side *side = &rogue->cmdq;
	u16 num = side->ring->num;

	virtio_device_ready(rogue->vdev);
	CHECK(ignored(side, num));
	CHECK(ignored(side, 0xffff));
	return true;
}

/* Given a second time while the device has it: answered once. */
static bool twice(struct rogue *rogue)
{
	struct side *side = &rogue->cmdq;
	u32 len;

	virtio_device_ready(rogue->vdev);
	offer_command(side, 2, BASE_VERSION, NULL, 0, SLOT);
	offer(side, 2);
	kick(side);
	CHECK(wait_used(side, 1));
	CHECK(take_used(side, &len) == 2);
	CHECK(len == 12);
	msleep(20);
	CHECK(used(side) == 0);
	CHECK(command(side, BASE_VERSION, NULL, 0, &len) == SUCCESS);
	return true;
}

static bool descriptors(struct rogue *rogue)
{
	struct side *side = &rogue->cmdq;

	virtio_device_ready(rogue->vdev);
	put(side, 2, 4, NEXT, side->ring->num);
	CHECK(fails(side, 2));
	put(side, 2, 4, NEXT, 0xffff);
	CHECK(fails(side, 2));
	put(side, 2, 4, NEXT, 2); /* a loop of one, and of two */
	CHECK(fails(side, 2));
	put(side, 2, 4, NEXT, 3);
	put(side, 3, 4, NEXT, 2);
	CHECK(fails(side, 2));
	put(side, 2, 0, NEXT, 3);
	put(side, 3, SLOT, INPUT, 0);
	CHECK(fails(side, 2));
	put(side, 2, 4, NEXT, 3);
	put(side, 3, 0, INPUT, 0);
	CHECK(fails(side, 2));
	put(side, 2, SLOT, NEXT | INPUT, 3);
	put(side, 3, 4, 0, 0);
	CHECK(fails(side, 2));
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
	struct side *side = &rogue->cmdq;
	unsigned int i;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		put_addr(side, 2, bad[i], 4, NEXT, 3);
		put(side, 3, SLOT, INPUT, 0);
		CHECK(fails(side, 2));
		put(side, 2, 4, NEXT, 3);
		put_addr(side, 3, bad[i], SLOT, INPUT, 0);
		CHECK(fails(side, 2));
	}
	return true;
}

static bool sizes(struct rogue *rogue)
{
	struct side *side = &rogue->cmdq;
	u32 len, i;

	virtio_device_ready(rogue->vdev);
	for (i = 1; i < 4; i++) { /* no header */
		put(side, 2, i, NEXT, 3);
		put(side, 3, SLOT, INPUT, 0);
		CHECK(fails(side, 2));
	}
	put(side, 2, SLOT, INPUT, 0); /* nothing to read, nothing to write */
	CHECK(fails(side, 2));
	put(side, 2, 4, 0, 0);
	CHECK(fails(side, 2));
	for (i = 1; i < 8; i++) { /* no room for a status */
		put(side, 2, 4, NEXT, 3);
		put(side, 3, i, INPUT, 0);
		CHECK(fails(side, 2));
	}
	for (i = 8; i < 12; i++) { /* room for a status, but not for more */
		offer_command(side, 2, BASE_VERSION, NULL, 0, i);
		kick(side);
		CHECK(wait_used(side, 1));
		CHECK(take_used(side, &len) == 2 && len == 8);
		CHECK((int)word(slot(side, 3), 1) == COMMS_ERROR);
		CHECK(slot(side, 3)[8] == 0x55);
	}
	/* A request longer than any: the platform reports PROTOCOL_ERROR. */
	put_unaligned_le32(BASE_VERSION, slot(side, 2));
	put(side, 2, 0xffffffff, NEXT, 3);
	put(side, 3, SLOT, INPUT, 0);
	offer(side, 2);
	kick(side);
	CHECK(wait_used(side, 1));
	CHECK(take_used(side, &len) == 2 && len == 8);
	CHECK((int)word(slot(side, 3), 1) == PROTOCOL_ERROR);
	return true;
}

static bool indirect_off(struct rogue *rogue)
{
	struct side *side = &rogue->cmdq;

	virtio_device_ready(rogue->vdev);
	put(side, 2, 32, TABLE, 0);
	CHECK(fails(side, 2));
	return true;
}

static void table_entry(struct side *side, u16 table, u16 entry, u16 data,
			u32 len, u16 flags, u16 next)
{
	struct vring_desc *desc = (struct vring_desc *)slot(side, table);

	desc[entry].addr =
		(__force __virtio64)cpu_to_le64(virt_to_phys(slot(side, data)));
	desc[entry].len = (__force __virtio32)cpu_to_le32(len);
	desc[entry].flags = (__force __virtio16)cpu_to_le16(flags);
	desc[entry].next = (__force __virtio16)cpu_to_le16(next);
}

static bool indirect(struct rogue *rogue)
{
	static const u32 bad[] = {0, 1, 15, 17, 31, 33, 0xffffffff};
	struct side *side = &rogue->cmdq;
	unsigned int i;
	u32 len;

	virtio_device_ready(rogue->vdev);
	put_unaligned_le32(BASE_VERSION, slot(side, 3));
	table_entry(side, 2, 0, 3, 4, NEXT, 1);
	table_entry(side, 2, 1, 4, SLOT, INPUT, 0);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		put(side, 2, bad[i], TABLE, 0);
		CHECK(fails(side, 2));
	}
	put(side, 2, 32, TABLE | NEXT, 0);
	CHECK(fails(side, 2));
	put(side, 2, 16, TABLE, 0); /* its next is beyond it */
	CHECK(fails(side, 2));
	put(side, 2, 32, TABLE, 0);
	offer(side, 2);
	kick(side);
	CHECK(wait_used(side, 1));
	CHECK(take_used(side, &len) == 2 && len == 12);
	table_entry(side, 2, 1, 4, SLOT, TABLE, 0); /* a table in a table */
	CHECK(fails(side, 2));
	table_entry(side, 2, 1, 4, 4, NEXT, 0); /* a loop in it */
	CHECK(fails(side, 2));
	return true;
}

/* The queue is unreadable; the device asks for a reset. */
static bool index_jump(struct rogue *rogue)
{
	struct side *side = &rogue->cmdq;

	virtio_device_ready(rogue->vdev);
	side->avail += side->ring->num;
	offer_command(side, 0, BASE_VERSION, NULL, 0, SLOT);
	kick(side);
	msleep(50);
	CHECK(used(side) == 0);
	CHECK(rogue->vdev->config->get_status(rogue->vdev) &
	      VIRTIO_CONFIG_S_NEEDS_RESET);
	/* Nothing that comes now is taken, until the reset at removal. */
	offer_command(side, 2, BASE_VERSION, NULL, 0, SLOT);
	kick(side);
	msleep(50);
	CHECK(used(side) == 0);
	return true;
}

/* 3.1.1: the device does nothing before DRIVER_OK. */
static bool early(struct rogue *rogue)
{
	struct side *side = &rogue->cmdq;
	u32 len;

	offer_command(side, 2, BASE_VERSION, NULL, 0, SLOT);
	kick(side);
	msleep(50);
	CHECK(used(side) == 0);
	virtio_device_ready(rogue->vdev);
	kick(side);
	CHECK(wait_used(side, 1));
	CHECK(take_used(side, &len) == 2 && len == 12);
	return true;
}

/* After a reset nothing moves, whatever was in flight. */
static bool reset(struct rogue *rogue)
{
	struct side *side = &rogue->cmdq;
	unsigned int i;
	int interrupts;
	u16 before;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < side->ring->num / 2; i++)
		offer_command(side, 2 * i, BASE_VERSION, NULL, 0, SLOT);
	kick(side);
	virtio_reset_device(rogue->vdev);
	before = used(side);
	interrupts = atomic_read(&side->interrupts);
	kick(side);
	msleep(100);
	CHECK(used(side) == before);
	CHECK(before < side->ring->num / 2);
	CHECK(atomic_read(&side->interrupts) == interrupts);
	CHECK(rogue->vdev->config->get_status(rogue->vdev) == 0);
	return true;
}

const struct scenario bad_scenarios[] = {
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
