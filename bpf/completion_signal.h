/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The last completion signal on a processor, and the replies that belong to it.
 * Freestanding.
 *
 * An interrupt can bring several replies, and some replies come without one that
 * is hooked: a poller or a worker finds them. Those
 * must not get the time of an interrupt that was long ago. The function that
 * is hooked at the signal calls the one that reports a reply, so both have their
 * frames on the same stack, close to each other. An interrupt, a worker and a
 * poller have different stacks.
 */
#ifndef SCMI_PERF_COMPLETION_SIGNAL_H
#define SCMI_PERF_COMPLETION_SIGNAL_H

#include "lifecycle.h"

/* Stacks grow down, and have 16 KiB or more, with as much between them. */
#define LC_CALL_CHAIN 8192 /* bytes of the frames between the two functions */

struct lc_signal {
	__u64 ns;
	__u64 frame; /* address on the stack of the function that was hooked */
};

/* Returns the time of the signal of a reply reported at @frame; 0: none. */
LC_INLINE __u64 lc_signal_of(const struct lc_signal *last, __u64 frame)
{
	return last->frame - frame < LC_CALL_CHAIN ? last->ns : 0;
}

#endif
