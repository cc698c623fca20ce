/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the name that trace-cmd report or grep print before the lines of each file
 * or machine: "host: ", "guest: ", "board1/trace.txt:  ".
 */
#ifndef SCMI_PERF_LINE_SOURCE_H
#define SCMI_PERF_LINE_SOURCE_H

#include "ftrace_span.h"

/*
 * Returns the first word of a line, without its colon, or an empty span if no such
 * name, with a letter in it, is there.
 */
struct span line_source(struct span line);

#endif
