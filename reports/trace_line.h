/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writers of a trace: an event goes in, a line for people or programs comes
 * out. Errors of @out are the caller's to look for (ferror).
 */
#ifndef SCMI_PERF_TRACE_LINE_H
#define SCMI_PERF_TRACE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../bpf/trace.h"
#include "../loader/profile.h"

#define TRACE_PLACE 320 /* a function's name, an offset, a module */

struct trace_line {
	const struct trace_event *event;
	struct series_key key; /* what the event's key stands for */
	size_t n_frames;       /* 0: the stack was not asked for */
	char frames[TRACE_FRAMES][TRACE_PLACE]; /* innermost first */
};

/* How a trace ended. */
struct trace_account {
	const struct profile
		*profile;	     /* counters and losses of all transfers */
	uint64_t shown[TRACE_TYPES]; /* lines */
	uint64_t lost[TRACE_TYPES];  /* events that found no room in the ring */
};

/*
 * Transfers that ended and were neither shown nor lost: filtered out, or after
 * the last that was asked for.
 */
uint64_t trace_not_shown(const struct trace_account *a);

/* What the columns are, with their units. */
void trace_text_header(FILE *out);

/* A line, and one for each frame of the stack. */
void trace_text_line(const struct trace_line *line, FILE *out);

/* Objects of docs/trace.schema.json, a line each: first, every event, last. */
void trace_json_begin(const char *kernel, const char *arch, FILE *out);
void trace_json_line(const struct trace_line *line, FILE *out);
void trace_json_end(const struct trace_account *a, FILE *out);

#endif
