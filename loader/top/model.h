/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The data of a live view: a row for each series and for each group of them.
 * Rows without traffic in an interval cost nothing; the others cost in
 * proportion to the histogram buckets that changed.
 */
#ifndef SCMI_PERF_MODEL_H
#define SCMI_PERF_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fast_rows.h"
#include "grouping.h"
#include "overview.h"
#include "row.h"
#include "transfer.h"

/* The default length of the sliding window, ns. */
#define TOP_WINDOW_NS UINT64_C(10000000000)

/* Counts that do not belong to a row. */
struct top_status {
	uint64_t time_ns;   /* since the source started, by its own clock */
	uint64_t in_flight; /* now */
	/* Since the source started; a reset does not clear the losses. */
	uint64_t lost[LOST_CAUSES];
	uint64_t untracked, unparsed_lines;
	uint64_t self_runs, self_ns; /* our BPF programs; 0: not measured */
};

/* The rows of a grouping. A row is added when its key is first seen. */
struct top_level {
	struct top_row **row; /* by key */
	size_t n, cap;
	struct top_row **changed; /* in this interval; as large as @row */
	size_t n_changed;
};

/* Views read these members between intervals. */
struct top_model {
	struct top_level level[TOP_GROUPINGS + 1];
	struct top_status status;
	struct overview overview;
	/*
	 * The groupings that never have rows: resources, unless the owner sets it
	 * before use, and tasks and drivers, unless the source knows them.
	 */
	bool lacks[TOP_GROUPINGS];
	/* Called for each transfer that ends, and each anomaly; set before use, or NULL. */
	trace_sink trace;
	void *trace_ctx;
	uint64_t window_ns;	   /* see top_set_window() */
	struct fast_rows fast;	   /* of a running kernel, or of a log */
	uint64_t intervals;	   /* since the start or the reset */
	uint64_t start_ns;	   /* of the first interval */
	uint64_t begin_ns, end_ns; /* of the last interval */
	struct anomaly_event event[PROFILE_EVENTS];
	size_t n_events; /* including those that were overwritten */
};

struct top_model *top_model_new(void);
void top_model_free(struct top_model *m);
/* To be called between intervals. Free with top_model_free(). */
struct top_model *top_model_copy(const struct top_model *m);

/* --- For sources: calls for each interval, in this order. --- */

/* Starts an interval that ends @end_ns after the start of the source. */
void top_begin_interval(struct top_model *m, uint64_t end_ns);

/* Adds traffic of a series; copies @g. */
void top_add_delta(struct top_model *m, struct series_key key,
		   const struct delta *g);

/*
 * Adds transfers of a task or a driver, which sources know by other counts than
 * those of series: all of them have ended. @number is that of @name, from 0.
 */
void top_add_sender(struct top_model *m, enum top_grouping by, uint32_t number,
		    const char *name, const struct delta *g);

/*
 * Sets the @n fast channels of a source, sorted, with all their calls since it
 * started. A replay has none: its file has them for its whole time only.
 */
void top_set_fast(struct top_model *m, const struct fast_channel *f, size_t n);

/* Adds an anomaly; they come in the order of their time. */
void top_add_event(struct top_model *m, const struct anomaly_event *event);

/* The status at @time_ns of a source whose other counts are in @p. */
struct top_status top_status_of(const struct profile *p, uint64_t time_ns,
				uint64_t in_flight);

/* Ends the interval. */
void top_end_interval(struct top_model *m, const struct top_status *status);

/* --- For views, between intervals. --- */

/* A row of all series together. */
const struct top_row *top_total(const struct top_model *m);

/* Length of the last interval; 0: there was none. */
uint64_t top_interval_ns(const struct top_model *m);
/* Length of the window, which is an interval at least. */
uint64_t top_window_ns(const struct top_model *m);
/* Length of all intervals together. */
uint64_t top_since_ns(const struct top_model *m);

/* Intervals since a row's last traffic; 0: it had some in the last interval. */
uint64_t top_idle(const struct top_model *m, const struct top_row *row);

/*
 * The slowness of a row @age intervals ago, 0 being the last; 0 if it had no
 * traffic or if the interval is older than TOP_HISTORY.
 */
uint64_t top_history(const struct top_model *m, const struct top_row *row,
		     uint64_t age);

/* Anomaly @n since the reset, 0 being the newest; NULL if it is not stored. */
const struct anomaly_event *top_recent(const struct top_model *m, size_t n);

/* Forgets rows, anomalies and history; the source continues. */
void top_reset(struct top_model *m);

/*
 * Sets the length of the window of @row->recent, at first TOP_WINDOW_NS. 0: the
 * window is the last interval. A longer window fills from now on.
 */
void top_set_window(struct top_model *m, uint64_t window_ns);

#endif
