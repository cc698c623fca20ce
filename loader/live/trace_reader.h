/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads the events of a trace from a recorder's ring buffer and resolves their
 * keys and stack addresses.
 */
#ifndef SCMI_PERF_TRACE_READER_H
#define SCMI_PERF_TRACE_READER_H

#include <stdbool.h>

#include "recorder.h"
#include "transfer.h"

struct trace_reader;

/*
 * Opens the ring of @r, which must have a trace and outlive the reader. @stack:
 * also resolve stack frames. Returns 0 or -errno, reported. Free with
 * trace_reader_close().
 */
int trace_reader_open(struct recorder *r, bool stack, trace_sink sink,
		      void *ctx, struct trace_reader **out);

/* A descriptor for poll(2) that is readable when there are events. */
int trace_reader_fd(const struct trace_reader *t);

/*
 * Passes a bounded number of events to the sink. Returns 1 if there may be more,
 * 0 if not, or -errno, reported.
 */
int trace_reader_read(struct trace_reader *t);

/* NULL is allowed. */
void trace_reader_close(struct trace_reader *t);

#endif
