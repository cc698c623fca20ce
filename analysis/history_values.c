// SPDX-License-Identifier: GPL-2.0-only
#include "history_values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "rank_tests.h"
#include "robust_scores.h"
#include "series_statistic.h"

static uint64_t count_of(const struct series *s, enum history_measure measure)
{
	switch (measure) {
	case HISTORY_TIMEOUTS:
		return s->counter[LC_TIMED_OUT];
	case HISTORY_ERRORS:
		return s->counter[LC_ERRORS];
	default:
		return series_anomalies(s);
	}
}

/* Returns NAN if the recording has no such value. */
static double value_of(const struct series *s, const struct history_series *of)
{
	double value;
	uint64_t messages;

	if (!s)
		return NAN;
	if (history_is_time(of->measure))
		return series_statistic_between(s, of->phase,
						(enum statistic)of->measure,
						&value)
			       ? value
			       : NAN;
	messages = series_messages(s);
	return messages ? 100 * (double)count_of(s, of->measure) /
				  (double)messages
			: NAN;
}

/* Counts that are 0 in all recordings have no series. */
static bool is_needed(const double *value, size_t n, bool is_time)
{
	for (size_t i = 0; i < n; i++)
		if (!isnan(value[i]) && (is_time || value[i] > 0))
			return true;
	return false;
}

/* Adds a series if a recording has it. */
static void add(struct history *h, size_t *cap, struct history_series series)
{
	double *value;

	if ((h->n_series + 1) * h->n > *cap) {
		*cap = 2 * (h->n_series + 1) * h->n;
		h->value = xreallocarray(h->value, *cap, sizeof(*h->value));
	}
	value = h->value + h->n_series * h->n;
	for (size_t i = 0; i < h->n; i++)
		value[i] = value_of(profile_find(&h->runs->profile[h->order[i]],
						 &series.key),
				    &series);
	if (!is_needed(value, h->n, history_is_time(series.measure)))
		return;
	array_reserve(h->series, h->n_series, h->cap_series);
	h->series[h->n_series++] = series;
}

static void add_key(struct history *h, size_t *cap, struct series_key key,
		    const struct history_options *o)
{
	for (int phase = 0; phase < LC_PHASES; phase++)
		for (int s = 0; s < STATISTICS; s++)
			if (o->phases & 1u << phase && o->statistics & 1u << s)
				add(h, cap,
				    (struct history_series){
					    key, phase,
					    (enum history_measure)s});
	for (int m = HISTORY_TIMEOUTS; m < HISTORY_MEASURES; m++)
		add(h, cap,
		    (struct history_series){key, LC_TOTAL,
					    (enum history_measure)m});
}

double history_median(const struct history *h, size_t series, size_t from,
		      size_t end)
{
	size_t n;
	double *sorted =
		values_sorted(history_values(h, series) + from, end - from, &n);
	const double median = n ? median_of_sorted(sorted, n) : NAN;

	free(sorted);
	return median;
}

bool history_scale(const double *value, size_t n, double *low, double *high)
{
	size_t m;
	double *sorted = values_sorted(value, n, &m);

	if (m) {
		*low = sorted[m / 20];
		*high = sorted[m - 1 - m / 20];
	}
	free(sorted);
	return m;
}

void history_set_values(struct history *h, const struct history_options *o)
{
	size_t n, cap = 0;
	struct series_key *keys = run_set_keys(h->runs, NULL, &n);

	for (size_t i = 0; i < n; i++)
		add_key(h, &cap, keys[i], o);
	free(keys);
}
