/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Memory that the BPF programs write and that user space reads, mapped. BPF
 * only adds to it; user space reads it at any time.
 */
#ifndef SCMI_PERF_MAPS_H
#define SCMI_PERF_MAPS_H

#include "anomaly.h"
#include "completion_signal.h"
#include "hist_buckets.h"
#include "lifecycle.h"
#include "message_filter.h"
#include "resource_words.h"
#include "scmi_status.h"
#include "trace_event.h"

/* HIST_PAGES, rounded up to a power of two so that a mask limits an index. */
#define REC_HIST_PAGES 64

/* No duration has the highest bit. */
#define REC_NS_END ((__u64)1 << 63)

/*
 * A histogram: exact sum and extremes, and for every page of buckets its number
 * in the pool, or 0. All-zero is empty, because the minimum is stored as its
 * distance from REC_NS_END.
 */
struct rec_hist {
	__u64 sum;
	__u64 max;
	__u64 below; /* REC_NS_END - min */
	__u64 near;  /* offset of the previous value's page | shift */
	__u32 page[REC_HIST_PAGES];
};

struct rec_page {
	__u64 bucket[HIST_PAGE_BUCKETS];
};

#define REC_STATUSES 16 /* LC_STATUSES, rounded up to a power of two */

/* A series, identified by its key; key 0 marks a free slot in the table. */
struct rec_series {
	__u64 counter[LC_COUNTERS]; /* first: LC_BEGUN needs no offset */
	__u64 key;
	__u64 anomaly[LA_KINDS];
	struct rec_hist phase[LC_PHASES];
	__u64 status[REC_STATUSES]; /* errors by enum lc_status */
};

#define REC_KEY_USED	     ((__u64)1 << 63)
#define REC_KEY_NOTIFICATION ((__u64)FILTER_NOTIFICATION)

/*
 * @instance: index in the table of instances, 0: unknown. The arguments are as
 * wide as those of the tracepoints, which saves a conversion.
 */
LC_INLINE __u64 rec_key(__u64 instance, __u64 protocol, __u64 message)
{
	return REC_KEY_USED | instance << 16 | protocol << 8 | message;
}

/*
 * The resource + 1 of a key; 0: none. It is there only if that is asked for, see
 * @by_resource in bpf/measure.bpf.h.
 */
#define REC_KEY_RESOURCE_AT 32
#define REC_KEY_RESOURCE    ((__u64)RESOURCE_PLUS_MAX << REC_KEY_RESOURCE_AT)

LC_INLINE __u64 rec_key_of_resource(__u64 key, __u32 id)
{
	return key | (__u64)resource_plus(id) << REC_KEY_RESOURCE_AT;
}

LC_INLINE __u32 rec_key_resource(__u64 key)
{
	return key >> REC_KEY_RESOURCE_AT & RESOURCE_PLUS_MAX;
}

/*
 * Protocols whose channels are read: those of the specification, and as many of
 * vendors. A channel has the number of its first protocol.
 */
#define REC_FIRST_PROTOCOL 0x10
#define REC_FIRST_VENDOR   0x80
#define REC_PROTOCOLS	   16
#define REC_CHANNELS	   (2 * REC_PROTOCOLS)

/* Returns the index of a protocol or channel; REC_CHANNELS: it is not read. */
LC_INLINE __u32 rec_channel_index(__u32 protocol)
{
	if (protocol - REC_FIRST_PROTOCOL < REC_PROTOCOLS)
		return protocol - REC_FIRST_PROTOCOL;
	if (protocol - REC_FIRST_VENDOR < REC_PROTOCOLS)
		return protocol - REC_FIRST_VENDOR + REC_PROTOCOLS;
	return REC_CHANNELS;
}

/*
 * An SCMI instance that has sent a message, identified by the addresses of its
 * handle and of its transport's descriptor. Entry 0 is not used.
 */
