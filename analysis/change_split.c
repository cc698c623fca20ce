// SPDX-License-Identifier: GPL-2.0-only
#include "change_split.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "alloc.h"
#include "rank_tests.h"
#include "robust_scores.h"

#define PERMUTATIONS 4999
/* p is at most alpha if no more permutations than this reach the statistic. */
#define ALLOWED(alpha) ((size_t)((alpha) * (PERMUTATIONS + 1) + 0.5) - 1)

/* An autocorrelation is used from this number of its standard errors on. */
#define DEPENDENCE_SIGMAS 2
#define DEPENDENCE_MAX	  0.95

/* A statistic that differs by less is the same: rounding. */
#define SLACK (1 - 1e-9)

/* One series of the part that is divided. */
struct scored {
	double *score;	  /* of each recording; NAN: none */
	double *surprise; /* what it does not owe to the one before */
	size_t m;	  /* number of scores */
	double squares;	  /* their sum */
	double best;	  /* the greatest statistic of any division */
	size_t at;	  /* which has it */
};

struct part {
	size_t n, n_series;
	struct scored *series;
	double rho;  /* the autocorrelation; 0: not used */
	size_t only; /* not 0: the statistic is that of this division */
};

/* Marsaglia's xorshift64*. */
static size_t draw(uint64_t *state, size_t below)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (size_t)((*state * 0x2545f4914f6cdd1d) >> 33) % below;
}

static double sum_of_squares(const double *score, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(score[i]))
			sum += score[i] * score[i];
	return sum;
}

/*
 * The squared difference of the means of @before scores with the sum @sum and the
 * rest of @m scores, whose sum is 0, in units of its variance.
 */
static double statistic(double sum, size_t before, size_t m, double squares)
{
	return sum * sum * (double)m * (double)(m - 1) /
	       ((double)before * (double)(m - before) * squares);
}

/*
 * Returns the greatest statistic of any division of @n scores, in the order of
 * @order, or that of the division @only. If @each is not NULL, adds all of them to it.
 */
static double divide(const struct part *p, const double *score, size_t m,
		     double squares, const size_t *order, double *each)
{
	double sum = 0, greatest = 0;
	size_t before = 0;

	if (m < 2 * CHANGE_SIDE || squares <= 0)
		return 0;
	for (size_t i = 0; i < p->n && before + CHANGE_SIDE <= m; i++) {
		const double x = score[order ? order[i] : i];
		const bool is = p->only ? i == p->only : !isnan(x);

		/* Now @before counts those before i, which is the first after. */
		if (is && before >= CHANGE_SIDE) {
			const double t = statistic(sum, before, m, squares);

			greatest = fmax(greatest, t);
			if (each)
				each[i] += t;
		}
		if (isnan(x))
			continue;
		sum += x;
		before++;
	}
	return greatest;
}

/*
 * Returns the mean square of the differences of scores that lie @lag apart, without the
 * largest tenth, and one more for each recording between: a step is in @lag of them.
 */
static double square_of_differences(const double *score, size_t n, size_t lag)
{
	double *square = xcalloc(n, sizeof(*square)), sum = 0;
	size_t used = 0, dropped;

	for (size_t i = lag; i < n; i++) {
		const double difference = score[i] - score[i - lag];

		if (!isnan(difference))
			square[used++] = difference * difference;
	}
	sort_values(square, used);
	dropped = used / 10 + lag - 1;
	used = used > dropped ? used - dropped : 0;
	for (size_t i = 0; i < used; i++)
		sum += square[i];
	free(square);
	return used ? sum / (double)used : 0;
}

/*
 * Lag 1 of all series together, because it comes from what they share: the machine, its
 * temperature. It is that of differences: their squares are 2 (1 - rho) of the variance
 * for neighbours, and 2 (1 - rho^2) for every other one. With a mean subtracted, each
 * step of a history would look like dependence.
 */
static double autocorrelation(const struct part *p)
{
	double sum = 0, rho;
	size_t used = 0, m = 0;

	for (size_t j = 0; j < p->n_series; j++) {
		const struct scored *s = &p->series[j];
		const double one = square_of_differences(s->score, p->n, 1);
		const double two = square_of_differences(s->score, p->n, 2);

		if (one <= 0)
			continue;
		sum += two / one - 1;
		used++;
		m = s->m > m ? s->m : m;
	}
	rho = used ? sum / (double)used : 0;
	if (rho * sqrt((double)m) < DEPENDENCE_SIGMAS)
		return 0;
	return fmin(rho, DEPENDENCE_MAX);
}

/* Sets what each score does not owe to the one before it. */
static void find_surprises(const struct part *p, struct scored *s)
{
	double last = NAN;

	for (size_t i = 0; i < p->n; i++) {
		const double x = s->score[i];

		s->surprise[i] = isnan(last) ? x * sqrt(1 - p->rho * p->rho)
					     : x - p->rho * last;
		if (!isnan(x))
			last = x;
	}
}

static size_t best_division(const double *each, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++)
		if (each[i] > each[at])
			at = i;
	return at;
}

