// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Hooks that use fentry and fexit: fast, and arguments have the kernel's types.
 * loader/live/hooks.c selects the programs to load.
 */
#include "hook.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Makes a typed pointer from an address, without an instruction. Since 6.2. */
extern void *bpf_rdonly_cast(const void *from, __u32 type) __ksym __weak;

/*
 * It casts to types of the kernel itself only, but those of SCMI and virtio can be a
 * module's. So the kernel checks against another type, of arm64's ABI, which has a number
 * at each offset up to 4 KiB but one. The offsets of the members are those of @type.
 */
#define CAST(type, address)              \
	((const type *)bpf_rdonly_cast(  \
		(const void *)(address), \
		bpf_core_type_id_kernel(struct sigcontext)))
#define READ(pointer, member) ((pointer)->member)

/* Linux 6.12 forbids the direct access to an argument that is a const void pointer. */
static __always_inline __u64 address_arg(void *ctx, __u32 n)
{
	__u64 value = 0;

	bpf_get_func_arg(ctx, n, &value);
	return value;
}

#define ENTRY(function) \
	SEC("?fentry/" #function) int fentry_##function(__u64 *ctx)
#define ENTRY_OF_RESOURCE(function) \
	SEC("?fentry/" #function) int fentry_resource_##function(__u64 *ctx)
#define CONTEXT		 __u64 *
#define ARG(n)		 ctx[n]
#define ARG_VOID(ctx, n) address_arg(ctx, n)
#define SIGNAL()	 on_signal(ctx)
#define ASSUMED		 false
#define STORE_FRAME(to)	 (*(const void *volatile *)&(to) = ctx)
#define FRAME(cpu)	 address_of(ctx, cpu)

#include "function_hooks.bpf.h"

SEC("?fexit/virtqueue_kick")
int fexit_virtqueue_kick(__u64 *ctx)
{
	const struct virtqueue *vq = (void *)ctx[0];

	if (!is_scmi_queue(vq, true) || vq->index != VIRTIO_SCMI_CMDQ)
		return 0;
	return on_rung();
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

/* The result is behind six arguments. */
SEC("?fexit/scmi_notify")
int fexit_scmi_notify(__u64 *ctx)
{
	return on_notify_exit(ctx[6]);
}

HOOK(fexit, scmi_events_dispatcher, on_dispatch_exit())

HOOK(fexit, blocking_notifier_call_chain, on_chain_exit())

/* Arguments: ph, xfer; then the result */
SEC("?fexit/do_xfer_with_response")
int fexit_do_xfer_with_response(__u64 *ctx)
{
	const struct scmi_protocol_instance *pi;
	const struct scmi_handle *handle;

	if ((__s32)ctx[2] != LC_STATUS_TIMEOUT)
		return 0;
	pi = protocol_instance(ctx[0]);
	handle = pi->handle;
	return on_response_timeout(handle, desc_of(handle), (void *)ctx[1]);
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
			     protocol_of(pi), ctx[1] & 0xff),
		     LA_POOL_EXHAUSTED, 0, 0);
	/* The verifier accepts only 0, not the result of note_anomaly(). */
	return 0;
}
