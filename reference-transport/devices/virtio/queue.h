/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The queues of the software virtio device: chains of a ring become requests
 * to the server, its replies and events become used chains and interrupts.
 */
#ifndef SCMI_REF_QUEUE_H
#define SCMI_REF_QUEUE_H

#include "../../server/environment.h"
#include "../../server/scmi_server.h"
#include "vring.h"

#ifdef __KERNEL__
#include <linux/virtio.h>
#else
#include "host_virtqueue.h"
#endif

struct virtqueue_info;

/* Faults of a well-formed chain, numbered after the faults of the ring. */
enum soft_queue_fault {
	SOFT_QUEUE_NO_HEADER = SCMI_VRING_NR_FAULTS, /* request too short */
	SOFT_QUEUE_NO_ROOM,    /* not even the status fits */
	SOFT_QUEUE_REPLY_SIZE, /* reply did not fit: COMMS_ERROR instead */
	SOFT_QUEUE_READABLE,   /* readable descriptor in the eventq */
	SOFT_QUEUE_EVENT_SIZE, /* event did not fit: buffer kept for another */
	SOFT_QUEUE_NR_FAULTS
};

/**
 * struct soft_queue - one queue
 * @vq: the driver's side; set while the queue exists
 * @server: serves the commands; set while the queue exists
 * @work: runs after the caller has released its locks: interrupts for failed
 * chains, commands that had no slot in the server, reports of free event
 * buffers
 * @on_broken: called when the ring has become unreadable, in hard interrupt
 * context
 * @device: argument of @on_broken
 * @limited: the server can have fewer slots than the driver sends commands. A command
 *	can find none between a reply and the release of its slot, so the ring is
 *	read again after each reply.
 * @statistics: statistics were negotiated, so each command is inspected
 * @lock: guards the fields below and the state of the ring
 * @running: from DRIVER_OK to reset
 * @stalled: a command waits for a slot in the server
 * @unsignalled: chains were returned without a check for an interrupt
 * @starved: the server waits for a buffer in the eventq
 * @room: a buffer is available, and the server must be notified
 * @broken: the ring is unreadable, and @on_broken has not been called yet
 * @parked: eventq buffers that were too small for an event
 */
struct soft_queue {
	struct virtqueue *vq;
	struct scmi_server *server;
	struct irq_work work;
	void (*on_broken)(void *device);
	void *device;
	bool limited;
	bool statistics;

	raw_spinlock_t lock;
	struct scmi_vring ring;
	bool running;
	bool stalled;
	bool unsignalled;
	bool starved;
	bool room;
	bool broken;
	struct scmi_vring_chain *parked;

	u64 kicks;
	u64 early_kicks;
	u64 chains;
	u64 used;
	u64 dropped;
	u64 interrupts;
	u64 suppressed;
	u64 faults[SOFT_QUEUE_NR_FAULTS];
};

/* The server's callbacks; the context is the array of both queues. */
extern const struct scmi_server_ops soft_queue_ops;	   /* with an eventq */
extern const struct scmi_server_ops soft_queue_no_p2a_ops; /* without */

/* soft_queue_prepare() - initialise a queue, once */
void soft_queue_prepare(struct soft_queue *queue,
			void (*on_broken)(void *device), void *device);

/**
 * soft_queue_create() - allocate a ring and the driver's side of it
 * @queue: prepared, and not created
 * @vdev: features have been negotiated
 * @index: VIRTIO_SCMI_VQ_TX or VIRTIO_SCMI_VQ_RX
 * @num: size of the ring
 * @info: the driver's name and callback
 *
 * Return: 0 or -ENOMEM. Context: may sleep.
 */
int soft_queue_create(struct soft_queue *queue, struct virtio_device *vdev,
		      unsigned int index, unsigned int num,
		      const struct virtqueue_info *info);

/* soft_queue_start() - start reading chains */
void soft_queue_start(struct soft_queue *queue, struct scmi_server *server);

/* soft_queue_notify() - the driver's kick. Context: any. Returns true. */
bool soft_queue_notify(struct virtqueue *vq);

/*
 * soft_queue_again() - serve a chain that another device has not returned
 * @head: its first descriptor
 *
 * Call it after soft_queue_start(), for the oldest chain first. Not in the kernel.
 */
void soft_queue_again(struct soft_queue *queue, u16 head);

/* soft_queue_stop() - stop reading chains and wait for @work; may sleep */
void soft_queue_stop(struct soft_queue *queue);

/* soft_queue_destroy() - free a stopped queue, created or not; may sleep */
void soft_queue_destroy(struct soft_queue *queue);

/* soft_queue_forget() - forget the state of a stopped queue and of its ring */
void soft_queue_forget(struct soft_queue *queue);

/* soft_queue_show() - print the counters as a JSON object */
void soft_queue_show(struct seq_file *seq, struct soft_queue *queue);

#endif
