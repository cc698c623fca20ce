/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes a profile from an ftrace text log: parses the lines, sorts the events
 * by time and feeds them to the state machine of bpf/lifecycle.h. Memory use
 * does not depend on the length of the log.
 *
 * Order. A tracer prints the events of several processors slightly out of
 * order. Up to IMPORT_WINDOW events wait in a window and are sorted by time;
 * events with the same time stay in the order of their lines. An event that
 * comes too late for the window is processed at once and counted as
 * out_of_order: its phases may be clamped (counted as overlapped), or its
 * transfer may not be found.
 *
 * Traces of single processors that follow each other in a file are merged by
 * cpu_parts.h. Without a file, they are merged up to IMPORT_WINDOW events; longer
 * ones are counted (unmerged).
 *
 * Several logs in one file. A step back in time of IMPORT_STEP_NS or more (less on
 * one processor: see event_order.h), or
 * the header of another trace file, starts a new log. Transfers in flight in
 * the old log get the fate that they have at its last time, and transfer ids
 * start again.
 *
 * Mangled time stamps. An event that follows a pause of IMPORT_PAUSE_NS waits for
 * the next one. If that is earlier, or the log ends, the event is unparsed. So is
 * the first event of a log if the next one is IMPORT_PAUSE_NS earlier.
 *
 * lc_fate() decides the fate of a transfer without an end. Response waits count
 * as observed from the first one in a log on. A transfer that was in flight at
 * that time, or while the tracer dropped events, counts as sent, because its
 * own wait may be missing.
 */
#ifndef SCMI_PERF_IMPORT_H
#define SCMI_PERF_IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include "ftrace_line.h"
#include "import_events.h"
#include "profile.h"
#include "text_form.h"
#include "unread.h"

#define IMPORT_WINDOW	256				  /* events */
#define IMPORT_STEP_NS	1000000000ull			  /* one second */
#define IMPORT_PAUSE_NS (365 * 24 * 3600 * 1000000000ull) /* a year */
#define IMPORT_LINE_MAX 4096 /* bytes, without the newline */

#define IMPORT_SOURCES	  2  /* that are named */
#define IMPORT_SOURCE_LEN 64 /* bytes of a name that are compared */

#define IMPORT_SAMPLES	  4
#define IMPORT_SAMPLE_LEN 200 /* bytes of a line that are shown */

/* A line with an SCMI event, or a loss, that was not read. */
struct import_sample {
	enum unread_cause cause;
	uint64_t line;			  /* its number, from 1 */
	char text[IMPORT_SAMPLE_LEN + 1]; /* any bytes; NUL as a blank */
};

/* Numbers for a summary that the profile does not have. */
struct import_stats {
	uint64_t lines;
	bool records;		/* they are those of a recording, not text */
	uint64_t events;	/* SCMI events used */
	uint64_t other_events;	/* SCMI events ignored */
	uint64_t out_of_order;	/* processed too late to be sorted */
	uint64_t logs;		/* with events in them */
	uint64_t outside;	/* events outside of importer_set_range() */
	uint64_t logs_in_range; /* with events that were applied */
	uint64_t first_ns, last_ns;	/* time stamps of @events; 0: none */
	uint64_t unread[UNREAD_CAUSES]; /* lines that were not read */
	uint64_t dumps;			/* transfers made of scmi_msg_dump */
	uint64_t kernel;		/* faults that only its log reports */
	/* Transfers with a resource, and those without a dump that has it. */
	uint64_t resources, no_resources;
	uint64_t repeated;   /* events that were in the log before */
	uint64_t unmerged;   /* processors after another one */
	uint64_t base64;     /* parts of a mail that are not read */
	uint64_t received;   /* events with a time of journald's */
	char tracer[32];     /* in the header of a trace file; empty: none */
	enum text_form form; /* of the start of the log, if it has no event */
	/* Names of files or machines before the lines. */
	uint64_t n_sources;
	char source[IMPORT_SOURCES][IMPORT_SOURCE_LEN + 1];
	uint64_t n_samples;
	struct import_sample sample[IMPORT_SAMPLES]; /* the first unread */
};

struct importer;

/*
 * Imports into @p, which must be empty and must outlive the
 * importer. Adds a run to it.
 */
struct importer *importer_new(struct profile *p);
void importer_free(struct importer *im);

/*
 * Applies only the events whose time stamps, as the log has them, are from
 * @from_ns to @to_ns. The time of the profile starts with the first of them.
 */
void importer_set_range(struct importer *im, uint64_t from_ns, uint64_t to_ns);

/*
 * Examines the first @len bytes of a log, before any are fed: if their time stamps
 * are differences, those of the whole log are added up. It also
 * allows the importer to wait for later lines, to recognise lines that are repeated.
 * Programs that follow a growing log do not call it.
 */
