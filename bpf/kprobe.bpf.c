// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * The hooks of fentry.bpf.c for kernels without fentry (arm64 before 6.4) or
 * without types for the function. kprobes are slower, every read is checked,
 * and a function's arguments are unknown at its exit.
 */
#include "hook.bpf.h"
#include "notify.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Registers in the order of arm64; the first eight are the arguments. */
struct registers {
	__u64 x[31];
	__u64 sp;
};

static __always_inline const struct scmi_desc *
desc_of(const struct scmi_handle *handle)
{
	const struct scmi_info *info =
		(void *)handle -
		bpf_core_field_offset(struct scmi_info, handle);

	return BPF_CORE_READ(info, desc);
}

SEC("?kprobe/do_xfer")
int kprobe_do_xfer(const struct registers *ctx)
{
	const struct scmi_protocol_instance *pi =
		(void *)ctx->x[0] -
		bpf_core_field_offset(struct scmi_protocol_instance, ph);
	const struct scmi_handle *handle = BPF_CORE_READ(pi, handle);
	const struct scmi_xfer *xfer = (void *)ctx->x[1];

	return on_do_xfer(handle, desc_of(handle),
			  BPF_CORE_READ(xfer, transfer_id),
			  BPF_CORE_READ(xfer, hdr.seq));
}

static __always_inline bool is_scmi_queue(const struct virtqueue *vq)
{
	return BPF_CORE_READ(vq, vdev, id.device) == VIRTIO_ID_SCMI;
}

SEC("?kprobe/virtqueue_kick")
int kprobe_virtqueue_kick(const struct registers *ctx)
{
	const struct vring_virtqueue *vq = (void *)ctx->x[0];

	if (!is_scmi_queue(&vq->vq) ||
	    BPF_CORE_READ(vq, vq.index) != VIRTIO_SCMI_CMDQ)
		return 0;
	return on_ring(vq, BPF_CORE_READ(vq, split.avail_idx_shadow) - 1);
}

/* For all queues, but ignored unless the task rang the doorbell of SCMI. */
HOOK(kretprobe, virtqueue_kick, on_rung_of_task())

SEC("?kprobe/vring_interrupt")
int kprobe_vring_interrupt(const struct registers *ctx)
{
	return is_scmi_queue((void *)ctx->x[1]) ? on_signal_at(ctx->sp) : 0;
}

/* The exit does not have the arguments. */
SEC("?kprobe/shmem_tx_prepare")
int kprobe_shmem_tx_prepare(const struct registers *ctx)
{
	struct rec_cpu *c = this_cpu();
	const struct scmi_xfer *xfer = (void *)ctx->x[1];

	c->ring.id = BPF_CORE_READ(xfer, transfer_id);
	c->ring.token = BPF_CORE_READ(xfer, hdr.seq);
	c->ring_task = bpf_get_current_task();
	c->ring_area = ctx->x[0];
	return 0;
}

/*
 * A mailbox, where the transfer can be another task's, has interrupts off. So a
 * task that has moved to another processor sends its own.
 */
static __always_inline int on_prepared(void)
{
	const struct rec_cpu *c = this_cpu();
	const struct rec_transfer *which;
	struct rec_task *t;
	struct lc_slot *s;
	__u64 tag;

	if (c->ring_task == bpf_get_current_task())
		return on_ring_of(c->ring.id, c->ring.token, c->ring_area);
	t = current_task(false);
	s = t ? find_transfer(t, &which, &tag) : 0;
	if (s)
		lc_ring_area(s, 0, bpf_ktime_get_ns());
	return 0;
}

HOOK(kretprobe, shmem_tx_prepare, on_prepared())

SEC("?kprobe/rx_callback")
int kprobe_rx_callback(const struct registers *ctx)
{
	return on_signal_at(ctx->sp);
}

/* Also where fentry is used, which the kernel refuses for variable arguments. */
HOOK(kprobe, _dev_err, on_error_message())

SEC("?kprobe/smc_msg_done_isr")
int kprobe_smc_msg_done_isr(const struct registers *ctx)
{
	return on_signal_at(ctx->sp);
}

SEC("?kprobe/scmi_notify")
int kprobe_scmi_notify(const struct registers *ctx)
{
	const struct scmi_handle *handle = (void *)ctx->x[0];

	return on_notify(handle, desc_of(handle), ctx->x[1], ctx->x[2]);
}

SEC("?kretprobe/scmi_notify")
int kretprobe_scmi_notify(const struct registers *ctx)
{
	return on_notify_exit(ctx->x[0]);
}

SEC("?kprobe/scmi_events_dispatcher")
int kprobe_scmi_events_dispatcher(const struct registers *ctx)
{
	const struct scmi_registered_events_desc *pd = events_desc(ctx->x[0]);
	const struct scmi_handle *handle = BPF_CORE_READ(pd, ni, handle);

	return on_dispatch(handle, desc_of(handle), BPF_CORE_READ(pd, id));
}

HOOK(kretprobe, scmi_events_dispatcher, on_dispatch_exit())

SEC("?kprobe/blocking_notifier_call_chain")
int kprobe_blocking_notifier_call_chain(const struct registers *ctx)
{
	return on_chain(ctx->x[1], (void *)ctx->x[2]);
}

HOOK(kretprobe, blocking_notifier_call_chain, on_chain_exit())

SEC("?kprobe/scmi_bad_message_trace")
int kprobe_scmi_bad_message_trace(const struct registers *ctx)
{
	const struct scmi_chan_info *cinfo = (void *)ctx->x[0];
	const struct scmi_handle *handle = BPF_CORE_READ(cinfo, handle);

	return on_bad_message(handle, desc_of(handle), ctx->x[1], ctx->x[2]);
}
