/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What the BPF programs hand to user space while it traces: an event a transfer
 * that has ended, an event for what happens without one, through a ring buffer.
 */
#ifndef SCMI_PERF_TRACE_EVENT_H
#define SCMI_PERF_TRACE_EVENT_H

#include "anomaly.h"
#include "lifecycle.h"

enum trace_type {
	TRACE_TRANSFER, /* ended, with a reply or without */
	TRACE_DELAYED,	/* the delayed response of one came */
	TRACE_ANOMALY,	/* one that is about no transfer in flight */
	TRACE_TYPES
};

/* Anomalies that stand with the transfer; all others have their own event. */
#define TRACE_OF_TRANSFER                                                     \
	(1u << LA_TIMEOUT | 1u << LA_LOST_DOORBELL | 1u << LA_DELAYED_FIRST | \
	 1u << LA_OUT_OF_ORDER)

/* Frames of a stack. do_xfer() is near its top, who asked below. */
#define TRACE_FRAMES 24

struct trace_event {
	/*
	 * Of a transfer: for lc_split_phases(). Of others only end_ns, when it was
	 * seen, and begin_ns, of the transfer that it is about; 0: not known.
	 */
	struct lc_stamps t;
	__u64 key;	 /* rec_key() */
	__u32 type;	 /* enum trace_type */
	__u32 anomalies; /* bits of enum lc_anomaly */
	__s32 status;	 /* of scmi_xfer_end: 0 or -errno */
	__u32 token;	 /* of the message's header */
	__u32 cpu;
	/* Who sent it; of others than transfers not known. */
	__u32 pid; /* as ps(1) has it */
	__u32 tid; /* of the thread */
	char comm[16];
	__s32 stack_len; /* bytes of @stack; below 0: -errno */
	/* Return addresses, the innermost first. Not there if not asked for. */
	__u64 stack[TRACE_FRAMES];
};

/* What events are wanted of those that bpf/message_filter.h lets through. */
struct trace_filter {
	__u32 enabled; /* 0: none at all, and there is no ring */
	__u32 anomalies_only;
	__u32 stack;  /* transfers with their stack */
	__u32 pid;    /* 0: anybody's */
	__u64 min_ns; /* transfers that took at least this long, */
	__u64 max_ns; /* and at most */
};

#endif
