/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The doubt of a percentile of transfers. If these are independent, the number of
 * samples above the true percentile is binomial, whatever their distribution, and two
 * of the sorted samples enclose it. (David and Nagaraja, Order Statistics, 2003,
 * section 7.1.)
 */
#ifndef SCMI_PERF_SERIES_INTERVAL_H
#define SCMI_PERF_SERIES_INTERVAL_H

#include "rank_tests.h"
#include "series_statistic.h"

/*
 * Returns the number of samples of a phase above @ns, each with the value that a
 * percentile has for it: the upper bound of its bucket, at most the maximum.
 */
uint64_t series_above(const struct series *s, enum lc_phase phase, double ns);

/*
 * Returns the interval that covers the true percentile with at least @confidence. The
 * value is not set; interval is false if the samples are too few.
 */
struct estimate series_interval(const struct series *s, enum lc_phase phase,
				enum statistic statistic, double confidence);

#endif
