/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The noise floor of runs of the same thing: the slowdown that a comparison of such
 * runs shows to be significant in 95 % of cases.
 */
#ifndef SCMI_PERF_NOISE_H
#define SCMI_PERF_NOISE_H

#include "quantile.h"
#include "run_set.h"

/* The level of significance, for all floors of a set of runs as one family. */
#define NOISE_ALPHA 0.01

/*
 * The part of a floor that is a good limit. Slowdowns are tested against the limit, so
 * a lower one finds smaller ones: those of the limit and a floor more. With a still
 * lower one, runs that do not differ are inconclusive too often.
 */
#define NOISE_LIMIT 0.75

/* Slowdowns below this part of the median are what people want to know about. */
#define NOISE_USEFUL 0.25

struct noise_floor {
	struct series_key key;
	enum lc_phase phase;
	enum statistic statistic;
	double median;	 /* of the runs, ns */
	double floor_ns; /* 95 % of tests find a slowdown above it */
	double relative; /* floor_ns / median; 0 if the median is 0 */
};

struct noise {
	const struct run_set *runs;
	struct noise_floor *floors; /* in the order of keys */
	size_t n;
	size_t half; /* the number of runs a side that were compared */
};

/*
 * Measures a floor for each key, phase and statistic that all runs have: divides
 * the runs at random into halves, a thousand times. The floor is the shift of
 * one half that is significant in 95 % of these divisions (Mann-Whitney U,
 * one-sided, NOISE_ALPHA corrected for the number of floors). The same runs give
 * the same floors.
 *
 * Returns false if the runs are too few to find any difference; n->n is then the
 * number of floors, but they have no height. The caller frees @n in either case.
 * The runs must live as long as @n.
 */
bool noise_measure(struct noise *n, const struct run_set *runs);

void noise_free(struct noise *n);

/* Returns a limit for a regression, in whole ns. */
double noise_limit_ns(const struct noise_floor *f);

/* Returns true if the limit is not too large for a useful verdict. */
bool noise_is_useful(const struct noise_floor *f);

/* Returns the number of runs that are needed to measure @n_floors. */
size_t noise_runs_needed(size_t n_floors);

#endif
