/* SPDX-License-Identifier: GPL-2.0-only */
/* The part of a time series in which transfers were slower than usual. */
#ifndef SCMI_PERF_WORST_INTERVAL_H
#define SCMI_PERF_WORST_INTERVAL_H

#include "profile.h"

struct worst_interval {
	uint64_t start_ns, end_ns; /* since the start of the recording */
	uint64_t time_ns;	   /* summed time of the transfers that ended */
	double ratio;		   /* time_ns to the usual time of as many */
	uint64_t transfers;	   /* that ended, timeouts included */
	struct hist total;	   /* of these, with the bounds of buckets */
	size_t series; /* index of the one that exceeds its usual time most */
};

/*
 * Finds the consecutive intervals that exceed the usual time most; the usual time of
 * an interval is that of its messages, each with its mean. Returns false without a
 * time series, or if no part of it took WORST_RATIO times the usual time. The caller
 * frees with worst_interval_free() after true only.
 */
#define WORST_RATIO 2.0
bool worst_interval_find(const struct profile *p, struct worst_interval *w);

void worst_interval_free(struct worst_interval *w);

#endif
