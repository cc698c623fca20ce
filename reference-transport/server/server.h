/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of scmi_platform.ko share.
 *
 *   main.c     taking requests; opening and closing
 *   deliver.c  replies, delayed responses and notifications, when they are due
 *   fault.c    what a fault plan does to them
 *   debugfs.c  counts and plans
 *   cost.c     what all of this costs
 */
#ifndef SCMI_REF_SERVER_H
#define SCMI_REF_SERVER_H

#include <linux/atomic.h>
#include <linux/irq_work.h>
#include <linux/jump_label.h>
#include <linux/list.h>
#include <linux/seq_file.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

#include "../compat.h"
#include "../platform/plan.h"
#include "../platform/platform.h"
#include "../platform/service.h"
#include "scmi_server.h"

#define NAME_LEN 32

/* What a message is; only the first is the everyday one. */
enum message_kind {
	MESSAGE_REPLY,	    /* nothing more to it */
	MESSAGE_REPLY_MORE, /* a fault or a delayed response comes with it */
	MESSAGE_ASYNC,	    /* a command to be completed at its deadline */
	MESSAGE_DELAYED,    /* its delayed response, complete */
	MESSAGE_NOTIFICATION,
};

/* Where a message goes back to when it is done. */
enum message_pool {
	POOL_REQUEST, /* @depth of the front end */
	POOL_ASYNC,   /* SCMI_MAX_ASYNC, so that none accepted lacks one */
	POOL_NOTIFY,
	NR_POOLS
};

/**
 * struct message - a message on its way out
 * @server: for good
 * @next: in its pool, or among those that wait for room
 * @pool: enum message_pool, for good
 * @kind: enum message_kind
 * @held: waits for another reply, by a fault
 * @fault: what befell it, or SCMI_FAULT_NR_KINDS
 * @value: the number of @fault
 * @deadline: delivers it, or
 * @at_once: does, if there is no time to wait for, or
 * @elsewhere: does, on another CPU
 * @delayed: the command's delayed response, armed after this reply
 * @async: of MESSAGE_ASYNC
 * @accepted: what it has cost to take the request, while costs are measured
 * @delivered: and what to deliver the reply, until it went to the front end
 */
struct message {
	struct scmi_server *server;
	struct message *next;
	u8 pool;
	u8 kind;
	bool held;
	u8 fault;
	s32 value;
	struct hrtimer deadline;
	struct irq_work at_once;
	call_single_data_t elsewhere;
	struct message *delayed;
	struct scmi_async async;
	u64 accepted;
	u64 delivered;
	void *cookie;
	u32 hdr;
	u32 len;
	u8 payload[SCMI_PLAN_MAX_LENGTH];
};

/* The truth about a server, by its own account. */
struct counts {
	u64 requests;
	u64 replies;
	u64 dropped;
	u64 delayed_responses;
	u64 delayed_waits; /* attempts that found no room */
	u64 notifications;
	u64 notifications_lost;
	u64 strays;
	u64 strays_lost;
	u64 interrupts; /* spurious */
	u64 faults[SCMI_FAULT_NR_KINDS];
};

/* What messages have cost, in ns; see cost.c. */
struct cost {
	u64 messages;
	u64 sum;
	u64 min;
	u64 max;
};

/* Updates of a sensor, at their rate. */
struct update {
	struct scmi_server *server;
	u32 sensor;
	struct hrtimer timer;
	u64 interval;
};

struct scmi_server {
	const struct scmi_server_ops *ops;
	void *context;
	struct list_head all; /* under servers_mutex */
	char name[NAME_LEN];
	struct dentry *directory;

	spinlock_t event_lock; /* one event at a time; @lock nests in it */
	raw_spinlock_t lock;   /* guards what follows */
	bool closing;
	struct message *pools[NR_POOLS];
	struct scmi_platform platform;
	struct scmi_service service;
	struct counts counts;
	struct cost cost;
	struct scmi_plan *plan; /* NULL if it has no rule */

	/* Delayed responses without room, oldest first. */
	struct message *waiting;
	struct message **waiting_end;
	bool offering;
	u32 rooms; /* calls of scmi_server_room() */
	struct irq_work offer;
	u64 full_until; /* CLOCK_MONOTONIC: the eventq is full by a fault */
	struct hrtimer full_timer;

	struct message *held; /* linked by @next */
	struct update updates[SCMI_NR_SENSORS];
	atomic_t elsewhere; /* messages on their way to another CPU */

	unsigned int nr_messages;
	struct message messages[] __counted_by(nr_messages);
};

/* main.c */
extern ulong seed;

/* deliver.c; those with _locked want the server's lock. */
void message_init(struct scmi_server *server, struct message *m,
		  enum message_pool pool);
struct message *message_take_locked(struct scmi_server *server,
				    enum message_pool pool);
void server_follow_up_locked(struct scmi_server *server, struct message *reply);
/* False if there is no room; without the lock. */
bool server_send_event(struct scmi_server *server, u32 hdr, const void *payload,
		       size_t len);

void server_complete(struct message *m);
void server_deliver_delayed(struct message *m);
void server_offer(struct irq_work *work);
enum hrtimer_restart server_offer_again(struct hrtimer *timer);
enum hrtimer_restart server_update(struct hrtimer *timer);

/* fault.c */
u64 fault_request_locked(struct scmi_server *server, struct message *m,
			 const void *req, size_t len, u64 ns);
void fault_deliver(struct message *m);
void fault_release_held_locked(struct scmi_server *server);
/* The first fault that @ops cannot carry, and why; or NULL. */
const struct scmi_fault *fault_unsupported(const struct scmi_server_ops *ops,
					   const struct scmi_plan *plan,
					   const char **why);

/* On the way of every message: inline. Those with _locked as above. */

static inline void message_put_locked(struct message *m)
{
	struct scmi_server *server = m->server;

	m->next = server->pools[m->pool];
	server->pools[m->pool] = m;
}

static inline void message_arm_locked(struct message *m, u64 ns)
{
	if (ns)
		hrtimer_start(&m->deadline, ns_to_ktime(ns), HRTIMER_MODE_REL);
	else
		irq_work_queue(&m->at_once);
}

/* A reply that has gone out; what a fault held back until then may go now. */
static inline void server_put_reply_locked(struct message *m)
{
	struct scmi_server *server = m->server;

	server->counts.replies++;
	message_put_locked(m);
	if (unlikely(server->held))
		fault_release_held_locked(server);
}

/* cost.c */
DECLARE_STATIC_KEY_FALSE(cost_is_measured);
void cost_count_locked(struct message *m, u64 since);

/* debugfs.c */
void debugfs_start(void);
void debugfs_stop(void);
/* Gives the server its plan, too. 0, -ENOMEM or -EOPNOTSUPP. */
int debugfs_add_server(struct scmi_server *server);
void debugfs_remove_server(struct scmi_server *server);

#endif
