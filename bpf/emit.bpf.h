/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Sends the events of bpf/trace_event.h. Costs nothing while no trace runs. */
#ifndef SCMI_PERF_EMIT_BPF_H
#define SCMI_PERF_EMIT_BPF_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <stddef.h>

#include "maps.h"

extern const volatile struct trace_filter trace;
extern struct rec_global global;

/* Exists only while a trace runs, with the size that user space sets. */
struct trace_ring {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
};
extern struct trace_ring trace_ring SEC(".maps");

/*
 * Reserves an event and fills in the fields that all types have. Returns NULL
 * if the event is not selected or the ring is full.
 */
static __always_inline struct trace_event *
trace_reserve(__u32 type, __u64 key, __u64 duration_ns, bool stack)
{
	struct trace_event *e;

	if (duration_ns < trace.min_ns || duration_ns > trace.max_ns)
		return 0;
	if (stack)
		e = bpf_ringbuf_reserve(&trace_ring, sizeof(*e), 0);
	else
		e = bpf_ringbuf_reserve(&trace_ring,
					offsetof(struct trace_event, stack), 0);
	if (!e) {
		__sync_fetch_and_add(&global.lost_trace[type], 1);
		return 0;
	}
	e->key = key;
	e->type = type;
	e->cpu = bpf_get_smp_processor_id();
	return e;
}

/*
 * At scmi_xfer_end in the submitter's context; @ctx has the event's arguments.
 */
LC_RARE int trace_transfer(void *ctx, const struct lc_stamps *t, __u64 key,
			   __u32 anomalies)
{
	const __u64 *arg = ctx;
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	struct trace_event *e;

	if (!t || (trace.anomalies_only && !anomalies) ||
	    (trace.pid && trace.pid != pid_tgid >> 32 &&
	     trace.pid != (__u32)pid_tgid))
		return 0;
	e = trace_reserve(TRACE_TRANSFER, key, t->end_ns - t->begin_ns,
			  trace.stack);
	if (!e)
		return 0;
	e->t = *t;
	e->anomalies = anomalies;
	e->status = arg[4];
	e->token = arg[3];
	e->pid = pid_tgid >> 32;
	e->tid = pid_tgid;
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	e->stack_len = 0;
	if (trace.stack)
		e->stack_len =
			bpf_get_stack(ctx, e->stack, sizeof(e->stack), 0);
	bpf_ringbuf_submit(e, 0);
	return 0;
}

/*
 * An event other than an end, of a transfer that is @age_ns old, 0: unknown.
 * @kind: enum lc_anomaly, or LA_NONE for a delayed response.
 */
LC_RARE int trace_other(__u64 key, __u32 kind, __u32 token, __u64 age_ns)
{
	__u64 now = bpf_ktime_get_ns();
	struct trace_event *e;

	if (trace.pid || (trace.anomalies_only && kind == LA_NONE))
		return 0;
	if (kind == LA_NONE)
		e = trace_reserve(TRACE_DELAYED, key, age_ns, false);
	else /* report anomalies of any duration */
		e = trace_reserve(TRACE_ANOMALY, key, trace.min_ns, false);
	if (!e)
		return 0;
	__builtin_memset(&e->t, 0, sizeof(e->t));
	e->t.end_ns = now;
	e->t.begin_ns = age_ns ? now - age_ns : 0;
	e->anomalies = kind == LA_NONE ? 0 : 1u << (kind & 31);
	e->status = 0;
	e->token = token;
	e->pid = 0;
	e->tid = 0;
	__builtin_memset(e->comm, 0, sizeof(e->comm));
	e->stack_len = 0;
	bpf_ringbuf_submit(e, 0);
	return 0;
}

#endif
