/* SPDX-License-Identifier: GPL-2.0-only */
/* One transfer or anomaly as traces print it, and the totals of a trace. */
#ifndef SCMI_PERF_TRANSFER_H
#define SCMI_PERF_TRANSFER_H

#include <stddef.h>
#include <stdint.h>

#include "profile.h"
#include "trace_event.h"

#define TRACE_PLACE 320 /* a function's name, an offset, a module */

struct trace_line {
	const struct trace_event *event;
	struct series_key key; /* decoded from the event's key */
	size_t n_frames;       /* 0: without a stack */
	char frames[TRACE_FRAMES][TRACE_PLACE]; /* innermost first */
};

/* Called for each event; @line is valid during the call. */
typedef void (*trace_sink)(void *ctx, const struct trace_line *line);

struct trace_account {
	const struct profile
		*profile;	     /* counters and losses of all transfers */
	uint64_t shown[TRACE_LINES]; /* lines */
	uint64_t lost[TRACE_TYPES];  /* events dropped by a full ring */
};

/*
 * Returns the age of the transfer at the event, if begin_ns is known. Clocks of
 * two processors can differ a little.
 */
static inline uint64_t trace_age_ns(const struct trace_event *e)
{
	return e->t.end_ns > e->t.begin_ns ? e->t.end_ns - e->t.begin_ns : 0;
}

/*
 * Returns true if the start of the transfer is known. It is not for a timeout that
 * only the kernel's log reports, and for most anomalies.
 */
static inline bool trace_has_start(const struct trace_event *e)
{
	return e->t.begin_ns ||
	       (e->type == TRACE_TRANSFER && e->status != LC_STATUS_TIMEOUT);
}

/*
 * Transfers that ended and were neither shown nor lost: filtered out, or after the
 * requested number.
 */
static inline uint64_t trace_not_shown(const struct trace_account *a)
{
	return profile_total(a->profile, LC_COMPLETED) +
	       profile_total(a->profile, LC_TIMED_OUT) -
	       a->shown[TRACE_TRANSFER] - a->lost[TRACE_TRANSFER];
}

#endif
