/* SPDX-License-Identifier: GPL-2.0-only */
/* A flight recorder: the last transfers and anomalies of a stream. */
#ifndef SCMI_PERF_FLIGHT_H
#define SCMI_PERF_FLIGHT_H

#include <stddef.h>
#include <stdio.h>

#include "transfer.h"

#define FLIGHT_LINES 65536 /* at most, whatever the time is */

/* All-zero but @keep_ns is an empty one. */
struct flight {
	uint64_t keep_ns;	  /* older lines are dropped */
	struct flight_line *line; /* a ring of FLIGHT_LINES */
	size_t oldest, n;
	uint64_t cut; /* younger lines that were dropped for want of room */
};

/* Keeps a line, without its stack. */
void flight_add(struct flight *f, const struct trace_line *line);

/* Passes each line to @sink, the oldest first. */
void flight_show(const struct flight *f, trace_sink sink, void *ctx);

void flight_free(struct flight *f);

#endif
