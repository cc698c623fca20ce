// SPDX-License-Identifier: GPL-2.0-only
#include "worst_interval.h"

#include <stdlib.h>

#include "alloc.h"

/* Fewer intervals with transfers than this have no usual time. */
#define LEAST_INTERVALS 4

/* A part begins and ends where the time exceeds the usual one by this factor. */
#define EXCESS 1.5

struct spent {
	double actual, expected; /* ns */
};

struct search {
	const struct profile *p;
	double *mean;	     /* of each series, ns */
	struct spent *spent; /* of each interval */
	double usual;	     /* median of actual / expected */
};

static uint64_t ended(const struct hist *phase)
{
	return sum_of(phase[LC_TOTAL].count, phase[LC_TIMEOUT].count);
}

static uint64_t time_of(const struct hist *phase)
{
	return sum_of(phase[LC_TOTAL].sum, phase[LC_TIMEOUT].sum);
}

/* Returns the time of a delta, and that of as many usual transfers. */
static struct spent spent_of(const struct search *s, const struct delta *g)
{
	return (struct spent){
		(double)time_of(g->phase),
		(double)ended(g->phase) * s->mean[g->series],
	};
}

static int compare_ratios(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Returns false if too few intervals have transfers. */
static bool find_usual(struct search *s)
{
	const size_t n = s->p->n_intervals;
	double *ratio = xcalloc(n, sizeof(*ratio));
	size_t used = 0;

	for (size_t i = 0; i < n; i++)
		if (s->spent[i].expected > 0)
			ratio[used++] =
				s->spent[i].actual / s->spent[i].expected;
	qsort(ratio, used, sizeof(*ratio), compare_ratios);
	s->usual = used ? ratio[used / 2] : 0;
	free(ratio);
	return used >= LEAST_INTERVALS && s->usual > 0;
}

/* Sums up what the series and the intervals of @s->p took. */
static void add_up(struct search *s)
{
	const struct profile *p = s->p;

	s->mean = xcalloc(p->n_series, sizeof(*s->mean));
	s->spent = xcalloc(p->n_intervals, sizeof(*s->spent));
	for (size_t i = 0; i < p->n_series; i++) {
		const struct hist *phase = p->series[i].phase;

		if (ended(phase))
			s->mean[i] =
				(double)time_of(phase) / (double)ended(phase);
	}
	for (size_t i = 0; i < p->n_intervals; i++)
		for (size_t g = 0; g < p->intervals[i].n_deltas; g++) {
			const struct spent of =
				spent_of(s, &p->intervals[i].delta[g]);

			s->spent[i].actual += of.actual;
			s->spent[i].expected += of.expected;
		}
}

/* Finds the first and the last interval with the largest excess in between. */
static bool find_range(const struct search *s, size_t *first, size_t *last)
{
	double sum = 0, most = 0;
	size_t start = 0;

	*first = *last = 0;
	for (size_t i = 0; i < s->p->n_intervals; i++) {
		if (sum <= 0) {
			sum = 0;
			start = i;
		}
		sum += s->spent[i].actual -
		       EXCESS * s->usual * s->spent[i].expected;
		if (sum > most) {
			most = sum;
			*first = start;
			*last = i;
		}
	}
	/* A longer part would itself be the usual one. */
	return most > 0 && *last - *first < s->p->n_intervals / 2;
}

/* Adds the transfers of an interval; @excess: by series. */
static void describe_interval(const struct search *s, const struct interval *in,
			      double *excess, struct worst_interval *w)
{
	for (size_t i = 0; i < in->n_deltas; i++) {
		const struct delta *g = &in->delta[i];
		const struct spent of = spent_of(s, g);

		sum_add(&w->time_ns, time_of(g->phase));
		sum_add(&w->transfers, ended(g->phase));
		hist_merge(&w->total, &g->phase[LC_TOTAL]);
		excess[g->series] += of.actual - s->usual * of.expected;
	}
}

static void describe(const struct search *s, size_t first, size_t last,
		     struct worst_interval *w)
{
	const struct interval *in = s->p->intervals;
	double *excess = xcalloc(s->p->n_series, sizeof(*excess));
	double expected = 0;

	*w = (struct worst_interval){
		.start_ns = first ? in[first - 1].end_ns : 0,
		.end_ns = in[last].end_ns,
	};
	for (size_t i = first; i <= last; i++) {
		expected += s->usual * s->spent[i].expected;
		describe_interval(s, &in[i], excess, w);
	}
	for (size_t i = 1; i < s->p->n_series; i++)
		if (excess[i] > excess[w->series])
			w->series = i;
	w->ratio = expected > 0 ? (double)w->time_ns / expected : 0;
	free(excess);
}

bool worst_interval_find(const struct profile *p, struct worst_interval *w)
{
	struct search s = {.p = p};
	bool found = false;
	size_t first, last;

	if (!p->n_intervals || !p->n_series ||
	    !sum_is_known(profile_time_ns(p)))
		return false;
	add_up(&s);
	if (find_usual(&s) && find_range(&s, &first, &last)) {
		describe(&s, first, last, w);
		found = w->ratio >= WORST_RATIO;
		if (!found)
			worst_interval_free(w);
	}
	free(s.mean);
	free(s.spent);
	return found;
}

void worst_interval_free(struct worst_interval *w)
{
	hist_free(&w->total);
}
