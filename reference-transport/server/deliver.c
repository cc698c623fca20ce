// SPDX-License-Identifier: GPL-2.0-only
/*
 * Delivers messages when they are due. The common case is a reply without a
 * fault and without a delayed response, which needs only this file.
 */
#include "cost.h"
#include "deliver.h"
#include "fault.h"
#include "messages.h"
#include "p2a.h"

static void deliver_accepted(struct server_message *m)
{
	m->server->ops->reply(m->server->context, m->cookie, m->hdr, m->payload,
			      m->len, 0);
	message_finish(m, false);
}

/* Delivers every message but the common reply. */
static void deliver_other(struct server_message *m)
{
	switch (m->kind) {
	case MESSAGE_REPLY_ACCEPTED:
		deliver_accepted(m);
		break;
	case MESSAGE_REPLY_FAULT:
		fault_deliver(m);
		break;
	case MESSAGE_ASYNC:
		p2a_complete(m);
		fallthrough;
	case MESSAGE_DELAYED:
		p2a_deliver_delayed(m);
		break;
	case MESSAGE_NOTIFICATION:
		p2a_deliver_notification(m);
		break;
	}
}

static __always_inline void deliver(struct server_message *m, bool measured)
{
	unsigned long flags;
	struct scmi_server *server = m->server;
	u64 start = measured ? ktime_get_ns() : 0;

	if (unlikely(m->kind != MESSAGE_REPLY)) {
		deliver_other(m);
		return;
	}
	if (measured) {
		u64 now = ktime_get_ns();

		m->delivered = now - start;
		m->answer = now - m->requested;
	}
	server->ops->reply(server->context, m->cookie, m->hdr, m->payload,
			   m->len, 0);
	raw_spin_lock_irqsave(&server->lock, flags);
	if (measured)
		start = ktime_get_ns();
	message_put_reply_locked(m);
	if (measured)
		cost_count_locked(m, start);
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

/* Two copies of deliver(), so that measuring costs nothing while it is off. */
static __always_inline void deliver_now(struct server_message *m)
{
	if (static_branch_unlikely(&cost_is_measured))
		deliver(m, true);
	else
		deliver(m, false);
}

static enum hrtimer_restart deliver_at_deadline(struct hrtimer *timer)
{
	deliver_now(container_of(timer, struct server_message, deadline));
	return HRTIMER_NORESTART;
}

static void deliver_at_once(struct irq_work *work)
{
	deliver_now(container_of(work, struct server_message, at_once));
}

/*
 * Delivery takes ordinary spinlocks. On PREEMPT_RT that is allowed in the
 * irq_work, but not in this interrupt.
 */
static void deliver_elsewhere(void *info)
{
	struct server_message *m = info;
	struct scmi_server *server = m->server;

	irq_work_queue(&m->at_once);
	/* From here on, closing the server waits for the irq_work. */
	atomic_dec(&server->elsewhere);
}

void deliver_init_message(struct scmi_server *server, struct server_message *m,
			  enum message_pool pool)
{
	m->server = server;
	m->pool = pool;
	m->kind = pool == POOL_REQUEST ? MESSAGE_REPLY
		  : pool == POOL_ASYNC ? MESSAGE_ASYNC
				       : MESSAGE_NOTIFICATION;
	m->decision.payload = m->payload;
	hrtimer_setup(&m->deadline, deliver_at_deadline, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	m->at_once = IRQ_WORK_INIT(deliver_at_once);
	INIT_CSD(&m->elsewhere, deliver_elsewhere, m);
	message_put_locked(m);
}
