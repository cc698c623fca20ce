// SPDX-License-Identifier: GPL-2.0-only
#include "summary.h"

#include <stdlib.h>
#include <string.h>

#include "names.h"

const enum lc_phase summary_phases[SUMMARY_PHASES] = {
	LC_SUBMIT,    LC_DOORBELL, LC_SERVICE, LC_DISPATCH,
	LC_TRANSPORT, LC_WAKEUP,   LC_TIMEOUT,
};

static int compare_parts(const void *a, const void *b)
{
	const struct summary_part *x = a, *y = b;

	return (x->ns < y->ns) - (x->ns > y->ns);
}

static void add_part(struct summary *s, const char *name, uint64_t ns)
{
	if (ns)
		s->part[s->n_parts++] = (struct summary_part){name, ns};
}

static void add_parts(struct summary *s)
{
	const struct profile *p = s->view->p;
	uint64_t rest = s->time_ns;

	/* The parts of an unknown sum have no shares. */
	if (!sum_is_known(rest))
		return;
	for (size_t i = 0; i < SUMMARY_PHASES; i++) {
		uint64_t ns = 0;

		for (size_t k = 0; k < p->n_series; k++)
			sum_add(&ns, p->series[k].phase[summary_phases[i]].sum);
		add_part(s, phase_names[summary_phases[i]], ns);
		rest -= ns < rest ? ns : rest;
	}
	add_part(s, "unsplit", rest);
	qsort(s->part, s->n_parts, sizeof(s->part[0]), compare_parts);
}

/* Inserts @series into the messages with the longest time. */
static void add_message(struct summary *s, const struct series *series)
{
	const uint64_t ns = series_time_ns(series);
	size_t i = s->n_messages;

	if (!ns)
		return;
	while (i && series_time_ns(s->message[i - 1]) < ns)
		i--;
	if (i == SUMMARY_MESSAGES)
		return;
	if (s->n_messages < SUMMARY_MESSAGES)
		s->n_messages++;
	memmove(&s->message[i + 1], &s->message[i],
		(s->n_messages - 1 - i) * sizeof(s->message[0]));
	s->message[i] = series;
}

/* Returns the median of the total, 0 without one. */
static uint64_t median(const struct series *s)
{
	uint64_t ns = 0;

	if (s)
		hist_percentile(&s->phase[LC_TOTAL], 500, &ns);
	return ns;
}

/* Returns @s unless its figures are among those of the messages. */
static const struct series *not_listed(const struct summary *s,
				       const struct series *series)
{
	for (size_t i = 0; i < s->n_messages; i++)
		if (s->message[i] == series)
			return NULL;
	return series;
}

static void find_messages(struct summary *s)
{
	const struct profile *p = s->view->p;
	uint64_t longest_ns = 0;

	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *series = &p->series[i];
		const struct hist *total = &series->phase[LC_TOTAL];

		add_message(s, series);
		if (!total->count)
			continue;
		if (median(series) > median(s->slowest))
			s->slowest = series;
		if (total->max > longest_ns) {
			longest_ns = total->max;
			s->longest = series;
		}
	}
	s->slowest = not_listed(s, s->slowest);
	s->longest = not_listed(s, s->longest);
	if (s->longest == s->slowest)
		s->longest = NULL;
}

void summary_init(struct summary *s, const struct report_view *v)
{
	*s = (struct summary){
		.view = v,
		.time_ns = profile_time_ns(v->p),
		.duration_ns = all_runs_ns(v->p),
	};
	add_parts(s);
	find_messages(s);
	s->has_worst = worst_interval_find(v->p, &s->worst);
}

void summary_free(struct summary *s)
{
	if (s->has_worst)
		worst_interval_free(&s->worst);
	*s = (struct summary){0};
}

double summary_percent(const struct summary *s, uint64_t ns)
{
	return s->time_ns ? 100.0 * (double)ns / (double)s->time_ns : 0;
}
