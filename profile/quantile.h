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
	STATISTICS
};

extern const char *const statistic_names[STATISTICS]; /* "p50" … */

/* Sets *@ns. Returns false, and leaves *@ns, if @h has too few samples. */
bool statistic_of(const struct hist *h, enum statistic statistic, double *ns);

#endif
