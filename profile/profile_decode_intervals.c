// SPDX-License-Identifier: GPL-2.0-only
#include "profile_decode.h"

#include <stdio.h>

#include "alloc.h"
#include "delta.h"
#include "names.h"
#include "profile_check.h"
#include "profile_json.h"

static int decode_counters(struct json_reader *r, json_t *object,
			   uint64_t *counter)
{
	const char *name;
	json_t *value;
	int err;

	json_object_foreach(object, name, value) {
		int i = NAME_INDEX(counter_name, LC_COUNTERS, name);

		if (i == LC_COUNTERS)
			return json_fail(r, "unknown counter \'%s\'", name);
		if ((err = json_read_value(r, value, name, 1, PROFILE_COUNT_MAX,
					   &counter[i])))
			return err;
	}
	return 0;
}

/* The delta's series is from @least to @n_series - 1. */
static int decode_delta(struct json_reader *r, json_t *object, uint64_t least,
			size_t n_series, struct delta *g)
{
	json_t *counters, *anomalies, *phases;
	uint64_t series;
	int err;

	if (!n_series)
		return json_fail(r, "the profile has no series");
	if ((err = json_read_value(r, json_object_get(object, "series"),
				   "series", least, n_series - 1, &series)) ||
	    (err = json_need_object(r, object, "counters", &counters)) ||
	    (err = json_need_object(r, object, "anomalies", &anomalies)) ||
	    (err = json_need_object(r, object, "phases", &phases)))
		return err;
	g->series = (uint32_t)series;
	if ((err = decode_counters(r, counters, g->counter)) ||
	    (err = decode_anomaly_counts(r, anomalies, g->anomaly,
					 g->counter)) ||
	    (err = decode_phases(r, phases, g->phase, false)))
		return err;
	if (!json_object_size(counters) && !json_object_size(anomalies) &&
	    !json_object_size(phases))
		return json_fail(r, "a series without a change");
	json_object_del(object, "series");
	json_object_del(object, "counters");
	json_object_del(object, "anomalies");
	json_object_del(object, "phases");
	return json_read_end(r, object);
}

static int decode_interval(struct json_reader *r, json_t *object,
			   uint64_t start_ns, size_t n_series,
			   struct interval *in)
{
	uint64_t least = 0;
	json_t *deltas, *value;
	size_t i;
	int err;

	if ((err = json_read_number(r, object, "end_ns", PROFILE_NS_MAX,
				    &in->end_ns)) ||
	    (err = json_need_array(r, object, "deltas", &deltas)))
		return err;
	if (in->end_ns <= start_ns)
		return json_fail(r, "it does not end after its start");
	json_array_foreach(deltas, i, value) {
		struct delta g = {0};

		err = decode_delta(r, value, least, n_series, &g);
		if (err) {
			delta_free(&g);
			return err;
		}
		least = g.series + 1u;
		interval_append(in, &g);
	}
	json_object_del(object, "deltas");
	return json_read_end(r, object);
}

int decode_intervals(struct json_reader *r, json_t *root, struct profile *p)
{
	uint64_t start_ns = 0;
	json_t *intervals, *value;
	const char *wrong;
	size_t i;
	int err;

	if (!json_object_get(root, "intervals"))
		return 0;
	if ((err = json_read_value(r, json_object_get(root, "interval_ns"),
				   "interval_ns", 1, PROFILE_NS_MAX,
				   &p->interval_ns)) ||
	    (err = json_need_array(r, root, "intervals", &intervals)))
		return err;
	if (!json_array_size(intervals) ||
	    json_array_size(intervals) > PROFILE_INTERVALS)
		return json_fail(r, "no intervals, or too many of them");
	p->intervals =
		xcalloc(json_array_size(intervals), sizeof(*p->intervals));
	json_array_foreach(intervals, i, value) {
		snprintf(r->where, sizeof(r->where), "interval %zu", i);
		p->n_intervals++;
		if ((err = decode_interval(r, value, start_ns, p->n_series,
					   &p->intervals[i])))
			return err;
		start_ns = p->intervals[i].end_ns;
	}
	snprintf(r->where, sizeof(r->where), "intervals");
	if ((wrong = intervals_check(p)))
		return json_fail(r, "%s", wrong);
	*r->where = '\0';
	json_object_del(root, "interval_ns");
	json_object_del(root, "intervals");
	return 0;
}
