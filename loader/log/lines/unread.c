// SPDX-License-Identifier: GPL-2.0-only
#include "unread.h"

static const struct {
	const char *name, *remedy;
} causes[UNREAD_CAUSES] = {
	[UNREAD_NO_TIME] =
		{"no time stamp",
		 "switch the tracer's time stamps on: echo 1 > "
		 "/sys/kernel/tracing/options/context-info; with dmesg, do "
		 "not use --notime and boot without printk.time=0"},
	[UNREAD_PERF_TIME] = {"no time stamp (perf script without 'time')",
			      "print the time, too: perf script -F +time"},
	[UNREAD_GRAPH_TIME] =
		{"no time stamp (function_graph prints durations only)",
		 "switch time stamps on: echo 1 > "
		 "/sys/kernel/tracing/options/funcgraph-abstime"},
	[UNREAD_DATE] = {"the time stamp has full seconds only",
			 "use the kernel's time stamps: dmesg without -T, "
			 "journalctl -k -o short-monotonic"},
	[UNREAD_RELATIVE] = {"the time stamp is the time since the line before",
			     "use the kernel's time stamps: dmesg without -H, "
			     "-e and --reltime"},
	[UNREAD_EXPORT] = {"the time stamp is in another line of the journal",
			   "print a message in one line: journalctl -k -o "
			   "short-monotonic, or -o json"},
	[UNREAD_CLOCK] = {"the time stamp has no unit of time",
			  "use a clock of seconds: echo mono > "
			  "/sys/kernel/tracing/trace_clock (not 'counter', "
			  "'uptime' or 'x86-tsc')"},
	[UNREAD_CUT] = {"the line is cut off",
			"lines must be complete: print them to a file, not "
			"to a terminal of limited width"},
	[UNREAD_LAST] = {"the last line of the log is cut off", 0},
	[UNREAD_TOO_LONG] = {"the line is longer than that of any tracer", 0},
	[UNREAD_MIXED] = {"other text is mixed into the event",
			  "read the trace from tracefs, not from a console "
			  "that other messages go to, too"},
	[UNREAD_NO_ID] = {"the event has no transfer_id",
			  "these events are older than Linux 5.10's; a "
			  "transfer needs a transfer_id"},
	[UNREAD_WRONG_TIME] = {"the time stamp is mangled", 0},
	[UNREAD_WRONG_COUNT] = {"the number of lost events is mangled", 0},
	[UNREAD_FORMAT] = {"the recording has no known format of the event",
			   "if 'trace-cmd report FILE' prints the events: "
			   "trace-cmd report FILE | scmi-perf import -"},
};

const char *unread_name(enum unread_cause cause)
{
	return causes[cause].name;
}

const char *unread_remedy(enum unread_cause cause)
{
	return causes[cause].remedy;
}
