/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Searches a virtqueue for a message that timed out. Used only after a timeout,
 * because its checked reads are slow.
 */
#ifndef SCMI_PERF_QUEUE_BPF_H
#define SCMI_PERF_QUEUE_BPF_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>

#include "kernel.bpf.h"
#include "measure.bpf.h"

#define LC_GLOBAL RARE
#include "split_queue.h"

LC_INLINE bool lc_read(void *to, __u32 len, __u64 address)
{
	return !bpf_probe_read_kernel(to, len, (void *)address);
}

#define VIRTIO_F_RING_PACKED ((__u64)1 << 34)
#define VIRTIO_F_IN_ORDER    ((__u64)1 << 35)

/*
 * Packed rings have another layout, and in a used ring that is in order an
 * entry can stand for several messages. Without a known member, neither is
 * excluded.
 */
static __always_inline bool can_search(const struct vring_virtqueue *vq)
{
	const __u64 others = VIRTIO_F_RING_PACKED | VIRTIO_F_IN_ORDER;

	return bpf_core_field_exists(struct virtio_device, features) &&
	       bpf_core_field_exists(vq->split.avail_idx_shadow) &&
	       !(BPF_CORE_READ(vq, vq.vdev, features) & others);
}

/*
 * Looks into the command queue at this address for a message that timed out.
 * Returns the flags that it finds, LC_SEEN_REPLY or LC_SEEN_NOT_TAKEN. @seen has
 * the index after the message in the queue.
 */
RARE int queue_look_up(__u64 seen, __u64 queue)
{
	const struct vring_virtqueue *vq = (void *)queue;
	struct lc_queue q = {0};

	if (!(seen & LC_SEEN_QUEUED) || !vq)
		return 0;
	if (can_search(vq)) {
		q.avail = (__u64)BPF_CORE_READ(vq, split.vring.avail);
		q.used = (__u64)BPF_CORE_READ(vq, split.vring.used);
		q.num = BPF_CORE_READ(vq, split.vring.num);
		q.sent = BPF_CORE_READ(vq, split.avail_idx_shadow);
		q.fetched = BPF_CORE_READ(vq, last_used_idx);
		q.event_index = bpf_core_field_exists(vq->event) &&
				BPF_CORE_READ(vq, event);
	}
	switch (lc_search(&q, (seen >> LC_SEEN_QUEUED_SHIFT) - 1)) {
	case LC_QUEUE_REPLY:
		return LC_SEEN_REPLY;
	case LC_QUEUE_NOT_TAKEN:
		return LC_SEEN_NOT_TAKEN;
	case LC_QUEUE_NOT_SEARCHED:
		add(global.gap[LC_GAP_NOT_SEARCHED], 1);
		break;
	case LC_QUEUE_NOTHING:
		break;
	}
	return 0;
}

#endif
