// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_platform.ko: the platform as a server with many messages in flight.
 *
 * Every message has a slot, allocated when the server is opened, and every slot
 * has its own timer: deadlines are independent, and nothing is allocated on the
 * way of a message. A service time of 0 has no deadline to wait for: the reply
 * is delivered by an interrupt that the CPU sends to itself (irq_work), as soon
 * as interrupts are on.
 *
 * Locking: a server's raw spinlock guards its platform, its service times and
 * its list of free slots. It is held over taking a slot, serving the request
 * and arming the slot, so the order of the requests is the order of the draws,
 * and scmi_server_close(), which sets @closing under the lock, finds each slot
 * either free or armed. It is not held while a reply is delivered. Raw, because
 * requests come from whatever context the SCMI core sends in. Timer and irq_work
 * are not of the hard kind: on PREEMPT_RT the SCMI core takes sleeping locks for
 * a reply, and expects the context of a threaded interrupt.
 *
 * Lifetime: a busy slot belongs to its timer or irq_work, until that has
 * delivered the reply and put the slot back. A slot may be taken again while
 * its callback is still on the way out: both hrtimer and irq_work allow to be
 * armed from then on, and closing waits for callbacks by hrtimer_cancel() and
 * irq_work_sync(). Front ends use this module's symbols, so it cannot be
 * unloaded before them.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "platform/platform.h"
#include "platform/service.h"
#include "scmi_server.h"

#define MAX_DEPTH 1024 /* tokens have ten bits */

static char *service = "20us";
module_param(service, charp, 0444);
MODULE_PARM_DESC(
	service,
	"service time: 0, 20us, uniform:10us..30us or exp:20us (default 20us)");

static ulong seed = 1;
module_param(seed, ulong, 0444);
MODULE_PARM_DESC(seed, "seed of the service times (default 1)");

/* The service times from their first on; each server starts with a copy. */
static struct scmi_service first_service;

struct slot {
	struct scmi_server *server;
	struct list_head free;
	struct hrtimer deadline;
	struct irq_work at_once;
	void *cookie;
	u32 hdr;
	size_t len;
	u8 reply[SCMI_SERVER_REPLY_MAX];
};

struct scmi_server {
	const struct scmi_server_ops *ops;
	void *context;
	unsigned int depth;

	raw_spinlock_t lock; /* guards what follows */
	bool closing;
	struct list_head free;
	struct scmi_platform platform;
	struct scmi_service service;

	struct slot slots[] __counted_by(depth);
};

static void deliver(struct slot *slot)
{
	struct scmi_server *server = slot->server;
	unsigned long flags;

	server->ops->reply(server->context, slot->cookie, slot->hdr,
			   slot->reply, slot->len, 0);

	raw_spin_lock_irqsave(&server->lock, flags);
	/* At the tail: rest as long as possible before the next use. */
	list_add_tail(&slot->free, &server->free);
	raw_spin_unlock_irqrestore(&server->lock, flags);
}

static enum hrtimer_restart deliver_at_deadline(struct hrtimer *timer)
{
	deliver(container_of(timer, struct slot, deadline));
	return HRTIMER_NORESTART;
}

static void deliver_at_once(struct irq_work *work)
{
	deliver(container_of(work, struct slot, at_once));
}

static void serve(struct scmi_server *server, struct slot *slot, u32 hdr,
		  const void *req, size_t len)
{
	u64 ns;

	slot->hdr = hdr;
	slot->len = scmi_platform_handle(&server->platform, hdr, req, len,
					 slot->reply, sizeof(slot->reply));
	ns = scmi_service_draw(&server->service);
	if (ns)
		hrtimer_start(&slot->deadline, ns_to_ktime(ns),
			      HRTIMER_MODE_REL);
	else
		irq_work_queue(&slot->at_once);
}

int scmi_server_submit(struct scmi_server *server, void *cookie, u32 hdr,
		       const void *req, size_t len)
{
	unsigned long flags;
	struct slot *slot;
	int ret = 0;

	raw_spin_lock_irqsave(&server->lock, flags);
	slot = list_first_entry_or_null(&server->free, struct slot, free);
	if (server->closing) {
		ret = -ESHUTDOWN;
	} else if (!slot) {
		ret = -EBUSY;
	} else {
		list_del_init(&slot->free);
		slot->cookie = cookie;
		serve(server, slot, hdr, req, len);
	}
	raw_spin_unlock_irqrestore(&server->lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(scmi_server_submit);

static void init_slot(struct scmi_server *server, struct slot *slot)
{
	slot->server = server;
	hrtimer_init(&slot->deadline, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	slot->deadline.function = deliver_at_deadline;
	init_irq_work(&slot->at_once, deliver_at_once);
	list_add_tail(&slot->free, &server->free);
}

/* Nothing waits yet: the platform has no delayed responses. */
void scmi_server_room(struct scmi_server *server)
{
}
EXPORT_SYMBOL_GPL(scmi_server_room);

struct scmi_server *scmi_server_open(const char *name, unsigned int depth,
				     const struct scmi_server_ops *ops,
				     void *context)
{
	struct scmi_server *server;
	unsigned int i;

	if (!depth || depth > MAX_DEPTH || !ops->reply || !ops->drop)
		return ERR_PTR(-EINVAL);
	server = kvzalloc(struct_size(server, slots, depth), GFP_KERNEL);
	if (!server)
		return ERR_PTR(-ENOMEM);

	server->ops = ops;
	server->context = context;
	server->depth = depth;
	raw_spin_lock_init(&server->lock);
	INIT_LIST_HEAD(&server->free);
	scmi_platform_init(&server->platform);
	server->service = first_service;
	for (i = 0; i < depth; i++)
		init_slot(server, &server->slots[i]);
	return server;
}
EXPORT_SYMBOL_GPL(scmi_server_open);

unsigned int scmi_server_close(struct scmi_server *server)
{
	unsigned int i, dropped = 0;
	unsigned long flags;

	raw_spin_lock_irqsave(&server->lock, flags);
	server->closing = true;
	raw_spin_unlock_irqrestore(&server->lock, flags);

	for (i = 0; i < server->depth; i++) {
		/* A cancelled timer was pending: its reply is lost. */
		dropped += hrtimer_cancel(&server->slots[i].deadline);
		irq_work_sync(&server->slots[i].at_once);
	}
	kvfree(server);
	return dropped;
}
EXPORT_SYMBOL_GPL(scmi_server_close);

static int __init scmi_platform_module_init(void)
{
	struct scmi_service_error error;

	if (scmi_service_parse(&first_service, service, seed, &error))
		return 0;
	pr_err("service=%s: character %zu: %s; expected 0, 20us, fixed:20us, "
	       "uniform:10us..30us or exp:20us\n",
	       service, error.at + 1, error.why);
	return -EINVAL;
}
module_init(scmi_platform_module_init);

static void __exit scmi_platform_module_exit(void)
{
}
module_exit(scmi_platform_module_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Software SCMI platform with a deadline for each message");
