/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counts the faults that the kernel's log reports, unless the events of the same
 * log report them: its messages have neither protocol nor message.
 *
 * Messages that do not belong to the events before them wait until the end of the
 * log, because a file may have all messages before its events.
 */
#ifndef SCMI_PERF_KERNEL_ANOMALIES_H
#define SCMI_PERF_KERNEL_ANOMALIES_H

#include "import_events.h"

#define KERNEL_WAITING	1024
#define KERNEL_SLACK_NS 1000000000u /* between the clocks of log and events */

struct kernel_anomalies {
	unsigned int n;
	struct ftrace_event waiting[KERNEL_WAITING];
	uint64_t first_ns, last_ns; /* of all that waited */
};

/* The events of a log, and their times. */
struct events_seen {
	unsigned int kinds; /* bits of enum ftrace_kind; 0: no events */
	uint64_t first_ns, last_ns;
};

/* Returns true if the message is of the time of these events. */
bool kernel_anomalies_belongs(const struct events_seen *seen,
			      const struct ftrace_event *ev);

/* Counts a message, and returns true, unless the events @seen report its fault. */
bool kernel_anomalies_apply(struct import_events *ie,
			    const struct events_seen *seen,
			    const struct ftrace_event *ev);

/*
 * Makes a message wait. Returns the number of messages that were counted because
 * too many wait: 0 or 1.
 */
unsigned int kernel_anomalies_add(struct kernel_anomalies *k,
				  struct import_events *ie,
				  const struct events_seen *seen,
				  const struct ftrace_event *ev);

/*
 * A log with the events @seen has ended, with the state @ie: counts the messages of
 * its time, and with @all also the others, because no log follows. Returns their
 * number.
 */
unsigned int kernel_anomalies_end(struct kernel_anomalies *k,
				  struct import_events *ie,
				  const struct events_seen *seen, bool all);

#endif
