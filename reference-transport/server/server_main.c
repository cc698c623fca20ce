// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_platform.ko: the platform as a server with many messages in flight.
 *
 * Every message has memory of its own, allocated when the server is opened, and
 * its own timer: deadlines are independent, and nothing is allocated on the way
 * of a message. A service time of 0 has no deadline to wait for: the message is
 * delivered by an interrupt that the CPU sends to itself (irq_work), as soon as
 * interrupts are on.
 *
 * Locking: a server's raw spinlock guards its platform, its service times, its
 * plan and its pools of messages. It is held over taking a message, serving the
 * request and arming the message, so the order of the requests is the order of
 * the draws, and scmi_server_close(), which sets @closing under the lock, finds
 * each message either in a pool or armed. It is not held while anything is
 * delivered. Raw, because a front end may submit from any context. The list of
 * servers and the plan for those to come have a mutex.
 *
 * Deliveries are interrupts in which front ends, and the SCMI core behind them,
 * take ordinary spinlocks. Their timers and irq_works are therefore not HARD: on
 * PREEMPT_RT they run in threads.
 *
 * Lifetime: a message out of its pool belongs to its timer or irq_work, until
 * that has delivered it and put it back. It may be taken again while its
 * callback is still on the way out: both hrtimer and irq_work allow to be armed
 * from then on, and closing waits for callbacks by hrtimer_cancel() and
 * irq_work_sync(). Front ends use this module's symbols, so it cannot be
 * unloaded before them.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "cost.h"
#include "debugfs.h"
#include "deliver.h"
#include "fault.h"
#include "messages.h"
#include "p2a.h"

#define MAX_DEPTH 1024 /* tokens have ten bits */
#define NR_NOTIFY 64

static char *service = "20us";
module_param(service, charp, 0444);
MODULE_PARM_DESC(
	service,
	"service time: 0, 20us, uniform:10us..30us or exp:20us (default 20us)");

static ulong seed = 1;
module_param(seed, ulong, 0444);
MODULE_PARM_DESC(seed, "seed of the service times (default 1)");

/* A longer spin, maybe with interrupts off, would disturb the kernel. */
#define DOORBELL_MAX_US 1000U

static unsigned int doorbell_us;
module_param(doorbell_us, uint, 0444);
MODULE_PARM_DESC(doorbell_us,
		 "time that a submission spins before it is accepted, "
		 "0 to 1000 us (default 0)");
static DEFINE_STATIC_KEY_FALSE(doorbell_is_slow);

/* The service times from their first on; each server starts with a copy. */
static struct scmi_service first_service;

/* Adds to @m, which has the request's header, the reply; its service time. */
static __always_inline u64 serve(struct scmi_server *server,
				 struct server_message *m, const void *req,
				 size_t len)
{
	u64 ns = scmi_service_draw(&server->service);

	if (unlikely(server->plan))
		return fault_serve_locked(m, req, len, ns);
	m->len = scmi_platform_handle(&server->platform, m->hdr, req, len,
				      m->payload, SCMI_SERVER_REPLY_MAX);
	if (unlikely(server->platform.follow_up))
		p2a_follow_up_locked(server, m);
	return ns;
}

static __always_inline void accept(struct scmi_server *server,
				   struct server_message *m, const void *req,
				   size_t len)
{
	server->pools[POOL_REQUEST] = m->next;
	server->counts.requests++;
	message_arm_locked(m, serve(server, m, req, len));
}

static noinline void accept_measured(struct scmi_server *server,
				     struct server_message *m, const void *req,
				     size_t len)
{
	u64 start = ktime_get_ns();

	accept(server, m, req, len);
	m->accepted = ktime_get_ns() - start;
}

int scmi_server_submit(struct scmi_server *server, void *cookie, u32 hdr,
		       const void *req, size_t len)
{
	unsigned long flags;
	struct server_message *m;
	int ret = 0;

	if (static_branch_unlikely(&doorbell_is_slow))
		udelay(doorbell_us);
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
			accept_measured(server, m, req, len);
		else
			accept(server, m, req, len);
	}
	raw_spin_unlock_irqrestore(&server->lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(scmi_server_submit);

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

	if (!name || !depth || depth > MAX_DEPTH || !ops->reply || !ops->drop)
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
	server->service = first_service;
	server->waiting_end = &server->waiting;
	server->offer = IRQ_WORK_INIT(p2a_offer);
	hrtimer_setup(&server->full_timer, p2a_offer_again, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	init_messages(server, depth);
	init_updates(server);

	ret = debugfs_add_server(server);
	if (ret) {
		kvfree(server);
		return ERR_PTR(ret);
	}
	return server;
}
EXPORT_SYMBOL_GPL(scmi_server_open);

/* Waits for what is under way; @closing keeps everything else from starting. */
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
	kfree(server->plan);
	kvfree(server);
	return dropped;
}
EXPORT_SYMBOL_GPL(scmi_server_close);

static int __init scmi_platform_module_init(void)
{
	struct scmi_service_error error;

	if (!scmi_service_parse(&first_service, service, seed, &error)) {
		pr_err("service=%s: character %zu: %s; expected 0, 20us, "
		       "fixed:20us, uniform:10us..30us or exp:20us\n",
		       service, error.at + 1, error.why);
		return -EINVAL;
	}
	if (doorbell_us > DOORBELL_MAX_US) {
		pr_err("doorbell_us=%u; expected 0 to %u\n", doorbell_us,
		       DOORBELL_MAX_US);
		return -EINVAL;
	}
	if (doorbell_us)
		static_branch_enable(&doorbell_is_slow);
	debugfs_start(seed);
	return 0;
}
module_init(scmi_platform_module_init);

static void __exit scmi_platform_module_exit(void)
{
	debugfs_stop();
}
module_exit(scmi_platform_module_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Software SCMI platform with a deadline for each message");
