/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the time stamp, processor and task in the text before an event's name,
 * in the forms that ftrace_line.c does not know. <event> is the event's name.
 *
 *   <task>-<pid> [<cpu>] … <s>.<us>: <any words> <event>   option fields, -F
 *   <task> <pid> <cpu> … <ms>.<us>ms (+<ms>ms): <event>    latency, verbose
 *   <s>.<us> | <cpu>) … | <event>                          function_graph
 *   [<s>.<us>][ T<pid>] <event>                            tp_printk
 *   <ms>.<us> <task>/<pid> <event>                         perf trace
 *   <date>T<h>:<m>:<s>.<us> … <event>                      journalctl, dmesg
 */
#ifndef SCMI_PERF_EVENT_HEAD_H
#define SCMI_PERF_EVENT_HEAD_H

#include "event_name.h"
#include "unread.h"

/*
 * Parses the text @head before the event @name. Sets time, decimals and context
 * of @ev. Returns false, and the reason in *@why, if it has no time stamp.
 */
bool event_head_parse(struct span head, const struct event_name *name,
		      struct ftrace_event *ev, enum unread_cause *why);

/* Parses the last "[<s>.<us>]" in @head, and the caller after it. */
bool event_head_printk(struct span head, struct ftrace_event *ev);

#endif
