// SPDX-License-Identifier: GPL-2.0-only
#include "change_split.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "alloc.h"
#include "rank_tests.h"
#include "robust_scores.h"

#define PERMUTATIONS 9999
/* p is rounded to this, because a share of 0.2 is not exact in binary. */
#define P_STEP 1e-9

/* An autocorrelation is used from this number of its standard errors on. */
#define DEPENDENCE_SIGMAS 2
#define DEPENDENCE_MAX	  0.95

/* A statistic that differs by less is the same: rounding. */
#define SLACK (1 - 1e-9)

/* Two families of divisions. Each is tested at its share of alpha. */
enum {
	OLDER,
	RECENT,
	AGES
};

/* A statistic of each family. */
struct of_ages {
	double of[AGES];
};

/* One series of the part that is divided. */
struct scored {
	double *score;	     /* of each recording; NAN: none */
	double *surprise;    /* what it does not owe to the one before */
	size_t m;	     /* number of scores */
	double squares;	     /* their sum */
	struct of_ages best; /* the greatest statistic of any division */
	size_t at[AGES];     /* which has it */
};

struct part {
	size_t n, n_series;
	struct scored *series;
	double rho;    /* the autocorrelation; 0: not used */
	size_t only;   /* not 0: the statistic is that of this division */
	size_t recent; /* the first recent division */
	struct of_ages share;
};

static int age_of(const struct part *p, size_t division)
{
	return division >= p->recent ? RECENT : OLDER;
}

/* Only the last part of a history, to which recordings are added, has recent ones. */
static void set_ages(struct part *p, bool is_last)
{
	p->recent = p->n;
	p->share = (struct of_ages){{[OLDER] = 1}};
	if (!is_last || p->only)
		return;
	p->recent = p->n > CHANGE_RECENT ? p->n - CHANGE_RECENT : 0;
	p->share.of[RECENT] = p->recent > CHANGE_SIDE ? CHANGE_RECENT_SHARE : 1;
	p->share.of[OLDER] = 1 - p->share.of[RECENT];
}

static void set_greatest(struct of_ages *greatest, struct of_ages other)
{
	for (int age = 0; age < AGES; age++)
		greatest->of[age] = fmax(greatest->of[age], other.of[age]);
}

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
 * Returns the greatest statistics of any division of @n scores, in the order of
 * @order, or that of the division @only. If @each is not NULL, adds all of them to it.
 */
