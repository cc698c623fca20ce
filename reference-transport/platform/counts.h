/* SPDX-License-Identifier: GPL-2.0-only */
/* The counters of a platform, which are the reference for tests. */
#ifndef SCMI_REF_COUNTS_H
#define SCMI_REF_COUNTS_H

#include "plan.h"
#include "platform.h"

/**
 * struct scmi_counts - counts of messages and faults
 * @requests: accepted
 * @replies: delivered, including late, wrong and silent ones
 * @dropped: requests that were never replied to
 * @delayed_responses: delivered
 * @delayed_waits: attempts to deliver one that found no room
 * @notifications: delivered
 * @notifications_lost: dropped for lack of room or memory
 * @strays: replies and delayed responses without a waiting command: delivered
 * @strays_lost: those that the transport did not accept
 * @interrupts: spurious ones
 * @faults: by enum scmi_fault_kind
 * @fast_rings: doorbells of fast channels that were seen
 * @levels: of each performance domain, when the counts are read
 */
struct scmi_counts {
	u64 requests;
	u64 replies;
	u64 dropped;
	u64 delayed_responses;
	u64 delayed_waits;
	u64 notifications;
	u64 notifications_lost;
	u64 strays;
	u64 strays_lost;
	u64 interrupts;
	u64 faults[SCMI_FAULT_NR_KINDS];
	u32 fast_rings;
	u32 levels[SCMI_NR_PERF_DOMAINS];
};

/* Reads the fields about performance, after what the agent has last written. */
static inline void scmi_count_levels(struct scmi_counts *counts,
				     const struct scmi_platform *platform)
{
	u32 i;

	counts->fast_rings = platform->fast_rings;
	for (i = 0; i < SCMI_NR_PERF_DOMAINS; i++)
		counts->levels[i] = platform->perf[i].level;
}

#endif
