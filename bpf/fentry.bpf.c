// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Hooks that use fentry and fexit: fast, and arguments have the kernel's types.
 * loader/live/hooks.c selects the programs to load.
 */
#include "hook.bpf.h"
#include "notify.bpf.h"

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

SEC("?fentry/do_xfer")
int fentry_do_xfer(__u64 *ctx)
{
	const struct scmi_protocol_instance *pi;
	const struct scmi_handle *handle;
	const struct scmi_xfer *xfer = (void *)ctx[1];

	pi = protocol_instance(ctx[0]);
	handle = pi->handle;
	return on_do_xfer(handle, desc_of(handle), xfer->transfer_id,
			  xfer->hdr.seq);
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
	return on_signal(ctx);
}

/*
 * Of transports with shared memory: the message is in it, and the channel's lock
 * is held. The doorbell follows. Arguments: area, xfer, …; on a mailbox the
 * transfer can be another task's.
 */
SEC("?fexit/shmem_tx_prepare")
int fexit_shmem_tx_prepare(__u64 *ctx)
{
	const struct scmi_xfer *xfer = (void *)ctx[1];

	return on_ring_of(xfer->transfer_id, xfer->hdr.seq, ctx[0]);
}

/* Of the SCMI mailbox transport. */
HOOK(fentry, rx_callback, on_signal(ctx))

HOOK(fentry, smc_msg_done_isr, on_signal(ctx))

/* Arguments: handle, protocol, event, … */
SEC("?fentry/scmi_notify")
int fentry_scmi_notify(__u64 *ctx)
{
	const struct scmi_handle *handle = (void *)ctx[0];

	return on_notify(handle, desc_of(handle), ctx[1], ctx[2]);
}

/* The result is behind six arguments. */
SEC("?fexit/scmi_notify")
int fexit_scmi_notify(__u64 *ctx)
{
	return on_notify_exit(ctx[6]);
}

/* Argument: the work of a queue of events */
SEC("?fentry/scmi_events_dispatcher")
int fentry_scmi_events_dispatcher(__u64 *ctx)
{
	const struct scmi_registered_events_desc *pd =
		AS(struct scmi_registered_events_desc, events_desc(ctx[0]));
	const struct scmi_handle *handle = pd->ni->handle;

	return on_dispatch(handle, desc_of(handle), pd->id);
}

HOOK(fexit, scmi_events_dispatcher, on_dispatch_exit())

/* Arguments: chain, value, pointer to the data */
SEC("?fentry/blocking_notifier_call_chain")
int fentry_blocking_notifier_call_chain(__u64 *ctx)
{
	return on_chain(ctx[1], (void *)ctx[2]);
}

HOOK(fexit, blocking_notifier_call_chain, on_chain_exit())

/* Arguments: ph, xfer; then the result */
SEC("?fexit/do_xfer_with_response")
int fexit_do_xfer_with_response(__u64 *ctx)
{
	const struct scmi_protocol_instance *pi;
	const struct scmi_handle *handle;
	const struct scmi_xfer *xfer = (void *)ctx[1];

	pi = protocol_instance(ctx[0]);
	handle = pi->handle;
	return on_response_exit(handle, desc_of(handle), xfer->transfer_id,
				&xfer->hdr, ctx[2]);
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
