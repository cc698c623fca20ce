/* SPDX-License-Identifier: GPL-2.0-only */
/* What a trace shows of one transfer or anomaly, and how a trace ended. */
#ifndef SCMI_PERF_TRANSFER_H
#define SCMI_PERF_TRANSFER_H

#include <stddef.h>
#include <stdint.h>

#include "profile.h"
#include "trace_event.h"

#define TRACE_PLACE 320 /* a function's name, an offset, a module */

struct trace_line {
	const struct trace_event *event;
	struct series_key key; /* what the event's key stands for */
	size_t n_frames;       /* 0: the stack was not asked for */
	char frames[TRACE_FRAMES][TRACE_PLACE]; /* innermost first */
};

struct trace_account {
	const struct profile
		*profile;	     /* counters and losses of all transfers */
	uint64_t shown[TRACE_TYPES]; /* lines */
	uint64_t lost[TRACE_TYPES];  /* events that found no room in the ring */
};

/*
 * Transfers that ended and were neither shown nor lost: filtered out, or after
 * the last that was asked for.
 */
uint64_t trace_not_shown(const struct trace_account *a);

#endif
