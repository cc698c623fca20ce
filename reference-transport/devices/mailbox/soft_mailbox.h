/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the files of scmi_soft_mailbox.ko; see soft_mailbox.c. */
#ifndef SCMI_REF_SOFT_MAILBOX_H
#define SCMI_REF_SOFT_MAILBOX_H

#include <linux/atomic.h>
#include <linux/mailbox_controller.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>

#include "../../server/scmi_server.h"
#include "mailbox_area.h"

/* The longest payload that an area must have room for. */
#define PAYLOAD_MAX SCMI_SERVER_REPLY_MAX

/* The first channels; those from MORE_A2P on are A2P, too. */
enum {
	A2P,
	P2A,
	MORE_A2P,
	MAX_CHANNELS = 8
};

/* The directions, for counts. */
#define NR_DIRECTIONS MORE_A2P

/* Messages that can wait for the P2A area while a thread reads from it. */
#define NR_EVENTS 32

/**
 * struct waiting_event - a message that waits for the P2A area
 * @hdr: its header
 * @len: bytes at @payload
 * @payload: its payload
 */
struct waiting_event {
	u32 hdr;
	u32 len;
	u8 payload[PAYLOAD_MAX];
};

/**
 * struct mailbox_channel - a channel; the cookie of its messages
 * @chan: of the mailbox framework; its con_priv is this
 * @area: memory; that of P2A may be missing
 * @in_service: A2P: the platform owns the area and serves its message
 * @interrupt: A2P: an interrupt signals the message's completion
 */
struct mailbox_channel {
	struct mbox_chan *chan;
	struct mailbox_area area;
	bool in_service;
	bool interrupt;
};

/**
 * struct mailbox_counts - counts of doorbells and interrupts
 * @doorbells: rung by the agent for its messages
 * @empty_doorbells: those without a message, or before the reply to the last
 * one
 * @bad_lengths: messages with an impossible length
 * @refused: messages that the server had no slot for
 * @polled: messages whose completion the agent polls for
 * @interrupts: interrupts raised, by direction
 * @rung_again: P2A interrupts repeated because the agent had not read the
 * message
 */
struct mailbox_counts {
	u32 doorbells;
	u32 empty_doorbells;
	u32 bad_lengths;
	u32 refused;
	u32 polled;
	u32 interrupts[NR_DIRECTIONS];
	u32 rung_again;
};

/**
 * struct soft_mailbox - a controller
 * @controller: the registered controller
 * @chans: its channels, for the mailbox framework
 * @ops: the server's callbacks, without event() if the P2A channel is missing
 * @directory: in debugfs
 * @irq: the interrupt of all channels, handled in a thread; 0: none, so that
 * the client is called by the sender of a message
 * @use_mutex: serialises startup, shutdown and a doorbell by hand
 * @lock: guards the fields below
 * @server: while A2P channels are in use, or NULL; written with @use_mutex
 * @channels: of the controller, by number
 * @p2a_open: from startup to shutdown of the P2A channel
 * @p2a_ringing: a caller uses the P2A area
 * @p2a_refused: the server waits for scmi_server_room()
 * @raised: with an @irq, the interrupts whose handling has not ended, by channel
 * @turn: since when they wait, by channel, in @turns
 * @turns: counts interrupts
 * @first_event: number of the first waiting message; its index in @events is the
 * remainder
 * @nr_events: number of waiting messages
 * @events: messages that wait for the P2A area, with an @irq
 * @counts: since the device was probed
 */
struct soft_mailbox {
	struct mbox_controller controller;
	struct mbox_chan chans[MAX_CHANNELS];
	struct scmi_server_ops ops;
	struct dentry *directory;

	int irq;

	struct mutex use_mutex;

	raw_spinlock_t lock;
	struct scmi_server *server;
	struct mailbox_channel channels[MAX_CHANNELS];
	bool p2a_open;
	bool p2a_ringing;
	bool p2a_refused;
	u32 raised[MAX_CHANNELS];
	u32 turn[MAX_CHANNELS];
	u32 turns;
	u32 first_event;
	u32 nr_events;
	struct waiting_event events[NR_EVENTS];
	struct mailbox_counts counts;
};

/* The server's callbacks; they need @server, and for P2A its area. */
extern const struct scmi_server_ops soft_mailbox_server_ops;

/*
 * The same as the callback event(), with a line: a message waits for the area in a
 * queue.
 */
bool soft_mailbox_queue_event(void *context, u32 hdr, const void *payload,
			      size_t len, unsigned int how);

/* Requests the line if the node has one, and sets @irq. Context: may sleep. */
int soft_mailbox_request_line(struct platform_device *pdev,
			      struct soft_mailbox *mb);

/* Raises the interrupt of a channel, with a line. Context: any. */
void soft_mailbox_raise_line(struct soft_mailbox *mb, int channel);

/*
 * Between these two, the thread of the line does not run; the interrupts of channel
 * @closed are dropped. Without a line they do nothing. Context: may sleep.
 */
void soft_mailbox_disable_line(struct soft_mailbox *mb);
void soft_mailbox_enable_line(struct soft_mailbox *mb, int closed);

/* The agent's doorbell on an A2P channel. Context: any. */
void soft_mailbox_doorbell(struct soft_mailbox *mb,
			   struct mailbox_channel *channel);

/* Clears an area; the sender owns it then. */
void soft_mailbox_reset_area(const struct mailbox_area *area);

/*
 * Open or close the P2A channel. After closing, no event uses its area.
 * Context: may sleep.
 */
void soft_mailbox_open_p2a(struct soft_mailbox *mb);
void soft_mailbox_close_p2a(struct soft_mailbox *mb);

#endif
