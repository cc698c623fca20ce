/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The live source of profiles: loads the BPF programs, attaches them, and
 * turns what they counted into a profile. libbpf is used here, in hooks.c and
 * in trace_reader.c.
 */
#ifndef SCMI_PERF_RECORDER_H
#define SCMI_PERF_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "filter.h"
#include "hooks.h"
#include "profile.h"
#include "timeline.h"
#include "trace_event.h"

struct recorder;

struct recorder_options {
	enum hook_level level;
	/* NULL: nothing is traced, and neither time nor memory spent on it. */
	const struct trace_filter *trace;
	uint32_t ring_bytes; /* of the trace's ring; rounded up to 2^n pages */
	struct filter filter;
	unsigned int keys; /* room for as many series, RECORDER_KEYS_… */
	bool self_cost;	   /* have the kernel measure the programs */
};

#define RECORDER_KEYS_MIN     4
#define RECORDER_KEYS_MAX     1024
#define RECORDER_KEYS_DEFAULT RECORDER_KEYS_MAX /* each key at home: cheaper */

/*
 * Opens and loads the programs, which has the kernel verify them; nothing is
 * attached yet. Returns 0 or -errno, reported. Free with recorder_close().
 */
int recorder_open(const struct recorder_options *options,
		  struct recorder **out);

/*
 * Looks up what transports there are, before measuring: for those who ask for
 * keys meanwhile. It reads all of the kernel's symbols.
 */
void recorder_find_transports(struct recorder *r);

/* Starts to measure. Returns 0 or -errno, reported. */
int recorder_attach(struct recorder *r);

/*
 * What is attached to each target of hook_targets, HOOKS_MAX of them. Those that
 * the kernel refused count as absent. Valid until recorder_close().
 */
const struct hook_choice *recorder_hooks(const struct recorder *r);

/* Ends measuring; when it returns no program runs any more. */
void recorder_detach(struct recorder *r);

/*
 * Adds what was measured so far to @p: series, counters, losses. @p's first
 * run gets the hooks. Returns 0 or -errno, reported.
 */
int recorder_read(struct recorder *r, struct profile *p);

/*
 * A time series: begins it, ends an interval, @end_ns since the begin, and ends
 * it, after recorder_read() into @p. Return 0 or -errno, reported.
 */
int recorder_start_timeline(struct timeline *t, uint64_t interval_ns);
int recorder_end_interval(struct recorder *r, struct timeline *t,
			  uint64_t end_ns);
int recorder_finish_timeline(struct recorder *r, struct timeline *t,
			     uint64_t end_ns, struct profile *p);

/*
 * Looks at the series that have changed (snapshot_update()), and adds all that
 * concerns none to @p, as recorder_read() does: of the anomalies those from
 * number *@event on, which is then the next one's. Returns 0 or -errno, reported.
 */
int recorder_update(struct recorder *r, struct timeline *t, uint64_t *event,
		    struct profile *p);

/* What the number of a series in the timeline stands for. */
struct series_key recorder_series_key(struct recorder *r, size_t number);

/* How many transfers have begun, not ended and not been given up. */
uint64_t recorder_in_flight(const struct recorder *r);

/* The ring that struct trace_event come through, a file descriptor. */
int recorder_ring(const struct recorder *r);

/* Events of a kind that found no room in the ring. */
uint64_t recorder_lost_events(const struct recorder *r, enum trace_type type);

/* What the key of an event stands for. */
struct series_key recorder_key(struct recorder *r, uint64_t key);

/* Frees all; NULL is fine. */
void recorder_close(struct recorder *r);

#endif
