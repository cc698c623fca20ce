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

/*
 * Returns true if a command queue has a reply to a message that was not
 * fetched. @seen, of the message's slot, has its instance and its index in the
 * queue.
 */
RARE int queue_has_reply(__u32 seen)
{
	const struct vring_virtqueue *vq;
	const struct vring_avail *avail;
	const struct vring_used *used;
	__u16 at = seen >> LC_SEEN_QUEUED_SHIFT, fetched, done, head;
	__u32 num;

	vq = (void *)instances[seen >> LC_SEEN_INSTANCE_SHIFT &
			       (REC_INSTANCES - 1)]
		     .queue;
	if (!(seen & LC_SEEN_QUEUED) || !vq ||
	    !bpf_core_field_exists(vq->split.avail_idx_shadow) || !is_split(vq))
		return false;
	num = BPF_CORE_READ(vq, split.vring.num);
	avail = BPF_CORE_READ(vq, split.vring.avail);
	used = BPF_CORE_READ(vq, split.vring.used);
	/* Overwritten since: sending that many messages needs interrupts. */
	if ((__u16)(BPF_CORE_READ(vq, split.avail_idx_shadow) - at) >= num)
		return false;
	if (bpf_probe_read_kernel(&head, sizeof(head),
				  &avail->ring[at & (num - 1)]) ||
	    bpf_probe_read_kernel(&done, sizeof(done), &used->idx))
		return false;
	fetched = BPF_CORE_READ(vq, last_used_idx);
	for (int i = 0; i < QUEUE_MAX && fetched != done; i++, fetched++) {
		__u32 id;

		if (bpf_probe_read_kernel(&id, sizeof(id),
					  &used->ring[fetched & (num - 1)].id))
			return false;
		if (id == head)
			return true;
	}
	return false;
}

#endif
