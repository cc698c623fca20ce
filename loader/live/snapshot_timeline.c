// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>

#include "delta.h"
#include "snapshot.h"

/*
 * Programs add a sample to a bucket first and to the sum last. Sums are read first,
 * so a sample that is read half done changes the sum later.
 */
static void read_sums(const struct rec_series *from, struct series_sums *to)
{
	for (int i = 0; i < LC_COUNTERS; i++)
		to->counter[i] = from->counter[i];
	for (int i = 0; i < LA_KINDS; i++)
		to->anomaly[i] = from->anomaly[i];
	for (int i = 0; i < LC_PHASES; i++)
		to->sum[i] = from->phase[i].sum;
}

/* Only buckets and sum: that is all of a phase that a delta has. */
static int read_phase(const struct snapshot *m, const struct rec_hist *from,
		      struct delta_phase *to)
{
	to->sum = *(const volatile __u64 *)&from->sum;
	for (uint32_t page = 0; page < HIST_PAGES; page++) {
		const uint32_t n = from->page[page];

		for (uint32_t i = 0;
		     n && n < REC_PAGES && i < HIST_PAGE_BUCKETS; i++) {
			const uint64_t count = m->pages[n].bucket[i];

			if (count &&
			    delta_append_bucket(
				    to, page * HIST_PAGE_BUCKETS + i, count))
				return -ENOMEM;
		}
	}
	return 0;
}

/* All that a series has. */
static int read_delta(const struct snapshot *m, size_t number,
		      struct delta *now)
{
	const struct rec_series *from = &m->series[number];
	int err = 0;

	for (size_t i = 0; i < LC_COUNTERS; i++)
		now->counter[i] = from->counter[i];
	for (size_t i = 0; i < LA_KINDS; i++)
		now->anomaly[i] = from->anomaly[i];
	for (size_t i = 0; i < LC_PHASES && !err; i++)
		err = read_phase(m, &from->phase[i], &now->phase[i]);
	return err;
}

int snapshot_update(const struct snapshot *m, struct timeline *t)
{
	struct delta now = {0};
	int err = 0;

	for (size_t i = 0; i < REC_SERIES && !err; i++) {
		struct series_sums sums;

		if (!m->series[i].key)
			continue;
		read_sums(&m->series[i], &sums);
		if (!timeline_has_changed(t, i, &sums))
			continue;
		err = read_delta(m, i, &now);
		if (!err)
			err = timeline_look(t, i, &now);
		delta_clear(&now);
	}
	delta_free(&now);
	return err;
}

int snapshot_end_interval(const struct snapshot *m, struct timeline *t,
			  uint64_t end_ns)
{
	int err = snapshot_update(m, t);

	return err ? err : timeline_tick(t, end_ns);
}

static int compare_keys(const void *key, const void *s)
{
	return series_key_compare(key, &((const struct series *)s)->key);
}

int snapshot_finish(struct snapshot *m, struct timeline *t, uint64_t end_ns,
		    struct profile *p)
{
	uint32_t index[REC_SERIES] = {0};

	profile_sort(p);
	for (size_t i = 0; i < REC_SERIES; i++) {
		struct series_key key = snapshot_key(m, m->series[i].key);
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
