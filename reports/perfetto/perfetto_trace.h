/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes single transfers as a trace for Perfetto (https://perfetto.dev), in its
 * own format. docs/export.md describes its tracks. Its memory does not grow with
 * the trace.
 */
#ifndef SCMI_PERF_PERFETTO_TRACE_H
#define SCMI_PERF_PERFETTO_TRACE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "transfer.h"

/* The clock of the time stamps. */
struct perfetto_clocks {
	enum stamp_clock clock;
	/* All three at one time, which aligns traces of several clocks; or 0. */
	uint64_t stamp_ns, boottime_ns, realtime_ns;
};

struct perfetto_trace;

/* @out stays the caller's, who checks it for errors at the end. */
struct perfetto_trace *perfetto_trace_new(FILE *out);

/* To be called before the first line. Otherwise the clock is unknown. */
void perfetto_trace_clocks(struct perfetto_trace *t,
			   const struct perfetto_clocks *clocks);

/* Writes a line of any type, also those of importer_trace_flight(). */
void perfetto_trace_line(struct perfetto_trace *t,
			 const struct trace_line *line);

/* Writes what was lost since the last call, of these sums by cause. */
void perfetto_trace_losses(struct perfetto_trace *t,
			   const uint64_t lost[LOST_CAUSES]);
/* The same of one loss with another cause. */
void perfetto_trace_lost(struct perfetto_trace *t, const char *cause,
			 uint64_t count);

/* True if a log began at an earlier time than the one before it ended. */
bool perfetto_trace_is_shifted(const struct perfetto_trace *t);

/* Writes the end of the trace, and frees @t, which may be NULL. */
void perfetto_trace_finish(struct perfetto_trace *t);

#endif
