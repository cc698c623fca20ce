/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The process that reads a trace.dat, and the messages that it sends: each is a
 * struct trace_dat_message, its lines, and its text.
 */
#ifndef SCMI_PERF_TRACE_DAT_READER_H
#define SCMI_PERF_TRACE_DAT_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "import.h"
#include "trace_dat.h"

enum trace_dat_kind {
	TRACE_DAT_CLOCK, /* the text: the clock of the next buffer */
	TRACE_DAT_BUFFER, /* the buffer @text follows, in the order of the file */
	TRACE_DAT_EVENTS,    /* lines; the text is that of their samples */
	TRACE_DAT_DONE,	     /* all buffers were read to their ends */
	TRACE_DAT_DAMAGED,   /* the library cannot read it */
	TRACE_DAT_NO_MEMORY, /* a part of it may be missing */
	TRACE_DAT_NO_TIME, /* the clock of a buffer has no unit; text: its name */
	TRACE_DAT_NO_BUFFER, /* the file does not have it; text: those it has */
};

struct trace_dat_message {
	uint32_t kind;
	uint32_t n;			/* lines, at most TRACE_DAT_LINES */
	uint32_t text_len;		/* at most TRACE_DAT_TEXT */
	uint64_t records, other_events; /* as in struct import_lines */
};

#define TRACE_DAT_LINES 1024
#define TRACE_DAT_TEXT	65536

/*
 * Reads the file @fd and writes messages to @out, only of @buffer unless it is
 * NULL. Returns when all is written or @out is closed.
 */
void trace_dat_read(int fd, const char *buffer, int out);

#endif
