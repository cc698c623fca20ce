// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages on their way out: replies, delayed responses and notifications, each
 * when it is due.
 *
 * A delayed response has a service time of its own, which begins when the reply
 * to its command has been delivered: it never overtakes it, unless a fault says
 * so. If there is no room for it, it waits; those that wait are offered again,
 * oldest first, by one CPU at a time.
 */
#include <linux/kernel.h>

#include "server.h"

struct message *message_take_locked(struct scmi_server *server,
				    enum message_pool pool)
{
	struct message *m = server->pools[pool];

	if (m)
		server->pools[pool] = m->next;
	return m;
}

/*
 * One at a time, as a channel's interrupt never overlaps itself: the SCMI core
 * has one writer for each protocol's queue of notifications.
 */
bool server_send_event(struct scmi_server *server, u32 hdr, const void *payload,
		       size_t len)
{
	u64 full_until = READ_ONCE(server->full_until);
	unsigned long flags;
	bool sent;

	if (full_until && ktime_get_ns() < full_until)
		return false;
	spin_lock_irqsave(&server->event_lock, flags);
	sent = server->ops->event(server->context, hdr, payload, len, 0);
	spin_unlock_irqrestore(&server->event_lock, flags);
	return sent;
}

static bool send(const struct message *m)
{
	return server_send_event(m->server, m->hdr, m->payload, m->len);
}

static void wait_for_room_locked(struct scmi_server *server, struct message *m)
{
	m->next = NULL;
	*server->waiting_end = m;
	server->waiting_end = &m->next;
}

static struct message *take_waiting_locked(struct scmi_server *server)
{
	struct message *m = server->waiting;

	server->waiting = m->next;
	if (!server->waiting)
		server->waiting_end = &server->waiting;
	return m;
}

static void wait_again_locked(struct scmi_server *server, struct message *m)
{
	server->counts.delayed_waits++;
	m->next = server->waiting;
	if (!server->waiting)
		server->waiting_end = &m->next;
	server->waiting = m;
}

/*
 * Room that is made during an attempt that fails would be missed: @rooms tells.
 */
static void offer_waiting_locked(struct scmi_server *server,
				 unsigned long *flags)
	__must_hold(&server->lock)
{
	while (server->waiting && !server->closing) {
		struct message *m = take_waiting_locked(server);
		u32 rooms = server->rooms;
		bool sent;

		raw_spin_unlock_irqrestore(&server->lock, *flags);
		sent = send(m);
		raw_spin_lock_irqsave(&server->lock, *flags);
		if (sent) {
			server->counts.delayed_responses++;
			scmi_platform_delivered(&server->platform);
			message_put_locked(m);
			continue;
		}
		wait_again_locked(server, m);
		if (server->rooms == rooms)
			break;
	}
}

static void offer(struct scmi_server *server)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&server->lock, flags);
	if (!server->offering) {
		server->offering = true;
		offer_waiting_locked(server, &flags);
		server->offering = false;
	}
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

void server_offer(struct irq_work *work)
{
	offer(container_of(work, struct scmi_server, offer));
}

enum hrtimer_restart server_offer_again(struct hrtimer *timer)
{
	unsigned long flags;
	struct scmi_server *server =
		container_of(timer, struct scmi_server, full_timer);

	raw_spin_lock_irqsave(&server->lock, flags);
	server->rooms++;
	raw_spin_unlock_irqrestore(&server->lock, flags);
	offer(server);
	return HRTIMER_NORESTART;
}

/* Behind those that wait already; the first one is tried at once. */
void server_deliver_delayed(struct message *m)
{
	unsigned long flags;
	struct scmi_server *server = m->server;

	raw_spin_lock_irqsave(&server->lock, flags);
	wait_for_room_locked(server, m);
	raw_spin_unlock_irqrestore(&server->lock, flags);
	offer(server);
}

