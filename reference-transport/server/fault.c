// SPDX-License-Identifier: GPL-2.0-only
/*
 * The faults of a plan. scmi_decide() decides on them when a request is served,
 * under the server's lock. The server carries them out, most of them when the
 * reply is delivered, without the lock.
 */
#include "fault.h"
#include "messages.h"
#include "p2a.h"

static void fill_eventq_locked(struct scmi_server *server, u64 ns)
{
	WRITE_ONCE(server->full_until, ktime_get_ns() + ns);
	hrtimer_start(&server->full_timer, ns_to_ktime(ns), HRTIMER_MODE_REL);
}

u64 fault_serve_locked(struct server_message *m, const void *req, size_t len,
		       size_t room, u64 ns)
{
	struct scmi_server *server = m->server;
	struct scmi_decision *d = &m->decision;

	d->hdr = m->hdr;
	d->cap = room;
	d->ns = ns;
	scmi_decide(server->plan, &server->platform, req, len, d);
	m->hdr = d->hdr;
	m->len = d->len;
	if (unlikely(server->platform.follow_up))
		p2a_follow_up_locked(server, m);
	if (d->fault == SCMI_FAULT_NR_KINDS)
		return d->ns;

	server->counts.faults[d->fault]++;
	m->kind = MESSAGE_REPLY_FAULT;
	if (d->fault == SCMI_FAULT_FULL_EVENTQ)
		fill_eventq_locked(server, d->fault_ns);
	return d->fault == SCMI_FAULT_REORDER ? message_hold_locked(m, d->ns)
					      : d->ns;
}

/* Sends the delayed response from another CPU while the reply is sent here. */
static void send_elsewhere(struct server_message *delayed)
{
	struct scmi_server *server = delayed->server;
	unsigned int cpu = cpumask_any_but(cpu_online_mask, smp_processor_id());

	atomic_inc(&server->elsewhere);
	if (cpu < nr_cpu_ids &&
	    !smp_call_function_single_async(cpu, &delayed->elsewhere))
		return;
	/* The other CPU has gone offline since the plan was accepted. */
	atomic_dec(&server->elsewhere);
	p2a_complete(delayed);
	p2a_deliver_delayed(delayed);
}

static void count_stray(struct scmi_server *server, bool sent)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&server->lock, flags);
	if (sent)
		server->counts.strays++;
	else
		server->counts.strays_lost++;
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

/* Sends the reply once more, as a delayed response. */
static void send_unexpected(struct server_message *m)
{
	u32 hdr = (m->hdr & ~(3U << 8)) | SCMI_TYPE_DELAYED_RESPONSE << 8;

	count_stray(m->server,
		    p2a_send_event(m->server, hdr, m->payload, m->len));
}

static void send_duplicate(struct server_message *m)
{
	struct scmi_server *server = m->server;

	count_stray(server, server->ops->stray(server->context, m->cookie,
					       m->hdr, m->payload, m->len, 0));
}

static void raise_interrupt(struct server_message *m)
{
	unsigned long flags;
	struct scmi_server *server = m->server;

	raw_spin_lock_irqsave(&server->lock, flags);
	server->counts.interrupts++;
	raw_spin_unlock_irqrestore(&server->lock, flags);
	spin_lock_irqsave(&server->event_lock, flags);
	server->ops->interrupt(server->context, m->cookie, m->decision.value);
	spin_unlock_irqrestore(&server->event_lock, flags);
}

/* Sends updates of the first sensor, even if the agent did not ask for them. */
static void send_burst(struct server_message *m)
{
	unsigned long flags;
	struct scmi_server *server = m->server;
	struct scmi_platform *platform = &server->platform;
	struct scmi_event event;
	s32 i;

	for (i = 0; i < m->decision.value; i++) {
		raw_spin_lock_irqsave(&server->lock, flags);
		scmi_platform_update(platform, 0);
		/* The last event is the update; a trip point may precede it. */
		event = platform->events[platform->nr_events - 1];
		server->counts.notifications_lost += platform->nr_events - 1;
		platform->nr_events = 0;
		platform->follow_up = 0;
		raw_spin_unlock_irqrestore(&server->lock, flags);
		p2a_send_notification(server, &event);
	}
}

