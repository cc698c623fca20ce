/* SPDX-License-Identifier: GPL-2.0-only */
/* The formats of this kernel's SCMI events, from tracefs. */
#ifndef SCMI_PERF_EVENT_FORMATS_H
#define SCMI_PERF_EVENT_FORMATS_H

#include <event-parse.h>

/*
 * Reads the formats of all SCMI events of the trace instance @dir. Returns NULL,
 * reported, if there is none. Free with tep_free().
 */
struct tep_handle *event_formats_read(const char *dir);

/*
 * Adds the format of another event, "GROUP/NAME", of the instance @dir. Returns the
 * event, or NULL, not reported.
 */
struct tep_event *event_formats_add(struct tep_handle *tep, const char *dir,
				    const char *name);

#endif
