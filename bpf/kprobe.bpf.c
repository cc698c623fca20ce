// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * The hooks of fentry.bpf.c for kernels without fentry (arm64 before 6.4) or
 * without types for the function. kprobes are slower, every read is checked,
 * and a function's arguments are unknown at its exit.
 */
#include "hook.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Registers in the order of arm64; the first eight are the arguments. */
struct registers {
	__u64 x[31];
	__u64 sp;
};

#define CAST(type, address)   ((const type *)(address))
#define READ(pointer, member) BPF_CORE_READ(pointer, member)

#define ENTRY(function)           \
	SEC("?kprobe/" #function) \
	int kprobe_##function(const struct registers *ctx)
#define ENTRY_OF_RESOURCE(function) \
	SEC("?kprobe/" #function)   \
	int kprobe_resource_##function(const struct registers *ctx)
#define CONTEXT		 const struct registers *
#define ARG(n)		 ctx->x[n]
#define ARG_VOID(ctx, n) (ctx)->x[n]
#define SIGNAL()	 on_signal_at(ctx->sp)
#define ASSUMED		 assumed
#define STORE_FRAME(to)	 ((to) = ctx->sp)
#define FRAME(cpu)	 ((void)(cpu), ctx->sp)

#include "function_hooks.bpf.h"

/* For all queues, but ignored unless the task rang the doorbell of SCMI. */
HOOK(kretprobe, virtqueue_kick, on_rung_of_task())

/* The exit does not have the arguments. */
SEC("?kprobe/shmem_tx_prepare")
int kprobe_shmem_tx_prepare(const struct registers *ctx)
{
	struct rec_cpu *c = this_cpu();
	const struct scmi_xfer *xfer = (void *)ctx->x[1];

	c->prepared.id = BPF_CORE_READ(xfer, transfer_id);
	c->prepared.token = BPF_CORE_READ(xfer, hdr.seq);
	c->prepared_task = bpf_get_current_task();
	c->prepared_area = ctx->x[0];
	return 0;
}

/*
 * A mailbox, where the transfer can be another task's, has interrupts off. So a
 * task that has moved to another processor sends its own.
 */
static __always_inline int on_prepared(void)
{
	const struct rec_cpu *c = this_cpu();
	int found;

	if (c->prepared_task == bpf_get_current_task())
		return on_ring_of(c->prepared.id, c->prepared.token,
				  c->prepared_area);
	found = find_sent();
	if (found >= 0)
		lc_ring_area(slot_at(found), 0, bpf_ktime_get_ns());
	return 0;
}

HOOK(kretprobe, shmem_tx_prepare, on_prepared())

/* Also where fentry is used, which the kernel refuses for variable arguments. */
HOOK(kprobe, _dev_err, on_error_message())

SEC("?kretprobe/do_xfer_with_response")
int kretprobe_do_xfer_with_response(const struct registers *ctx)
{
	return (__s32)ctx->x[0] == LC_STATUS_TIMEOUT
		       ? on_response_timeout_of_task()
		       : 0;
}

SEC("?kretprobe/scmi_notify")
int kretprobe_scmi_notify(const struct registers *ctx)
{
	return on_notify_exit(ctx->x[0]);
}

HOOK(kretprobe, scmi_events_dispatcher, on_dispatch_exit())

HOOK(kretprobe, blocking_notifier_call_chain, on_chain_exit())
