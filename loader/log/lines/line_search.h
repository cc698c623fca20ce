/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parses a line that ftrace_line_parse() could not: finds the name of an SCMI
 * event in it, and in the text before and after the name its time and fields.
 */
#ifndef SCMI_PERF_LINE_SEARCH_H
#define SCMI_PERF_LINE_SEARCH_H

#include "ftrace_line.h"
#include "ftrace_span.h"
#include "unread.h"

/*
 * Returns TEXT for a line without an event, UNPARSED and the reason in *@why for
 * one that cannot be parsed, or the kind of the event and its members in @ev.
 */
enum ftrace_kind line_search(struct span line, struct ftrace_event *ev,
			     enum unread_cause *why);

#endif
