/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bounds the number of series that Prometheus gets. The first series keep their own
 * for ever; all that come later are added up in one, so that sums stay complete and
 * no counter decreases.
 */
#ifndef SCMI_PERF_SERIES_LIMIT_H
#define SCMI_PERF_SERIES_LIMIT_H

#include <stddef.h>

#include "profile.h"

#define SERIES_LIMIT_DEFAULT 500

/* The key of the series that has the others, of both types; no SCMI message has it. */
#define SERIES_OTHER UINT8_MAX

struct series_limit {
	size_t limit;		/* at least 1 */
	struct series_key *own; /* sorted */
	size_t n, cap;
};

void series_limit_free(struct series_limit *l);

/*
 * Adds up the series of @p that have none of their own. Returns how many they were.
 * Sorts the series and removes the time series.
 */
size_t series_limit_apply(struct series_limit *l, struct profile *p);

/* Returns true for the series that has the others. */
bool series_is_other(const struct series_key *key);

#endif
