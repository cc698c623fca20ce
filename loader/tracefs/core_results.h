/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Failures that functions of the core return, and the messages that they are about.
 *
 * scmi_notify() has dropped the notification whose scmi_rx_done is the next one of the
 * same processor and task. do_xfer_with_response() has waited in vain for the delayed
 * response to the last transfer of its task, unless that had no reply either.
 */
#ifndef SCMI_PERF_CORE_RESULTS_H
#define SCMI_PERF_CORE_RESULTS_H

#include "ftrace_line.h"
#include "senders.h"

#define CORE_RESULTS_CPUS  256
#define CORE_RESULTS_TASKS 4096 /* by the low bits of their pids */

struct core_results {
	struct {
		uint32_t pid;
		bool dropped;
	} cpu[CORE_RESULTS_CPUS];
	struct core_task {
		uint32_t pid;
		uint32_t transfer_id;
		uint16_t seq;
		uint16_t instance; /* its number + 1; 0: unknown */
		uint8_t protocol, message;
		bool replied; /* its last transfer has ended with a reply */
	} task[CORE_RESULTS_TASKS];
};

/* scmi_notify() has failed, by the context of the event of its probe. */
void core_results_dropped(struct core_results *r,
			  const struct ftrace_event *probe);

/*
 * do_xfer_with_response() has timed out. Returns false if the reply had timed out, which
 * has an event of its own. Otherwise stores the transfer in the event of the probe; without
 * has_message it is unknown.
 */
bool core_results_unanswered(const struct core_results *r,
			     struct ftrace_event *probe);

/* Notes a transfer, or notes a failure in the event @ev that it belongs to. */
void core_results_note(struct core_results *r, const struct senders *senders,
		       struct ftrace_event *ev);

/* Events were lost: forgets the failures whose events have not come. */
void core_results_forget(struct core_results *r);

#endif
