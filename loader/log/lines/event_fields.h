/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parses the fields of an SCMI event in the forms that ftrace_line.c does not
 * know, because no tracer prints them by default:
 *
 *   seq=0x1a (26) protocol_id=(21) …      the option fields
 *   transfer_id: 26, msg_id: 6, …)        perf trace, which omits zeros
 *   id=0 channel_id=16 … tag=!RESP …      trace-cmd report -R
 *   pt=15 msg_id=06 … s=0 * /              function_graph
 */
#ifndef SCMI_PERF_EVENT_FIELDS_H
#define SCMI_PERF_EVENT_FIELDS_H

#include "event_name.h"
#include "unread.h"

/*
 * Parses the fields of @name, up to @end, into @ev and sets its kind. Returns
 * false, and the reason in *@why, if they are not complete.
 */
bool event_fields_parse(const struct event_name *name, const char *end,
			struct ftrace_event *ev, enum unread_cause *why);

#endif
