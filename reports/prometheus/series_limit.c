// SPDX-License-Identifier: GPL-2.0-only
#include "series_limit.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

void series_limit_free(struct series_limit *l)
{
	free(l->own);
	*l = (struct series_limit){.limit = l->limit};
}

static int compare(const void *a, const void *b)
{
	return series_key_compare(a, b);
}

static bool is_own(const struct series_limit *l, const struct series_key *key)
{
	return l->n && bsearch(key, l->own, l->n, sizeof(*key), compare);
}

/* Gives those of the new series their own that the limit allows. */
static void admit(struct series_limit *l, const struct profile *p)
{
	const size_t before = l->n;

	for (size_t i = 0; i < p->n_series && l->n < l->limit; i++) {
		const struct series_key *key = &p->series[i].key;

		if (before &&
		    bsearch(key, l->own, before, sizeof(*key), compare))
			continue;
		array_reserve(l->own, l->n, l->cap);
		l->own[l->n++] = *key;
	}
	if (l->n > before)
		qsort(l->own, l->n, sizeof(*l->own), compare);
}

static struct series_key other_key(uint8_t type)
{
	return (struct series_key){.instance = SERIES_OTHER,
				   .channel = SERIES_OTHER,
				   .protocol = SERIES_OTHER,
				   .message = SERIES_OTHER,
				   .type = type};
}

size_t series_limit_apply(struct series_limit *l, struct profile *p)
{
	size_t others = 0;

	profile_sort(p);
	admit(l, p);
	for (size_t i = 0; i < p->n_series; i++) {
		struct series_key *key = &p->series[i].key;

		if (is_own(l, key))
			continue;
		*key = other_key(key->type);
		others++;
	}
	if (others)
		profile_fold(p);
	return others;
}

bool series_is_other(const struct series_key *key)
{
	const struct series_key other = other_key(key->type);

	return !series_key_compare(key, &other);
}
