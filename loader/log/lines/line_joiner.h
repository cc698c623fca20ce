/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads events from lines that ftrace_line_parse() cannot: cleans each line, and
 * joins it with up to JOINER_LINES - 1 lines before it, because mailers wrap lines
 * between words, terminals at their width, and quoted-printable anywhere.
 */
#ifndef SCMI_PERF_LINE_JOINER_H
#define SCMI_PERF_LINE_JOINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ftrace_line.h"
#include "unread.h"

#define JOINER_LINES 4
#define JOINER_BYTES 512  /* a longer line is not a part of one */
#define JOINER_LINE  4096 /* at most, of a line that is not joined */
#define JOINER_WIDTH 80	  /* of most terminals */

/* A line that may be the start of an event, or the middle. */
struct joiner_line {
	uint64_t number;
	size_t len, raw_len;
	bool counts; /* it counts as unread if no event is read from it */
	enum unread_cause cause;
	char text[JOINER_BYTES];
};

struct line_joiner {
	/* Called with an event and its first line. */
	void (*event)(void *ctx, const struct ftrace_event *ev, uint64_t number,
		      const char *line, size_t len);
	/* Called with a line that has an event, or a loss, that was not read. */
	void (*unread)(void *ctx, enum unread_cause cause, uint64_t number,
		       const char *line, size_t len);
	void *ctx;

	struct joiner_line line[JOINER_LINES - 1];
	unsigned int n;
	uint64_t active_until; /* number of the last line that may continue */
	bool last;	       /* an event that is added now is cut off */
	size_t width; /* another, of the terminal that wrapped lines; 0: none */

	/* An event whose last field may continue in the next line. */
	bool holds;
	struct ftrace_event held;
	struct joiner_line held_line;
};

/*
 * Returns true if line_joiner_text() may use the line, or the next
 * JOINER_LINES - 1 lines with it. It ignores all others.
 */
bool line_joiner_starts(const char *line, size_t len);

/* Adds a line of which ftrace_line_parse() returned TEXT or UNPARSED. */
void line_joiner_text(struct line_joiner *j, enum ftrace_kind kind,
		      uint64_t number, const char *line, size_t len);

/* Adds a line with an event: passes it on, now or after the next line. */
void line_joiner_event(struct line_joiner *j, const struct ftrace_event *ev,
		       uint64_t number, const char *line, size_t len);

/*
 * Returns true if line_joiner_event() would pass on the event of a line of @len bytes
 * at once, and do nothing else.
 */
static inline bool line_joiner_is_idle(const struct line_joiner *j, size_t len)
{
	return !j->n && !j->holds && !j->last && len != JOINER_WIDTH &&
	       len != j->width;
}

/*
 * The next line is the last one of the log and has no newline: an event in it may
 * be cut off, and is unread.
 */
void line_joiner_last(struct line_joiner *j);

/* No line will follow the last one: passes all on. */
void line_joiner_end(struct line_joiner *j);

#endif
