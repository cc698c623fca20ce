// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Hooks that use fentry and fexit: fast, and arguments have the kernel's types.
 * loader/live/hooks.c selects the programs to load.
 */
#include "hook.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Makes a typed pointer from an address, without an instruction. Since 6.2. */
extern void *bpf_rdonly_cast(const void *from, __u32 type) __ksym __weak;

#define AS(type, address) \
	((const type *)bpf_rdonly_cast(address, bpf_core_type_id_kernel(type)))

static __always_inline const struct scmi_desc *
desc_of(const struct scmi_handle *handle)
{
	return AS(struct scmi_info,
		  (void *)handle -
			  bpf_core_field_offset(struct scmi_info, handle))
		->desc;
}

/* Returns the protocol instance of a struct scmi_protocol_handle. */
static __always_inline const struct scmi_protocol_instance *
protocol_instance(__u64 ph)
{
	return AS(struct scmi_protocol_instance,
		  (void *)ph - bpf_core_field_offset(
				       struct scmi_protocol_instance, ph));
}

/* Arguments: ph, xfer */
SEC("?fentry/do_xfer")
int fentry_do_xfer(__u64 *ctx)
{
	const struct scmi_handle *handle = protocol_instance(ctx[0])->handle;

	return on_do_xfer(handle, desc_of(handle),
			  ((const struct scmi_xfer *)ctx[1])->transfer_id);
}

static __always_inline bool is_scmi_queue(const struct virtqueue *vq)
{
	return vq->vdev->id.device == VIRTIO_ID_SCMI;
}

SEC("?fentry/virtqueue_kick")
int fentry_virtqueue_kick(__u64 *ctx)
{
	const struct vring_virtqueue *vq =
		AS(struct vring_virtqueue, (void *)ctx[0]);

	if (!is_scmi_queue(&vq->vq) || vq->vq.index != VIRTIO_SCMI_CMDQ)
		return 0;
	return on_ring(vq, vq->split.avail_idx_shadow - 1);
}

SEC("?fexit/virtqueue_kick")
int fexit_virtqueue_kick(__u64 *ctx)
{
	const struct virtqueue *vq = (void *)ctx[0];

	if (!is_scmi_queue(vq) || vq->index != VIRTIO_SCMI_CMDQ)
		return 0;
	return on_rung();
}

/* Arguments: irq, the virtqueue */
SEC("?fentry/vring_interrupt")
int fentry_vring_interrupt(__u64 *ctx)
{
	if (!is_scmi_queue(AS(struct virtqueue, (void *)ctx[1])))
		return 0;
	return on_signal();
}

/* Of the SCMI mailbox transport: right before the controller's send_data(). */
HOOK(fexit, tx_prepare, on_ring(0, 0))

/*
 * Not on the function of the mailbox core, which also clears channels, in
 * interrupts: the kernel skips a program that is interrupted by itself.
 */
HOOK(fexit, mailbox_send_message, on_rung())

/* Of the SCMI mailbox transport. */
HOOK(fentry, rx_callback, on_signal())

/* Arguments: cinfo, ret, xfer */
SEC("?fentry/mailbox_mark_txdone")
int fentry_mailbox_mark_txdone(__u64 *ctx)
{
	const struct scmi_chan_info *cinfo = (void *)ctx[0];
	const struct scmi_xfer *xfer = (void *)ctx[2];

	if ((__s32)ctx[1] != LC_STATUS_TIMEOUT)
		return 0;
	return on_mailbox_timeout(
		AS(struct scmi_mailbox, cinfo->transport_info)->shmem,
		xfer->transfer_id, xfer->hdr.seq);
}

HOOK(fentry, smc_send_message, on_ring(0, 0))
HOOK(fexit, smc_send_message, on_rung())
HOOK(fentry, smc_msg_done_isr, on_signal())

/* Arguments: handle, protocol, event, … */
SEC("?fentry/scmi_notify")
int fentry_scmi_notify(__u64 *ctx)
{
	const struct scmi_handle *handle = (void *)ctx[0];

	return on_notify(handle, desc_of(handle));
}

/* Arguments: cinfo, header, enum scmi_bad_msg */
SEC("?fentry/scmi_bad_message_trace")
int fentry_scmi_bad_message_trace(__u64 *ctx)
{
	const struct scmi_chan_info *cinfo = (void *)ctx[0];
	const struct scmi_handle *handle = cinfo->handle;

	return on_bad_message(handle, desc_of(handle), ctx[1], ctx[2]);
}

#define ENOMEM 12

/* Arguments: ph, message, sizes, pointer to the transfer; then the result */
SEC("?fexit/xfer_get_init")
int fexit_xfer_get_init(__u64 *ctx)
{
	const struct scmi_protocol_instance *pi;
	const struct scmi_handle *handle;

	if ((__s32)ctx[5] != -ENOMEM)
		return 0;
	pi = protocol_instance(ctx[0]);
	handle = pi->handle;
	note_anomaly(rec_key(instance_of(handle, desc_of(handle)),
			     pi->proto->id, ctx[1] & 0xff),
		     LA_POOL_EXHAUSTED, 0, 0);
	/* The verifier accepts only 0, not the result of note_anomaly(). */
	return 0;
}
