/* SPDX-License-Identifier: GPL-2.0-only */
/* The ways in which the command record measures. */
#ifndef SCMI_PERF_RECORD_SOURCE_H
#define SCMI_PERF_RECORD_SOURCE_H

#include <stdint.h>

#include "actions.h"
#include "live_source.h"
#include "profile.h"

struct record_source {
	/*
	 * Starts to measure into @p, which is empty and gets a run. Returns 0 or
	 * -errno, reported.
	 */
	int (*start)(struct record_source *s, struct profile *p);
	/* Returns when tick() is to be called, CLOCK_MONOTONIC; 0: never. */
	uint64_t (*next_tick)(const struct record_source *s);
	/* Returns 0, or -errno, reported, which ends the recording. */
	int (*tick)(struct record_source *s);
	/*
	 * Stops, and completes the profile and the duration of its run. Returns 0
	 * or -errno, reported.
	 */
	int (*stop)(struct record_source *s);
	void (*close)(struct record_source *s);
};

/* How often the events for actions are read. */
#define RECORD_ACTIONS_NS 50000000u

/*
 * @interval_ns: of the time series; 0: none. @actions: on each transfer; NULL: none.
 * Free with close().
 */
struct record_source *record_with_bpf(const struct live_options *o,
				      uint64_t interval_ns,
				      struct actions *actions);

/* @boot: what the kernel's own trace buffer holds. */
struct record_source *record_with_tracefs(const struct live_options *o,
					  uint64_t interval_ns, bool boot,
					  struct actions *actions);

#endif
