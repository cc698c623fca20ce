/* SPDX-License-Identifier: GPL-2.0-only */
/* Which events of scmi_msg_dump the kernel is asked to record. */
#ifndef SCMI_PERF_DUMP_FILTER_H
#define SCMI_PERF_DUMP_FILTER_H

#include <stdbool.h>

/*
 * Returns the filter of the event: messages that the core rejects; with @all, also
 * commands and notifications, whose payloads have resources; with @names, also replies
 * with names of resources. The caller frees.
 */
char *dump_filter(bool all, bool names);

#endif
