// SPDX-License-Identifier: GPL-2.0-only
/* Notifications and delayed responses, with and without buffers for them. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/unaligned.h>
#include <linux/virtio_config.h>

#include "rogue.h"

#define SENSOR_UPDATE_NOTIFY HDR(0x15, 0xb)
#define UPDATE_EVENT	     (HDR(0x15, 1) | 3 << 8)

/* The commands that request notifications. */
static const u32 notify_commands[] = {HDR(0x13, 9), HDR(0x13, 0xa),
				      HDR(0x15, 4), HDR(0x15, 0xb)};

/* Commands for notifications that this platform does not implement. */
static const u32 other_notify_commands[] = {
	HDR(0x10, 8), HDR(0x11, 6),   HDR(0x11, 7),
	HDR(0x14, 9), HDR(0x14, 0xa), HDR(0x16, 5),
};

static int attributes(struct rogue_queue *cmdq, u32 hdr, u32 *flags)
{
	u32 params[] = {hdr & 0xff}, len;
	int status =
		command(cmdq, (hdr & ~0xffu) | MSG_ATTRIBUTES, params, 1, &len);

	*flags = word(slot(cmdq, 1), 2);
	return status;
}

static int read_async(struct rogue_queue *cmdq, u32 token)
{
	u32 params[] = {ASYNC_SENSOR, 1}, len;

	return command(cmdq, TOKEN(SENSOR_READ, token), params, 2, &len);
}

static int notify_updates(struct rogue_queue *cmdq, u32 on)
{
	u32 params[] = {0, on}, len;

	return command(cmdq, SENSOR_UPDATE_NOTIFY, params, 2, &len);
}

static void offer_buffer(struct rogue_queue *eventq, u16 index, u32 len)
{
	memset(slot(eventq, index), 0x55, SLOT);
	put(eventq, index, len, VRING_DESC_F_WRITE, 0);
	offer(eventq, index);
}

static bool offered(struct rogue *rogue)
{
	u32 flags;
	size_t i;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < ARRAY_SIZE(notify_commands); i++)
		CHECK(attributes(&rogue->cmdq, notify_commands[i], &flags) ==
		      SUCCESS);
	return true;
}

/* The scenarios that follow are without P2A channels. */
static bool no_eventq(struct rogue *rogue)
{
	CHECK(!rogue->unasked_eventq);
	return true;
}

static bool not_indicated(struct rogue *rogue)
{
	struct rogue_queue *cmdq = &rogue->cmdq;
	u32 len, flags;
	size_t i;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < ARRAY_SIZE(notify_commands); i++)
		CHECK(attributes(cmdq, notify_commands[i], &flags) ==
		      NOT_FOUND);
	for (i = 0; i < ARRAY_SIZE(other_notify_commands); i++)
		CHECK(attributes(cmdq, other_notify_commands[i], &flags) ==
		      NOT_FOUND);
	/* The attributes must report 0 asynchronous commands. */
	CHECK(command(cmdq, HDR(0x14, 1), NULL, 0, &len) == SUCCESS);
	CHECK(!(word(slot(cmdq, 1), 2) >> 16));
	return true;
}

static bool notifications_denied(struct rogue *rogue)
{
	static const u32 params[] = {0, 1};
	struct rogue_queue *cmdq = &rogue->cmdq;
	u32 len;
	size_t i;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < ARRAY_SIZE(notify_commands); i++) {
		CHECK(command(cmdq, notify_commands[i], params, 2, &len) ==
		      NOT_SUPPORTED);
		CHECK(len == 8);
	}
	for (i = 0; i < ARRAY_SIZE(other_notify_commands); i++) {
		CHECK(command(cmdq, other_notify_commands[i], params, 2,
			      &len) == NOT_SUPPORTED);
		CHECK(len == 8);
	}
	return true;
}

static bool async_denied(struct rogue *rogue)
{
	static const u32 rate[] = {1, 0, 2000000, 0};
	static const u32 power[] = {1, 0, 0}, reset[] = {1, 5, 0};
	struct rogue_queue *cmdq = &rogue->cmdq;
	u32 len;

	virtio_device_ready(rogue->vdev);
	CHECK(command(cmdq, HDR(0x11, 4), power, 3, &len) == NOT_SUPPORTED);
	CHECK(command(cmdq, HDR(0x16, 4), reset, 3, &len) == NOT_SUPPORTED);
	CHECK(read_async(cmdq, 1) == NOT_SUPPORTED);
	CHECK(command(cmdq, HDR(0x14, 5), rate, 4, &len) == NOT_SUPPORTED);
	CHECK(len == 8);
	return true;
}