static void deliver_notification(struct message *m)
{
	unsigned long flags;
	struct scmi_server *server = m->server;
	bool sent = send(m);

	raw_spin_lock_irqsave(&server->lock, flags);
	if (sent)
		server->counts.notifications++;
	else
		server->counts.notifications_lost++;
	message_put_locked(m);
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

static void post_events_locked(struct scmi_server *server)
{
	struct scmi_platform *platform = &server->platform;
	u32 i;

	for (i = 0; i < platform->nr_events; i++) {
		const struct scmi_event *event = &platform->events[i];
		struct message *m = message_take_locked(server, POOL_NOTIFY);

		if (!m || server->closing) {
			server->counts.notifications_lost++;
			continue;
		}
		m->hdr = event->hdr;
		m->len = event->len;
		memcpy(m->payload, event->payload, event->len);
		message_arm_locked(m, scmi_service_draw(&server->service));
	}
	platform->nr_events = 0;
}

static void set_updates_locked(struct scmi_server *server)
{
	u64 now = ktime_get_ns();
	u32 i;

	for (i = 0; i < SCMI_NR_SENSORS; i++) {
		struct update *update = &server->updates[i];
		u64 interval =
			scmi_platform_update_interval(&server->platform, i);

		if (interval == update->interval)
			continue;
		update->interval = interval;
		if (interval && !server->closing)
			hrtimer_start(&update->timer,
				      ns_to_ktime(now + interval),
				      HRTIMER_MODE_ABS);
	}
}

void server_follow_up_locked(struct scmi_server *server, struct message *reply)
{
	struct scmi_platform *platform = &server->platform;

	if (platform->follow_up & SCMI_FOLLOW_ASYNC) {
		/* As many as the platform accepts. */
		struct message *m = message_take_locked(server, POOL_ASYNC);

		m->async = platform->async;
		m->kind = MESSAGE_ASYNC;
		reply->delayed = m;
		reply->kind = MESSAGE_REPLY_MORE;
	}
	if (platform->follow_up & SCMI_FOLLOW_EVENTS)
		post_events_locked(server);
	if (platform->follow_up & SCMI_FOLLOW_UPDATES)
		set_updates_locked(server);
	platform->follow_up = 0;
}

/* In step, but without a rush if the CPU has been away. */
static ktime_t next_update(const struct update *update)
{
	ktime_t next = ktime_add_ns(hrtimer_get_expires(&update->timer),
				    update->interval);
	ktime_t now = ktime_get();

	return ktime_after(next, now) ? next
				      : ktime_add_ns(now, update->interval);
}

enum hrtimer_restart server_update(struct hrtimer *timer)
{
	unsigned long flags;
	struct update *update = container_of(timer, struct update, timer);
	struct scmi_server *server = update->server;

	raw_spin_lock_irqsave(&server->lock, flags);
	if (update->interval && !server->closing) {
		scmi_platform_update(&server->platform, update->sensor);
		post_events_locked(server);
		server->platform.follow_up = 0;
		/* Under the lock, where it may be started by a request, too. */
		hrtimer_start(timer, next_update(update), HRTIMER_MODE_ABS);
	}
	raw_spin_unlock_irqrestore(&server->lock, flags);
	return HRTIMER_NORESTART;
}

/* The command takes effect now; @m becomes its delayed response. */
void server_complete(struct message *m)
{
	unsigned long flags;
	struct scmi_server *server = m->server;

	raw_spin_lock_irqsave(&server->lock, flags);
	m->len = scmi_platform_complete(&server->platform, &m->async,
					m->payload, SCMI_SERVER_REPLY_MAX);
	m->hdr = (m->async.hdr & ~(3U << 8)) | SCMI_TYPE_DELAYED_RESPONSE << 8;
	m->kind = MESSAGE_DELAYED;
	if (server->platform.follow_up & SCMI_FOLLOW_EVENTS)
		post_events_locked(server);
	server->platform.follow_up = 0;
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

/* Whatever is not everyday. */
static void deliver_other(struct message *m)
{
	switch (m->kind) {
	case MESSAGE_REPLY_MORE:
		fault_deliver(m);
		break;
	case MESSAGE_ASYNC:
		server_complete(m);
		fallthrough;
	case MESSAGE_DELAYED:
		server_deliver_delayed(m);
		break;
	case MESSAGE_NOTIFICATION:
		deliver_notification(m);
		break;
	}
}

static __always_inline void deliver(struct message *m, bool measured)
{
	unsigned long flags;
	struct scmi_server *server = m->server;
	u64 begun = measured ? ktime_get_ns() : 0;

	if (unlikely(m->kind != MESSAGE_REPLY)) {
		deliver_other(m);
		return;
	}
	if (measured)
		m->delivered = ktime_get_ns() - begun;
	server->ops->reply(server->context, m->cookie, m->hdr, m->payload,
			   m->len, 0);
	raw_spin_lock_irqsave(&server->lock, flags);
	if (measured)
		begun = ktime_get_ns();
	server_put_reply_locked(m);
	if (measured)
		cost_count_locked(m, begun);
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

/* Two functions in one: who does not measure pays nothing for it. */
static __always_inline void deliver_now(struct message *m)
{
	if (static_branch_unlikely(&cost_is_measured))
		deliver(m, true);
	else
		deliver(m, false);
}

static enum hrtimer_restart deliver_at_deadline(struct hrtimer *timer)
{
	deliver_now(container_of(timer, struct message, deadline));
	return HRTIMER_NORESTART;
}

static void deliver_at_once(struct irq_work *work)
{
	deliver_now(container_of(work, struct message, at_once));
}

/* An ordinary spinlock wants another interrupt than this one. */
static void deliver_elsewhere(void *info)
{
	struct message *m = info;
	struct scmi_server *server = m->server;

	irq_work_queue(&m->at_once);
	/* From now on closing the server finds it there. */
	atomic_dec(&server->elsewhere);
}

void message_init(struct scmi_server *server, struct message *m,
		  enum message_pool pool)
{
	m->server = server;
	m->pool = pool;
	m->kind = pool == POOL_REQUEST ? MESSAGE_REPLY
		  : pool == POOL_ASYNC ? MESSAGE_ASYNC
				       : MESSAGE_NOTIFICATION;
	m->fault = SCMI_FAULT_NR_KINDS;
	hrtimer_setup(&m->deadline, deliver_at_deadline, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	m->at_once = IRQ_WORK_INIT(deliver_at_once);
	INIT_CSD(&m->elsewhere, deliver_elsewhere, m);
	message_put_locked(m);
}
