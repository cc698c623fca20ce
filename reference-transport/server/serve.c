// SPDX-License-Identifier: GPL-2.0-only
/*
 * The platform as a server with many messages in flight, of scmi_platform.ko and of
 * programs on a host.
 *
 * Every message has its own timer and its own memory, allocated when the server
 * is opened. So deadlines are independent, and serving a message allocates no
 * memory. With a service time of 0, an interrupt that the CPU sends to itself
 * (irq_work) delivers the message as soon as interrupts are on.
 *
 * Locking: a server's raw spinlock guards its platform, its service times, its
 * plan and its pools of messages. It is held while a message is removed from
 * its pool, served and armed. So requests draw service times in their order.
 * scmi_server_close(), which sets @closing under the lock, finds each message
 * either in a pool or armed. The lock is not held during a delivery. It is raw,
 * because a front end can submit from any context. A mutex guards the list of
 * servers and the plan of future servers.
 *
 * In a delivery, front ends and the SCMI core take ordinary spinlocks. So
 * timers and irq_works are not HARD: on PREEMPT_RT they run in threads.
 *
 * Lifetime: a message that is not in its pool belongs to its timer or irq_work,
 * which delivers it and puts it back. It can be used again before that callback
 * has returned, because hrtimer and irq_work can be armed in their callbacks.
 * Closing a server waits for callbacks with hrtimer_cancel() and
 * irq_work_sync(). Front ends use this module's symbols, so it cannot be
 * unloaded before them.
 */
#include "cost.h"
#include "debugfs.h"
#include "deliver.h"
#include "fast_memory.h"
#include "fault.h"
#include "messages.h"
#include "p2a.h"
#include "serve.h"

#define MAX_DEPTH 1024 /* tokens have ten bits */
#define NR_NOTIFY 64

/*
 * Adds the reply to @m, which has the request's header; returns the service
 * time.
 */
static __always_inline u64 serve(struct scmi_server *server,
				 struct server_message *m, const void *req,
				 size_t len, size_t room)
{
	u64 ns = scmi_service_draw(&server->service);

	if (unlikely(server->plan))
		return fault_serve_locked(m, req, len, room, ns);
	m->len = scmi_platform_handle(&server->platform, m->hdr, req, len,
				      m->payload, room);
	if (unlikely(server->platform.follow_up))
		p2a_follow_up_locked(server, m);
	return ns;
}

static __always_inline void accept(struct scmi_server *server,
				   struct server_message *m, const void *req,
				   size_t len, size_t room)
{
	server->pools[POOL_REQUEST] = m->next;
	server->counts.requests++;
	message_arm_locked(m, serve(server, m, req, len, room));
}

static noinline void accept_measured(struct scmi_server *server,
				     struct server_message *m, const void *req,
				     size_t len, size_t room)
{
	u64 start = ktime_get_ns();

	accept(server, m, req, len, room);
	m->accepted = ktime_get_ns() - start;
	m->requested = start;
}

static __always_inline int submit(struct scmi_server *server, void *cookie,
				  u32 hdr, const void *req, size_t len,
				  size_t room)
{
	unsigned long flags;
	struct server_message *m;
	int ret = 0;

	if (static_branch_unlikely(&doorbell_is_slow))
		udelay(server_settings.doorbell_us);
	raw_spin_lock_irqsave(&server->lock, flags);
	m = server->pools[POOL_REQUEST];
	if (unlikely(server->closing)) {
		ret = -ESHUTDOWN;
	} else if (unlikely(!m)) {
		ret = -EBUSY;
	} else {
		m->cookie = cookie;
		m->hdr = hdr;
		if (static_branch_unlikely(&cost_is_measured))
			accept_measured(server, m, req, len, room);
		else
			accept(server, m, req, len, room);
	}
	raw_spin_unlock_irqrestore(&server->lock, flags);
	return ret;
}

int scmi_server_submit(struct scmi_server *server, void *cookie, u32 hdr,
		       const void *req, size_t len)
{
	return submit(server, cookie, hdr, req, len, SCMI_SERVER_REPLY_MAX);
}
EXPORT_SYMBOL_GPL(scmi_server_submit);

int scmi_server_submit_sized(struct scmi_server *server, void *cookie, u32 hdr,
			     const void *req, size_t len, size_t room)
{
	return submit(server, cookie, hdr, req, len,
		      min_t(size_t, room, SCMI_SERVER_REPLY_MAX));
}
EXPORT_SYMBOL_GPL(scmi_server_submit_sized);

