/* SPDX-License-Identifier: GPL-2.0-only */
/* The time of an event as other programs show it. */
#ifndef SCMI_PERF_WHEN_H
#define SCMI_PERF_WHEN_H

#include "glyphs.h"

/*
 * Formats a time since the start of a source as that of its log, "7614.373161", or as
 * the local time of day, "12:03:44". Returns @buf, or NULL if neither is known.
 */
const char *when_text(const struct run *run, uint64_t time_ns,
		      char buf[CELL_LEN]);

#endif
