/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The SCMI device behind vhost-user: its rings, and the messages that set them up.
 * Without a socket and without waiting, so that tests and fuzzers can run it.
 */
#ifndef SCMI_REF_VHOST_DEVICE_H
#define SCMI_REF_VHOST_DEVICE_H

#include "../../server/host_server.h"
#include "../virtio/queue.h"
#include "inflight.h"
#include "memory_table.h"
#include "misbehave.h"
#include "vhost_message.h"

#define VHOST_NR_QUEUES 2
#define VHOST_DEPTH	1024 /* commands in flight: the number of tokens */

/**
 * struct vhost_ring - one ring, as the front end has set it up
 * @vq: the driver's side; its interrupt is written to @call
 * @device: that it belongs to
 * @kick: eventfd of the driver's doorbell; -1: none, the ring is stopped
 * @call: eventfd of the driver's interrupt; -1: none
 * @err: eventfd for a ring that has become unreadable; -1: none
 * @num: descriptors; 0: not set
 * @base: index of the next available entry
 * @has_base: @base was set; else the ring goes on at its used index
 * @has_addr: @addr was set
 * @enabled: by VHOST_SET_VRING_ENABLE
 * @running: the device reads the ring
 * @chains: @num of them
 * @tracker: records those that the device owns
 */
struct vhost_ring {
	struct virtqueue vq;
	struct vhost_device *device;
	int kick;
	int call;
	int err;
	u32 num;
	u16 base;
	bool has_base;
	bool has_addr;
	bool enabled;
	bool running;
	struct vhost_vring_addr addr;
	struct scmi_vring_chain *chains;
	struct inflight_tracker tracker;
};

/**
 * struct vhost_device - the device
 * @server: the platform; it outlives drivers and connections
 * @queues: the commands' and the events' queue, the context of the server
 * @rings: the same for the front end
 * @memory: of the guest
 * @inflight: for in-flight tracking
 * @features: that the driver has accepted
 * @misbehaviour: faults that the device makes itself
 */
struct vhost_device {
	struct scmi_server *server;
	struct soft_queue queues[VHOST_NR_QUEUES];
	struct vhost_ring rings[VHOST_NR_QUEUES];
	struct memory_table memory;
	struct inflight_memory inflight;
	u64 features;
	struct misbehaviour misbehaviour;
};

/* vhost_device_open() - start a device without a front end. Returns 0 or -ENOMEM. */
int vhost_device_open(struct vhost_device *device);

/* vhost_device_close() - end it; a front end is disconnected first */
void vhost_device_close(struct vhost_device *device);

/**
 * vhost_device_handle() - handle a message of the front end
 * @message: its file descriptors are closed or kept; on return the reply, with the
 *	caller's file descriptors
 *
 * Return: 1: send the reply; 0: no reply is wanted;
 * -errno: a reply is wanted that cannot be given, so the connection has to end.
 */
int vhost_device_handle(struct vhost_device *device,
			struct vhost_message *message);

/* vhost_device_kicked() - the driver has rung the doorbell of a ring */
void vhost_device_kicked(struct vhost_device *device, unsigned int ring);

/* vhost_device_interrupt() - raise the interrupts that are due */
void vhost_device_interrupt(struct vhost_device *device);

/*
 * vhost_device_leaves() - a fault demands that the device disconnects
 *
 * Return: for how long, in ns; 0: it stays. Returned once.
 */
u64 vhost_device_leaves(struct vhost_device *device);

/*
 * vhost_device_disconnect() - forget the front end
 *
 * Messages in flight are dropped: a front end that comes back makes the device read
 * them again.
 */
void vhost_device_disconnect(struct vhost_device *device);

#endif
