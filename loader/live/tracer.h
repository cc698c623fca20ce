/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The live source of trace lines: takes events out of a recorder's ring and
 * says what their numbers stand for.
 */
#ifndef SCMI_PERF_TRACER_H
#define SCMI_PERF_TRACER_H

#include <stdbool.h>

#include "recorder.h"
#include "transfer.h"

struct tracer;

/* Gets each event; the line is valid during the call. */
typedef void (*tracer_sink)(void *ctx, const struct trace_line *line);

/*
 * Reads from @r, which was opened with a trace and must outlive it; @stack:
 * name the frames of stacks, too. Returns 0 or -errno, reported. Free with
 * tracer_close().
 */
int tracer_open(struct recorder *r, bool stack, tracer_sink sink, void *ctx,
		struct tracer **out);

/* Readable, as poll(2) has it, when there are events. */
int tracer_fd(const struct tracer *t);

/*
 * Hands the events that there are to the sink, a bounded number at a time.
 * Returns whether there may be more, or -errno, reported.
 */
int tracer_read(struct tracer *t);

/* Frees all; NULL is fine. */
void tracer_close(struct tracer *t);

#endif
