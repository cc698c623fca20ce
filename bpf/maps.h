/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Memory that the BPF programs write and user space reads, mapped. BPF only
 * ever adds; user space takes what it finds.
 */
#ifndef SCMI_PERF_MAPS_H
#define SCMI_PERF_MAPS_H

#include "anomaly.h"
#include "hist_buckets.h"
#include "lifecycle.h"
#include "trace_event.h"

/* HIST_PAGES, up to a power of two: a mask bounds it. */
#define REC_HIST_PAGES 64

/*
 * A histogram: exact sum and extremes, and for every page of buckets the
 * number of its page in the pool, or 0. All-zero is empty: the minimum is kept
 * as the maximum of its complement.
 */
struct rec_hist {
	__u64 sum;
	__u64 max;
	__u64 max_of_inverse; /* ~min */
	__u64 near;	      /* page << 32 | shift of the value before */
	__u32 page[REC_HIST_PAGES];
};

struct rec_page {
	__u64 bucket[HIST_PAGE_BUCKETS];
};

/* A series. Its key says which; 0 is a free place in the table. */
struct rec_series {
	__u64 key;
	__u64 counter[LC_COUNTERS];
	__u64 anomaly[LA_KINDS];
	struct rec_hist phase[LC_PHASES];
};

#define REC_KEY_USED	     ((__u64)1 << 63)
#define REC_KEY_NOTIFICATION ((__u64)1 << 24)

/*
 * @from: index of the SCMI instance in the table of instances, 0: not known.
 * The arguments are wide because the tracepoints' are: one cast less.
 */
LC_INLINE __u64 rec_key(__u64 from, __u64 protocol, __u64 message)
{
	return REC_KEY_USED | from << 16 | protocol << 8 | message;
}

/* The specification's protocols; others' channels are not looked for. */
#define REC_FIRST_PROTOCOL 0x10
#define REC_PROTOCOLS	   16

/*
 * An SCMI instance that was seen to send; which one is told by the addresses
 * of its handle and of what describes its transport. Entry 0 is not used.
 */
struct rec_instance {
	__u64 handle; /* 0: free */
	__u64 desc;
	__u64 send_message; /* address of the transport's function */
	__u64 queue;	    /* virtio: the command queue, when seen */
	__u64 last_ring_ns; /* latest doorbell among those replied to */
	__u32 id;	    /* the core's number of it */
	__u8 channel[REC_PROTOCOLS]; /* what the core numbers its channel */
};

#define REC_INSTANCES 16

/* Which transfer a task has begun last. */
struct rec_task {
	__u64 task; /* address of the task's struct; 0: free */
	__u32 id;   /* transfer_id */
	__u32 from;
};

#define REC_TASKS	 1024
#define REC_TASKS_PROBES 8

/* What a processor has seen last. */
struct rec_cpu {
	__u64 signal_ns;  /* a completion was signalled */
	__u64 handled_ns; /* a notification was handed out, 0: done */
	__u64 handled_from;
	__u64 unused[5]; /* up to a line of the cache */
};

#define REC_CPUS 512 /* power of two; above, they share */

/* The last anomalies, a ring. Entry n of all is at n modulo REC_EVENTS. */
struct rec_event {
	__u64 time_ns; /* CLOCK_MONOTONIC */
	__u64 key;
	__u64 age_ns; /* of the transfer it is about; 0: not known */
	__u32 kind;   /* enum lc_anomaly */
	__u32 token;
	__u32 cpu;
	__u32 pid; /* of whoever ran there; 0 in an interrupt out of idle */
	char comm[16];
};

#define REC_EVENTS 256

/* Size of the key table, a power of two. */
#define REC_SERIES 1024

/* Places tried for a key before the table counts as full. */
#define REC_SERIES_PROBES 16

/*
 * Where to look for a key first. All that the specification defines has a place
 * of its own on one instance: protocols are 0x10 … 0x19, messages below 0x11.
 */
LC_INLINE __u32 rec_home(__u64 key)
{
	return (__u32)(key >> 4 ^ key ^ key >> 13) & (REC_SERIES - 1);
}

/* Pages in the pool, a power of two, 1 KiB each. Page 0 is not used. */
#define REC_PAGES 4096

/* What concerns no series. */
struct rec_global {
	__u64 untracked; /* ends and delayed responses whose begin was not seen */
	__u64 lost_in_flight; /* begins not followed: no slot */
	__u64 lost_series;    /* begins not followed: key table full */
	__u64 lost_histogram; /* samples not counted: no page left */
	__u64 lost_instance;  /* transfers of instances without an entry */
	__u64 lost_task; /* transfers without doorbell: no place for the task */
	__u64 pages_asked;	       /* may exceed REC_PAGES */
	__u64 events;		       /* anomalies noted, all in all */
	__u64 lost_trace[TRACE_TYPES]; /* events: no room in the ring */
};

#endif
