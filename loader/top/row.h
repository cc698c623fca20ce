/* SPDX-License-Identifier: GPL-2.0-only */
/* A row of the model in an interval that it deltas something in. */
#ifndef SCMI_PERF_ROW_H
#define SCMI_PERF_ROW_H

#include "profile.h"

#define TOP_HISTORY  64 /* intervals that a row remembers */
#define TOP_OUTLIERS 8	/* of a row, the last ones */

#define TOP_NO_VALUE UINT64_MAX /* a percentile that does not exist */

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

/* One that never had traffic. NULL when out of memory. */
struct top_row *row_new(struct series_key key);
/* The same again; NULL when out of memory. */
struct top_row *row_copy(const struct top_row *row);
void row_free(struct top_row *row);
/* As it was when it was new. */
void row_clear(struct top_row *row);

/* Interval @number begins for the row: what was its last one is forgotten. */
void row_begin(struct top_row *row, uint64_t number);

/* Adds to the interval. Returns 0 or -ENOMEM. */
int row_delta(struct top_row *row, const struct delta *g);

/*
 * The interval ends, @end_ns after the begin, @span_ns long: makes its figures
 * and adds it to all. Returns 0 or -ENOMEM.
 */
int row_end(struct top_row *row, uint64_t end_ns, uint64_t span_ns);

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
