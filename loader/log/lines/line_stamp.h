/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Skips the time stamp that a terminal program, a log service or ts(1) prints at the
 * start of each line.
 */
#ifndef SCMI_PERF_LINE_STAMP_H
#define SCMI_PERF_LINE_STAMP_H

#include "ftrace_span.h"

enum line_stamp {
	LINE_STAMP_NONE,
	LINE_STAMP_BRACKETS, /* "[ 7044.000100]", "[2026-11-28 12:59:00]" */
	LINE_STAMP_SYSLOG,   /* "Nov 28 12:59:00" */
	LINE_STAMP_DATE, /* "2026-11-28T12:59:00.123Z", "11-28 12:59:00.123" */
	LINE_STAMP_SECONDS, /* "1795870740.000100" */
};

/* Skips a stamp, and one blank after it. Returns its form. */
enum line_stamp line_stamp_skip(struct span *s);

#endif
