/* SPDX-License-Identifier: GPL-2.0-only */
/* What a histogram, and thereby a run, is summed up in: one number. */
#ifndef SCMI_PERF_QUANTILE_H
#define SCMI_PERF_QUANTILE_H

#include <stdbool.h>
#include <stddef.h>

#include "hist.h"

enum statistic {
	STAT_P50,
	STAT_P90,
	STAT_P99,
	STAT_MEAN,     /* exact, where percentiles are those of buckets */
	STAT_COMPARED, /* those before are what runs are compared by */
	STAT_P999 = STAT_COMPARED,
	STAT_MAX,
	STATISTICS
};

const char *statistic_name(enum statistic statistic); /* "p50" … */

/* In ns. False, and *@ns left, where @h has too few samples for it. */
bool statistic_of(const struct hist *h, enum statistic statistic, double *ns);

#endif
