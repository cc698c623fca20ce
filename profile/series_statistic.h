/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A statistic of a series by which runs are compared and checked. A transfer that
 * timed out has no reply, so its latency is at least the time after which its caller
 * gave up. The total counts it with that time: otherwise a build whose slow replies
 * become timeouts would look faster. Of the other phases nothing is known.
 */
#ifndef SCMI_PERF_SERIES_STATISTIC_H
#define SCMI_PERF_SERIES_STATISTIC_H

#include "profile.h"
#include "quantile.h"

/* Returns the number of samples of a phase; those of the total have timeouts. */
uint64_t series_samples(const struct series *s, enum lc_phase phase);

/* Sets *@ns. Returns false, and leaves *@ns, if there are too few samples. */
bool series_statistic(const struct series *s, enum lc_phase phase,
		      enum statistic statistic, double *ns);

/* The same with percentiles interpolated, as statistic_between(). */
bool series_statistic_between(const struct series *s, enum lc_phase phase,
			      enum statistic statistic, double *ns);

/* Copies the samples of a phase into the empty @all, which the caller frees. */
void series_samples_of(const struct series *s, enum lc_phase phase,
		       struct hist *all);

/* Returns the sum of all samples of a phase, in ns. */
uint64_t series_sum_ns(const struct series *s, enum lc_phase phase);

#endif