/* Without an event buffer, the command itself must still succeed. */
static bool async_accepted(struct rogue *rogue)
{
	u32 i;

	virtio_device_ready(rogue->vdev);
	for (i = 1; i <= 3; i++)
		CHECK(read_async(&rogue->cmdq, i) == SUCCESS);
	msleep(50);
	CHECK(used(&rogue->eventq) == 0);
	return true;
}

/* The delayed response must come once there is a buffer. */
static bool delayed_later(struct rogue *rogue)
{
	struct rogue_queue *eventq = &rogue->eventq;
	u32 len, i;

	virtio_device_ready(rogue->vdev);
	for (i = 1; i <= 3; i++)
		CHECK(read_async(&rogue->cmdq, i) == SUCCESS);
	msleep(50);
	CHECK(used(eventq) == 0);
	for (i = 1; i <= 3; i++) {
		offer_buffer(eventq, i, SLOT);
		kick(eventq);
		CHECK(wait_used(eventq, 1));
		CHECK(next_used(eventq, &len) == i);
		CHECK(len >= 4 + 4 + 4 + 8);
		CHECK(word(slot(eventq, i), 0) ==
		      DELAYED(TOKEN(SENSOR_READ, i)));
		CHECK(word(slot(eventq, i), 1) == SUCCESS);
		CHECK(word(slot(eventq, i), 2) == ASYNC_SENSOR);
		msleep(20);
		CHECK(used(eventq) == 0);
	}
	return true;
}

/*
 * Fills the platform; it must lose no delayed response, and then have room
 * again.
 */
static bool delayed_many(struct rogue *rogue)
{
	struct rogue_queue *eventq = &rogue->eventq;
	u32 len, i;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < MAX_ASYNC; i++)
		CHECK(read_async(&rogue->cmdq, i) == SUCCESS);
	msleep(50);
	CHECK(read_async(&rogue->cmdq, i) == BUSY);
	for (i = 0; i < MAX_ASYNC + 1; i++)
		offer_buffer(eventq, i, SLOT);
	kick(eventq);
	CHECK(wait_used(eventq, MAX_ASYNC));
	for (i = 0; i < MAX_ASYNC; i++) {
		u16 head = next_used(eventq, &len);

		CHECK(word(slot(eventq, head), 0) ==
		      DELAYED(TOKEN(SENSOR_READ, i)));
	}
	CHECK(read_async(&rogue->cmdq, i) == SUCCESS);
	CHECK(wait_used(eventq, 1));
	return true;
}

/*
 * For a fault plan that fails the first asynchronous command, not the second.
 */
static bool delayed_error(struct rogue *rogue)
{
	struct rogue_queue *eventq = &rogue->eventq;
	u32 len, i;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < 2; i++)
		offer_buffer(eventq, i, SLOT);
	kick(eventq);
	CHECK(read_async(&rogue->cmdq, 3) == SUCCESS);
	CHECK(wait_used(eventq, 1));
	CHECK(next_used(eventq, &len) == 0);
	CHECK(len == 8);
	CHECK(word(slot(eventq, 0), 0) == DELAYED(TOKEN(SENSOR_READ, 3)));
	CHECK((int)word(slot(eventq, 0), 1) == HARDWARE_ERROR);
	CHECK(slot(eventq, 0)[8] == 0x55);
	CHECK(read_async(&rogue->cmdq, 4) == SUCCESS);
	CHECK(wait_used(eventq, 1));
	CHECK(next_used(eventq, &len) == 1);
	CHECK(len > 8 && word(slot(eventq, 1), 1) == SUCCESS);
	return true;
}

/* Several delayed responses at once, with a ring full of buffers. */
static bool delayed(struct rogue *rogue)
{
	struct rogue_queue *eventq = &rogue->eventq;
	u32 len, i, seen = 0;

	virtio_device_ready(rogue->vdev);
	for (i = 0; i < eventq->ring->num; i++)
		offer_buffer(eventq, i, SLOT);
	kick(eventq);
	for (i = 0; i < 8; i++)
		CHECK(read_async(&rogue->cmdq, i) == SUCCESS);
	CHECK(wait_used(eventq, 8));
	for (i = 0; i < 8; i++) {
		u16 head = next_used(eventq, &len);

		seen |= 1u << (word(slot(eventq, head), 0) >> 18);
	}
	CHECK(seen == 0xff);
	return true;
}

/*
 * Without a buffer, an update is dropped; otherwise each one has its own value.
 */
