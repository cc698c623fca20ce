// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts notifications and measures the time that the SCMI core needs for each,
 * from its interrupt to the notifier.
 *
 * Locking: the core serialises the notifiers of a protocol, but not those of
 * two protocols. So each notifier has its own count, and the total is atomic.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#include "../compat.h"
#include "load.h"

static const struct {
	const char *name;
	u8 protocol;
	u8 event;
} events[] = {
	[LOAD_SENSOR_TRIP_POINT] = {"sensor_trip_point", SCMI_PROTOCOL_SENSOR,
				    SCMI_EVENT_SENSOR_TRIP_POINT_EVENT},
	[LOAD_SENSOR_UPDATE] = {"sensor_update", SCMI_PROTOCOL_SENSOR,
				SCMI_EVENT_SENSOR_UPDATE},
	[LOAD_PERF_LIMITS] = {"perf_limits", SCMI_PROTOCOL_PERF,
			      SCMI_EVENT_PERFORMANCE_LIMITS_CHANGED},
	[LOAD_PERF_LEVEL] = {"perf_level", SCMI_PROTOCOL_PERF,
			     SCMI_EVENT_PERFORMANCE_LEVEL_CHANGED},
};

const char *load_event_name(enum load_event event)
{
	return events[event].name;
}

/* Every report begins with the time of its interrupt. */
static int on_event(struct notifier_block *block, unsigned long event,
		    void *report)
{
	struct load_notifier *notifier =
		container_of(block, struct load_notifier, block);
	u64 now = ktime_get_boottime_ns();
	u64 then = ktime_to_ns(*(const ktime_t *)report);
	u32 n = atomic_inc_return(&notifier->notify->received) - 1;

	notifier->received++;
	if (n < LOAD_MAX_NOTIFICATIONS)
		notifier->notify->ns[n] = now > then ? now - then : 0;
	return NOTIFY_OK;
}

static bool start_event(struct load_notify *notify, int i)
{
	struct load_notifier *notifier = &notify->notifiers[i];

	notifier->notify = notify;
	notifier->block.notifier_call = on_event;
	notifier->registered =
		!notify->handle->notify_ops->event_notifier_register(
			notify->handle, events[i].protocol, events[i].event,
			NULL, &notifier->block);
	return notifier->registered;
}

struct load_notify *load_notify_start(const struct scmi_handle *handle)
{
	struct load_notify *notify = kzalloc(sizeof(*notify), GFP_KERNEL);
	int i, started = 0;

	if (!notify)
		return ERR_PTR(-ENOMEM);
	notify->ns = vcalloc(LOAD_MAX_NOTIFICATIONS, sizeof(*notify->ns));
	if (!notify->ns) {
		kfree(notify);
		return ERR_PTR(-ENOMEM);
	}
	notify->handle = handle;
	for (i = 0; i < LOAD_NR_EVENTS; i++)
		started += start_event(notify, i);
	if (!started) {
		load_notify_free(notify);
		return ERR_PTR(-EOPNOTSUPP);
	}
	return notify;
}

void load_notify_stop(struct load_notify *notify)
{
	int i;

	for (i = 0; i < LOAD_NR_EVENTS; i++)
		if (notify->notifiers[i].registered)
			notify->handle->notify_ops->event_notifier_unregister(
				notify->handle, events[i].protocol,
				events[i].event, NULL,
				&notify->notifiers[i].block);
}

void load_notify_free(struct load_notify *notify)
{
	if (!notify)
		return;
	vfree(notify->ns);
	kfree(notify);
}
