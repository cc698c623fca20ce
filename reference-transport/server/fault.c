// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a fault plan does to messages: first when a request is served, under the
 * server's lock, then when its reply is delivered, without.
 */
#include <linux/cpumask.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "server.h"

#define WRONG_TOKEN (0x200U << 18) /* far from those in flight */
#define TYPE	    8
#define PADDING	    0xa5

/* Waits for another reply, but not for longer than @ns. */
static u64 hold_locked(struct message *m, u64 ns)
{
	m->held = true;
	m->next = m->server->held;
	m->server->held = m;
	/* It must be the timer's, which can be cancelled. */
	return max(ns, 1ULL);
}

static void unhold_locked(struct message *m)
{
	struct message **link = &m->server->held;

	if (!m->held)
		return;
	while (*link != m)
		link = &(*link)->next;
	*link = m->next;
	m->held = false;
}

void fault_release_held_locked(struct scmi_server *server)
{
	struct message *m;

	while (!server->closing && (m = server->held)) {
		server->held = m->next;
		m->held = false;
		/* If its time is over it is on its way already. */
		if (hrtimer_try_to_cancel(&m->deadline) == 1)
			message_arm_locked(m, 0);
	}
}

static void pad(struct message *m, u32 len)
{
	if (len <= m->len)
		return;
	memset(m->payload + m->len, PADDING, len - m->len);
	m->len = len;
}

static void fill_eventq_locked(struct scmi_server *server, u64 ns)
{
	WRITE_ONCE(server->full_until, ktime_get_ns() + ns);
	hrtimer_start(&server->full_timer, ns_to_ktime(ns), HRTIMER_MODE_REL);
}

/* Changes the reply @m, and its service time @ns, which it returns. */
static u64 befall_locked(struct message *m, struct scmi_fault *fault, u64 ns)
{
	u64 time = scmi_service_draw(&fault->time);

	m->server->counts.faults[fault->kind]++;
	m->kind = MESSAGE_REPLY_MORE;
	m->fault = fault->kind;
	m->value = fault->value;
	switch (fault->kind) {
	case SCMI_FAULT_DELAY:
		return ns + time;
	case SCMI_FAULT_LATE:
		return time;
	case SCMI_FAULT_REORDER:
		return hold_locked(m, ns + time);
	case SCMI_FAULT_WRONG_TOKEN:
		m->hdr ^= WRONG_TOKEN;
		break;
	case SCMI_FAULT_WRONG_TYPE:
		m->hdr |= (u32)fault->value << TYPE;
		break;
	case SCMI_FAULT_SHORT:
		m->len = min(m->len, (u32)fault->value);
		break;
	case SCMI_FAULT_OVERSIZE:
		pad(m, fault->value);
		break;
	case SCMI_FAULT_DELAYED_ERROR:
		m->delayed->async.status = fault->value;
		break;
	case SCMI_FAULT_FULL_EVENTQ:
		fill_eventq_locked(m->server, time);
		break;
	default: /* the others act when the reply is delivered */
		break;
	}
	return ns;
}

/* An error instead of the command. */
static void refuse(struct message *m, s32 status)
{
	put_unaligned_le32(status, m->payload);
	m->len = sizeof(__le32);
}

u64 fault_request_locked(struct scmi_server *server, struct message *m,
			 const void *req, size_t len, u64 ns)
{
	struct scmi_plan *plan = server->plan;
	enum scmi_plan_stage stage = SCMI_PLAN_SYNC;
	struct scmi_fault *first, *second;

	first = scmi_plan_match(plan, m->hdr, SCMI_PLAN_REQUEST, true);
	if (first && first->kind == SCMI_FAULT_ERROR)
		refuse(m, first->value);
	else
		m->len = scmi_platform_handle(&server->platform, m->hdr, req,
					      len, m->payload,
					      SCMI_SERVER_REPLY_MAX);
	if (server->platform.follow_up & SCMI_FOLLOW_ASYNC)
		stage = SCMI_PLAN_ASYNC;
	server_follow_up_locked(server, m);

	second = scmi_plan_match(plan, m->hdr, stage, !first);
	if (first || second)
		ns = befall_locked(m, first ?: second, ns);
	return ns;
}

