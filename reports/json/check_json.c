// SPDX-License-Identifier: GPL-2.0-only
/*
 * The verdicts as JSON. Its keys are a contract, docs/check.schema.json: keys may
 * be added, but never removed or changed in meaning.
 */
#include "json_reports.h"

#include <stdlib.h>

#include "check_phase.h"
#include "check_words.h"
#include "compare_counts.h"
#include "json_writer.h"
#include "names.h"

static void put_regression(json_t *object, const struct check_result *r)
{
	const struct difference *d = &r->difference;
	const bool is = limit_needs_baseline(r->limit);
	const bool both = is && r->has_value;
	const bool counts = r->limit->kind == LIMIT_INCREASE;
	const double baseline = counts ? count_expected(&r->count) : d->a.value;

	json_put(object, "runs", json_number(r->runs_b));
	json_put(object, "baseline_runs", json_number_if(is, r->runs_a));
	json_put(object, "baseline", json_real_if(is && r->runs_a, baseline));
	json_put(object, "relative",
		 json_real_if(both && baseline > 0,
			      both ? r->value / baseline : 0));
	json_put(object, "low",
		 json_real_if(r->testable && r->interval.interval,
			      r->interval.low));
	json_put(object, "high",
		 json_real_if(r->testable && r->interval.interval,
			      r->interval.high));
	json_put(object, "blocks",
		 json_number_if(r->tested && r->n_blocks, r->n_blocks));
	json_put(object, "p_holm", json_real_if(r->tested, r->p));
	json_put(object, "effect",
		 json_real_if(r->tested && !counts, d->test.effect));
}

/* Null unless the limit of a total failed. */
static void put_phase(json_t *object, const struct check *c,
		      const struct check_result *r)
{
	struct blamed_phase b;
	const bool found = check_find_phase(c, r, &b);

	json_put(object, "blamed_phase",
		 json_text(found ? phase_names[b.phase] : NULL));
	json_put(object, "blamed_ns", json_real_if(found, found ? b.ns : 0));
}

static json_t *result_of(const struct check *c, const struct check_result *r)
{
	const bool of_phase = !limit_is_count(r->limit);
	json_t *object = json_key(&r->key);
	char *finding = check_finding(c, r);

	json_put(object, "section", json_text(r->section->name));
	json_put(object, "line", json_number(r->limit->line));
	json_put(object, "limit", json_string(limit_name(r->limit)));
	json_put(object, "phase",
		 json_text(of_phase ? phase_names[r->phase] : NULL));
	json_put(
		object, "statistic",
		json_text(of_phase ? statistic_names[r->limit->figure] : NULL));
	json_put(object, "verdict",
		 json_string(check_verdict_names[r->verdict]));
	json_put(object, "unit", json_string(of_phase ? "ns" : "count"));
	json_put(object, "value", json_real_if(r->has_value, r->value));
	json_put(object, "most", json_real(r->most));
	put_regression(object, r);
	json_put(object, "deterministic",
		 json_boolean(r->difference.exact || r->count.exact));
	json_put(object, "lost", json_number(r->lost));
	json_put(object, "failed_once", json_boolean(r->failed_once));
	json_put(object, "confirmed", json_boolean(r->confirmed));
	json_put(object, "finding", json_text(finding));
	put_phase(object, c, r);
	free(finding);
	return object;
}

void check_json(const struct check *c, const char *path, FILE *out)
{
	json_t *root = json_object(), *results = json_array();
	json_t *list = json_array();
	struct facts warnings = check_warnings(c);

	json_put(root, "schema", json_string("scmi-perf-check/1"));
	json_put(root, "verdict",
		 json_string(check_verdict_names[check_verdict(c)]));
	json_put(root, "limits", json_text(path));
	json_put(root, "alpha", json_real(c->limits->alpha));
	json_put(root, "looks", json_real(c->limits->looks));
	json_put(root, "tests", json_number(c->n_tests));
	json_put(root, "runs", json_files(c->runs));
	json_put(root, "baseline",
		 c->baseline ? json_files(c->baseline) : json_null());
	for (size_t i = 0; i < c->n; i++)
		json_add(results, result_of(c, &c->results[i]));
	json_put(root, "results", results);
	for (size_t i = 0; i < warnings.n; i++)
		json_add(list, json_text(warnings.fact[i].text));
	json_put(root, "warnings", list);
	facts_free(&warnings);
	json_print(root, out);
}
