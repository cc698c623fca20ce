/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The tag of a slot in the table of transfers: all that another processor needs
 * to account for its transfer. Freestanding.
 */
#ifndef SCMI_PERF_SLOT_TAG_H
#define SCMI_PERF_SLOT_TAG_H

#include <linux/types.h>
#include <stdbool.h>

/* Number of tokens: ten bits of the SCMI message header. */
#define LC_TOKENS 1024

/* Two for each token, so that two SCMI instances never compete for slots. */
#define LC_SLOTS (2 * LC_TOKENS)

#define LC_WAYS 8 /* see LC_TAG_WAY_AT */

#define LC_INLINE static inline __attribute__((always_inline))
/* For rare cases: a separate function does not slow down the usual path. */
#define LC_RARE static __attribute__((noinline, unused))

/*
 * The tag: transfer_id, the number of slots from the home, series, instance,
 * and the start in units of 2^30 ns (1.07 s). Another processor needs the start
 * for a slot that was just claimed, whose begin_ns is not yet valid.
 */
#define LC_TAG_WAY_AT	   32
#define LC_TAG_SERIES_AT   35
#define LC_TAG_INSTANCE_AT 47
#define LC_TAG_TIME_AT	   51
#define LC_COARSE_SHIFT	   30
#define LC_COARSE_MASK	   0xfffu

#define LC_LIVE ((__u64)1 << 63)

/* A tag has room for this many series, and for this many instances. */
#define LC_TAG_SERIES	 4096
#define LC_TAG_INSTANCES 16

/*
 * The tag of a transfer in its home before it begins: without LC_LIVE and its
 * start. @series below LC_TAG_SERIES, @instance below LC_TAG_INSTANCES, 0:
 * unknown.
 */
LC_INLINE __u64 lc_tag_of(__u32 id, __u32 series, __u32 instance)
{
	return (__u64)instance << LC_TAG_INSTANCE_AT |
	       (__u64)series << LC_TAG_SERIES_AT | id;
}

/* The tag from lc_tag_of() of a transfer that begins @now. */
LC_INLINE __u64 lc_tag_from(__u64 tag, __u64 now)
{
	/* The higher bits of the time do not fit in. */
	__u64 high = now >> LC_COARSE_SHIFT | LC_LIVE >> LC_TAG_TIME_AT;

	/* Otherwise clang clears them, and adds LC_LIVE after the shift. */
	__asm__ volatile("" : "+r"(high));
	return tag | high << LC_TAG_TIME_AT;
}

LC_INLINE __u64 lc_tag(__u32 id, __u32 series, __u32 instance, __u64 now)
{
	return lc_tag_from(lc_tag_of(id, series, instance), now);
}

LC_INLINE __u32 lc_tag_id(__u64 tag)
{
	return (__u32)tag;
}

LC_INLINE __u32 lc_tag_way(__u64 tag)
{
	return tag >> LC_TAG_WAY_AT & (LC_WAYS - 1);
}

LC_INLINE __u16 lc_tag_series(__u64 tag)
{
	return tag >> LC_TAG_SERIES_AT & (LC_TAG_SERIES - 1);
}

/* Index of the instance; 0: unknown. */
LC_INLINE __u16 lc_tag_instance(__u64 tag)
{
	return tag >> LC_TAG_INSTANCE_AT & (LC_TAG_INSTANCES - 1);
}

/* Returns the index of the home of @token; ignores its higher bits. */
LC_INLINE __u32 lc_home_index(__u32 token)
{
	return (token & (LC_TOKENS - 1)) * (LC_SLOTS / LC_TOKENS);
}

/* Returns the token of the transfer with this tag in slot @index. */
LC_INLINE __u16 lc_tag_token(__u64 tag, __u32 index)
{
	return (index - lc_tag_way(tag)) % LC_SLOTS / (LC_SLOTS / LC_TOKENS);
}

LC_INLINE __u64 lc_tag_age_ns(__u64 tag, __u64 now)
{
	__u32 begin = (__u32)(tag >> LC_TAG_TIME_AT) & LC_COARSE_MASK;
	__u32 units = (__u32)(now >> LC_COARSE_SHIFT) - begin;

	/* A small negative age means that this clock is slightly behind. */
	units &= LC_COARSE_MASK;
	if (units > LC_COARSE_MASK - 8)
		return 0;
	return (__u64)units << LC_COARSE_SHIFT;
}

#endif