static bool prompt(struct rogue *rogue)
{
	struct rogue_queue *eventq = &rogue->eventq;
	u32 len, i, first = 0;

	virtio_device_ready(rogue->vdev);
	CHECK(notify_updates(&rogue->cmdq, 1) == SUCCESS);
	msleep(20);
	CHECK(notify_updates(&rogue->cmdq, 0) == SUCCESS);
	for (i = 0; i < 16; i++)
		offer_buffer(eventq, i, SLOT);
	kick(eventq);
	msleep(20);
	CHECK(used(eventq) == 0);
	CHECK(notify_updates(&rogue->cmdq, 1) == SUCCESS);
	CHECK(wait_used(eventq, 16));
	CHECK(notify_updates(&rogue->cmdq, 0) == SUCCESS);
	for (i = 0; i < 16; i++) {
		const u8 *update = slot(eventq, next_used(eventq, &len));

		if (!i)
			first = word(update, 3);
		CHECK(word(update, 3) == first + i);
	}
	return true;
}

/* The device must not send more notifications than it has buffers. */
static bool notifications(struct rogue *rogue)
{
	struct rogue_queue *eventq = &rogue->eventq;
	u32 len, i;

	virtio_device_ready(rogue->vdev);
	CHECK(notify_updates(&rogue->cmdq, 1) == SUCCESS);
	msleep(50);
	CHECK(used(eventq) == 0);
	for (i = 0; i < 4; i++)
		offer_buffer(eventq, i, SLOT);
	kick(eventq);
	CHECK(wait_used(eventq, 4));
	msleep(50);
	CHECK(used(eventq) == 4);
	for (i = 0; i < 4; i++) {
		u16 head = next_used(eventq, &len);

		CHECK((word(slot(eventq, head), 0) & 0x3ffff) == UPDATE_EVENT);
	}
	CHECK(notify_updates(&rogue->cmdq, 0) == SUCCESS);
	return true;
}

/* An event that does not fit is omitted; the next buffer that fits is used. */
static bool small_buffers(struct rogue *rogue)
{
	struct rogue_queue *eventq = &rogue->eventq;
	u32 len;

	virtio_device_ready(rogue->vdev);
	offer_buffer(eventq, 0, 4);
	offer_buffer(eventq, 1, 7);
	kick(eventq);
	CHECK(notify_updates(&rogue->cmdq, 1) == SUCCESS);
	msleep(50);
	CHECK(used(eventq) == 0);
	CHECK(notify_updates(&rogue->cmdq, 0) == SUCCESS);
	CHECK(read_async(&rogue->cmdq, 7) == SUCCESS);
	msleep(50);
	CHECK(used(eventq) == 0);
	offer_buffer(eventq, 2, SLOT);
	kick(eventq);
	CHECK(wait_used(eventq, 1));
	CHECK(next_used(eventq, &len) == 2);
	CHECK(word(slot(eventq, 2), 0) == DELAYED(TOKEN(SENSOR_READ, 7)));
	return true;
}

/* The device must return readable buffers empty. */
static bool readable_buffers(struct rogue *rogue)
{
	struct rogue_queue *eventq = &rogue->eventq;
	u32 len;

	virtio_device_ready(rogue->vdev);
	put(eventq, 0, SLOT, 0, 0);
	offer(eventq, 0);
	put(eventq, 1, 8, VRING_DESC_F_NEXT, 2);
	put(eventq, 2, SLOT, VRING_DESC_F_WRITE, 0);
	offer(eventq, 1);
	offer_buffer(eventq, 3, SLOT);
	kick(eventq);
	CHECK(read_async(&rogue->cmdq, 9) == SUCCESS);
	CHECK(wait_used(eventq, 3));
	CHECK(next_used(eventq, &len) == 0 && len == 0);
	CHECK(next_used(eventq, &len) == 1 && len == 0);
	CHECK(next_used(eventq, &len) == 3 && len > 0);
	return true;
}

const struct rogue_scenario event_scenarios[] = {
	{"offered", offered},
	{"no_eventq", no_eventq},
	{"not_indicated", not_indicated},
	{"notifications_denied", notifications_denied},
	{"async_denied", async_denied},
	{"async_accepted", async_accepted},
	{"delayed_later", delayed_later},
	{"delayed", delayed},
	{"delayed_error", delayed_error},
	{"delayed_many", delayed_many},
	{"prompt", prompt},
	{"notifications", notifications},
	{"small_buffers", small_buffers},
	{"readable_buffers", readable_buffers},
	{},
};