struct rec_instance {
	__u64 handle; /* 0: free */
	__u64 desc;
	__u64 has_function; /* its transport is that of the filter */
	/*
	 * The latest doorbell of a transfer with a reply, if all protocols share
	 * a channel; else REC_CHANNELS_DIFFER.
	 */
	__u64 last_ring_ns;
	__u64 completed_on_return; /* a call brings polled replies, as an SMC */
	__u32 id;		   /* number of the instance in the core */
	/* By protocol, see rec_channel_index(): channel numbers in the core. */
	__u8 channel[REC_CHANNELS];
	char vendor[16]; /* from BASE; empty: unknown */
	char sub_vendor[16];
	/*
	 * The name of the transport's send_message(), and a module's behind it:
	 * "virtio_send_message [scmi_transport_virtio]". Later, the module may be gone,
	 * or be loaded at another address.
	 */
	char function[64];
	__u64 is_described; /* not 0: all above is set */
	/* By channel, if they differ. */
	__u64 last_ring_of[REC_CHANNELS];
	__u64 unused[9]; /* pads to a power of two: a shift finds an entry */
};

_Static_assert(sizeof(struct rec_instance) == 512, "power of two");

/* No doorbell is later. */
#define REC_CHANNELS_DIFFER (~(__u64)0)

#define REC_INSTANCES 16

/* Identifies a transfer; aligned, so that one instruction copies it. */
struct rec_transfer {
	__u32 id; /* transfer_id */
	__u32 token;
} __attribute__((aligned(8)));

/* The transfer that a task, or an interrupt of it, began last. */
struct rec_task {
	__u64 task; /* address of the struct task_struct; 0: free */
	struct rec_transfer last;
	struct rec_transfer outer; /* the one before it, if an interrupt began
				      it meanwhile */
	/* The start of the last one's payload, if resources are asked for. */
	__u32 payload[2];
};

/* A worker of the core that passes notifications to their users. */
struct rec_dispatcher {
	__u64 task;   /* address of the struct task_struct; 0: free */
	__u64 events; /* key of a series, without the event */
	__u64 depth;  /* calls of notifier chains, which can nest */
	/* The last notification, until the next or the exit; CLOCK_BOOTTIME. */
	__u64 key;	    /* of its series; 0: none */
	__u64 interrupt_ns; /* it came */
	__u64 end_ns;	    /* its last chain returned */
};

/* The core has one worker for a protocol that has events. */
#define REC_DISPATCHERS 32

#define REC_TASKS	 1024
#define REC_TASKS_PROBES 8

/* A thread of an interrupt: the time of the interrupt that it handles. */
struct rec_woken {
	__u64 task; /* address of the struct task_struct; 0: free */
	__u64 ns;   /* CLOCK_MONOTONIC */
};

#define REC_WOKEN 64 /* power of two; a thread can displace another one */

/* The last events on a processor. */
struct rec_cpu {
	struct lc_signal signal;
	__u64 notification; /* key of the one in scmi_notify(); 0: none */
	/* From the doorbell's entry to its exit: offset of a slot | 1; 0: none. */
	__u64 ring;
	__u64 address; /* see address_of() */
	/* In do_xfer(): the address on the stack of its call, and its transfer. */
	__u64 sender;
	struct rec_transfer sending;
	/* Arguments of shmem_tx_prepare() for its exit. */
	struct rec_transfer prepared;
	__u64 prepared_task; /* address of the struct task_struct */
	__u64 prepared_area; /* address of the shared memory */
	/* 1: an interrupt has woken a thread, on any processor. */
	__u64 interrupt_threads;
	__u64 unused[5]; /* pads to a power of two */
};

_Static_assert(sizeof(struct rec_cpu) == 128, "power of two");

#define REC_CPUS 512 /* power of two; more processors share entries */

/*
 * Addresses of the kernel's functions. Where offsets are assumed, a structure is
 * recognised by the address of a function in it. 0: none.
 */
#define REC_TRANSPORTS 8
#define REC_QUEUES     2

struct rec_functions {
	__u64 send_message[REC_TRANSPORTS]; /* by enum transport */
	__u64 queue_callback[REC_QUEUES];   /* of the virtqueues of SCMI */
	__u64 completes_on_return; /* bits of transports: by call, as an SMC */
};

