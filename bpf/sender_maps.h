/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Maps of a recording of senders, which exist only then. BPF writes them, and user
 * space reads them at the end.
 */
#ifndef SCMI_PERF_SENDER_MAPS_H
#define SCMI_PERF_SENDER_MAPS_H

#include "caller_latency.h"
#include "channel_use.h"
#include "maps.h"

/* Frames of a stack, the innermost first. */
#define REC_FRAMES 32
#define REC_STACKS 4096

/* The transfers of a series by the tasks of one name, from one stack. */
struct rec_caller_key {
	__u32 series;
	__s32 stack; /* number in the map of stacks; < 0: unknown */
	char comm[16];
};

struct rec_caller {
	__u64 completed, timed_out;
	__u64 sum_ns, max_ns;
	__u32 latency[CALLER_BUCKETS]; /* of both, see caller_bucket() */
};

/* Waits for a channel by series and task, and those of the holder. */
struct rec_holder_key {
	__u32 waiter, holder;
	char waiter_comm[16], holder_comm[16];
};

struct rec_holder {
	__u64 count;
	__u64 sum_ns, max_ns;
};

#define REC_HOLDERS 1024

/* Channels of all instances. */
#define REC_USES (REC_INSTANCES * REC_CHANNELS)

/* Returns the index of the channel of a series with this key. */
LC_INLINE __u32 rec_use_index(const struct rec_instance *instances, __u64 key)
{
	__u64 instance = key >> 16 & (REC_INSTANCES - 1);
	__u64 channel = rec_channel_index(key >> 8 & 0xff);

	/* Protocols without a channel have that of BASE. */
	if (channel >= REC_CHANNELS)
		channel = 0;
	/* Otherwise clang drops the masks, which the verifier needs. */
	__asm__ volatile("" : "+r"(channel));
	channel = rec_channel_index(
		instances[instance].channel[channel & (REC_CHANNELS - 1)]);
	if (channel >= REC_CHANNELS)
		channel = 0;
	return (instance * REC_CHANNELS + channel) & (REC_USES - 1);
}

#define REC_SLOWEST 16 /* power of two */

struct rec_slow {
	__u64 total_ns; /* 0: free */
	struct lc_stamps t;
	__s32 status;
	__u32 token, pid;
	char comm[16];
};

/* One for each processor. */
struct rec_slowest {
	__u64 least_ns; /* of all, 0 until all are used */
	struct rec_slow transfer[REC_SLOWEST];
};

#endif
