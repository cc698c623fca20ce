/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scores of the values of a series, for tests that one wild value must not decide:
 * the distance from the median in standard deviations as estimated by the median
 * absolute deviation, cut off at SCORE_CLIP (Huber, Robust Statistics, 1981). If more
 * than half of the values are equal, as counts often are, the scores are ranks; equal
 * values have their mean rank.
 */
#ifndef SCMI_PERF_ROBUST_SCORES_H
#define SCMI_PERF_ROBUST_SCORES_H

#include <stddef.h>

#define SCORE_CLIP 3

/* The *@m of @n values that are not NAN, sorted. The caller frees. */
double *values_sorted(const double *value, size_t n, size_t *m);

/*
 * Writes the scores of @n values to @score. They add up to 0. NAN stands for a
 * missing value and for its score. Returns the number of values.
 */
size_t robust_scores(const double *value, size_t n, double *score);

/*
 * The same for values with a step about @at: the distance from the middle of the
 * step, in standard deviations of what remains without it, cut off SCORE_CLIP beyond
 * both sides. @score has robust_scores() before, and keeps them if there is no such
 * deviation.
 */
void robust_step_scores(const double *value, size_t n, size_t at,
			double *score);

#endif
