// SPDX-License-Identifier: GPL-2.0-only
/*
 * The P2A channel: delayed responses and notifications, each when it is due.
 *
 * A delayed response has a service time of its own, which starts when the reply
 * to its command has been delivered. So it never overtakes that reply, unless a
 * fault demands it. Without room it waits. Waiting responses are offered again,
 * oldest first, by one CPU at a time.
 */
#include "messages.h"
#include "p2a.h"

/*
 * One event at a time, as a channel's interrupt never overlaps itself: the SCMI
 * core expects one writer for each protocol's queue of notifications.
 */
bool p2a_send_event(struct scmi_server *server, u32 hdr, const void *payload,
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

static bool send(const struct server_message *m)
{
	return p2a_send_event(m->server, m->hdr, m->payload, m->len);
}

static void wait_for_room_locked(struct scmi_server *server,
				 struct server_message *m)
{
	m->next = NULL;
	*server->waiting_end = m;
	server->waiting_end = &m->next;
}

static struct server_message *get_waiting_locked(struct scmi_server *server)
{
	struct server_message *m = server->waiting;

	server->waiting = m->next;
	if (!server->waiting)
		server->waiting_end = &server->waiting;
	return m;
}

static void wait_again_locked(struct scmi_server *server,
			      struct server_message *m)
{
	server->counts.delayed_waits++;
	m->next = server->waiting;
	if (!server->waiting)
		server->waiting_end = &m->next;
	server->waiting = m;
}

/* A change of @rooms shows that room was made while an attempt failed. */
static void offer_waiting_locked(struct scmi_server *server,
				 unsigned long *flags)
	__must_hold(&server->lock)
{
	while (server->waiting && !server->closing) {
		struct server_message *m = get_waiting_locked(server);
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

void p2a_offer(struct irq_work *work)
{
	offer(container_of(work, struct scmi_server, offer));
}

enum hrtimer_restart p2a_offer_again(struct hrtimer *timer)
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

/* Queues @m behind waiting responses, and offers the first one. */
void p2a_deliver_delayed(struct server_message *m)
{
	unsigned long flags;
	struct scmi_server *server = m->server;

	raw_spin_lock_irqsave(&server->lock, flags);
	wait_for_room_locked(server, m);
	raw_spin_unlock_irqrestore(&server->lock, flags);
	offer(server);
}

static void count_notification_locked(struct scmi_server *server, bool sent)
{
	if (sent)
		server->counts.notifications++;
	else
		server->counts.notifications_lost++;
}

void p2a_send_notification(struct scmi_server *server,
			   const struct scmi_event *event)
{
	unsigned long flags;
	bool sent =
		p2a_send_event(server, event->hdr, event->payload, event->len);

	raw_spin_lock_irqsave(&server->lock, flags);
	count_notification_locked(server, sent);
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

void p2a_deliver_notification(struct server_message *m)
{
	unsigned long flags;
	struct scmi_server *server = m->server;
	bool sent = send(m);

	raw_spin_lock_irqsave(&server->lock, flags);
	count_notification_locked(server, sent);
	message_put_locked(m);
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

static void post_events_locked(struct scmi_server *server)
{
	struct scmi_platform *platform = &server->platform;
	u32 i;

	for (i = 0; i < platform->nr_events; i++) {
		const struct scmi_event *event = &platform->events[i];
		struct server_message *m =
			message_get_locked(server, POOL_NOTIFY);

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
		struct sensor_updates *update = &server->updates[i];
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

void p2a_follow_up_locked(struct scmi_server *server,
			  struct server_message *reply)
{
	struct scmi_platform *platform = &server->platform;

	if (platform->follow_up & SCMI_FOLLOW_ASYNC) {
		/* Never NULL: the platform accepts no more than the pool has. */
		struct server_message *m =
			message_get_locked(server, POOL_ASYNC);

		m->async = platform->async;
		m->kind = MESSAGE_ASYNC;
		reply->delayed = m;
		reply->kind = MESSAGE_REPLY_ACCEPTED;
	}
	if (platform->follow_up & SCMI_FOLLOW_EVENTS)
		post_events_locked(server);
	if (platform->follow_up & SCMI_FOLLOW_UPDATES)
		set_updates_locked(server);
	platform->follow_up = 0;
}

void p2a_poll_fast_locked(struct scmi_server *server)
{
	scmi_platform_poll_fast(&server->platform);
	post_events_locked(server);
	server->platform.follow_up = 0;
}

/* Keeps to the period, but skips updates that the CPU has missed. */
static ktime_t next_update(const struct sensor_updates *update)
{
	ktime_t next = ktime_add_ns(hrtimer_get_expires(&update->timer),
				    update->interval);
	ktime_t now = ktime_get();

	return ktime_after(next, now) ? next
				      : ktime_add_ns(now, update->interval);
}

enum hrtimer_restart p2a_update(struct hrtimer *timer)
{
	unsigned long flags;
	struct sensor_updates *update =
		container_of(timer, struct sensor_updates, timer);
	struct scmi_server *server = update->server;

	raw_spin_lock_irqsave(&server->lock, flags);
	if (update->interval && !server->closing) {
		scmi_platform_update(&server->platform, update->sensor);
		post_events_locked(server);
		server->platform.follow_up = 0;
		/* Under the lock, because a request can start it, too. */
		hrtimer_start(timer, next_update(update), HRTIMER_MODE_ABS);
	}
	raw_spin_unlock_irqrestore(&server->lock, flags);
	return HRTIMER_NORESTART;
}

/* Carries out the command; @m becomes its delayed response. */
void p2a_complete(struct server_message *m)
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
