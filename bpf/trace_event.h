/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Events that the BPF programs send through a ring buffer while user space
 * traces: one for each transfer that ends, and one for each other anomaly or
 * delayed response.
 */
#ifndef SCMI_PERF_TRACE_EVENT_H
#define SCMI_PERF_TRACE_EVENT_H

#include "anomaly.h"
#include "lifecycle.h"

enum trace_type {
	TRACE_TRANSFER, /* ended, with or without a reply */
	TRACE_DELAYED,	/* a delayed response came */
	TRACE_ANOMALY,	/* an anomaly outside of TRACE_OF_TRANSFER */
	TRACE_TYPES,
	/* Of logs only: a notification. The BPF programs send none. */
	TRACE_NOTIFICATION = TRACE_TYPES,
	TRACE_LINES,
	/* Of logs only, and on request: importer_trace_flight(). */
	TRACE_STEP = TRACE_LINES, /* @status: 1 or -1 more are in flight */
	TRACE_UNENDED,		  /* a transfer, in flight at the log's end */
	TRACE_LOG_END		  /* a new log may follow; without a key */
};

/* Anomalies reported with their transfer; all others have a separate event. */
#define TRACE_OF_TRANSFER                                                 \
	(1u << LA_TIMEOUT | 1u << LA_LOST_DOORBELL | 1u << LA_NOT_TAKEN | \
	 1u << LA_DELAYED_FIRST)

/* Frames of a stack. do_xfer() is near its top, its callers are below. */
#define TRACE_FRAMES 24

struct trace_event {
	/*
	 * Of a transfer: for lc_split_phases(). Others have only end_ns, the
	 * time of the event, and begin_ns, that of its transfer; 0: unknown.
	 */
	struct lc_stamps t;
	__u64 key;	 /* rec_key() */
	__u32 type;	 /* enum trace_type */
	__u32 anomalies; /* bits of enum lc_anomaly */
	__s32 status;	 /* of scmi_xfer_end: 0 or -errno */
	__u32 token;	 /* of the message's header */
	__u32 cpu;
	/* The task that sent it; unknown for others than transfers. */
	__u32 pid; /* process, as in ps(1) */
	__u32 tid; /* thread */
	char comm[16];
	__s32 stack_len; /* bytes of @stack, or -errno */
	/* Return addresses, the innermost first. Absent unless requested. */
	__u64 stack[TRACE_FRAMES];
};

/* Selects events among those that pass bpf/message_filter.h. */
struct trace_filter {
	__u32 enabled; /* 0: no events, and no ring exists */
	__u32 anomalies_only;
	__u32 stack;  /* transfers with their stack */
	__u32 pid;    /* process or thread; 0: any */
	__u64 min_ns; /* duration of a transfer, at least */
	__u64 max_ns; /* and at most */
};

#endif
