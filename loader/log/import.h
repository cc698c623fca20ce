/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An ftrace text log in, a profile out: lines are read, put in order of time
 * and fed to the state machine of bpf/lifecycle.h. Memory does not grow with
 * the log.
 *
 * Order. A tracer prints several processors' events slightly out of order. Up
 * to IMPORT_WINDOW events are kept back and sorted by time, those of equal
 * time in the order of the lines. An event that comes later than that is
 * processed when it comes and counted as out_of_order: its phases may be
 * clamped (which the profile counts as overlapped), or its transfer not found.
 *
 * Several logs in one file. Time that steps back by IMPORT_STEP_NS or more, or
 * the head of another trace file, starts a new log: what is in flight in the
 * old one is judged by the old one's last time, and transfer ids start anew.
 *
 * What became of a transfer without an end is lc_fate()'s to say. Response
 * waits count as observed from the first one in a log on; a transfer that was
 * in flight at that moment, or when the tracer dropped events, is taken for
 * sent, because its own wait may be what is missing.
 */
#ifndef SCMI_PERF_IMPORT_H
#define SCMI_PERF_IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include "ftrace_line.h"
#include "import_events.h"
#include "profile.h"

#define IMPORT_WINDOW	256	      /* events */
#define IMPORT_STEP_NS	1000000000ull /* one second */
#define IMPORT_LINE_MAX 4096	      /* bytes, without the newline */

#define IMPORT_SAMPLES	  2
#define IMPORT_SAMPLE_LEN 200 /* bytes of a line that are shown */

/* A line that could not be read. */
struct import_sample {
	uint64_t line;			  /* its number, from 1 */
	char text[IMPORT_SAMPLE_LEN + 1]; /* any bytes; NUL as a blank */
};

/* What a summary tells beside the profile. */
struct import_stats {
	uint64_t lines;
	uint64_t events;       /* read, of use */
	uint64_t other_events; /* of SCMI, but of no use here */
	uint64_t out_of_order; /* processed later than the window could sort */
	uint64_t logs;	       /* with events in them */
	uint64_t n_samples;
	struct import_sample sample[IMPORT_SAMPLES]; /* the first unparsed */
};

struct importer;

/*
 * Imports into @p, which must be initialised and empty and must outlive the
 * importer. Adds a run to it. Returns NULL when out of memory.
 */
struct importer *importer_new(struct profile *p);
void importer_free(struct importer *im);

/*
 * Takes the next @len bytes of the log. Lines may be cut anywhere between two
 * calls. A line of more than IMPORT_LINE_MAX bytes is no tracer's: it is
 * counted as unparsed when it starts as an SCMI event, and ignored otherwise.
 * Returns 0 or -ENOMEM.
 */
int importer_feed(struct importer *im, const char *data, size_t len);

/*
 * What a run of lines holds, found by any thread, for the importer to take in
 * its turn. All-zero is empty; memory is kept from one use to the next.
 */
struct import_lines {
	const char *text; /* the caller's, as passed to import_lines_parse() */
	size_t len;
	uint64_t lines, other_events;
	size_t n, capacity;
	struct import_line *line; /* those of interest */
};

struct import_line {
	struct ftrace_event event;
	uint32_t number; /* among the lines of the run, from 1 */
	uint32_t start;	 /* offset in the text */
};

/*
 * Parses @len bytes of text, below 4 GiB, that begin at the start of a line and
 * end with a newline. Returns 0 or -ENOMEM. The text must stay until the lines
 * were taken.
 */
int import_lines_parse(struct import_lines *lines, const char *text,
		       size_t len);
void import_lines_free(struct import_lines *lines);

/*
 * Does what importer_feed() does with the text of @lines. What was fed before
 * must have ended with a newline. Returns 0 or -ENOMEM.
 */
int importer_take_lines(struct importer *im, const struct import_lines *lines);

/*
 * The log has ended: completes the profile. Feed no more. Returns 0 or -ENOMEM.
 * The first does not sort the series.
 */
int importer_end(struct importer *im);
int importer_finish(struct importer *im);

/*
 * For those who watch a log that grows. Times are the profile's: since the first
 * event, other logs' durations included.
 */

/* The latest that was read. */
uint64_t importer_time(const struct importer *im);

/*
 * Calls @reached, once, before the first event of @at_ns or later is processed;
 * it gets that event's time, and may watch again. What it returns, if not 0, is
 * returned by whatever processes the event.
 */
void importer_watch(struct importer *im, uint64_t at_ns,
		    int (*reached)(void *ctx, uint64_t time_ns), void *ctx);

/*
 * Processes what is kept back up to @until_ns: nobody counts on earlier events
 * any more. Returns 0 or -ENOMEM.
 */
int importer_advance(struct importer *im, uint64_t until_ns);

/*
 * Makes @p, which must be empty, what importer_finish() would make of what was
 * read so far; the importer goes on. Returns 0 or -ENOMEM.
 */
int importer_read(struct importer *im, struct profile *p);

/* What was read so far; of the importer, valid until it is freed. */
const struct import_stats *importer_stats(const struct importer *im);

#endif
