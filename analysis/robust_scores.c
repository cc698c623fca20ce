// SPDX-License-Identifier: GPL-2.0-only
#include "robust_scores.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "rank_tests.h"

/* Makes a normal distribution's median absolute deviation its standard deviation. */
#define MAD_TO_SIGMA 1.4826

/*
 * Scores are multiples of 1/SCORE_UNIT, so that their sums are exact and equal
 * arrangements of values have equal sums.
 */
#define SCORE_UNIT 1024

double *values_sorted(const double *value, size_t n, size_t *m)
{
	double *sorted = xcalloc(n, sizeof(*sorted));

	*m = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(value[i]))
			sorted[(*m)++] = value[i];
	sort_values(sorted, *m);
	return sorted;
}

/* Returns the median absolute deviation of the sorted values from @middle. */
static double deviation(const double *sorted, size_t n, double middle)
{
	double *off = xcalloc(n, sizeof(*off)), result;

	for (size_t i = 0; i < n; i++)
		off[i] = fabs(sorted[i] - middle);
	sort_values(off, n);
	result = median_of_sorted(off, n);
	free(off);
	return result;
}

static double clipped(double z, double clip)
{
	return rint(SCORE_UNIT * fmax(-clip, fmin(clip, z)));
}

/* Twice the mean rank of @value among the @n sorted ones, from their middle. */
static double rank_score(const double *sorted, size_t n, double value)
{
	size_t below = 0, equal = 0;

	while (below < n && sorted[below] < value)
		below++;
	while (below + equal < n && sorted[below + equal] == value)
		equal++;
	return (double)(2 * below + equal) - (double)n;
}

/* Makes the sum 0; the scores stay integers. Returns their number. */
static size_t center(double *score, size_t n)
{
	double sum = 0;
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(score[i])) {
			sum += score[i];
			m++;
		}
	for (size_t i = 0; i < n; i++)
		score[i] = (double)m * score[i] - sum;
	return m;
}

size_t robust_scores(const double *value, size_t n, double *score)
{
	size_t m;
	double *sorted = values_sorted(value, n, &m);
	const double middle = m ? median_of_sorted(sorted, m) : 0;
	const double sigma = m ? MAD_TO_SIGMA * deviation(sorted, m, middle)
			       : 0;

	for (size_t i = 0; i < n; i++)
		score[i] = isnan(value[i]) ? NAN
			   : sigma > 0 ? clipped((value[i] - middle) / sigma,
						 SCORE_CLIP)
				       : rank_score(sorted, m, value[i]);
	free(sorted);
	return center(score, n);
}

/* Replaces the values by their distances from the median of their side of @at. */
static void remove_step(double *value, size_t n, size_t at, double middle[2])
{
	for (int side = 0; side < 2; side++) {
		double *from = value + (side ? at : 0);
		const size_t len = side ? n - at : at;
		size_t m;
		double *sorted = values_sorted(from, len, &m);

		middle[side] = m ? median_of_sorted(sorted, m) : NAN;
		for (size_t i = 0; i < len; i++)
			from[i] -= middle[side];
		free(sorted);
	}
}

void robust_step_scores(const double *value, size_t n, size_t at, double *score)
{
	double *rest = xmemdup(value, n * sizeof(*value)), middle[2], sigma;
	size_t m;
	double *sorted;

	remove_step(rest, n, at, middle);
	sorted = values_sorted(rest, n, &m);
	sigma = m ? MAD_TO_SIGMA * deviation(sorted, m, 0) : 0;
	free(sorted);
	free(rest);
	/* As they are: too many equal values, or none on a side. */
	if (!(sigma > 0) || isnan(middle[0]) || isnan(middle[1]))
		return;
	for (size_t i = 0; i < n; i++)
		score[i] = isnan(value[i])
				   ? NAN
				   : clipped((value[i] - middle[0] / 2 -
					      middle[1] / 2) /
						     sigma,
					     SCORE_CLIP + fabs(middle[1] -
							       middle[0]) /
								  sigma / 2);
	center(score, n);
}
