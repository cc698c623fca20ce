/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events in the order of time, of several SCMI instances that only scmi_msg_dump
 * distinguishes. The dump of a command comes after the start of its transfer, from the
 * same task, which may have waited for the channel in between. So a start waits for its
 * dump, and all events after it wait, too.
 */
#ifndef SCMI_PERF_HELD_EVENTS_H
#define SCMI_PERF_HELD_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ftrace_line.h"
#include "senders.h"

#define HELD_EVENTS 4096	/* then the first one goes on */
#define HELD_NS	    1000000000u /* then the message counts as not sent */

struct held_event {
	struct ftrace_event event;
	bool waits; /* for the dump of this start */
};

struct held_events {
	struct senders *senders; /* the caller's */
	struct held_event *ring; /* of HELD_EVENTS */
	size_t first, n;
	uint64_t now_ns; /* of the last event */
};

/* @senders: get the instance of each transfer. Free with held_events_close(). */
void held_events_open(struct held_events *h, struct senders *senders);
void held_events_close(struct held_events *h);

/* Adds the next event. Before, held_events_next() must have returned false. */
void held_events_add(struct held_events *h, const struct ftrace_event *ev);

/* All events before @now_ns have been added. */
void held_events_note_time(struct held_events *h, uint64_t now_ns);

/*
 * Removes the next event that can go on: with @all, any. Returns false if there is
 * none.
 */
bool held_events_next(struct held_events *h, bool all, struct ftrace_event *ev);

/* Returns the time until which all events have gone on, at most @until_ns. */
uint64_t held_events_until(const struct held_events *h, uint64_t until_ns);

#endif
