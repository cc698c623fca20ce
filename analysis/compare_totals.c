// SPDX-License-Identifier: GPL-2.0-only
#include "compare_totals.h"

#include <stdlib.h>

#include "alloc.h"

const char *const total_names[TOTALS] = {
	[TOTAL_MESSAGES] = "messages",
	[TOTAL_TIME] = "time",
};

static double value_of(const struct series *s, enum total_measure measure)
{
	if (!s)
		return 0;
	return (double)(measure == TOTAL_MESSAGES ? series_messages(s)
						  : series_time_ns(s));
}

/* Returns false if the time of a run is more than a sum can be. */
static bool is_known(const struct run_set *set, const struct series_key *key,
		     enum total_measure measure)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct series *s = profile_find(&set->profile[i], key);

		if (measure == TOTAL_TIME && s &&
		    !sum_is_known(series_time_ns(s)))
			return false;
	}
	return true;
}

/* Writes a value for each run: a run without the series has sent nothing. */
static void read_values(const struct run_set *set, const struct series_key *key,
			enum total_measure measure, double *values)
{
	for (size_t i = 0; i < set->n; i++)
		values[i] =
			value_of(profile_find(&set->profile[i], key), measure);
}

static bool has_messages(const struct run_set *set,
			 const struct series_key *key)
{
	const struct series *s = profile_find(&set->all, key);

	return s && series_messages(s);
}

void compare_totals(struct comparison *c, struct series_key key,
		    enum transport transport_a)
{
	const struct run_set *a = c->a, *b = c->b;
	struct series_key key_a = key;
	struct total_row row = {.key = key, .transport_a = transport_a};
	double *values;

	key_a.transport = transport_a;
	if (!has_messages(a, &key_a) && !has_messages(b, &key))
		return;
	values = xcalloc(a->n + b->n, sizeof(*values));
	for (int i = 0; i < TOTALS; i++) {
		struct difference *d = &row.of[i];

		if (!is_known(a, &key_a, i) || !is_known(b, &key, i)) {
			d->verdict = VERDICT_NEITHER;
			continue;
		}
		d->n_a = a->n;
		d->n_b = b->n;
		read_values(a, &key_a, i, values);
		read_values(b, &key, i, values + a->n);
		difference_of_values(
			d, run_set_deterministic(a) && run_set_deterministic(b),
			values, values + a->n);
	}
	free(values);
	array_reserve(c->totals, c->n_totals, c->cap_totals);
	c->totals[c->n_totals++] = row;
}

size_t totals_count(const struct comparison *c, enum verdict verdict)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_totals; i++)
		n += c->totals[i].of[TOTAL_MESSAGES].verdict == verdict;
	return n;
}

const char *total_verdict_name(enum verdict verdict)
{
	return verdict == VERDICT_SLOWER   ? "more"
	       : verdict == VERDICT_FASTER ? "less"
					   : verdict_names[verdict];
}