void importer_start(struct importer *im, const char *head, size_t len);

/* Returns true if lines must be fed one after the other. */
bool importer_is_serial(const struct importer *im);

/*
 * Calls @sink for each transfer that ends, each other anomaly and each
 * notification, in the order of time, with the time stamps of the log.
 */
void importer_trace(struct importer *im, trace_sink sink, void *ctx);

/*
 * Calls that function also with each change of the transfers in flight, for each
 * transfer in flight at the end of a log, and at the end of each log: enum trace_type. A delayed response before
 * the reply is an anomaly of its own then.
 */
void importer_trace_flight(struct importer *im);

/* The clock of the time stamps, for the run. To be called before the first event. */
void importer_note_clock(struct importer *im, enum stamp_clock clock);

/* Bytes of a reply with names that are read, without the status. */
#define IMPORT_PAYLOAD_MAX 2048

/*
 * Returns true if the replies to a message have names of resources, which the importer
 * learns if the line of scmi_msg_dump has "pyld=" and the bytes in hexadecimal.
 */
bool importer_names_in(uint8_t protocol, uint8_t message);

/* Adds names that are not known by other ones. */
void importer_note_names(struct importer *im,
			 const struct resource_names *names);

/* Makes series of resources. To be called before any line is parsed. */
void importer_by_resource(struct importer *im);

/*
 * Reads the next @len bytes of the log, which may end anywhere in a line. No
 * tracer prints a line of more than IMPORT_LINE_MAX bytes: it counts as
 * unparsed if it starts as an SCMI event, and is ignored otherwise.
 *
 * This and the other functions that return int return 0, or the error of the
 * function passed to importer_watch(), after which no event is processed.
 */
int importer_feed(struct importer *im, const char *data, size_t len);

/*
 * The parsed lines of a piece of a log, found by any thread, for the importer
 * to process in order. All-zero is empty. Memory is reused from call to call.
 */
struct import_lines {
	const char *text; /* the caller's, as passed to import_lines_parse() */
	bool records;	  /* not lines of a text, but of a recording */
	uint64_t lines, other_events;
	size_t n, capacity;
	struct import_line *line; /* lines with an event that matters */
};

struct import_line {
	struct ftrace_event event;
	uint32_t number; /* of the line in the text, from 1 */
	uint32_t start;	 /* offset of the line in the text */
	uint32_t len;	 /* without the newline */
};

/*
 * Parses @len bytes of complete lines, below 4 GiB. The text must stay until
 * the lines were passed to importer_feed_lines().
 */
void import_lines_parse(struct import_lines *lines, const char *text,
			size_t len);
void import_lines_free(struct import_lines *lines);

/*
 * Does the same as importer_feed() with the text of @lines. The text fed before
 * must have ended with a newline.
 */
void importer_feed_lines(struct importer *im, const struct import_lines *lines);

/*
 * Both complete the profile at the end of the log, after which no more may be
 * fed. importer_finish() also sorts the series.
 */
int importer_end(struct importer *im);
int importer_finish(struct importer *im);

/*
 * For programs that follow a growing log. All times are those of the profile:
 * since the first event, and including the durations of earlier logs.
 */

/* Returns the latest time that was read. */
uint64_t importer_time(const struct importer *im);

/* Calls @sink for each caller so far, without stacks: see callers.h. */
void importer_callers(const struct importer *im, caller_sink sink, void *ctx);

/* Events of the transports' hooks (FTRACE_RING …) come, too. */
void importer_use_hooks(struct importer *im);

/* The kernel has skipped hits of all hooks' probes. */
void importer_note_missed(struct importer *im, uint64_t hits);

/* Notes an instance of the machine: see import_events_instance(). */
void importer_note_instance(struct importer *im,
			    const struct import_instance *instance,
			    bool several);

/*
 * A running kernel has no more events before @now_ns, a time of its clock: the log
 * starts with the first call, and lasts at least until the last one.
 */
void importer_note_time(struct importer *im, uint64_t now_ns);

/*
 * Calls @reached once, before the first event at @at_ns or later is processed,
 * with the time of that event. @reached may call importer_watch() again. It
 * returns 0, or an error to stop the import.
 */
void importer_watch(struct importer *im, uint64_t at_ns,
		    int (*reached)(void *ctx, uint64_t time_ns), void *ctx);

/*
 * Processes the events in the window up to @until_ns: no earlier ones will
 * come.
 */
int importer_advance(struct importer *im, uint64_t until_ns);

/*
 * Makes @p, which must be empty, the profile that importer_finish() would make
 * now. The import can continue.
 */
int importer_read(struct importer *im, struct profile *p);

/* Returns the numbers so far, which are valid until the importer is freed. */
const struct import_stats *importer_stats(const struct importer *im);

#endif
