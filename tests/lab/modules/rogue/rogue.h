/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scmi_rogue.ko: a virtio driver for the SCMI device that writes its rings
 * directly, so that it can break the rules.
 */
#ifndef SCMI_PERF_ROGUE_H
#define SCMI_PERF_ROGUE_H

#include <linux/atomic.h>
#include <linux/printk.h>
#include <linux/virtio.h>
#include <linux/virtio_ring.h>
#include <uapi/linux/virtio_scmi.h>

#define HDR(protocol, message) ((protocol) << 10 | (message))
#define TOKEN(hdr, token)      ((hdr) | (token) << 18)
#define DELAYED(hdr)	       ((hdr) | 2 << 8)

#define SUCCESS	       0
#define NOT_SUPPORTED  -1
#define PROTOCOL_ERROR -10
#define NOT_FOUND      -4
#define BUSY	       -6
#define COMMS_ERROR    -7
#define HARDWARE_ERROR -9

#define BASE_VERSION   HDR(0x10, 0)
#define SENSOR_READ    HDR(0x15, 6)
#define ASYNC_SENSOR   4  /* the first asynchronous sensor */
#define MAX_ASYNC      64 /* asynchronous commands that the platform accepts */
#define MSG_ATTRIBUTES 2

/**
 * struct rogue_queue - the driver's side of a queue
 * @vq: for kicking the device
 * @ring: the ring
 * @mem: memory for messages: SLOT bytes for each descriptor
 * @avail: index of the next available entry
 * @seen: used entries that were read
 * @interrupts: interrupts from the device
 */
struct rogue_queue {
	struct virtqueue *vq;
	const struct vring *ring;
	u8 *mem;
	u16 avail;
	u16 seen;
	atomic_t interrupts;
};

#define SLOT 256

struct rogue {
	struct virtio_device *vdev;
	bool unasked_eventq; /* there is one without P2A channels */
	struct rogue_queue cmdq;
	struct rogue_queue eventq;
};

/* Fails a scenario if @condition is false. */
#define CHECK(condition)                                                   \
	do {                                                               \
		if (!(condition)) {                                        \
			pr_info("not ok: %s:%d: %s\n", __func__, __LINE__, \
				#condition);                               \
			return false;                                      \
		}                                                          \
	} while (0)

struct rogue_scenario {
	const char *name;
	bool (*run)(struct rogue *rogue);
};

extern const struct rogue_scenario good_scenarios[];
extern const struct rogue_scenario bad_scenarios[];
extern const struct rogue_scenario event_scenarios[];

/* ring.c */
u8 *slot(struct rogue_queue *queue, u16 index);
void put(struct rogue_queue *queue, u16 index, u32 len, u16 flags, u16 next);
void put_addr(struct rogue_queue *queue, u16 index, u64 addr, u32 len,
	      u16 flags, u16 next);
void offer(struct rogue_queue *queue, u16 head);
void kick(struct rogue_queue *queue);
u16 used(struct rogue_queue *queue); /* entries that were not read */
bool wait_used(struct rogue_queue *queue, u16 count); /* a second at most */
u16 next_used(struct rogue_queue *queue,
	      u32 *len); /* reads one, returns its head */
/* Offers a command in slots @head and @head + 1, with @room response bytes. */
void offer_command(struct rogue_queue *queue, u16 head, u32 hdr,
		   const u32 *params, unsigned int nr_params, u32 room);
/* Sends a command from slot 0; returns the status, or INT_MIN. */
int command(struct rogue_queue *queue, u32 hdr, const u32 *params,
	    unsigned int nr_params, u32 *len);
u32 word(const u8 *at, unsigned int index);

#endif
