/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The live source of trace lines: takes events out of a recorder's ring and
 * says what their numbers stand for.
 */
#ifndef SCMI_PERF_TRACE_READER_H
#define SCMI_PERF_TRACE_READER_H

#include <stdbool.h>

#include "recorder.h"
#include "transfer.h"

struct trace_reader;

/* Gets each event; the line is valid during the call. */
typedef void (*trace_sink)(void *ctx, const struct trace_line *line);

/*
 * Reads from @r, which was opened with a trace and must outlive it; @stack:
 * name the frames of stacks, too. Returns 0 or -errno, reported. Free with
 * trace_reader_close().
 */
int trace_reader_open(struct recorder *r, bool stack, trace_sink sink,
		      void *ctx, struct trace_reader **out);

/* Readable, as poll(2) has it, when there are events. */
int trace_reader_fd(const struct trace_reader *t);

/*
 * Hands the events that there are to the sink, a bounded number at a time.
 * Returns whether there may be more, or -errno, reported.
 */
int trace_reader_read(struct trace_reader *t);

/* Frees all; NULL is fine. */
void trace_reader_close(struct trace_reader *t);

#endif
