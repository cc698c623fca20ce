/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A server and its messages, as the files of scmi_platform.ko share them. Each
 * file includes only headers of files below it:
 *
 *   server_main.c  the module
 *   serve.c        accept requests; open and close a server
 *   debugfs.c      counts and plans in files of the kernel
 *   counts_json.c  counts as JSON
 *   deliver.c      the replies, when they are due
 *   fault.c        the faults of a plan (platform/decide.c decides on them)
 *   p2a.c          delayed responses and notifications
 *   cost.c         the platform's own cost
 *   fast_memory.c  the memory for fast channels
 *   messages.c     pools, timers, replies on hold
 *   environment.h  the kernel, or a program, in which host_server.c has the
 *                  parts of the module
 */
#ifndef SCMI_REF_SERVER_H
#define SCMI_REF_SERVER_H

#include "../platform/counts.h"
#include "../platform/decide.h"
#include "../platform/plan.h"
#include "../platform/platform.h"
#include "../platform/service.h"
#include "environment.h"
#include "scmi_server.h"

#define NAME_LEN 32

/* The kind of a message; the first is the common one. */
enum message_kind {
	MESSAGE_REPLY,
	MESSAGE_REPLY_ACCEPTED, /* to an asynchronous command */
	MESSAGE_REPLY_FAULT,	/* with a fault, to any command */
	MESSAGE_ASYNC,		/* a command to complete at its deadline */
	MESSAGE_DELAYED,	/* its delayed response, complete */
	MESSAGE_NOTIFICATION,
};

/* The pool that a message returns to. */
enum message_pool {
	POOL_REQUEST, /* @depth of the front end */
	POOL_ASYNC,   /* SCMI_MAX_ASYNC: one for each accepted command */
	POOL_NOTIFY,
	NR_POOLS
};

/**
 * struct server_message - an outgoing message
 * @server: never changes
 * @next: in its pool, or in a list of waiting messages
 * @pool: enum message_pool, never changes
 * @kind: enum message_kind
 * @held: waits for another reply, because of a fault
 * @deadline: delivers it after its service time, or
 * @at_once: delivers it if the service time is 0, or
 * @elsewhere: delivers it on another CPU
 * @delayed: the command's delayed response, armed after this reply
 * @async: of MESSAGE_ASYNC
 * @decision: valid while the server has a plan; the fault of
 * MESSAGE_REPLY_FAULT
 * @requested: when the front end submitted the request, while costs are
 * measured
 * @accepted: cost of accepting the request in ns, while costs are measured
 * @delivered: cost of delivering the reply, up to the front end, in ns
 * @answer: time from @requested to there, in ns
 */
struct server_message {
	struct scmi_server *server;
	struct server_message *next;
	u8 pool;
	u8 kind;
	bool held;
	struct hrtimer deadline;
	struct irq_work at_once;
	call_single_data_t elsewhere;
	struct server_message *delayed;
	struct scmi_async async;
	struct scmi_decision decision;
	u64 requested;
	u64 accepted;
	u64 delivered;
	u64 answer;
	void *cookie;
	u32 hdr;
	u32 len;
	u8 payload[SCMI_PLAN_MAX_LENGTH];
};

/* Cost of messages, in ns; see cost.c. */
struct server_cost {
	u64 messages;
	u64 sum;
	u64 min;
	u64 max;
	u64 answers; /* sum from the request to the reply to the front end */
};

/* Continuous updates of a sensor, every @interval ns. */
struct sensor_updates {
	struct scmi_server *server;
	u32 sensor;
	struct hrtimer timer;
	u64 interval;
};

struct scmi_server {
	const struct scmi_server_ops *ops;
	void *context;
	struct list_head all;	     /* under servers_mutex */
	struct scmi_plan *next_plan; /* under servers_mutex */
	char name[NAME_LEN];
	struct dentry *directory;
	void *fast; /* memory for fast channels, or NULL */

	spinlock_t event_lock; /* one event at a time; @lock nests in it */
	raw_spinlock_t lock;   /* guards the fields below */
	bool closing;
	struct server_message *pools[NR_POOLS];
	struct scmi_platform platform;
	struct scmi_service service;
	struct scmi_counts counts;
	struct server_cost cost;
	struct scmi_plan *plan; /* NULL if it has no rule */

	/* Delayed responses without room, oldest first. */
	struct server_message *waiting;
	struct server_message **waiting_end;
	bool offering;
	u32 rooms; /* calls of scmi_server_room() */
	struct irq_work offer;
	u64 full_until; /* CLOCK_MONOTONIC: a fault fills the eventq */
	struct hrtimer full_timer;

	struct server_message *held; /* linked by @next */
	struct sensor_updates updates[SCMI_NR_SENSORS];
	atomic_t elsewhere; /* messages on their way to another CPU */

	unsigned int nr_messages;
	struct server_message messages[] __counted_by(nr_messages);
};

#endif
