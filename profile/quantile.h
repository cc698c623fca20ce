/* SPDX-License-Identifier: GPL-2.0-only */
/* Summarises a histogram, and so a run, in one number. */
#ifndef SCMI_PERF_QUANTILE_H
#define SCMI_PERF_QUANTILE_H

#include <stdbool.h>

#include "hist.h"

enum statistic {
	STAT_P50,
	STAT_P90,
	STAT_P99,
	STAT_MEAN,     /* exact; percentiles have the resolution of buckets */
	STAT_COMPARED, /* runs are compared by those before */
	STAT_P999 = STAT_COMPARED,
	STAT_MAX,
	STAT_P10, /* low ones vary less on a machine that is busy */
	STAT_MIN,
	STATISTICS
};

extern const char *const statistic_names[STATISTICS]; /* "p50" … */

/* Sets *@ns. Returns false, and leaves *@ns, if @h has too few samples. */
bool statistic_of(const struct hist *h, enum statistic statistic, double *ns);

/*
 * The same, with percentiles interpolated within their bucket, as if its samples were
 * spread evenly. A percentile of a bucket's width jumps by 0.8 % where the samples
 * have moved by a nanosecond. The interpolated one rarely errs by more than 0.1 %
 * if the samples vary, and not at all if they do not.
 */
bool statistic_between(const struct hist *h, enum statistic statistic,
		       double *ns);

/*
 * Returns the greatest error of statistic_between() for a value of @ns: the width of
 * its bucket, or 0 if the statistic is exact.
 */
double statistic_step(enum statistic statistic, double ns);

/* Returns the share of samples up to a percentile, 0.99 for p99; 0: it is none. */
double statistic_share(enum statistic statistic);

/* No bucket is wider than this fraction of its values. */
#define STATISTIC_STEP (1.0 / HIST_PAGE_BUCKETS)

#endif
