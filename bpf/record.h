/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Memory that the BPF programs write and user space reads, mapped. BPF only
 * ever adds; user space takes what it finds.
 */
#ifndef SCMI_PERF_RECORD_H
#define SCMI_PERF_RECORD_H

#include "hist.h"
#include "lifecycle.h"

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
	struct rec_hist phase[LC_PHASES];
};

#define REC_KEY_USED ((__u64)1 << 63)

/* The arguments are wide because the tracepoints' are: one cast less. */
LC_INLINE __u64 rec_key(__u64 protocol, __u64 message)
{
	return REC_KEY_USED | protocol << 8 | message;
}

/* Size of the key table, a power of two. */
#define REC_SERIES 256

/* Places tried for a key before the table counts as full. */
#define REC_SERIES_PROBES 16

/*
 * Where to look for a key first. All that the specification defines has a place
 * of its own: protocols are 0x10 … 0x19, messages below 0x11.
 */
LC_INLINE __u32 rec_home(__u64 key)
{
	return (__u32)(key >> 4 ^ key) & (REC_SERIES - 1);
}

/* Pages in the pool, a power of two, 1 KiB each. Page 0 is not used. */
#define REC_PAGES 4096

/* What concerns no series. */
struct rec_global {
	__u64 untracked;      /* ends whose begin was not seen */
	__u64 lost_in_flight; /* begins not followed: no slot */
	__u64 lost_series;    /* begins not followed: key table full */
	__u64 lost_histogram; /* samples not counted: no page left */
	__u64 pages_asked;    /* may exceed REC_PAGES */
};

#endif
