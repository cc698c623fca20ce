/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What the hooks in the core and the transports do, whichever way they are
 * attached. The functions that they are on, and which phase each bounds, are in
 * loader/live/hooks.c.
 *
 * From do_xfer() to its end a transfer is its task's: a doorbell that a task
 * rings is for the transfer that it began last.
 */
#ifndef SCMI_PERF_HOOK_BPF_H
#define SCMI_PERF_HOOK_BPF_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>

#include "kernel.bpf.h"
#include "measure.bpf.h"

#define VIRTIO_ID_SCMI	 32
#define VIRTIO_SCMI_CMDQ 0

/*
 * The address of @protocol's struct scmi_chan_info, from the core's own table: a
 * tree of nodes, whose addresses end in binary 10. @info: a struct scmi_info's
 * address. 0: there is none.
 */
RARE __u64 find_channel(__u64 info, __u32 protocol)
{
	__u64 entry = (__u64)BPF_CORE_READ((const struct scmi_info *)info,
					   tx_idr.idr_rt.xa_head);

	for (int i = 0; i < 3 && (entry & 3) == 2; i++) {
		const struct xa_node *node = (void *)(entry - 2);
		__u32 shift = BPF_CORE_READ(node, shift) & 63;

		if (bpf_probe_read_kernel(&entry, sizeof(entry),
					  &node->slots[protocol >> shift & 63]))
			return 0;
	}
	return entry;
}

/* What the core numbers the channel of @protocol; 0: it has none. */
RARE int channel_of(__u64 info, __u32 protocol)
{
	const struct scmi_chan_info *channel;

	channel = (void *)find_channel(info, protocol);
	if (!channel)
		return 0;
	if (bpf_core_field_exists(channel->id))
		return BPF_CORE_READ(channel, id);
	/* Linux 6.1 has no number for it: newer ones take its first protocol. */
	return (__u64)channel == find_channel(info, REC_FIRST_PROTOCOL)
		       ? REC_FIRST_PROTOCOL
		       : protocol;
}

/* Fills a new entry of the table, whose handle and desc are there. */
RARE int describe_instance(__u32 at)
{
	struct rec_instance *here = &instances[at & (REC_INSTANCES - 1)];
	const struct scmi_desc *desc = (void *)here->desc;
	__u64 address =
		here->handle - bpf_core_field_offset(struct scmi_info, handle);
	const struct scmi_info *info = (void *)address;

	/* Linux 6.1 has no number for it. */
	here->id = bpf_core_field_exists(info->id) ? BPF_CORE_READ(info, id)
						   : at - 1;
	here->send_message = (__u64)BPF_CORE_READ(desc, ops, send_message);
	for (__u32 p = 0; p < REC_PROTOCOLS; p++)
		here->channel[p] = channel_of(address, REC_FIRST_PROTOCOL + p);
	return 0;
}

/* instance_of() for one that is not the first. */
static __noinline int find_instance(const void *handle, const void *desc)
{
	for (__u32 i = 1; i < REC_INSTANCES; i++) {
		struct rec_instance *here = &instances[i];
		__u64 there = *(volatile __u64 *)&here->handle;

		if (there == (__u64)handle && here->desc == (__u64)desc)
			return i;
		if (there || __sync_val_compare_and_swap(&here->handle, 0,
							 (__u64)handle))
			continue;
		here->desc = (__u64)desc;
		describe_instance(i);
		return i;
	}
	add(global.lost_instance, 1);
	return 0;
}

/* Index of an instance in the table, taken on first sight; 0: table full. */
static __always_inline __u32 instance_of(const void *handle, const void *desc)
{
	if (instances[1].handle == (__u64)handle &&
	    instances[1].desc == (__u64)desc)
		return 1;
	return find_instance(handle, desc);
}

static __always_inline __u32 task_home(__u64 task)
{
	return (__u32)(task >> 7 ^ task >> 13) & (REC_TASKS - 1);
}

/*
 * The entry of a task that is not at home. For a new one, the first that is
 * free or of a task whose transfer has ended. -1: none.
 */
RARE int find_task(__u64 task, bool take)
{
	__u32 home = task_home(task);

	for (__u32 i = 0; i < REC_TASKS_PROBES; i++) {
		__u32 at = (home + i) & (REC_TASKS - 1);
		__u64 there = *(volatile __u64 *)&tasks[at].task, tag;

		if (there == task)
			return at;
		if (!take || (there && lc_find(in_flight, tasks[at].id, &tag)))
			continue;
		if (__sync_val_compare_and_swap(&tasks[at].task, there, task) ==
		    there)
			return at;
	}
	return -1;
}

