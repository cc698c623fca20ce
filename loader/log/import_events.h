/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the events of a log do: they go through the state machine of bpf/ into
 * a profile. Their order is the caller's.
 *
 * A log does not tell the SCMI instance of a transfer: all count as one, and
 * anomalies go to the series that transfers of that message are in.
 */
#ifndef SCMI_PERF_IMPORT_EVENTS_H
#define SCMI_PERF_IMPORT_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "ftrace_line.h"
#include "profile.h"

#define IMPORT_SERIES_MAX 4096 /* of 2^17 that there can be */

struct import_events {
	struct profile *profile; /* the caller's */
	bool waits_seen;	 /* since the log began */
	/* The caller's, for the times of anomalies, which go on from one log
	   to the next: the log's first event, and how long others were. */
	uint64_t first_ns, earlier_ns;
	struct lc_slot slot[LC_SLOTS];
	struct lc_expired expired;
	/* Index + 1 by type, protocol and message; 0: none yet. */
	uint16_t series[MESSAGE_TYPES][256][256];
};

/* Takes the next event, of any kind. Returns 0 or -ENOMEM. */
int import_events_take(struct import_events *ie, const struct ftrace_event *ev);

/*
 * Counts in @p, which has all series of the profile, what has to be given up if
 * the log is over, at @last_ns.
 */
void import_events_expire(const struct import_events *ie, uint64_t last_ns,
			  struct profile *p);

/*
 * The log is over, at @last_ns: nothing in flight will end any more. The next
 * one starts anew.
 */
void import_events_end(struct import_events *ie, uint64_t last_ns);

#endif
