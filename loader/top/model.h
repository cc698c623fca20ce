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

#include "profile.h"

#define TOP_HISTORY  64 /* intervals that a row remembers */
#define TOP_OUTLIERS 8	/* of a row, the last ones */

#define TOP_NO_VALUE UINT64_MAX /* a percentile that does not exist */

enum top_grouping {
	TOP_BY_MESSAGE,	  /* a row is a series */
	TOP_BY_PROTOCOL,  /* of an instance's transport, on any channel */
	TOP_BY_TRANSPORT, /* of all instances */
	TOP_GROUPINGS
};

/*
 * What was gained in a span of time: all there is to count, and what its
 * latencies say. Those of LC_TOTAL, or for notifications LC_HANDLING: see
 * top_latency(). ns; like all percentiles by buckets, and so is the maximum.
 */
struct top_figures {
	struct delta delta;	     /* its series number is not used */
	uint64_t p50, p90, p99, max; /* or TOP_NO_VALUE */
	/*
	 * By what rows are sorted unless the user wants it otherwise: p99, or
	 * the maximum where there is none; timeouts count with the time that
	 * they took, so that they come first. 0: there was no latency at all.
	 */
	uint64_t slowness;
};

/* An interval in which a row was much slower than it used to be. */
struct top_outlier {
	uint64_t time_ns;    /* the interval's end, since the begin */
	uint64_t max_ns;     /* of the interval */
	uint64_t typical_ns; /* the median until then */
	enum lc_phase phase; /* which grew most; LC_PHASES: not known */
};

struct top_row {
	struct series_key key;	/* members that the grouping leaves out are 0 */
	struct top_figures all; /* since the begin or the reset */
	struct top_figures last; /* of the last interval with traffic: */
	uint64_t interval;	 /* its number, from 1; 0: there was none */
	uint64_t last_ns;	 /* its length */
	uint64_t anomaly_interval[LA_KINDS]; /* the last with this kind, or 0 */
	struct top_outlier outlier[TOP_OUTLIERS];
	size_t n_outliers; /* in all; number n, from 0, is at n % TOP_OUTLIERS */
	uint64_t history[TOP_HISTORY]; /* see top_history() */
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
void top_begin(struct top_model *m, uint64_t end_ns);

/* What a series gained in it; @g stays the caller's. Returns 0 or -ENOMEM. */
int top_delta(struct top_model *m, struct series_key key,
	      const struct delta *g);

/* An anomaly that was seen in it, in the order of their time. */
void top_event(struct top_model *m, const struct anomaly_event *event);

/* Returns 0 or -ENOMEM: then, as above, the model is only to be freed. */
int top_end(struct top_model *m, const struct top_status *status);

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

/* --- What figures say. --- */

/* The phase that a row's latencies are of. */
enum lc_phase top_latency(const struct series_key *key);

/* Messages that began, and notifications. */
uint64_t top_messages(const struct top_figures *f);

/*
 * A second, in the last interval with traffic: messages; fast calls where a row
 * has nothing else.
 */
double top_rate(const struct top_row *row);

/* How long callers waited, in all. */
uint64_t top_waited_ns(const struct top_figures *f);

/* Those that got no reply or an error. */
uint64_t top_errors(const struct top_figures *f);

#endif
