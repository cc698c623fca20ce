/* SPDX-License-Identifier: GPL-2.0-only */
/* The waits for replies in a log: the message was sent. */
#ifndef SCMI_PERF_IMPORT_WAITS_H
#define SCMI_PERF_IMPORT_WAITS_H

#include "import_events.h"

/* Some waits were not seen: assumes that all transfers in flight were sent. */
void import_assume_sent(struct import_events *ie);

/* The transfer of an event waits for its reply from @now on. */
void import_wait(struct import_events *ie, const struct ftrace_event *ev,
		 uint64_t now);

#endif
