// SPDX-License-Identifier: GPL-2.0-only
#include "json_intervals.h"

#include "delta.h"
#include "names.h"

static json_t *percentile(const struct delta_phase *phase,
			  unsigned int permille)
{
	uint64_t ns;

	return delta_percentile(phase, permille, &ns) ? json_number(ns)
						      : json_null();
}

static json_t *phase_of(struct json_writer *w, const struct delta_phase *phase)
{
	json_t *object = json_object();

	json_put(w, object, "count", json_number(phase->count));
	json_put(w, object, "sum_ns", json_number(phase->sum));
	json_put(w, object, "p50_ns", percentile(phase, 500));
	json_put(w, object, "p99_ns", percentile(phase, 990));
	return object;
}

void json_delta(struct json_writer *w, json_t *object, const struct delta *g)
{
	json_t *anomalies = json_object(), *phases = json_object();

	for (int i = 0; i < LC_COUNTERS; i++)
		json_put(w, object, counter_name(i),
			 json_number(g->counter[i]));
	for (int i = 0; i < LA_KINDS; i++)
		if (g->anomaly[i])
			json_put(w, anomalies, anomaly_name(i),
				 json_number(g->anomaly[i]));
	json_put(w, object, "anomalies", anomalies);
	for (int i = 0; i < LC_PHASES; i++)
		if (g->phase[i].count)
			json_put(w, phases, phase_name(i),
				 phase_of(w, &g->phase[i]));
	json_put(w, object, "phases", phases);
}

static json_t *delta_of(struct json_writer *w, const struct profile *p,
			const struct delta *g)
{
	json_t *object = json_key(w, &p->series[g->series].key);

	json_delta(w, object, g);
	return object;
}

json_t *json_intervals(struct json_writer *w, const struct profile *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_intervals; i++) {
		const struct interval *in = &p->intervals[i];
		json_t *object = json_object(), *deltas = json_array();

		json_put(w, object, "end_ns", json_number(in->end_ns));
		for (size_t g = 0; g < in->n_deltas; g++)
			json_add(w, deltas, delta_of(w, p, &in->delta[g]));
		json_put(w, object, "deltas", deltas);
		json_add(w, array, object);
	}
	return array;
}
