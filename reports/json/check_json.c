// SPDX-License-Identifier: GPL-2.0-only
/*
 * The verdicts as JSON. Its keys are a contract, docs/check.schema.json: keys
 * are added, never taken away or given another meaning.
 */
#include "json_reports.h"

#include <stdlib.h>

#include "check_words.h"
#include "json_writer.h"
#include "names.h"

static json_t *files_of(struct json_writer *w, const struct run_set *set)
{
	json_t *files;

	if (!set)
		return json_null();
	files = json_array();
	for (size_t i = 0; i < set->n; i++)
		json_add(w, files, json_text(set->path[i]));
	return files;
}

static json_t *real_or_null(bool is, double value)
{
	return is ? json_real(value) : json_null();
}

static void put_regression(struct json_writer *w, json_t *object,
			   const struct check_result *r)
{
	const struct difference *d = &r->difference;
	const bool is = r->limit->kind == LIMIT_REGRESSION;
	const bool both = is && r->has_value;
	const bool tested = both && d->tested;

	json_put(w, object, "runs", json_number(r->runs_b));
	json_put(w, object, "baseline_runs",
		 is ? json_number(r->runs_a) : json_null());
	json_put(w, object, "baseline",
		 real_or_null(is && r->runs_a, d->a.value));
	json_put(w, object, "relative",
		 real_or_null(both && d->a.value > 0,
			      both ? r->value / d->a.value : 0));
	json_put(w, object, "p_holm", real_or_null(tested, d->p));
	json_put(w, object, "effect", real_or_null(tested, d->test.effect));
}

static json_t *result_of(struct json_writer *w, const struct check *g,
			 const struct check_result *r)
{
	const bool of_phase = r->limit->kind != LIMIT_COUNT;
	json_t *object = json_key(w, &r->key);
	char *finding = check_finding_string(g, r);

	json_put(w, object, "section", json_text(r->section->name));
	json_put(w, object, "line", json_number(r->limit->line));
	json_put(w, object, "limit", json_string(limit_name(r->limit)));
	json_put(w, object, "phase",
		 of_phase ? json_string(phase_name(r->phase)) : json_null());
	json_put(w, object, "statistic",
		 of_phase ? json_string(statistic_name(r->limit->what))
			  : json_null());
	json_put(w, object, "verdict",
		 json_string(check_verdict_name(r->verdict)));
	json_put(w, object, "unit", json_string(of_phase ? "ns" : "count"));
	json_put(w, object, "value", real_or_null(r->has_value, r->value));
	json_put(w, object, "most", json_real(r->most));
	put_regression(w, object, r);
	json_put(w, object, "deterministic", json_boolean(r->difference.exact));
	json_put(w, object, "lost", json_number(r->lost));
	json_put(w, object, "failed_once", json_boolean(r->failed_once));
	json_put(w, object, "finding", json_text(finding));
	free(finding);
	return object;
}

int check_json(const struct check *g, const char *path, FILE *out)
{
	json_t *root = json_object(), *results = json_array();
	struct json_writer w = {0};

	json_put(&w, root, "schema", json_string("scmi-perf-check/1"));
	json_put(&w, root, "verdict",
		 json_string(check_verdict_name(check_verdict(g))));
	json_put(&w, root, "limits", json_text(path));
	json_put(&w, root, "alpha", json_real(g->limits->alpha));
	json_put(&w, root, "tests", json_number(g->n_tests));
	json_put(&w, root, "runs", files_of(&w, g->runs));
	json_put(&w, root, "baseline", files_of(&w, g->baseline));
	for (size_t i = 0; i < g->n; i++)
		json_add(&w, results, result_of(&w, g, &g->results[i]));
	json_put(&w, root, "results", results);
	return json_print(&w, root, out);
}
