/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A row of the live view: the numbers of its last interval with traffic, and of
 * all intervals since the start or the last reset.
 */
#ifndef SCMI_PERF_ROW_H
#define SCMI_PERF_ROW_H

#include "grouping.h"
#include "profile.h"
#include "window.h"

#define TOP_HISTORY  64 /* intervals that a row remembers */
#define TOP_OUTLIERS 8	/* slow intervals that a row remembers */

#define TOP_NO_VALUE UINT64_MAX /* a percentile that does not exist */

enum top_time {
	TOP_P50,
	TOP_P90,
	TOP_P99,
	TOP_MAX,
	TOP_TIMES
};

/* Sets the times of a histogram of @phase, or TOP_NO_VALUE. */
void top_times(const struct hist *phase, uint64_t time[TOP_TIMES]);

/*
 * Returns a time of @time, or if there are too few samples for the percentile, the
 * maximum, which is its upper bound; TOP_NO_VALUE if there are no samples.
 */
uint64_t top_bound(const uint64_t time[TOP_TIMES], enum top_time which);

/*
 * Latencies of a span of time, ns: those of LC_TOTAL, or of LC_HANDLING for
 * notifications, see top_latency(). Percentiles and the maximum are the upper ends
 * of histogram buckets.
 */
struct top_latencies {
	uint64_t time[TOP_TIMES]; /* or TOP_NO_VALUE */
	/*
	 * The default sort key: p99, or the maximum if there is no p99, or the
	 * longest timeout if that is longer. 0: no latency is known.
	 */
	uint64_t slowness;
};

/* The traffic of a span of time. */
struct top_figures {
	struct delta delta; /* its series number is not used */
	struct top_latencies latency;
};

/* An interval in which a row was much slower than before. */
struct top_outlier {
	uint64_t time_ns;    /* the interval's end, since the start */
	uint64_t max_ns;     /* maximum of the interval */
	uint64_t typical_ns; /* median of all intervals before */
	enum lc_phase phase; /* the one that grew most; LC_PHASES: not known */
};

struct top_row {
	struct series_key key; /* members that the grouping ignores are 0 */
	char *sender; /* name of a task or driver, "": unknown; else NULL */
	struct top_figures all;	 /* since the start or the reset */
	struct top_figures last; /* of the last interval with traffic */
	struct window window;
	struct top_latencies recent; /* of the window that ends with @last */
	uint64_t interval; /* number of that interval, from 1; 0: none yet */
	uint64_t last_ns;  /* length of that interval */
	uint64_t end_ns;   /* its end, since the start of the source */
	uint64_t anomaly_interval[LA_KINDS]; /* the last with this kind, or 0 */
	uint64_t error_interval; /* the last with an error status, or 0 */
	struct top_outlier outlier[TOP_OUTLIERS];
	size_t n_outliers; /* in all; number n, from 0, is at n % TOP_OUTLIERS */
	uint64_t history[TOP_HISTORY]; /* see top_history() */
};

/*
 * Returns a row without traffic. @sender: of a task or a driver, which is copied; else
 * NULL.
 */
struct top_row *row_new(struct series_key key, const char *sender);
struct top_row *row_copy(const struct top_row *row);
void row_free(struct top_row *row);
/* Forgets all traffic. */
void row_clear(struct top_row *row);

/*
 * Starts interval @number of the row, which replaces its last one. The caller adds
 * its traffic to @row->last.delta.
 */
void row_begin(struct top_row *row, uint64_t number);

/*
 * Ends the interval at @end_ns since the start, @span_ns long: computes its
 * figures and adds it to @row->all and to the window of @window_ns.
 */
void row_end(struct top_row *row, uint64_t end_ns, uint64_t span_ns,
	     uint64_t window_ns);

/* Changes the length of the window. 0: it is the last interval with traffic. */
void row_set_window(struct top_row *row, uint64_t window_ns);

/* --- Values derived from figures. --- */

/* Formats a row's name: that of its sender, or as top_row_name(). Returns @buf. */
const char *top_row_label(const struct top_row *row, enum top_grouping grouping,
			  char buf[TOP_NAME_LEN]);

/* The phase whose times are a row's latencies. */
enum lc_phase top_latency(const struct series_key *key);

/* Number of commands that began, and of notifications. */
uint64_t top_messages(const struct top_figures *f);

/*
 * Messages per second in the last interval with traffic; fast calls per second
 * if a row has only those.
 */
double top_rate(const struct top_row *row);

/* Time that callers waited, summed over all transfers. */
uint64_t top_waited_ns(const struct top_figures *f);

/* The sum of the phases that a transfer consists of. */
double top_phases_ns(const struct top_figures *f);

/* Number of transfers that got no reply or an error. */
uint64_t top_errors(const struct top_figures *f);

#endif