/* One of the last anomalies, in a ring: number n is at n modulo REC_EVENTS. */
struct rec_event {
	__u64 time_ns; /* CLOCK_MONOTONIC */
	__u64 key;
	__u64 age_ns; /* of its transfer; 0: unknown */
	__u32 kind;   /* enum lc_anomaly */
	__u32 token;
	__u32 cpu;
	__u32 pid; /* of the thread on the processor; 0: idle */
	char comm[16];
};

#define REC_EVENTS 256

/* The calls of a fast channel: a message about a domain. */
struct rec_fast {
	__u64 key; /* rec_fast_key(); 0: free */
	__u64 calls;
	__u64 values;  /* of the last call, the first in the lower half */
	__u64 last_ns; /* CLOCK_MONOTONIC */
	/* Times between calls. */
	__u64 periods;
	__u64 period_sum;
	__u64 period_max;
	__u64 period_max_of_inverse; /* ~minimum */
};

#define REC_FAST 64 /* power of two */

/* @key: of a series on no instance; a domain has 32 bits. */
LC_INLINE __u64 rec_fast_key(__u64 key, __u64 domain)
{
	return REC_KEY_USED | (domain & 0xffffffff) << 16 | (key & 0xffff);
}

/* Size of the key table, a power of two. */
#define REC_SERIES 1024

/* Slots tried for a key before the table counts as full. */
#define REC_SERIES_PROBES 16

/*
 * Returns the first slot to try for a key. On one instance, all messages of the
 * specification have different ones: protocols 0x10 … 0x19, messages below
 * 0x11.
 */
LC_INLINE __u32 rec_home(__u64 key)
{
	return (__u32)(key >> 4 ^ key ^ key >> 13) & (REC_SERIES - 1);
}

/* The same for a key with a resource. Those of a message do not follow each other. */
LC_INLINE __u32 rec_home_of_resource(__u64 key)
{
	return (rec_home(key) + rec_key_resource(key) * 37) & (REC_SERIES - 1);
}

#define SERIES_FULL (-1) /* no free slot */

/*
 * Returns the slot of @key, which is not 0, in a table of REC_SERIES; adds it
 * if it is new. Returns SERIES_FULL if all of its slots have other keys. Several
 * CPUs may call it at the same time.
 */
LC_INLINE int rec_find_series(struct rec_series *table, __u64 key)
{
	__u32 home = rec_home_of_resource(key);

	for (__u32 i = 0; i < REC_SERIES_PROBES; i++) {
		__u32 at = (home + i) & (REC_SERIES - 1);
		__u64 other = *(volatile __u64 *)&table[at].key;

		if (!other)
			other = __sync_val_compare_and_swap(&table[at].key, 0,
							    key);
		if (!other || other == key)
			return at;
	}
	return SERIES_FULL;
}

/*
 * Where the core keeps the names of the resources of a protocol: in an array, to which the
 * protocol's private data point. All-zero: not known.
 */
struct rec_names_at {
	__u32 array;	   /* offset of the pointer */
	__u32 number;	   /* offset of the number of elements */
	__u32 number_size; /* in bytes, 2 or 4 */
	__u32 size;	   /* of an element */
	__u32 name;	   /* offset in it */
};

/* The name of a series' resource. */
struct rec_name {
	__u64 asked; /* 1: it is there, or there is none */
	char text[56];
};

/* Pages in the pool, a power of two, 1 KiB each. Page 0 is not used. */
#define REC_PAGES 4096

/* Counters that belong to no series. */
struct rec_global {
	__u64 untracked; /* ends and delayed responses without xfer_begin */
	__u64 lost_in_flight; /* begins without a free slot */
	__u64 lost_series;    /* begins without a free slot for their series */
	__u64 lost_histogram; /* samples without a free page */
	__u64 lost_instance;  /* transfers of instances without an entry */
	__u64 lost_task;      /* transfers of tasks without an entry */
	__u64 gap[LC_GAPS];
	__u64 pages_requested;	       /* may exceed REC_PAGES */
	__u64 events;		       /* number of anomalies logged so far */
	__u64 lost_trace[TRACE_TYPES]; /* events without space in the ring */
};

/* Events without room in the maps of sender_maps.h. */
struct rec_sender_losses {
	__u64 callers; /* transfers */
	__u64 stacks;  /* transfers that are counted without their stack */
	__u64 holders; /* waits */
};

#endif