void scmi_server_room(struct scmi_server *server)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&server->lock, flags);
	server->rooms++;
	if (server->waiting && !server->closing)
		irq_work_queue(&server->offer);
	raw_spin_unlock_irqrestore(&server->lock, flags);
}
EXPORT_SYMBOL_GPL(scmi_server_room);

static void init_messages(struct scmi_server *server, unsigned int depth)
{
	unsigned int i;

	for (i = 0; i < server->nr_messages; i++)
		deliver_init_message(server, &server->messages[i],
				     i < depth ? POOL_REQUEST
				     : i < depth + SCMI_MAX_ASYNC
					     ? POOL_ASYNC
					     : POOL_NOTIFY);
}

static void init_updates(struct scmi_server *server)
{
	u32 i;

	for (i = 0; i < SCMI_NR_SENSORS; i++) {
		server->updates[i].server = server;
		server->updates[i].sensor = i;
		hrtimer_setup(&server->updates[i].timer, p2a_update,
			      CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	}
}

struct scmi_server *scmi_server_open(const char *name, unsigned int depth,
				     const struct scmi_server_ops *ops,
				     void *context)
{
	unsigned int nr = depth + SCMI_MAX_ASYNC + NR_NOTIFY;
	struct scmi_server *server;
	int ret;

	if (!name || !depth || depth > MAX_DEPTH ||
	    (!ops->remote && (!ops->reply || !ops->drop)))
		return ERR_PTR(-EINVAL);
	server = kvzalloc(struct_size(server, messages, nr), GFP_KERNEL);
	if (!server)
		return ERR_PTR(-ENOMEM);

	server->ops = ops;
	server->context = context;
	server->nr_messages = nr;
	strscpy(server->name, name, sizeof(server->name));
	spin_lock_init(&server->event_lock);
	raw_spin_lock_init(&server->lock);
	scmi_platform_init(&server->platform, ops->event);
	server->platform.sub_vendor = server_settings.sub_vendor;
	server->platform.clock = ktime_get_boot_fast_ns;
	if (!ops->remote)
		fast_memory_open(server);
	server->service = server_settings.service;
	server->waiting_end = &server->waiting;
	server->offer = IRQ_WORK_INIT(p2a_offer);
	hrtimer_setup(&server->full_timer, p2a_offer_again, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	init_messages(server, depth);
	init_updates(server);
	if (ops->remote)
		ops->remote->start(context, &server_settings.service,
				   server_settings.doorbell_us * 1000ULL);

	ret = debugfs_add_server(server);
	if (ret) {
		fast_memory_close(server);
		kvfree(server);
		return ERR_PTR(ret);
	}
	return server;
}
EXPORT_SYMBOL_GPL(scmi_server_open);

/* Waits for messages and timers in progress; @closing prevents new ones. */
static unsigned int stop(struct scmi_server *server)
{
	unsigned int i, dropped = 0;

	for (i = 0; i < SCMI_NR_SENSORS; i++)
		hrtimer_cancel(&server->updates[i].timer);
	for (i = 0; i < server->nr_messages; i++) {
		struct server_message *m = &server->messages[i];
		bool pending = hrtimer_cancel(&m->deadline);

		/* A cancelled timer was pending: its reply is lost. */
		dropped += pending && m->pool == POOL_REQUEST;
		irq_work_sync(&m->at_once);
	}
	/* A message on its way to another CPU may be armed after the loop above. */
	while (atomic_read(&server->elsewhere))
		cpu_relax();
	for (i = 0; i < server->nr_messages; i++)
		irq_work_sync(&server->messages[i].at_once);
	hrtimer_cancel(&server->full_timer);
	irq_work_sync(&server->offer);
	return dropped;
}

unsigned int scmi_server_close(struct scmi_server *server)
{
	unsigned int dropped;
	unsigned long flags;

	debugfs_remove_server(server);
	raw_spin_lock_irqsave(&server->lock, flags);
	server->closing = true;
	raw_spin_unlock_irqrestore(&server->lock, flags);

	dropped = stop(server);
	fast_memory_close(server);
	kfree(server->plan);
	kvfree(server);
	return dropped;
}
EXPORT_SYMBOL_GPL(scmi_server_close);
