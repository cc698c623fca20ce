/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the name of the machine or file from which a line is, if the lines of several
 * are in one log:
 *
 *   host:  guest:  board1/trace.txt:12:    trace-cmd report, grep, dsh
 *   Nov 28 12:59:00 board kernel:          syslog, journalctl
 *   <6>1 2026-11-28T12:59:00Z board        syslog, RFC 5424
 *   board_1  |   [pod board]               containers, pssh
 *   {"_HOSTNAME":"board", …                journalctl, container logs
 *   ==> board1/trace.txt <==               tail, head: before the lines
 */
#ifndef SCMI_PERF_LINE_SOURCE_H
#define SCMI_PERF_LINE_SOURCE_H

#include "ftrace_span.h"

/* Returns the name in a line, or an empty span. */
struct span line_source(struct span line);

/* Returns the name in the heading of a file's lines, or an empty span. */
struct span line_heading(struct span line);

#endif
