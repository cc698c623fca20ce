/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records a running kernel: loads and attaches the BPF programs, and converts
 * their maps to a profile.
 */
#ifndef SCMI_PERF_RECORDER_H
#define SCMI_PERF_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hooks.h"
#include "profile.h"
#include "timeline.h"
#include "trace_event.h"
#include "transfer_filter.h"

struct recorder;

struct recorder_options {
	enum hook_level level;
	/* NULL: no trace, at no cost. */
	const struct trace_filter *trace;
	uint32_t
		ring_bytes; /* size of the trace's ring; rounded up to 2^n pages */
	struct filter filter;
	uint32_t callers; /* record up to this many, and the other senders */
	bool by_resource; /* series of resources */
	bool self_cost;	  /* measure the overhead of the programs */
	bool is_check;	  /* support_check() has reported hidden addresses */
};

/*
 * Opens and loads the programs, so the kernel verifies them, but does not attach
 * them. Returns 0 or -errno, reported. Free with recorder_close().
 */
int recorder_open(const struct recorder_options *options,
		  struct recorder **out);

/* Starts measuring. Returns 0 or -errno, reported. */
int recorder_attach(struct recorder *r);

/*
 * The choice for each of hook_targets. Hooks that the kernel refused are absent.
 * Valid until recorder_close().
 */
const struct hook_choice *recorder_hooks(const struct recorder *r);

/* Stops measuring. No program is running when it returns. */
void recorder_detach(struct recorder *r);

/*
 * Adds the measurements so far to @p: series, counters and losses, and the hooks
 * to its first run.
 */
void recorder_read(struct recorder *r, struct profile *p);

/*
 * Start a time series; end an interval at @end_ns since the start; end the time
 * series and add it to @p, after recorder_read(). The latter two return 0 or
 * -errno, reported.
 */
void recorder_start_timeline(struct timeline *t, uint64_t interval_ns);
int recorder_end_interval(struct recorder *r, struct timeline *t,
			  uint64_t end_ns);
int recorder_finish_timeline(struct recorder *r, struct timeline *t,
			     uint64_t end_ns, struct profile *p);

/*
 * Adds the changes of all series to the timeline, and losses, program costs and
 * new anomalies to @p: those from number *@event on, which becomes the number of
 * the next one. Returns 0 or -errno, reported.
 */
int recorder_update(struct recorder *r, struct timeline *t, uint64_t *event,
		    struct profile *p);

/* Adds the callers so far to @to, if they are recorded. */
void recorder_read_callers(struct recorder *r, struct callers *to);

/* Returns the key of series @number of the timeline. */
struct series_key recorder_series_key(struct recorder *r, size_t number);

/* The number of transfers that began, and neither ended nor were given up. */
uint64_t recorder_in_flight(const struct recorder *r);

/* The descriptor of the ring buffer with struct trace_event. */
int recorder_ring(const struct recorder *r);

/* Number of events that were lost because the ring buffer was full. */
uint64_t recorder_lost_events(const struct recorder *r, enum trace_type type);

/* Converts the key of an event. */
struct series_key recorder_key(struct recorder *r, uint64_t key);

/* NULL is allowed. */
void recorder_close(struct recorder *r);

/*
 * Describes a recording that starts now, by any source: kernel, architecture, host
 * name, program and time. The strings are freed with the profile of @run.
 */
void run_describe(struct run *run);

#endif
