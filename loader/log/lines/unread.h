/* SPDX-License-Identifier: GPL-2.0-only */
/* Reasons for which a line that has an SCMI event's name is not read. */
#ifndef SCMI_PERF_UNREAD_H
#define SCMI_PERF_UNREAD_H

enum unread_cause {
	UNREAD_NO_TIME,	    /* no time stamp at all */
	UNREAD_PERF_TIME,   /* perf script without the field time */
	UNREAD_GRAPH_TIME,  /* function_graph without funcgraph-abstime */
	UNREAD_DATE,	    /* a date with full seconds, as of dmesg -T */
	UNREAD_RELATIVE,    /* the time since the line before, as of dmesg -H */
	UNREAD_EXPORT,	    /* the time is in another line of a journal */
	UNREAD_CLOCK,	    /* the unit of the time stamp is unknown */
	UNREAD_CUT,	    /* it ends before its last field */
	UNREAD_LAST,	    /* the last line of the log has no newline */
	UNREAD_TOO_LONG,    /* more than IMPORT_LINE_MAX bytes */
	UNREAD_MIXED,	    /* other text is in it */
	UNREAD_NO_ID,	    /* the event has no transfer_id, as of 2019 */
	UNREAD_WRONG_TIME,  /* a time stamp that the next ones contradict */
	UNREAD_WRONG_COUNT, /* an impossible number of lost events */
	UNREAD_FORMAT,	    /* a recording has no format of its event */
	UNREAD_CAUSES
};

/* Returns what is wrong with the line, as a part of a sentence. */
const char *unread_name(enum unread_cause cause);

/* Returns the remedy, or NULL. */
const char *unread_remedy(enum unread_cause cause);

#endif
