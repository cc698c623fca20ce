// SPDX-License-Identifier: GPL-2.0-only
#include "run_set.h"

#include <stdlib.h>

#include "alloc.h"
#include "diag.h"
#include "profile_file.h"
#include "profile_select.h"
#include "series_statistic.h"

/* Replaces the series without a resource by those of all resources of a message. */
static void add_sums(struct profile *p)
{
	struct profile sums = {0};
	size_t n = 0;

	profile_drop_intervals(p);
	profile_add_counts(&sums, p);
	profile_sum_resources(&sums);
	for (size_t i = 0; i < p->n_series; i++) {
		struct series *s = &p->series[i];

		if (s->key.resource_plus)
			p->series[n++] = *s;
		else
			series_free(s);
	}
	p->n_series = n;
	for (size_t i = 0; i < sums.n_series; i++)
		*profile_append_series(p, sums.series[i].key) = sums.series[i];
	/* Their histograms belong to @p now. */
	sums.n_series = 0;
	profile_free(&sums);
	profile_sort(p);
}

int run_set_read(struct run_set *set, char *const *paths, size_t n,
		 enum run_resources resources)
{
	*set = (struct run_set){
		.profile = xcalloc(n, sizeof(*set->profile)),
		.path = xcalloc(n, sizeof(*set->path)),
	};
	for (; set->n < n; set->n++) {
		struct profile *p = &set->profile[set->n];
		int err;

		set->path[set->n] = paths[set->n];
		err = profile_read(p, paths[set->n]);
		if (err) {
			profile_free(p);
			return err;
		}
		if (resources == RUN_SUMS)
			profile_sum_resources(p);
		else if (resources == RUN_BOTH)
			add_sums(p);
		if (p->n_runs > 1)
			diag_warning(
				"%s: a merged profile (of %zu runs) counts "
				"as one run; use the files of the runs",
				paths[set->n], p->n_runs);
	}
	run_set_sum(set);
	return 0;
}

void run_set_sum(struct run_set *set)
{
	profile_free(&set->all);
	for (size_t i = 0; i < set->n; i++)
		profile_add_counts(&set->all, &set->profile[i]);
}

void run_set_free(struct run_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		profile_free(&set->profile[i]);
	free(set->profile);
	free(set->path);
	profile_free(&set->all);
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
	run_set_sum(set);
}

void run_set_select(struct run_set *set, const struct filter *f,
		    uint32_t phases)
{
	set->phases = phases;
	if (!filter_is_set(f))
		return;
	for (size_t i = 0; i < set->n; i++)
		profile_select(&set->profile[i], f);
	run_set_sum(set);
}

size_t run_set_values(const struct run_set *set, const struct series_key *key,
		      enum lc_phase phase, enum statistic statistic,
		      double *values)
{
	size_t n = 0;

	if (set->phases && !(set->phases & 1u << phase))
		return 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct series *s = profile_find(&set->profile[i], key);

		if (s &&
		    series_statistic_between(s, phase, statistic, &values[n]))
			n++;
	}
	return n;
}

static int compare_keys(const void *a, const void *b)
{
	return series_key_compare(a, b);
}

struct series_key *run_set_keys(const struct run_set *a,
				const struct run_set *b, size_t *n)
{
	const size_t n_a = a->all.n_series, n_b = b ? b->all.n_series : 0;
	struct series_key *keys = xcalloc(n_a + n_b, sizeof(*keys));

	for (*n = 0; *n < n_a; ++*n)
		keys[*n] = a->all.series[*n].key;
	for (size_t i = 0; i < n_b; i++)
		if (!profile_find(&a->all, &b->all.series[i].key))
			keys[(*n)++] = b->all.series[i].key;
	qsort(keys, *n, sizeof(*keys), compare_keys);
	return keys;
}

unsigned int run_set_sources(const struct run_set *set)
{
	unsigned int sources = 0;

	for (size_t i = 0; i < set->n; i++)
		for (size_t j = 0; j < set->profile[i].n_runs; j++)
			sources |= 1u << set->profile[i].runs[j].source;
	return sources;
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
