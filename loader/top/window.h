/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Latencies of a sliding window: of the last intervals of a row, which has a
 * percentile where a single interval has too few samples. A window is made of a
 * fixed number of slots, so that its memory does not depend on the number of
 * intervals: it is up to a slot shorter than its length, but at least an interval
 * long.
 */
#ifndef SCMI_PERF_WINDOW_H
#define SCMI_PERF_WINDOW_H

#include "hist.h"

#define WINDOW_SLOTS 10

struct window_slot {
	uint64_t number; /* of the slot, by time */
	uint64_t end_ns; /* of its last interval; 0: the slot is empty */
	struct hist latency, timeouts;
};

/* All-zero is an empty window. */
struct window {
	struct window_slot slot[WINDOW_SLOTS]; /* by number % WINDOW_SLOTS */
};

/*
 * Adds an interval that ended at @end_ns to a window of @length_ns. 0: the window
 * is this interval.
 */
void window_add(struct window *w, uint64_t length_ns, uint64_t end_ns,
		const struct hist *latency, const struct hist *timeouts);

/* Adds the window's samples to the histograms, which are the caller's. */
void window_sum(const struct window *w, uint64_t length_ns, uint64_t end_ns,
		struct hist *latency, struct hist *timeouts);

/* Changes the length. A shorter window keeps the slots that end in it. */
void window_resize(struct window *w, uint64_t length_ns, uint64_t end_ns);

/* Replaces @to, which need not be a valid window, by a copy of @from. */
void window_copy(struct window *to, const struct window *from);
void window_clear(struct window *w);

#endif
