/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Failures that functions of the core return, for the events that follow them:
 * scmi_notify() has dropped the notification whose scmi_rx_done is the next one of the
 * same processor and task.
 */
#ifndef SCMI_PERF_CORE_RESULTS_H
#define SCMI_PERF_CORE_RESULTS_H

#include "ftrace_line.h"

#define CORE_RESULTS_CPUS 256

struct core_results {
	struct {
		uint32_t pid;
		bool dropped;
	} cpu[CORE_RESULTS_CPUS];
};

/* scmi_notify() has failed, by the context of the event of its probe. */
void core_results_dropped(struct core_results *r,
			  const struct ftrace_event *probe);

/* Notes a failure in the event @ev that it belongs to. */
void core_results_note(struct core_results *r, struct ftrace_event *ev);

/* Events were lost: forgets the failures whose events have not come. */
void core_results_forget(struct core_results *r);

#endif
