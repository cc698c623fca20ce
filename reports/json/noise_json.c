// SPDX-License-Identifier: GPL-2.0-only
/*
 * Noise floors as JSON. Its keys are a contract, docs/calibrate.schema.json:
 * keys are added, never taken away or given another meaning.
 */
#include "json_reports.h"

#include "json_writer.h"
#include "names.h"

static json_t *floor_of(struct json_writer *w, const struct noise_floor *f)
{
	json_t *object = json_key(w, &f->key);

	json_put(w, object, "phase", json_string(phase_name(f->phase)));
	json_put(w, object, "statistic",
		 json_string(statistic_name(f->statistic)));
	json_put(w, object, "median_ns", json_real(f->median));
	json_put(w, object, "floor_ns", json_real(f->floor_ns));
	json_put(w, object, "relative", json_real(f->relative));
	return object;
}

int noise_json(const struct noise *n, FILE *out)
{
	json_t *root = json_object(), *floors = json_array();
	struct json_writer w = {0};

	json_put(&w, root, "schema", json_string("scmi-perf-calibrate/1"));
	json_put(&w, root, "runs", json_number(n->runs->n));
	json_put(&w, root, "runs_a_side", json_number(n->half));
	json_put(&w, root, "alpha", json_real(NOISE_ALPHA));
	for (size_t i = 0; i < n->n; i++)
		json_add(&w, floors, floor_of(&w, &n->floors[i]));
	json_put(&w, root, "floors", floors);
	return json_print(&w, root, out);
}
