/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a live view knows: a row for each series or group of them, what it gained
 * in the last interval, and since the begin or the last reset. Rows that gained
 * nothing are not touched; the others cost in proportion to their buckets.
 */
#ifndef SCMI_PERF_MODEL_H
#define SCMI_PERF_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "row.h"

enum top_grouping {
	TOP_BY_MESSAGE,	  /* a row is a series */
	TOP_BY_PROTOCOL,  /* of an instance's transport, on any channel */
	TOP_BY_TRANSPORT, /* of all instances */
	TOP_GROUPINGS
};

/* What concerns no row. */
struct top_status {
	uint64_t time_ns;   /* since the source began, by its own clock */
	uint64_t in_flight; /* now */
	/* Since the source began: a reset does not bring back what was lost. */
	uint64_t lost[LOST_CAUSES];
	uint64_t untracked, unparsed_lines;
	uint64_t self_runs, self_ns; /* our BPF programs; 0: not measured */
};

struct top_model;

/* NULL when out of memory. */
struct top_model *top_model_new(void);
void top_model_free(struct top_model *m);
/* Between intervals: what it is now, to be looked at. NULL when out of memory. */
struct top_model *top_model_copy(const struct top_model *m);

/* --- For sources: intervals, one after the other, each told in this order. --- */

/* One begins that ends @end_ns after the begin. */
void top_begin_interval(struct top_model *m, uint64_t end_ns);

/* What a series gained in it; @g stays the caller's. Returns 0 or -ENOMEM. */
int top_add_delta(struct top_model *m, struct series_key key,
		  const struct delta *g);

/* An anomaly that was seen in it, in the order of their time. */
void top_add_event(struct top_model *m, const struct anomaly_event *event);

/* Returns 0 or -ENOMEM: then, as above, the model is only to be freed. */
int top_end_interval(struct top_model *m, const struct top_status *status);

/* --- For views, between intervals. --- */

/* Rows of a grouping, in the order of their keys, which come when first met. */
size_t top_rows(const struct top_model *m, enum top_grouping grouping);
const struct top_row *top_row(const struct top_model *m,
			      enum top_grouping grouping, size_t n);
/* That of a key; NULL: there is none. */
const struct top_row *top_find(const struct top_model *m,
			       enum top_grouping grouping,
			       const struct series_key *key);

/* Whether a series is part of the row with key @row. */
bool top_is_part(enum top_grouping grouping, const struct series_key *row,
		 const struct series_key *series);

/* All series together. */
const struct top_row *top_total(const struct top_model *m);

const struct top_status *top_status(const struct top_model *m);

/* How many intervals there were since the begin or the reset. */
uint64_t top_intervals(const struct top_model *m);
/* How long the last one was; 0: there was none. */
uint64_t top_interval_ns(const struct top_model *m);
/* How long all of them were. */
uint64_t top_since_ns(const struct top_model *m);

/* Intervals that ended since a row had traffic; 0: it had in the last one. */
uint64_t top_idle(const struct top_model *m, const struct top_row *row);

/*
 * How slow a row was @age intervals ago, 0 the last: its slowness; 0:
 * there was nothing, or it is forgotten.
 */
uint64_t top_history(const struct top_model *m, const struct top_row *row,
		     uint64_t age);

/* The last anomalies since the reset, 0 the newest; NULL: no more are known. */
const struct anomaly_event *top_recent(const struct top_model *m, size_t n);

/* How many anomalies were told of since the reset. */
size_t top_events(const struct top_model *m);

/* Forgets rows, events and history; the source goes on counting. */
void top_reset(struct top_model *m);

#endif
