/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts the calls of fast channels in a log. */
#ifndef SCMI_PERF_IMPORT_FAST_H
#define SCMI_PERF_IMPORT_FAST_H

#include "import_events.h"

/* Counts a call for its domain. Lines of other formats have none. */
void import_fast_call(struct import_events *ie, const struct ftrace_event *ev,
		      uint64_t now);

#endif