static struct of_ages divide(const struct part *p, const double *score,
			     size_t m, double squares, const size_t *order,
			     double *each)
{
	struct of_ages greatest = {0};
	size_t before = 0;
	double sum = 0;

	if (m < 2 * CHANGE_SIDE || squares <= 0)
		return greatest;
	for (size_t i = 0; i < p->n && before + CHANGE_SIDE <= m; i++) {
		const double x = score[order ? order[i] : i];
		const bool is = p->only ? i == p->only : !isnan(x);

		/* Now @before counts those before i, which is the first after. */
		if (is && before >= CHANGE_SIDE) {
			const double t = statistic(sum, before, m, squares);
			double *of_age = &greatest.of[age_of(p, i)];

			*of_age = fmax(*of_age, t);
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

/* Returns the division from @from to before @end with the greatest statistic. */
static size_t best_division(const double *each, size_t from, size_t end)
{
	size_t at = from;

	for (size_t i = from; i < end; i++)
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
	set_ages(p, end == in->n);
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
		s->at[OLDER] = best_division(each, 0, p->recent);
		s->at[RECENT] = best_division(each, p->recent, p->n);
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

/* The greatest statistics of a series without a change that is like @s. */
static struct of_ages simulate(const struct part *p, const struct scored *s,
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

/* How a family of divisions compares with permutations. */
struct family {
	double top; /* the greatest statistic of all series */
	double share;
	size_t allowed;	  /* p is at most alpha if no more of them reach it */
	size_t reached;	  /* permutations that do */
	double *greatest; /* the statistic of each permutation */
};

static void family_init(struct family *f, double top, double share,
			double alpha)
{
	*f = (struct family){.top = top, .share = share};
	f->greatest = xcalloc(PERMUTATIONS, sizeof(*f->greatest));
	f->allowed = (size_t)(share * alpha * (PERMUTATIONS + 1) + 0.5);
	f->allowed -= f->allowed > 0;
}

static double family_p(const struct family *f, size_t n)
{
	const double p = (double)(f->reached + 1) / (double)(n + 1) / f->share;

	return f->share > 0 && p < 1 ? rint(p / P_STEP) * P_STEP : 1;
}

/* Returns the statistic that the family needs, of all @n permutations. */
static double family_critical(struct family *f, size_t n)
{
	if (f->share <= 0 || n < PERMUTATIONS)
		return INFINITY;
	sort_values(f->greatest, n);
	return f->greatest[n - 1 - f->allowed];
}

/* Compares permutations until p is above alpha; returns their number. */
static size_t permute(const struct part *p, struct family family[AGES])
{
	double *room = xcalloc(p->n, sizeof(*room));
	size_t *order = xcalloc(p->n, sizeof(*order)), n = 0;
	uint64_t state = 1;

	for (size_t i = 0; i < p->n; i++)
		order[i] = i;
	for (bool open = true; n < PERMUTATIONS && open; n++) {
		struct of_ages greatest = {0};

		shuffle(order, p->n, &state);
		for (size_t j = 0; j < p->n_series; j++)
			set_greatest(&greatest,
				     simulate(p, &p->series[j], order, room));
		open = false;
		for (int age = 0; age < AGES; age++) {
			struct family *f = &family[age];

			f->greatest[n] = greatest.of[age];
			f->reached += greatest.of[age] >= f->top * SLACK;
			open |= f->reached <= f->allowed;
		}
	}
	free(order);
	free(room);
	return n;
}

/*
 * Returns p of the greatest statistics of all series; those at the level @alpha are
 * @critical, or INFINITY if p is above it.
 */
static double test_part(const struct part *p, double alpha,
			struct of_ages *critical)
{
	struct family family[AGES];
	struct of_ages top = {0};
	double result = 1;
	size_t n;

	for (size_t j = 0; j < p->n_series; j++)
		set_greatest(&top, p->series[j].best);
	for (int age = 0; age < AGES; age++)
		family_init(&family[age], top.of[age], p->share.of[age], alpha);
	n = permute(p, family);
	for (int age = 0; age < AGES; age++) {
		result = fmin(result, family_p(&family[age], n));
		critical->of[age] = family_critical(&family[age], n);
		free(family[age].greatest);
	}
	return result;
}

/* The excess of a series' statistic over the critical one, in its better family. */
static double excess(const struct scored *s, const struct of_ages *critical,
		     int *age)
{
	const double older = s->best.of[OLDER] - critical->of[OLDER];
	const double recent = s->best.of[RECENT] - critical->of[RECENT];

	*age = recent > older ? RECENT : OLDER;
	return fmax(older, recent);
}

/* Returns the division at which the series with the greatest excess changes. */
static size_t top_division(const struct part *p, const struct of_ages *critical)
{
	double greatest = -INFINITY;
	size_t at = 0;
	int age;

	for (size_t j = 0; j < p->n_series; j++) {
		const double of_series = excess(&p->series[j], critical, &age);

		if (of_series <= greatest)
			continue;
		greatest = of_series;
		at = p->series[j].at[age];
	}
	return at;
}

/* Series that change this close to each other do so together. */
#define TOGETHER 3

/* Returns true if the series changes, and near @top. */
static bool changes_at(const struct scored *s, const struct of_ages *critical,
		       size_t top, size_t *at)
{
	int age;
	const bool found = excess(s, critical, &age) >=
			   -(1 - SLACK) * critical->of[age];

	*at = s->at[age];
	return found && *at <= top + TOGETHER && top <= *at + TOGETHER;
}

/*
 * Returns the point at which the series with the greatest excess changes, and others
 * with it, by scores in which a large step is not cut off. @value is the first series'
 * first in the part, and @stride the distance to the next series.
 */
static size_t common_division(const struct part *p,
			      const struct of_ages *critical,
			      const double *value, size_t stride)
{
	double *each = xcalloc(p->n, sizeof(*each));
	const size_t top = top_division(p, critical);
	size_t at;

	for (size_t j = 0; j < p->n_series; j++) {
		struct scored *s = &p->series[j];

		if (!changes_at(s, critical, top, &at))
			continue;
		robust_step_scores(value + j * stride, p->n, at, s->score);
		s->squares = sum_of_squares(s->score, p->n);
		divide(p, s->score, s->m, s->squares, NULL, each);
	}
	at = best_division(each, top > TOGETHER ? top - TOGETHER : 0,
			   top + TOGETHER < p->n ? top + TOGETHER + 1 : p->n);
	free(each);
	return at;
}

struct change_split change_split_find(const struct change_input *in,
				      size_t from, size_t end)
{
	struct change_split split = {.p = 1};
	struct of_ages critical;
	struct part p = {0};

	if (end - from < 2 * CHANGE_SIDE || !in->n_series)
		return split;
	part_init(&p, in, from, end);
	split.p = test_part(&p, CHANGE_SUSPECT_ALPHA, &critical);
	split.found = split.p <= CHANGE_SUSPECT_ALPHA;
	if (split.found)
		split.at = from + common_division(&p, &critical,
						  in->value + from, in->n);
	part_free(&p);
	return split;
}

void change_split_test(const struct change_input *in, size_t from, size_t at,
		       size_t end, bool *changed)
{
	struct of_ages critical;
	struct part p = {.only = at - from};

	if (end - from < 2 * CHANGE_SIDE || !in->n_series)
		return;
	part_init(&p, in, from, end);
	test_part(&p, CHANGE_SERIES_ALPHA, &critical);
	for (size_t j = 0; j < in->n_series; j++)
		changed[j] = p.series[j].best.of[OLDER] >=
			     critical.of[OLDER] * SLACK;
	part_free(&p);
}
