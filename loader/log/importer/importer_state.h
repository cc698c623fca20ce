/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The importer's state: import_lines.c finds the events in the text, import.c puts
 * them in order, import_run.c describes their origin.
 */
#ifndef SCMI_PERF_IMPORTER_STATE_H
#define SCMI_PERF_IMPORTER_STATE_H

#include <stdbool.h>

#include "import.h"
#include "event_order.h"
#include "import_events.h"
#include "kernel_anomalies.h"
#include "line_joiner.h"

/* One log; a file may contain several. */
struct log {
	bool started; /* it has events, so the times are valid */
	uint64_t first_ns, last_ns;
	uint64_t processed_ns; /* latest event that left the window */
	unsigned int kinds;    /* of its events, bits of enum ftrace_kind */
	bool bare;	       /* its first line starts with the time stamp */
	bool header;	       /* that of another trace file came */
	bool in_range; /* an event of importer_set_range() was applied */
};

/* The resource and message of the last command with a token. */
struct asked_resource {
	uint32_t resource_plus;
	uint8_t protocol, message;
};

struct importer {
	struct profile *profile;
	struct run *run;
	struct import_stats stats;
	struct log log;
	unsigned int kinds_seen; /* bits of enum ftrace_kind */
	uint8_t decimals;	 /* fewest of all time stamps; 0: none yet */

	/* Ring of @n events from @oldest on, sorted by time. */
	struct ftrace_event window[IMPORT_WINDOW];
	unsigned int oldest, n;

	/* An event after a long pause, and its line; line number 0: none. */
	struct ftrace_event doubtful;
	struct import_sample doubtful_line;

	struct import_events events;
	struct ftrace_event notification; /* the last dump of one */
	struct asked_resource asked[LC_TAG_INSTANCES][LC_TOKENS];
	struct kernel_anomalies kernel;
	struct event_order order;
	uint64_t lost_before; /* after the header of another trace file */
	char heading[IMPORT_SOURCE_LEN + 1]; /* see line_heading() */
	bool ended;
	bool vendors_differ; /* the log has instances of different vendors */

	uint64_t from_ns, to_ns; /* importer_set_range() */

	uint64_t watch_ns;			     /* importer_watch() */
	int (*reached)(void *ctx, uint64_t time_ns); /* or NULL */
	void *reached_ctx;
	int err; /* of @reached */

	struct line_joiner joiner;
	bool deltas;	   /* time stamps are differences */
	uint64_t clock_ns; /* their sum */

	/*
	 * Start of a line that began in an earlier call. Longer lines are cut: one
	 * byte more than IMPORT_LINE_MAX shows that.
	 */
	char line[IMPORT_LINE_MAX + 1];
	size_t line_len;
};

/* Parses a line, of which only IMPORT_LINE_MAX bytes are read. */
enum ftrace_kind import_line_parse(const char *line, size_t len,
				   struct ftrace_event *ev);

/* Adds the event of line @number; the text of the line is for a sample only. */
void importer_add_event(struct importer *im, const struct ftrace_event *ev,
			uint64_t number, const char *line, size_t len);

/* Ends the log: the next event is that of another boot, whatever its time is. */
void importer_end_log(struct importer *im);

/*
 * Returns true if the event is that of the line before, or of one shortly before it:
 * two consoles have printed it. Calls of fast channels can be equal if the clock is
 * coarse.
 */
bool importer_is_doubled(const struct importer *im,
			 const struct ftrace_event *ev);

/* Notes the instance of a dump, and copies it to the start of its transfer. */
void importer_note_dump(struct importer *im, const struct ftrace_event *dump);

/*
 * Notes a message of the kernel. Returns true if it is to be applied among the events
 * of its time.
 */
bool importer_note_kernel(struct importer *im, const struct ftrace_event *ev);
void importer_apply_kernel(struct importer *im, const struct ftrace_event *ev);

/* A log has ended, or with @all the file: counts the messages that have waited. */
void importer_end_kernel(struct importer *im, bool all);

/* Learns the names of resources in the line of a dump. */
void importer_note_name(struct importer *im, const struct ftrace_event *dump,
			const char *line, size_t len);

/* Returns a scmi_rx_done with the instance of the notification before it. */
struct ftrace_event importer_with_instance(const struct importer *im,
					   const struct ftrace_event *ev);

/* Returns the sample of a line; importer_add_sample() counts it as unread. */
struct import_sample importer_sample(enum unread_cause cause, uint64_t number,
				     const char *line, size_t len);
void importer_add_sample(struct importer *im, struct import_sample sample);

/*
 * Returns true if the digits of a time stamp before a line break may be missing:
 * another program has written to the console.
 */
bool importer_is_cut_time(struct importer *im, const struct ftrace_event *ev,
			  const char *line, size_t len);

/* Counts a line that has an event, or a loss, that was not read. */
void importer_add_unread(struct importer *im, enum unread_cause cause,
			 uint64_t number, const char *line, size_t len);

/* Notes the tracer or machine that the line of an event names. */
void importer_note_line(struct importer *im, const struct ftrace_event *ev,
			const char *line, size_t len);

/* Sets the attributes of a run that depend on all of its events. */
void importer_describe(const struct importer *im, struct run *run);

/* Connects the joiner of a new importer to it. */
void importer_lines_init(struct importer *im);

/* The log has ended: reads a last line without a newline. */
void importer_lines_end(struct importer *im);

#endif
