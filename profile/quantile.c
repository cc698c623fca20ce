// SPDX-License-Identifier: GPL-2.0-only
#include "quantile.h"

const char *const statistic_names[STATISTICS] = {
	[STAT_P50] = "p50",   [STAT_P90] = "p90",   [STAT_P99] = "p99",
	[STAT_MEAN] = "mean", [STAT_P999] = "p999", [STAT_MAX] = "max",
	[STAT_P10] = "p10",   [STAT_MIN] = "min",
};

/* 0: not a percentile */
static const unsigned int permille[STATISTICS] = {
	[STAT_P10] = 100, [STAT_P50] = 500,  [STAT_P90] = 900,
	[STAT_P99] = 990, [STAT_P999] = 999,
};

/* Sets one that is not a percentile, of a histogram that is not empty. */
static bool exact_statistic(const struct hist *h, enum statistic statistic,
			    double *ns)
{
	if (statistic == STAT_MEAN)
		return hist_mean(h, ns);
	*ns = (double)(statistic == STAT_MAX ? h->max : h->min);
	return true;
}

bool statistic_of(const struct hist *h, enum statistic statistic, double *ns)
{
	uint64_t value;

	if (!h->count)
		return false;
	if (!permille[statistic])
		return exact_statistic(h, statistic, ns);
	if (!hist_percentile(h, permille[statistic], &value))
		return false;
	*ns = (double)value;
	return true;
}

bool statistic_between(const struct hist *h, enum statistic statistic,
		       double *ns)
{
	if (!h->count)
		return false;
	if (!permille[statistic])
		return exact_statistic(h, statistic, ns);
	return hist_quantile(h, permille[statistic], ns);
}

double statistic_step(enum statistic statistic, double ns)
{
	uint32_t index;

	if (!permille[statistic] || ns < 1)
		return 0;
	index = hist_index(ns < 1e18 ? (uint64_t)ns : (uint64_t)1e18);
	/* Two values in a bucket of one nanosecond do not differ. */
	return (double)(hist_upper(index) - hist_lower(index) +
			(hist_upper(index) > hist_lower(index)));
}

double statistic_share(enum statistic statistic)
{
	return permille[statistic] / 1000.0;
}
