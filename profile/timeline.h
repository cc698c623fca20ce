/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Builds a time series. Its source passes snapshots of its series, and the
 * timeline keeps the differences. It is bounded: at its limit, or at
 * TIMELINE_SIZE, it joins each two intervals and doubles interval_ns, which the
 * source must follow.
 */
#ifndef SCMI_PERF_TIMELINE_H
#define SCMI_PERF_TIMELINE_H

#include "profile.h"

/* Sum of delta_size(); 2^19 is about 6 MB of JSON. */
#define TIMELINE_SIZE ((size_t)1 << 19)

struct timeline {
	uint64_t interval_ns; /* current length; 0: no time series */
	size_t limit;	      /* of intervals: PROFILE_INTERVALS, or fewer */
	struct interval *intervals; /* PROFILE_INTERVALS */
	size_t n_intervals;
	size_t size;	      /* of their deltas, perhaps with the open one's */
	struct interval open; /* the one that has not ended */
	struct delta **seen;  /* last snapshot by series number, or NULL */
	size_t n_series;
};

/* The numbers of the source's series are below @n_series. */
void timeline_init(struct timeline *t, uint64_t interval_ns, size_t n_series);
void timeline_free(struct timeline *t);

/* Counters and sums of times: at least one grows with any change of a series. */
struct series_sums {
	uint64_t counter[LC_COUNTERS], anomaly[LA_KINDS], sum[LC_PHASES];
};

/* Returns true if series @number needs a snapshot: @now differs from the last. */
bool timeline_has_changed(const struct timeline *t, size_t number,
			  const struct series_sums *now);

/*
 * Adds the snapshot @now of series @number to the open interval. Returns 0, or
 * -ERANGE if the last snapshot had more of anything.
 */
int timeline_add_snapshot(struct timeline *t, size_t number,
			  const struct delta *now);

/* Ends the open interval @end_ns after the start. */
void timeline_end_interval(struct timeline *t, uint64_t end_ns);

/*
 * Ends the open interval and returns it in @out, which the caller frees, instead
 * of keeping it. Its deltas are in the order of the snapshots, with the source's
 * numbers as series.
 */
void timeline_pop_interval(struct timeline *t, uint64_t end_ns,
			   struct interval *out);

/*
 * Moves the time series, which ends at @end_ns, to @p. A last interval contains
 * the rest of @p. The series of @p are sorted; @index has their index by the
 * source's numbers. Frees @t. Returns 0, or -ERANGE if the intervals have more
 * than @p; @p has no time series then.
 */
int timeline_finish(struct timeline *t, uint64_t end_ns, const uint32_t *index,
		    struct profile *p);

#endif
