/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A server's messages: their pools, their timers, replies on hold. Functions
 * whose names end in _locked need the server's lock.
 */
#ifndef SCMI_REF_MESSAGES_H
#define SCMI_REF_MESSAGES_H

#include "server.h"

/*
 * message_hold_locked() - keep a reply until another one has gone out
 * @ns: the longest time to keep it, in ns
 *
 * Return: the time in ns to arm @m with.
 */
u64 message_hold_locked(struct server_message *m, u64 ns);
void message_unhold_locked(struct server_message *m);
void message_release_held_locked(struct scmi_server *server);

/*
 * Puts a reply of any kind back into its pool as a MESSAGE_REPLY, and starts
 * the service time of its delayed response. Call without the lock.
 */
void message_finish(struct server_message *m, bool dropped);

/* Returns NULL if the pool is empty. */
static inline struct server_message *
message_get_locked(struct scmi_server *server, enum message_pool pool)
{
	struct server_message *m = server->pools[pool];

	if (m)
		server->pools[pool] = m->next;
	return m;
}

static inline void message_put_locked(struct server_message *m)
{
	struct scmi_server *server = m->server;

	m->next = server->pools[m->pool];
	server->pools[m->pool] = m;
}

static inline void message_arm_locked(struct server_message *m, u64 ns)
{
	if (ns)
		hrtimer_start(&m->deadline, ns_to_ktime(ns), HRTIMER_MODE_REL);
	else
		irq_work_queue(&m->at_once);
}

/* Puts back the reply @m, which has been sent, and releases replies on hold. */
static inline void message_put_reply_locked(struct server_message *m)
{
	struct scmi_server *server = m->server;

	server->counts.replies++;
	message_put_locked(m);
	if (unlikely(server->held))
		message_release_held_locked(server);
}

#endif
