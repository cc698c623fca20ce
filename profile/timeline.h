/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A time series in the making. Its source looks at its series now and then and
 * says what it sees; kept is what they gained. Bounded: when there are
 * PROFILE_INTERVALS, or when they would fill a file, neighbours are joined and
 * intervals are twice as long from then on, which the source is to follow.
 */
#ifndef SCMI_PERF_TIMELINE_H
#define SCMI_PERF_TIMELINE_H

#include "profile.h"

/* All deltas together, by delta_size(): 2^19 make a file of some 6 MB of JSON. */
#define TIMELINE_SIZE ((size_t)1 << 19)

struct timeline {
	uint64_t interval_ns;	    /* as of now; 0: there is no time series */
	struct interval *intervals; /* PROFILE_INTERVALS */
	size_t n_intervals;
	size_t size;	      /* of their deltas, and at most the open one's */
	struct interval open; /* the one that has not ended */
	struct delta **seen;  /* by number, all until the last look; or NULL */
	size_t n_series;
};

/* The source numbers its series below @n_series. Returns 0 or -ENOMEM. */
int timeline_init(struct timeline *t, uint64_t interval_ns, size_t n_series);
void timeline_free(struct timeline *t);

/* What no series deltas anything without: its counters, and sums of times. */
struct series_sums {
	uint64_t counter[LC_COUNTERS], anomaly[LA_KINDS], sum[LC_PHASES];
};

/* Whether series @number has to be looked at: @now is not what was seen. */
bool timeline_has_changed(const struct timeline *t, size_t number,
			  const struct series_sums *now);

/*
 * What series @number is now, all of it. Returns 0, -ENOMEM, or -ERANGE when it
 * was more before.
 */
int timeline_look(struct timeline *t, size_t number, const struct delta *now);

/* The interval ends, @end_ns after the begin. Returns 0 or -ENOMEM. */
int timeline_tick(struct timeline *t, uint64_t end_ns);

/*
 * The interval ends, and is handed out instead of kept: the caller frees it.
 * Its deltas are in the order of the looks, by the source's numbers.
 */
void timeline_take(struct timeline *t, uint64_t end_ns, struct interval *out);

/*
 * Gives @p its time series, which ends at @end_ns: with a last interval, up to
 * what @p has. The series of @p are sorted; @index tells, by number, which of
 * them it is. Returns 0, -ENOMEM, or -ERANGE when more was gained than @p has;
 * then @p has none.
 */
int timeline_finish(struct timeline *t, uint64_t end_ns, const uint32_t *index,
		    struct profile *p);

#endif
