// SPDX-License-Identifier: GPL-2.0-only
/*
 * Noise floors as JSON. Its keys are a contract, docs/calibrate.schema.json: keys
 * may be added, but never removed or changed in meaning.
 */
#include "json_reports.h"

#include "json_writer.h"
#include "names.h"

static json_t *floor_of(const struct noise_floor *f)
{
	json_t *object = json_key(&f->key);

	json_put(object, "phase", json_string(phase_names[f->phase]));
	json_put(object, "statistic",
		 json_string(statistic_names[f->statistic]));
	json_put(object, "median_ns", json_real(f->median));
	json_put(object, "floor_ns", json_real(f->floor_ns));
	json_put(object, "relative", json_real(f->relative));
	json_put(object, "limit_ns", json_real(noise_limit_ns(f)));
	json_put(object, "useful", json_boolean(noise_is_useful(f)));
	return object;
}

void noise_json(const struct noise *n, FILE *out)
{
	json_t *root = json_object(), *floors = json_array();

	json_put(root, "schema", json_string("scmi-perf-calibrate/1"));
	json_put(root, "runs", json_number(n->runs->n));
	json_put(root, "runs_a_side", json_number(n->half));
	json_put(root, "alpha", json_real(NOISE_ALPHA));
	for (size_t i = 0; i < n->n; i++)
		json_add(floors, floor_of(&n->floors[i]));
	json_put(root, "floors", floors);
	json_print(root, out);
}
