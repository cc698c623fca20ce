/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Hooks on the way of a notification: scmi_notify() queues it in an interrupt, a
 * worker of the core passes it to its users through a notifier chain.
 */
#ifndef SCMI_PERF_NOTIFY_BPF_H
#define SCMI_PERF_NOTIFY_BPF_H

#include "hook.bpf.h"

/*
 * scmi_notify() queues a notification. Its exit and scmi_rx_done, which counts
 * it, follow on the same processor. @payload: its start, if resources are asked for;
 * else NULL.
 */
static __always_inline int on_notify(const void *handle, const void *desc,
				     __u64 protocol, __u64 event,
				     const __u32 *payload)
{
	__u64 key = rec_key(instance_of(handle, desc), protocol & 0xff,
			    event & 0xff) |
		    REC_KEY_NOTIFICATION;

	if (payload)
		key = key_with_resource(key, payload);
	this_cpu()->notification = key;
	return 0;
}

/* Exit of scmi_notify(): below 0, the core dropped the notification. */
static __always_inline int on_notify_exit(__s32 result)
{
	__u64 key = this_cpu()->notification;

	if (result < 0 && key)
		note_anomaly(key, LA_NOTIFICATION_DROPPED, 0, 0);
	return 0;
}

/*
 * Returns the index of the dispatcher with this task, or -1. 0 finds a free one.
 */
RARE int find_dispatcher(__u64 task)
{
	for (__u32 i = 0; i < REC_DISPATCHERS; i++)
		if (*(volatile __u64 *)&dispatchers[i].task == task)
			return i;
	return -1;
}

/* The protocol's events, from the work of their queue. */
static __always_inline void *events_desc(__u64 work)
{
	return (void *)work -
	       bpf_core_field_offset(struct events_queue, notify_work) -
	       bpf_core_field_offset(struct scmi_registered_events_desc,
				     equeue);
}

/* Entry of a worker, which passes the notifications of a protocol on. */
static __always_inline int on_dispatch(const void *handle, const void *desc,
				       __u32 protocol)
{
	__u32 instance = instance_of(handle, desc);
	int at = find_dispatcher(0);
	struct rec_dispatcher *d;

	/* The protocol, too, is read at an assumed offset. */
	if (assumed && !instance)
		return 0;
	if (at < 0) {
		add(global.lost_task, 1);
		return 0;
	}
	d = &dispatchers[at & (REC_DISPATCHERS - 1)];
	if (__sync_val_compare_and_swap(&d->task, 0, bpf_get_current_task())) {
		add(global.lost_task, 1);
		return 0;
	}
	d->events = rec_key(instance, protocol, 0) | REC_KEY_NOTIFICATION;
	d->depth = 0;
	d->key = 0;
	return 0;
}

/* All users of the last notification have returned. */
RARE int count_handled(int at)
{
	struct rec_dispatcher *d = &dispatchers[at & (REC_DISPATCHERS - 1)];
	__u64 key = d->key;
	int index;

	d->key = 0;
	if (!key)
		return 0;
	index = series_index(key);
	if (index < 0)
		return count_no_series(index);
	hist_record(&series_at(index)->phase[LC_HANDLING], 0, pages,
		    d->end_ns - d->interrupt_ns);
	return 0;
}

static __always_inline int on_dispatch_exit(void)
{
	int at = find_dispatcher(bpf_get_current_task());

	if (at < 0)
		return 0;
	count_handled(at);
	dispatchers[at & (REC_DISPATCHERS - 1)].task = 0;
	return 0;
}

/*
 * Adds the resource to the key of an event: all reports of the core to its users
 * begin with the time of the interrupt, the agent and the resource.
 */
static __always_inline __u64 key_of_report(__u64 key, const void *report)
{
	__u32 payload[2];

	if (bpf_probe_read_kernel(payload, sizeof(payload),
				  report + sizeof(__u64)))
		return key;
	return key_with_resource(key, payload);
}

/*
 * A notifier chain is called, of any subsystem. In a worker, the outermost call
 * is for the users of a notification; there are two, for users of all sources
 * and of one. @event: the notification; @report: begins with the time of the
 * interrupt.
 */
static __always_inline int on_chain(__u64 event, const void *report)
{
	int at = find_dispatcher(bpf_get_current_task());
	struct rec_dispatcher *d;
	__u64 key, interrupt_ns;

	if (at < 0)
		return 0;
	d = &dispatchers[at & (REC_DISPATCHERS - 1)];
	if (d->depth++ ||
	    bpf_probe_read_kernel(&interrupt_ns, sizeof(interrupt_ns), report))
		return 0;
	key = d->events | (event & 0xff);
	if (by_resource)
		key = key_of_report(key, report);
	if (key != d->key || interrupt_ns != d->interrupt_ns)
		count_handled(at);
	d->key = key;
	d->interrupt_ns = interrupt_ns;
	return 0;
}

static __always_inline int on_chain_exit(void)
{
	int at = find_dispatcher(bpf_get_current_task());
	struct rec_dispatcher *d;

	if (at < 0)
		return 0;
	d = &dispatchers[at & (REC_DISPATCHERS - 1)];
	if (!--d->depth)
		d->end_ns = bpf_ktime_get_boot_ns();
	return 0;
}

#endif
