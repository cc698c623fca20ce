/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The use of a channel: how many transfers are in flight when another one begins,
 * and who held the channel while it waited. For BPF and user space. Freestanding.
 *
 * A channel that carries one message at a time is free again when its transfer has
 * ended. So the wait of a transfer, from its start to its doorbell, is split at the
 * ends of others: each part belongs to the transfer that ended it.
 */
#ifndef SCMI_PERF_CHANNEL_USE_H
#define SCMI_PERF_CHANNEL_USE_H

#include "lifecycle.h"

/* The number in flight is counted up to this one; more count as this many. */
#define LC_LEVELS 16 /* power of two */

/* Last ends that are kept for each channel. */
#define LC_RELEASES 32 /* power of two */

/* A transfer that has ended. */
struct lc_release {
	__u64 replied_ns; /* its channel can be free from here on */
	__u64 end_ns;	  /* and is at this time */
	__u64 series;
	char comm[16]; /* of its task */
};

struct lc_channel_use {
	__u64 begun;
	__u64 sum; /* of the numbers in flight at each begin */
	__u64 max;
	__u64 level[LC_LEVELS]; /* begins by this number */
	__u64 released;		/* ends so far: number n is at n modulo */
	struct lc_release last[LC_RELEASES];
};

/*
 * Returns how long @r held the channel for a transfer that waits from *@from to
 * @until, and moves *@from to the end of that part. 0: not at all.
 */
LC_INLINE __u64 lc_held(const struct lc_release *r, __u64 *from, __u64 until)
{
	__u64 end = r->end_ns < until ? r->end_ns : until, ns;

	if (r->replied_ns > until || end <= *from)
		return 0;
	ns = end - *from;
	*from = end;
	return ns;
}

/* Returns the time from which on the channel of an ended transfer can be free. */
LC_INLINE __u64 lc_replied_ns(const struct lc_stamps *t)
{
	return t->rx_ns ? t->rx_ns : t->end_ns;
}

#endif