/* do_xfer()'s entry. */
static __always_inline int on_do_xfer(const void *handle, const void *desc,
				      __u32 id)
{
	__u64 task = bpf_get_current_task();
	__u32 at = task_home(task), from = instance_of(handle, desc);

	lc_announce(in_flight, id, from);
	if (tasks[at].task != task) {
		int found = find_task(task, true);

		if (found < 0) {
			add(global.lost_task, 1);
			return 0;
		}
		at = found & (REC_TASKS - 1);
	}
	tasks[at].id = id;
	tasks[at].from = from;
	return 0;
}

/* What the current task has begun last; NULL: nothing. */
static __always_inline struct rec_task *current_task(void)
{
	__u64 task = bpf_get_current_task();
	__u32 at = task_home(task);

	if (tasks[at].task != task) {
		int found = find_task(task, false);

		if (found < 0)
			return 0;
		at = found & (REC_TASKS - 1);
	}
	return &tasks[at];
}

/* The doorbell's entry. @queue: the virtqueue, or NULL; @queued: its index. */
static __always_inline int on_ring(const void *queue, __u16 queued)
{
	struct rec_task *t = current_task();
	struct lc_slot *s;
	__u32 seen;
	__u64 tag;

	if (!t)
		return 0;
	s = lc_find(in_flight, t->id, &tag);
	if (!s)
		return 0;
	seen = t->from << LC_SEEN_FROM_SHIFT;
	if (queue) {
		seen |= LC_SEEN_QUEUED | (__u32)queued << LC_SEEN_QUEUED_SHIFT;
		instances[t->from & (REC_INSTANCES - 1)].queue = (__u64)queue;
	}
	lc_ring(s, seen, bpf_ktime_get_ns());
	return 0;
}

/* The doorbell's exit. */
static __always_inline int on_rung(void)
{
	struct rec_task *t = current_task();
	struct lc_slot *s;
	__u64 tag;

	if (!t)
		return 0;
	s = lc_find(in_flight, t->id, &tag);
	if (s)
		lc_rung(s, bpf_ktime_get_ns());
	return 0;
}

/* A completion is signalled: what comes on this processor came with it. */
static __always_inline int on_signal(void)
{
	cpus[bpf_get_smp_processor_id() & (REC_CPUS - 1)].signal_ns =
		bpf_ktime_get_ns();
	return 0;
}

/* A notification is handed out to those who asked for it. */
static __always_inline int on_notify(const void *handle, const void *desc)
{
	struct rec_cpu *cpu =
		&cpus[bpf_get_smp_processor_id() & (REC_CPUS - 1)];

	cpu->handled_from = instance_of(handle, desc);
	cpu->handled_ns = bpf_ktime_get_ns();
	return 0;
}

/* The core does not take a message with this header. */
static __always_inline int on_bad_message(const void *handle, const void *desc,
					  __u32 header, __s32 bad)
{
	__u32 from = instance_of(handle, desc);
	__u8 message = header, type = header >> 8 & 3, protocol = header >> 10;
	__u16 token = header >> 18;
	enum lc_anomaly kind = lc_bad_message(in_flight, &expired, from, bad,
					      type, token, bpf_ktime_get_ns());

	if (kind != LA_NONE)
		note_anomaly(rec_key(from, protocol, message) |
				     (type == LC_MSG_NOTIFICATION
					      ? REC_KEY_NOTIFICATION
					      : 0),
			     kind, token, 0);
	return 0;
}

/* A mailbox transfer has timed out, and its channel is not free for others. */
static __always_inline int on_mailbox_timeout(const struct scmi_shared_mem *mem,
					      __u32 id, __u16 token)
{
	__u32 status, header;
	struct lc_slot *s;
	__u64 tag;

	s = lc_find(in_flight, id, &tag);
	if (!s ||
	    bpf_probe_read_kernel(&status, sizeof(status),
				  &mem->channel_status) ||
	    bpf_probe_read_kernel(&header, sizeof(header), &mem->msg_header))
		return 0;
	/* Free again, which the platform makes it, still ours, and a reply. */
	if ((status & 1) && header >> 18 == token &&
	    (header >> 8 & 3) == LC_MSG_RESPONSE)
		s->seen |= LC_SEEN_REPLY;
	return 0;
}

#endif
