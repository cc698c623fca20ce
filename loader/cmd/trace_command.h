/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of the command trace: its sources and its output. */
#ifndef SCMI_PERF_TRACE_COMMAND_H
#define SCMI_PERF_TRACE_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "actions.h"
#include "live_source.h"
#include "log_profile.h"
#include "transfer.h"

#define TRACE_SLOWEST_MAX 10000

struct trace_options {
	const char *file; /* a log; NULL: the running kernel */
	struct log_profile_options log;
	enum live_source source;
	struct filter filter;	   /* which transfers are measured */
	struct trace_filter trace; /* which of those are traced */
	int channel;		   /* below 0: any */
	const char *comm;	   /* NULL: any */
	uint32_t ring_bytes;	   /* 0: the default */
	uint64_t count;		   /* 0: no limit */
	uint64_t duration_ns;	   /* 0: no limit */
	uint32_t slowest;	   /* 0: all */
	bool csv, wide, by_resource;
	struct actions *actions;
	const char *perfetto;	   /* a file; NULL: no such trace */
	struct perfetto_trace *to; /* that trace, instead of lines */
};

/* The state of the output. All-zero but @o and @source at the start. */
struct trace {
	const struct trace_options *o;
	enum profile_source source;
	uint64_t shown[TRACE_LINES];
	uint64_t lines;
	struct trace_line **slow; /* a heap of the slowest, the fastest first */
	size_t n_slow;
};

/*
 * A trace_sink for a struct trace: prints a line, or keeps it if only the slowest
 * are selected. Applies the filters that no source applies.
 */
void trace_show(void *ctx, const struct trace_line *line);

/* Returns true if all requested lines were printed. */
bool trace_is_full(const struct trace *t);

/* Prints the first line. @kernel and @arch are NULL for a log. */
void trace_begin(const struct trace *t, const char *kernel, const char *arch);

/*
 * Prints the slowest lines, and the account of @p with the events that were @lost
 * before they could be shown.
 */
void trace_end(struct trace *t, const struct profile *p,
	       const uint64_t lost[TRACE_TYPES]);

/*
 * Applies the filters that BPF programs apply in the kernel; for sources without
 * them.
 */
bool trace_selects(const struct trace_options *o,
		   const struct trace_line *line);

/* Prints the first line of a running kernel. */
void trace_begin_live(const struct trace *t);

/* Returns 0, or -EINVAL, reported, if @path is a profile and not a log. */
int trace_refuse_profile(const char *path);

/* All print their source. Return 0 or -errno, reported. */
int trace_live(const struct trace_options *o); /* by BPF or tracefs */
int trace_tracefs(const struct trace_options *o,
		  const struct tracefs_options *how);
int trace_log(const struct trace_options *o);

#endif