/* On another CPU, at the time of the reply. */
static void send_elsewhere(struct message *delayed)
{
	struct scmi_server *server = delayed->server;
	unsigned int cpu = cpumask_any_but(cpu_online_mask, smp_processor_id());

	atomic_inc(&server->elsewhere);
	if (cpu < nr_cpu_ids &&
	    !smp_call_function_single_async(cpu, &delayed->elsewhere))
		return;
	/* The other CPU has gone since the plan was accepted. */
	atomic_dec(&server->elsewhere);
	server_complete(delayed);
	server_deliver_delayed(delayed);
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

/* The reply once more, as if it were a delayed response. */
static void send_unexpected(struct message *m)
{
	u32 hdr = (m->hdr & ~(3U << 8)) | SCMI_TYPE_DELAYED_RESPONSE << 8;

	count_stray(m->server,
		    server_send_event(m->server, hdr, m->payload, m->len));
}

static void send_duplicate(struct message *m)
{
	struct scmi_server *server = m->server;

	count_stray(server, server->ops->stray(server->context, m->hdr,
					       m->payload, m->len, 0));
}

static void raise_interrupt(struct message *m)
{
	unsigned long flags;
	struct scmi_server *server = m->server;

	raw_spin_lock_irqsave(&server->lock, flags);
	server->counts.interrupts++;
	raw_spin_unlock_irqrestore(&server->lock, flags);
	spin_lock_irqsave(&server->event_lock, flags);
	server->ops->interrupt(server->context, m->value);
	spin_unlock_irqrestore(&server->event_lock, flags);
}

/* Updates of the first sensor, whether or not anybody wants them. */
static void send_burst(struct message *m)
{
	unsigned long flags;
	struct scmi_server *server = m->server;
	struct scmi_platform *platform = &server->platform;
	struct scmi_event event;
	bool sent;
	s32 i;

	for (i = 0; i < m->value; i++) {
		raw_spin_lock_irqsave(&server->lock, flags);
		scmi_platform_update(platform, 0);
		/* The last one is the update; before it may be a trip point. */
		event = platform->events[platform->nr_events - 1];
		server->counts.notifications_lost += platform->nr_events - 1;
		platform->nr_events = 0;
		platform->follow_up = 0;
		raw_spin_unlock_irqrestore(&server->lock, flags);

		sent = server_send_event(server, event.hdr, event.payload,
					 event.len);
		raw_spin_lock_irqsave(&server->lock, flags);
		if (sent)
			server->counts.notifications++;
		else
			server->counts.notifications_lost++;
		raw_spin_unlock_irqrestore(&server->lock, flags);
	}
}

/* Returns whether the delayed response has been seen to. */
static bool before_reply(struct message *m)
{
	unsigned long flags;

	switch (m->fault) {
	case SCMI_FAULT_REORDER:
		raw_spin_lock_irqsave(&m->server->lock, flags);
		unhold_locked(m);
		raw_spin_unlock_irqrestore(&m->server->lock, flags);
		return false;
	case SCMI_FAULT_DELAYED_FIRST:
		server_complete(m->delayed);
		server_deliver_delayed(m->delayed);
		return true;
	case SCMI_FAULT_CONCURRENT:
		send_elsewhere(m->delayed);
		return true;
	case SCMI_FAULT_UNEXPECTED_DELAYED:
		send_unexpected(m);
		return false;
	default:
		return false;
	}
}

static void after_reply(struct message *m)
{
	switch (m->fault) {
	case SCMI_FAULT_DUPLICATE:
		send_duplicate(m);
		break;
	case SCMI_FAULT_SPURIOUS:
		raise_interrupt(m);
		break;
	case SCMI_FAULT_BURST:
		send_burst(m);
		break;
	}
}

/* Back to its pool, as it was before; the delayed response's time begins. */
static void finish(struct message *m, bool dropped)
{
	unsigned long flags;
	struct scmi_server *server = m->server;
	struct message *delayed = m->delayed;

	m->kind = MESSAGE_REPLY;
	m->fault = SCMI_FAULT_NR_KINDS;
	m->delayed = NULL;
	raw_spin_lock_irqsave(&server->lock, flags);
	if (delayed && !server->closing)
		message_arm_locked(delayed,
				   scmi_service_draw(&server->service));
	if (dropped) {
		server->counts.dropped++;
		message_put_locked(m);
	} else {
		server_put_reply_locked(m);
	}
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

void fault_deliver(struct message *m)
{
	struct scmi_server *server = m->server;
	bool drop = m->fault == SCMI_FAULT_DROP;

	if (before_reply(m))
		m->delayed = NULL;
	if (drop)
		server->ops->drop(server->context, m->cookie);
	else
		server->ops->reply(server->context, m->cookie, m->hdr,
				   m->payload, m->len,
				   m->fault == SCMI_FAULT_LOST_DOORBELL
					   ? SCMI_SERVER_SILENT
					   : 0);
	after_reply(m);
	finish(m, drop);
}

static const char *unsupported(const struct scmi_server_ops *ops,
			       const struct scmi_fault *fault)
{
	switch (fault->kind) {
	case SCMI_FAULT_DUPLICATE:
		return ops->stray ? NULL : "cannot send a reply to no request";
	case SCMI_FAULT_CONCURRENT:
		if (num_online_cpus() < 2)
			return "has one CPU, and this takes two";
		fallthrough;
	case SCMI_FAULT_DELAYED_FIRST:
	case SCMI_FAULT_DELAYED_ERROR:
	case SCMI_FAULT_UNEXPECTED_DELAYED:
	case SCMI_FAULT_BURST:
	case SCMI_FAULT_FULL_EVENTQ:
		return ops->event ? NULL : "has no P2A channel";
	case SCMI_FAULT_SPURIOUS:
		if (!ops->interrupt)
			return "has no interrupt";
		if (fault->value == SCMI_SERVER_P2A && !ops->event)
			return "has no P2A channel";
		return NULL;
	default:
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
