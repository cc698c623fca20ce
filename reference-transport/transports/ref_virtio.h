/* SPDX-License-Identifier: GPL-2.0-only */
/* A queue of scmi_ref_virtio.ko: its virtqueue and its messages. */
#ifndef SCMI_REF_REF_VIRTIO_H
#define SCMI_REF_REF_VIRTIO_H

#include <linux/scatterlist.h>
#include <linux/spinlock.h>
#include <linux/virtio.h>
#include <linux/workqueue.h>

#include "private.h"

#define HEADER sizeof(__le32)
#define STATUS sizeof(__le32)

/**
 * struct ref_virtio_message - a command with its response, or an event
 * @next: in one of the queue's lists; a message of the device is on none,
 *	unless its sender polls
 * @xfer: transfer of a sender that polls, else NULL
 * @answered: the response to @xfer has come
 * @len: bytes in @response
 * @out: @request; its length is set for each command
 * @in: @response
 */
struct ref_virtio_message {
	struct ref_virtio_message *next;
	struct scmi_xfer *xfer;
	bool answered;
	u32 len;
	struct scatterlist out;
	struct scatterlist in;
	__le32 *request;
	__le32 *response;
};

/**
 * struct ref_virtio_queue - a queue
 * @lock: guards @vq and the messages
 * @cinfo: from chan_setup to chan_free
 * @receiver: @cinfo from the first send on, else NULL: messages are only put back
 * @pollers: senders that poll; while there are any, interrupts are off
 * @free: messages without a use, in the cmdq
 * @polled: messages whose senders poll
 * @pending: messages that a poller has found, oldest first; for @work
 * @max_msg: number of messages
 * @size: bytes of a request and of a response; 0 before ref_queue_fill()
 */
struct ref_virtio_queue {
	spinlock_t lock;
	struct virtqueue *vq;
	struct scmi_chan_info *cinfo;
	struct scmi_chan_info *receiver;
	unsigned int pollers;
	struct ref_virtio_message *free;
	struct ref_virtio_message *polled;
	struct ref_virtio_message *pending;
	struct ref_virtio_message **pending_end;
	struct work_struct work;
	unsigned int max_msg;
	size_t size;
};

extern struct scmi_transport_core_operations *ref_virtio_core;
extern struct workqueue_struct *ref_virtio_workqueue;

void ref_queue_init(struct ref_virtio_queue *queue, struct virtqueue *vq);

/*
 * ref_queue_fill() - give the queue its messages, once while it exists
 * @size: bytes of a request and of a response
 *
 * Return: 0, -ENOMEM, or -EINVAL if it has messages of another size.
 */
int ref_queue_fill(struct ref_virtio_queue *queue, size_t size);

/* Receives all messages that have come. */
void ref_queue_drain(struct ref_virtio_queue *queue);

/*
 * Sends a command. The caller holds the lock. Returns 0, -EBUSY without a free
 * message, -EMSGSIZE, or an error of the virtqueue.
 */
int ref_queue_send(struct ref_virtio_queue *queue, struct scmi_xfer *xfer);

/* Returns true if the response to @xfer, whose sender polls, has come. */
bool ref_queue_poll(struct ref_virtio_queue *queue, struct scmi_xfer *xfer);

/* Ends the polling for @xfer. Without a response, the device keeps its message. */
void ref_queue_end_poll(struct ref_virtio_queue *queue, struct scmi_xfer *xfer);

#endif
