// SPDX-License-Identifier: GPL-2.0-only
#include "run_set.h"

#include <stdlib.h>

#include "alloc.h"
#include "diag.h"
#include "profile_file.h"

int run_set_read(struct run_set *set, char *const *paths, size_t n)
{
	*set = (struct run_set){
		.profile = xcalloc(n, sizeof(*set->profile)),
		.path = xcalloc(n, sizeof(*set->path)),
	};
	for (; set->n < n; set->n++) {
		struct profile *p = &set->profile[set->n];
		int err;

		profile_init(p);
		set->path[set->n] = paths[set->n];
		err = profile_read(p, paths[set->n]);
		if (err) {
			profile_free(p);
			return err;
		}
		if (p->n_runs > 1)
			diag_warning(
				"%s: a merged profile (of %zu runs) counts "
				"as one run; use the files of the runs",
				paths[set->n], p->n_runs);
	}
	return 0;
}

void run_set_free(struct run_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		profile_free(&set->profile[i]);
	free(set->profile);
	free(set->path);
	*set = (struct run_set){0};
}

void run_set_flatten(struct run_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		struct profile *p = &set->profile[i];

		for (size_t j = 0; j < p->n_series; j++) {
			p->series[j].key.instance = 0;
			p->series[j].key.channel = 0;
		}
		profile_fold(p);
	}
}

static int compare_keys(const void *a, const void *b)
{
	return series_key_compare(a, b);
}

static int compare_to_series(const void *key, const void *series)
{
	return series_key_compare(key, &((const struct series *)series)->key);
}

const struct series *run_set_series(const struct run_set *set, size_t i,
				    const struct series_key *key)
{
	const struct profile *p = &set->profile[i];

	return p->n_series ? bsearch(key, p->series, p->n_series,
				     sizeof(*p->series), compare_to_series)
			   : NULL;
}

size_t run_set_values(const struct run_set *set, const struct series_key *key,
		      enum lc_phase phase, enum statistic statistic,
		      double *values)
{
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++) {
		const struct series *s = run_set_series(set, i, key);

		if (s && statistic_of(&s->phase[phase], statistic, &values[n]))
			n++;
	}
	return n;
}

static size_t copy_keys(struct series_key *to, const struct run_set *set)
{
	size_t n = 0;

	for (size_t i = 0; set && i < set->n; i++)
		for (size_t j = 0; j < set->profile[i].n_series; j++, n++)
			if (to)
				to[n] = set->profile[i].series[j].key;
	return n;
}

struct series_key *run_set_keys(const struct run_set *a,
				const struct run_set *b, size_t *n)
{
	size_t all = copy_keys(NULL, a) + copy_keys(NULL, b);
	struct series_key *keys = xcalloc(all, sizeof(*keys));

	*n = 0;
	copy_keys(keys + copy_keys(keys, a), b);
	qsort(keys, all, sizeof(*keys), compare_keys);
	for (size_t i = 0; i < all; i++)
		if (!*n || series_key_compare(&keys[*n - 1], &keys[i]))
			keys[(*n)++] = keys[i];
	return keys;
}

bool run_set_deterministic(const struct run_set *set)
{
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++)
		for (size_t j = 0; j < set->profile[i].n_runs; j++, n++)
			if (!set->profile[i].runs[j].deterministic)
				return false;
	return n;
}

uint64_t run_set_total(const struct run_set *set, enum lc_counter counter)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < set->n; i++)
		sum += profile_total(&set->profile[i], counter);
	return sum;
}

uint64_t run_set_in_flight(const struct run_set *set)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < set->n; i++)
		sum += profile_in_flight(&set->profile[i]);
	return sum;
}

uint64_t run_set_lost_by(const struct run_set *set, enum lost_cause cause)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < set->n; i++)
		sum += set->profile[i].lost[cause];
	return sum;
}

uint64_t run_set_lost(const struct run_set *set)
{
	uint64_t sum = 0;

	for (int i = 0; i < LOST_CAUSES; i++)
		sum += run_set_lost_by(set, i);
	return sum;
}

uint64_t run_set_unparsed_lines(const struct run_set *set)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < set->n; i++)
		sum += set->profile[i].unparsed_lines;
	return sum;
}
