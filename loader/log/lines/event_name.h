/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the name of an SCMI event anywhere in a line. */
#ifndef SCMI_PERF_EVENT_NAME_H
#define SCMI_PERF_EVENT_NAME_H

#include "ftrace_line.h"
#include "ftrace_span.h"

struct event_name {
	enum ftrace_kind kind; /* scmi_msg_dump: DUMP */
	const char *start;     /* its "scmi_" */
	const char *fields;    /* the text after ':', '(' or a separator */
	bool call;	       /* '(': perf trace */
};

/*
 * Returns the first name that a colon, a parenthesis, or the separator of a column
 * with fields follows.
 */
bool event_name_find(struct span line, struct event_name *name);

#endif
