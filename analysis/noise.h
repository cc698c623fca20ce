/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The noise floor of runs of one and the same thing: the smallest slowdown that
 * comparing as many such runs would find. No limit below it makes sense.
 */
#ifndef SCMI_PERF_NOISE_H
#define SCMI_PERF_NOISE_H

#include "quantile.h"
#include "run_set.h"

/* The level of significance, for all floors of a set of runs as a family. */
#define NOISE_ALPHA 0.01

struct noise_floor {
	struct series_key key;
	enum lc_phase phase;
	enum statistic statistic;
	double median;	 /* of the runs, ns */
	double floor_ns; /* slowdowns above it are found, mostly */
	double relative; /* floor_ns / median; 0 where the median is */
};

struct noise {
	const struct run_set *runs;
	struct noise_floor *floors; /* in the order of keys */
	size_t n;
	size_t half; /* so many runs a side were compared */
};

/*
 * For each key, phase and statistic that all runs have: divides them at random
 * into halves, a thousand times, and takes the slowdown of one half that in 95 %
 * of these divisions is significant (Mann-Whitney U, one-sided, NOISE_ALPHA, as
 * check tests a family of all floors). The same runs give the same floors.
 *
 * Returns 0 or -ENOMEM; -ERANGE when there are too few runs to find any
 * difference, with no floor. @n is to be freed in each case, the runs must live
 * as long.
 */
int noise_measure(struct noise *n, const struct run_set *runs);

void noise_free(struct noise *n);

/* How many runs it takes to measure @n_floors. */
size_t noise_runs_needed(size_t n_floors);

#endif