static void part_init(struct part *p, const struct change_input *in,
		      size_t from, size_t end)
{
	double *each = xcalloc(end - from, sizeof(*each));

	p->n = end - from;
	p->n_series = in->n_series;
	p->series = xcalloc(in->n_series, sizeof(*p->series));
	for (size_t j = 0; j < in->n_series; j++) {
		struct scored *s = &p->series[j];

		for (size_t i = 0; i < p->n; i++)
			each[i] = 0;
		s->score = xcalloc(p->n, sizeof(*s->score));
		s->surprise = xcalloc(p->n, sizeof(*s->surprise));
		s->m = robust_scores(in->value + j * in->n + from, p->n,
				     s->score);
		s->squares = sum_of_squares(s->score, p->n);
		s->best = divide(p, s->score, s->m, s->squares, NULL, each);
		s->at = best_division(each, p->n);
	}
	free(each);
	p->rho = autocorrelation(p);
	for (size_t j = 0; j < in->n_series; j++)
		find_surprises(p, &p->series[j]);
}

static void part_free(struct part *p)
{
	for (size_t j = 0; j < p->n_series; j++) {
		free(p->series[j].score);
		free(p->series[j].surprise);
	}
	free(p->series);
}

/* The greatest statistic of a series without a change that is like @s. */
static double simulate(const struct part *p, const struct scored *s,
		       const size_t *order, double *room)
{
	double sum = 0, last = NAN;

	if (p->rho <= 0)
		return divide(p, s->score, s->m, s->squares, order, NULL);
	for (size_t i = 0; i < p->n; i++) {
		const double x = s->surprise[order[i]];

		room[i] = isnan(last) ? x / sqrt(1 - p->rho * p->rho)
				      : p->rho * last + x;
		if (isnan(room[i]))
			continue;
		last = room[i];
		sum += last;
	}
	for (size_t i = 0; i < p->n; i++)
		room[i] -= sum / (double)s->m;
	return divide(p, room, s->m, sum_of_squares(room, p->n), NULL, NULL);
}

static void shuffle(size_t *order, size_t n, uint64_t *state)
{
	for (size_t i = n - 1; i > 0; i--) {
		const size_t j = draw(state, i + 1), other = order[j];

		order[j] = order[i];
		order[i] = other;
	}
}

/*
 * Returns p of @top, the greatest statistic of all series. Ends early, with *@critical =
 * INFINITY, if it is above @alpha; else that is the statistic at this level.
 */
static double permute(const struct part *p, double top, double alpha,
		      double *critical)
{
	const size_t allowed = ALLOWED(alpha);
	double *greatest = xcalloc(PERMUTATIONS, sizeof(*greatest));
	double *room = xcalloc(p->n, sizeof(*room));
	size_t *order = xcalloc(p->n, sizeof(*order)), reached = 0, n = 0;
	uint64_t state = 1;

	for (size_t i = 0; i < p->n; i++)
		order[i] = i;
	for (; n < PERMUTATIONS && reached <= allowed; n++) {
		shuffle(order, p->n, &state);
		for (size_t j = 0; j < p->n_series; j++)
			greatest[n] =
				fmax(greatest[n],
				     simulate(p, &p->series[j], order, room));
		reached += greatest[n] >= top * SLACK;
	}
	*critical = INFINITY;
	if (reached <= allowed) {
		sort_values(greatest, n);
		*critical = greatest[n - 1 - allowed];
	}
	free(order);
	free(room);
	free(greatest);
	return (double)(reached + 1) / (double)(n + 1);
}

/* Returns the series with the greatest statistic; there is one. */
static const struct scored *greatest_of(const struct part *p)
{
	const struct scored *top = p->series;

	for (size_t j = 1; j < p->n_series; j++)
		if (p->series[j].best > top->best)
			top = &p->series[j];
	return top;
}

/* Series that change this close to each other do so together. */
#define TOGETHER 5

/*
 * Returns the point at which @top changes, and others with it, by scores in which a
 * large step is not cut off. @value is the first series' first in the part, and
 * @stride the distance to the next series.
 */
static size_t common_division(const struct part *p, const struct scored *top,
			      double critical, const double *value,
			      size_t stride)
{
	double *each = xcalloc(p->n, sizeof(*each));
	size_t at;

	for (size_t j = 0; j < p->n_series; j++) {
		struct scored *s = &p->series[j];

		if (s->best < critical * SLACK || s->at > top->at + TOGETHER ||
		    top->at > s->at + TOGETHER)
			continue;
		robust_step_scores(value + j * stride, p->n, s->at, s->score);
		s->squares = sum_of_squares(s->score, p->n);
		divide(p, s->score, s->m, s->squares, NULL, each);
	}
	at = best_division(each, p->n);
	free(each);
	return at;
}

struct change_split change_split_find(const struct change_input *in,
				      size_t from, size_t end)
{
	struct change_split split = {.p = 1};
	const struct scored *top;
	double critical = INFINITY;
	struct part p = {0};

	if (end - from < 2 * CHANGE_SIDE || !in->n_series)
		return split;
	part_init(&p, in, from, end);
	top = greatest_of(&p);
	if (top->best > 0)
		split.p =
			permute(&p, top->best, CHANGE_SUSPECT_ALPHA, &critical);
	split.found = critical < INFINITY;
	if (split.found)
		split.at = from + common_division(&p, top, critical,
						  in->value + from, in->n);
	part_free(&p);
	return split;
}

void change_split_test(const struct change_input *in, size_t from, size_t at,
		       size_t end, bool *changed)
{
	const struct scored *top;
	double critical = INFINITY;
	struct part p = {.only = at - from};

	if (end - from < 2 * CHANGE_SIDE || !in->n_series)
		return;
	part_init(&p, in, from, end);
	top = greatest_of(&p);
	if (top->best > 0)
		permute(&p, top->best, CHANGE_SERIES_ALPHA, &critical);
	for (size_t j = 0; j < in->n_series; j++)
		changed[j] = p.series[j].best >= critical * SLACK;
	part_free(&p);
}
