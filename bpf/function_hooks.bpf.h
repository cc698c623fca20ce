/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The hooks at the entry of functions, the same for fentry and kprobes. Define
 * before this:
 *   ENTRY(function)       the head of the program, up to its body
 *   ENTRY_OF_RESOURCE(function)  the same of the version for series of resources
 *   CONTEXT               the type of @ctx, the argument of the program
 *   ARG(n)                argument @n of the function, from 0
 *   ARG_VOID(ctx, n)      the same of one that is a const void pointer
 *   CAST(type, address)   a pointer for READ()
 *   READ(pointer, member)  the member of an argument with a type, or of a CAST()
 *   SIGNAL()              the call for a completion signal
 *   ASSUMED               whether offsets of members are assumed
 *   STORE_FRAME(to)       stores the address on the stack of the function's call
 *   FRAME(cpu)            that address; @cpu: the entry of this processor
 */
#ifndef SCMI_PERF_FUNCTION_HOOKS_BPF_H
#define SCMI_PERF_FUNCTION_HOOKS_BPF_H

#include "hook.bpf.h"
#include "names.bpf.h"
#include "notify.bpf.h"

static __always_inline const struct scmi_desc *
desc_of(const struct scmi_handle *handle)
{
	const struct scmi_info *info =
		CAST(struct scmi_info,
		     (void *)handle -
			     bpf_core_field_offset(struct scmi_info, handle));

	return READ(info, desc);
}

/* Returns the protocol instance of a struct scmi_protocol_handle. */
static __always_inline const struct scmi_protocol_instance *
protocol_instance(__u64 ph)
{
	return CAST(struct scmi_protocol_instance,
		    (void *)ph - bpf_core_field_offset(
					 struct scmi_protocol_instance, ph));
}

static __always_inline __u8 protocol_of(const struct scmi_protocol_instance *pi)
{
	const void *proto = READ(pi, proto);

	return READ(CAST(struct scmi_protocol, proto), id);
}

/* Reads the first two words of a payload; it has room for them. */
static __always_inline void read_payload(__u32 to[2], const void *from)
{
	if (bpf_probe_read_kernel(to, 2 * sizeof(*to), from))
		to[0] = to[1] = RESOURCE_PLUS_MAX;
}

/* @payload: as for announce(). */
static __always_inline int enter_xfer(CONTEXT ctx, const __u32 *payload)
{
	const struct scmi_xfer *xfer = (void *)ARG(1);
	const struct scmi_protocol_instance *pi = protocol_instance(ARG(0));
	const struct scmi_handle *handle = READ(pi, handle);
	const __u32 id = READ(xfer, transfer_id), token = READ(xfer, hdr.seq);
	struct rec_cpu *cpu;

	/* The message at an assumed offset would have to be confirmed. */
	on_do_xfer(handle, desc_of(handle), id, token, !ASSUMED,
		   ASSUMED ? 0 : protocol_of(pi),
		   ASSUMED ? 0 : READ(xfer, hdr.id), payload);
	cpu = this_cpu();
	STORE_FRAME(cpu->sender);
	cpu->sending.id = id;
	cpu->sending.token = token;
	return 0;
}

/* Arguments: ph, xfer; the protocol in the header is set later. */
ENTRY(do_xfer)
{
	return enter_xfer(ctx, NULL);
}

/* Asks for the name of the resource of a transfer that was just announced. */
static __always_inline void ask_name(CONTEXT ctx)
{
	const struct scmi_xfer *xfer = (void *)ARG(1);
	const struct scmi_protocol_instance *pi = protocol_instance(ARG(0));
	const __u64 tag =
		LC_READ(lc_home(in_flight, READ(xfer, hdr.seq))->past);
	const __u32 index = lc_tag_series(tag) & (REC_SERIES - 1);

	if (!lc_is_announced(tag, READ(xfer, transfer_id)) ||
	    names[index].asked)
		return;
	if (bpf_core_field_exists(pi->priv))
		copy_name(index, (__u64)READ(pi, priv));
}

ENTRY_OF_RESOURCE(do_xfer)
{
	const struct scmi_xfer *xfer = (void *)ARG(1);
	__u32 payload[2];

	read_payload(payload, READ(xfer, tx.buf));
	enter_xfer(ctx, payload);
	ask_name(ctx);
	return 0;
}

/* Whether a virtqueue has a callback of an SCMI transport. */
RARE int is_known_queue(__u64 callback)
{
	for (int i = 0; i < REC_QUEUES; i++)
		if (callback && functions.queue_callback[i] == callback)
			return 1;
	return 0;
}

