// SPDX-License-Identifier: GPL-2.0-only
#include "quantile.h"

const char *const statistic_names[STATISTICS] = {
	[STAT_P50] = "p50",   [STAT_P90] = "p90",   [STAT_P99] = "p99",
	[STAT_MEAN] = "mean", [STAT_P999] = "p999", [STAT_MAX] = "max",
};

bool statistic_of(const struct hist *h, enum statistic statistic, double *ns)
{
	static const unsigned int permille[STATISTICS] = {
		[STAT_P50] = 500,
		[STAT_P90] = 900,
		[STAT_P99] = 990,
		[STAT_P999] = 999,
	};
	uint64_t value;

	if (!h->count)
		return false;
	if (statistic == STAT_MEAN)
		return hist_mean(h, ns);
	if (statistic == STAT_MAX) {
		*ns = (double)h->max;
		return true;
	}
	if (!hist_percentile(h, permille[statistic], &value))
		return false;
	*ns = (double)value;
	return true;
}
