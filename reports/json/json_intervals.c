// SPDX-License-Identifier: GPL-2.0-only
#include "json_intervals.h"

#include "names.h"

static json_t *phase_of(const struct hist *phase)
{
	json_t *object = json_object();

	json_put(object, "count", json_number(phase->count));
	json_put(object, "sum_ns", json_number(phase->sum));
	json_put(object, "p50_ns", json_percentile(phase, 500));
	json_put(object, "p99_ns", json_percentile(phase, 990));
	return object;
}

void json_delta(json_t *object, const struct delta *g)
{
	json_t *anomalies = json_object(), *phases = json_object();

	for (int i = 0; i < LC_COUNTERS; i++)
		json_put(object, counter_name(i), json_number(g->counter[i]));
	for (int i = 0; i < LA_KINDS; i++)
		if (g->anomaly[i])
			json_put(anomalies, anomaly_name(i),
				 json_number(g->anomaly[i]));
	json_put(object, "anomalies", anomalies);
	for (int i = 0; i < LC_PHASES; i++)
		if (g->phase[i].count)
			json_put(phases, phase_name(i), phase_of(&g->phase[i]));
	json_put(object, "phases", phases);
}

static json_t *delta_of(const struct profile *p, const struct delta *g)
{
	json_t *object = json_key(&p->series[g->series].key);

	json_delta(object, g);
	return object;
}

json_t *json_intervals(const struct profile *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_intervals; i++) {
		const struct interval *in = &p->intervals[i];
		json_t *object = json_object(), *deltas = json_array();

		json_put(object, "end_ns", json_number(in->end_ns));
		for (size_t g = 0; g < in->n_deltas; g++)
			json_add(deltas, delta_of(p, &in->delta[g]));
		json_put(object, "deltas", deltas);
		json_add(array, object);
	}
	return array;
}
