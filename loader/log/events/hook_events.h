/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events of hooks in the transports: to which transfer each belongs. They name none.
 *
 * From scmi_xfer_begin to its end, a transfer belongs to its task: a doorbell is for
 * the transfer that its task began last. A completion signal is for the replies that
 * follow it on its processor, until a task does something else there.
 */
#ifndef SCMI_PERF_HOOK_EVENTS_H
#define SCMI_PERF_HOOK_EVENTS_H

#include "ftrace_line.h"
#include "lifecycle.h"

#define HOOK_TASKS \
	256 /* that send at the same time, by the low bits of their pids */
#define HOOK_CPUS 256

struct hook_events {
	struct hook_task {
		uint32_t pid; /* 0: none */
		uint32_t transfer_id;
		uint16_t seq;
	} task[HOOK_TASKS];
	uint64_t signal_ns[HOOK_CPUS]; /* 0: none */
};

/* Notes an event of any kind, before it is applied at @now. */
void hook_events_note(struct hook_events *h, const struct ftrace_event *ev,
		      uint64_t now);

/*
 * Applies a doorbell (FTRACE_RING, FTRACE_RUNG) to the transfer in @table that the task
 * began last. The first one counts.
 */
void hook_events_ring(const struct hook_events *h, struct lc_slot *table,
		      const struct ftrace_event *ev, uint64_t now);

/*
 * Removes the transfer that ends from the table, as lc_remove(). @waits_seen: response
 * waits are observed. Only then a missing exit of the doorbell means that another task
 * rang it.
 */
bool hook_events_remove(struct lc_slot *table, const struct ftrace_event *end,
			bool hooked, bool with_seen, bool waits_seen,
			uint64_t now, struct lc_stamps *out);

/* Returns the time of the completion signal of a reply; 0: none was seen. */
uint64_t hook_events_signal(const struct hook_events *h,
			    const struct ftrace_event *ev);

#endif