/* @is_argument: of the function, with a type; else a CAST(), which points to numbers. */
static __always_inline bool is_scmi_queue(const struct virtqueue *vq,
					  const bool is_argument)
{
	const struct virtio_device *device;

	if (!bpf_core_field_exists(struct virtio_device, id))
		return is_known_queue((__u64)READ(vq, callback));
	device = READ(vq, vdev);
	if (!is_argument)
		device = CAST(struct virtio_device, device);
	return READ(device, id.device) == VIRTIO_ID_SCMI;
}

ENTRY(virtqueue_kick)
{
	const struct virtqueue *queue = (void *)ARG(0);
	const struct vring_virtqueue *vq =
		CAST(struct vring_virtqueue, (void *)ARG(0));
	struct rec_cpu *cpu;

	if (!is_scmi_queue(queue, true) ||
	    READ(queue, index) != VIRTIO_SCMI_CMDQ)
		return 0;
	cpu = this_cpu();
	/* Such a queue is not searched, see can_search(). */
	if (!bpf_core_field_exists(vq->split.avail_idx_shadow))
		return on_ring(cpu, FRAME(cpu), vq, 0);
	return on_ring(cpu, FRAME(cpu), vq, READ(vq, split.avail_idx_shadow));
}

/* Arguments: descriptor of the interrupt, action */
ENTRY(__irq_wake_thread)
{
	const struct irqaction *action = (void *)ARG(1);

	return on_wake_thread((__u64)READ(action, thread),
			      READ(action, thread_flags));
}

/* Arguments: irq, the virtqueue */
ENTRY(vring_interrupt)
{
	if (!is_scmi_queue(CAST(struct virtqueue, (void *)ARG(1)), false))
		return 0;
	return SIGNAL();
}

/* Of the TEE subsystem, for all clients in the kernel. */
ENTRY(tee_client_invoke_func)
{
	struct rec_cpu *cpu = this_cpu();

	return on_call(cpu, FRAME(cpu));
}

/* Of the SCMI mailbox transport. */
ENTRY(rx_callback)
{
	return SIGNAL();
}

ENTRY(smc_msg_done_isr)
{
	return SIGNAL();
}

/* Arguments: handle, protocol, event, … */
ENTRY(scmi_notify)
{
	const struct scmi_handle *handle = (void *)ARG(0);

	return on_notify(handle, desc_of(handle), ARG(1), ARG(2), NULL);
}

/* Arguments: the same, then the payload */
ENTRY_OF_RESOURCE(scmi_notify)
{
	const struct scmi_handle *handle = (void *)ARG(0);
	__u32 payload[2];

	read_payload(payload, (void *)ARG_VOID(ctx, 3));
	return on_notify(handle, desc_of(handle), ARG(1), ARG(2), payload);
}

/* Argument: the work of a queue of events */
ENTRY(scmi_events_dispatcher)
{
	const struct scmi_registered_events_desc *pd =
		CAST(struct scmi_registered_events_desc, events_desc(ARG(0)));
	const void *ni = READ(pd, ni);
	const struct scmi_handle *handle =
		READ(CAST(struct scmi_notify_instance, ni), handle);

	return on_dispatch(handle, desc_of(handle), READ(pd, id));
}

/* Arguments: chain, value, pointer to the data */
ENTRY(blocking_notifier_call_chain)
{
	return on_chain(ARG(1), (void *)ARG(2));
}

/*
 * Returns the handle of a channel. Between Linux 6.12 and 6.18 a member was added
 * before it: where the offset is assumed, it must be a known handle.
 */
static __always_inline const struct scmi_handle *
handle_of(const struct scmi_chan_info *cinfo)
{
	const struct scmi_handle *handle = READ(cinfo, handle);
	const void *next =
		(const void *)cinfo +
		bpf_core_field_offset(struct scmi_chan_info, handle) +
		sizeof(handle);

	if (!is_known_handle((__u64)handle))
		bpf_probe_read_kernel(&handle, sizeof(handle), next);
	return handle;
}

/* Arguments: cinfo, header, enum scmi_bad_msg */
ENTRY(scmi_bad_message_trace)
{
	const struct scmi_chan_info *cinfo = (void *)ARG(0);
	const struct scmi_handle *handle = assumed ? handle_of(cinfo)
						   : READ(cinfo, handle);

	return on_bad_message(handle, desc_of(handle), ARG(1), ARG(2));
}

#endif
