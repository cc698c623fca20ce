/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Looks for a reply in a virtqueue for which no interrupt came. Supports split
 * rings only. Used only after a timeout, because its checked reads are slow.
 */
#ifndef SCMI_PERF_QUEUE_BPF_H
#define SCMI_PERF_QUEUE_BPF_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>

#include "kernel.bpf.h"
#include "measure.bpf.h"

/*
 * Maximum number of replies to look at: more than any SCMI command queue has.
 */
#define QUEUE_MAX 256

/* In a split ring, the used ring has the id of each message. */
static __always_inline bool is_split(const struct vring_virtqueue *vq)
{
	if (bpf_core_field_exists(vq->layout))
		return BPF_CORE_READ(vq, layout) == VQ_LAYOUT_SPLIT;
	return bpf_core_field_exists(vq->packed_ring) &&
	       !BPF_CORE_READ(vq, packed_ring);
}

/* Whether a used ring holds message @head from index @from to before @to. */
static __always_inline bool has_used(const struct vring_used *used, __u32 num,
				     __u16 from, __u16 to, __u16 head)
{
	for (int i = 0; i < QUEUE_MAX && from != to; i++, from++) {
		__u32 id;

		if (bpf_probe_read_kernel(&id, sizeof(id),
					  &used->ring[from & (num - 1)].id))
			return false;
		if (id == head)
			return true;
	}
	return false;
}

/*
 * Looks into the command queue of an instance for a message that timed out.
 * Returns LC_SEEN_REPLY if its reply is there and was not fetched;
 * LC_SEEN_NOT_TAKEN if the device has not read the message, which only a queue
 * with an event index shows; else 0. @seen has its index in the queue.
 */
RARE int queue_look_up(__u64 seen, __u32 instance)
{
	const struct vring_virtqueue *vq;
	const struct vring_avail *avail;
	const struct vring_used *used;
	__u16 at = seen >> LC_SEEN_QUEUED_SHIFT, done, head, event;
	__u32 num;

	vq = (void *)instances[instance & (REC_INSTANCES - 1)].queue;
	if (!(seen & LC_SEEN_QUEUED) || !vq ||
	    !bpf_core_field_exists(vq->split.avail_idx_shadow) || !is_split(vq))
		return 0;
	num = BPF_CORE_READ(vq, split.vring.num);
	avail = BPF_CORE_READ(vq, split.vring.avail);
	used = BPF_CORE_READ(vq, split.vring.used);
	/* Overwritten since: sending that many messages needs interrupts. */
	if ((__u16)(BPF_CORE_READ(vq, split.avail_idx_shadow) - at) >= num)
		return 0;
	if (bpf_probe_read_kernel(&head, sizeof(head),
				  &avail->ring[at & (num - 1)]) ||
	    bpf_probe_read_kernel(&done, sizeof(done), &used->idx))
		return 0;
	if (has_used(used, num, BPF_CORE_READ(vq, last_used_idx), done, head))
		return LC_SEEN_REPLY;
	/* The event index lies behind the used ring (virtio 1.2, 2.7.10). */
	if (bpf_core_field_exists(vq->event) && BPF_CORE_READ(vq, event) &&
	    !bpf_probe_read_kernel(&event, sizeof(event), &used->ring[num]) &&
	    (__s16)(event - at) <= 0)
		return LC_SEEN_NOT_TAKEN;
	return 0;
}

#endif
