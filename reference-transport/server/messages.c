// SPDX-License-Identifier: GPL-2.0-only
/*
 * A server's messages: replies on hold, and returning messages to their pools.
 */
#include "messages.h"

u64 message_hold_locked(struct server_message *m, u64 ns)
{
	m->held = true;
	m->next = m->server->held;
	m->server->held = m;
	/* Never 0: only a timer can be cancelled. */
	return max(ns, 1ULL);
}

void message_unhold_locked(struct server_message *m)
{
	struct server_message **link = &m->server->held;

	if (!m->held)
		return;
	while (*link != m)
		link = &(*link)->next;
	*link = m->next;
	m->held = false;
}

void message_release_held_locked(struct scmi_server *server)
{
	struct server_message *m;

	while (!server->closing && (m = server->held)) {
		server->held = m->next;
		m->held = false;
		/* If its timer has expired, the timer delivers it. */
		if (hrtimer_try_to_cancel(&m->deadline) == 1)
			message_arm_locked(m, 0);
	}
}

void message_finish(struct server_message *m, bool dropped)
{
	unsigned long flags;
	struct scmi_server *server = m->server;
	struct server_message *delayed = m->delayed;

	m->kind = MESSAGE_REPLY;
	m->delayed = NULL;
	raw_spin_lock_irqsave(&server->lock, flags);
	if (delayed && !server->closing)
		message_arm_locked(delayed,
				   scmi_service_draw(&server->service));
	if (dropped) {
		server->counts.dropped++;
		message_put_locked(m);
	} else {
		message_put_reply_locked(m);
	}
	raw_spin_unlock_irqrestore(&server->lock, flags);
}
