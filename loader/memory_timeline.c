// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>

#include "memory.h"

/*
 * Whether a series has changed since it was @seen, by its counters and sums
 * alone. The programs count a sample before they add it to the sum, and it is
 * read the other way round: one that was missed changes the sum later.
 */
static bool has_changed(const struct rec_series *now, const struct series *seen)
{
	if (!seen)
		return true;
	for (int i = 0; i < LC_COUNTERS; i++)
		if (now->counter[i] != seen->counter[i])
			return true;
	for (int i = 0; i < LA_KINDS; i++)
		if (now->anomaly[i] != seen->anomaly[i])
			return true;
	for (int i = 0; i < LC_PHASES; i++)
		if (now->phase[i].sum != seen->phase[i].sum)
			return true;
	return false;
}

int memory_tick(const struct memory *m, struct timeline *t, uint64_t end_ns)
{
	for (size_t i = 0; i < REC_SERIES; i++) {
		struct series now = {0};
		int err;

		if (!m->series[i].key ||
		    !has_changed(&m->series[i], t->seen[i]))
			continue;
		err = memory_read_series(m, i, &now);
		if (!err)
			err = timeline_look(t, i, &now);
		if (err)
			return err;
	}
	return timeline_tick(t, end_ns);
}

static int compare_keys(const void *key, const void *s)
{
	return series_key_compare(key, &((const struct series *)s)->key);
}

int memory_finish(struct memory *m, struct timeline *t, uint64_t end_ns,
		  struct profile *p)
{
	uint32_t index[REC_SERIES] = {0};

	profile_sort(p);
	for (size_t i = 0; i < REC_SERIES; i++) {
		struct series_key key = memory_key(m, m->series[i].key);
		const struct series *s = NULL;

		if (!m->series[i].key)
			continue;
		s = bsearch(&key, p->series, p->n_series, sizeof(*s),
			    compare_keys);
		if (!s)
			return -ERANGE;
		index[i] = (uint32_t)(s - p->series);
	}
	return timeline_finish(t, end_ns, index, p);
}
