/* SPDX-License-Identifier: GPL-2.0-only */
/* The name of an SCMI event, found anywhere in a line: line_search.c. */
#ifndef SCMI_PERF_EVENT_NAME_H
#define SCMI_PERF_EVENT_NAME_H

#include "ftrace_line.h"
#include "ftrace_span.h"

struct event_name {
	enum ftrace_kind kind; /* scmi_msg_dump: DUMP */
	const char *start;     /* its "scmi_" */
	const char *fields;    /* the text after ':' or '(' */
	bool call;	       /* '(': perf trace */
};

#endif
