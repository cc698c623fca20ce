// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

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

/* Reads all counters and histograms of a series. */
static void read_delta(const struct snapshot *m, size_t number,
		       struct delta *now)
{
	const struct rec_series *from = &m->series[number];

	for (size_t i = 0; i < LC_COUNTERS; i++)
		now->counter[i] = from->counter[i];
	for (size_t i = 0; i < LA_KINDS; i++)
		now->anomaly[i] = from->anomaly[i];
	for (size_t i = 0; i < LC_STATUSES; i++)
		now->status[i] = from->status[i];
	for (size_t i = 0; i < LC_PHASES; i++)
		snapshot_read_hist(m, &from->phase[i], &now->phase[i]);
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
		read_delta(m, i, &now);
		err = timeline_add_snapshot(t, i, &now);
		delta_clear(&now);
	}
	delta_free(&now);
	return err;
}

int snapshot_end_interval(const struct snapshot *m, struct timeline *t,
			  uint64_t end_ns)
{
	int err = snapshot_update(m, t);

	if (!err)
		timeline_end_interval(t, end_ns);
	return err;
}

int snapshot_finish(struct snapshot *m, struct timeline *t, uint64_t end_ns,
		    struct profile *p)
{
	uint32_t index[REC_SERIES] = {0};

	profile_sort(p);
	for (size_t i = 0; i < REC_SERIES; i++) {
		struct series_key key = snapshot_key(m, m->series[i].key);
		const struct series *s = profile_find(p, &key);

		if (!m->series[i].key)
			continue;
		if (!s)
			return -ERANGE;
		index[i] = (uint32_t)(s - p->series);
	}
	return timeline_finish(t, end_ns, index, p);
}