static void misbehave(struct server_message *m)
{
	const struct scmi_decision *d = &m->decision;

	m->server->ops->misbehave(m->server->context, d->fault, d->value,
				  d->fault_ns);
}

/* Returns true if it has dispatched the delayed response. */
static bool before_reply(struct server_message *m)
{
	unsigned long flags;

	switch (m->decision.fault) {
	case SCMI_FAULT_REORDER:
		raw_spin_lock_irqsave(&m->server->lock, flags);
		message_unhold_locked(m);
		raw_spin_unlock_irqrestore(&m->server->lock, flags);
		return false;
	case SCMI_FAULT_DELAYED_FIRST:
		p2a_complete(m->delayed);
		p2a_deliver_delayed(m->delayed);
		return true;
	case SCMI_FAULT_CONCURRENT:
		send_elsewhere(m->delayed);
		return true;
	case SCMI_FAULT_UNEXPECTED_DELAYED:
		send_unexpected(m);
		return false;
	default:
		if (m->decision.fault >= SCMI_FAULT_LATE_DOORBELL)
			misbehave(m);
		return false;
	}
}

static void after_reply(struct server_message *m)
{
	switch (m->decision.fault) {
	case SCMI_FAULT_DUPLICATE:
		send_duplicate(m);
		break;
	case SCMI_FAULT_SPURIOUS:
		raise_interrupt(m);
		break;
	case SCMI_FAULT_BURST:
		send_burst(m);
		break;
	default:
		break;
	}
}

void fault_deliver(struct server_message *m)
{
	struct scmi_server *server = m->server;
	bool drop = m->decision.fault == SCMI_FAULT_DROP;

	if (before_reply(m))
		m->delayed = NULL;
	if (drop)
		server->ops->drop(server->context, m->cookie);
	else
		server->ops->reply(server->context, m->cookie, m->hdr,
				   m->payload, m->len,
				   m->decision.fault == SCMI_FAULT_LOST_DOORBELL
					   ? SCMI_SERVER_SILENT
					   : 0);
	after_reply(m);
	message_finish(m, drop);
}

static const char *unsupported(const struct scmi_server_ops *ops,
			       const struct scmi_fault *fault)
{
	const struct scmi_remote_ops *remote = ops->remote;
	bool interrupt = remote ? remote->has_interrupt : !!ops->interrupt;
	bool stray = remote ? remote->has_interrupt : !!ops->stray;
	bool by_call = remote ? !interrupt : ops->by_call;

	switch (fault->kind) {
	case SCMI_FAULT_DUPLICATE:
		return stray ? NULL : "cannot send a reply without a request";
	case SCMI_FAULT_LOST_DOORBELL:
		return by_call ? "has no interrupt" : NULL;
	case SCMI_FAULT_CONCURRENT:
		if (num_online_cpus() < 2)
			return "has one CPU, but this fault needs two";
		fallthrough;
	case SCMI_FAULT_DELAYED_FIRST:
	case SCMI_FAULT_DELAYED_ERROR:
	case SCMI_FAULT_UNEXPECTED_DELAYED:
	case SCMI_FAULT_BURST:
	case SCMI_FAULT_FULL_EVENTQ:
		return ops->event ? NULL : "has no P2A channel";
	case SCMI_FAULT_SPURIOUS:
		if (!interrupt)
			return "has no interrupt";
		if (fault->value == SCMI_SERVER_P2A && !ops->event)
			return "has no P2A channel";
		return NULL;
	default:
		if (fault->kind >= SCMI_FAULT_LATE_DOORBELL && !ops->misbehave)
			return "is not a device that can misbehave";
		return NULL;
	}
}

const struct scmi_fault *fault_unsupported(const struct scmi_server_ops *ops,
					   const struct scmi_plan *plan,
					   const char **why)
{
	u32 i;

	for (i = 0; i < plan->nr_faults; i++) {
		*why = unsupported(ops, &plan->faults[i]);
		if (*why)
			return &plan->faults[i];
	}
	return NULL;
}
