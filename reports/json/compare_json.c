// SPDX-License-Identifier: GPL-2.0-only
/*
 * The comparison as JSON. Its keys are a contract, docs/compare.schema.json:
 * keys are added, never removed or redefined.
 */
#include "json_reports.h"

#include "compare_counts.h"
#include "compare_order.h"
#include "compare_totals.h"
#include "compare_words.h"
#include "facts.h"
#include "json_writer.h"
#include "names.h"

static json_t *sources_of(const struct run_set *set)
{
	const unsigned int sources = run_set_sources(set);
	json_t *names = json_array();

	for (int i = 0; i < SOURCES; i++)
		if (sources & 1u << i)
			json_add(names, json_string(source_names[i]));
	return names;
}

static json_t *side_of(const struct run_set *set)
{
	json_t *side = json_object();

	json_put(side, "runs", json_number(set->n));
	json_put(side, "files", json_files(set));
	json_put(side, "sources", sources_of(set));
	for (int i = 0; i < LC_COUNTERS; i++)
		json_put(side, counter_names[i],
			 json_number(profile_total(&set->all, i)));
	json_put(side, "statuses", json_statuses(&set->all));
	json_put(side, "in_flight", json_number(profile_in_flight(&set->all)));
	json_put(side, "lost", json_number(profile_lost(&set->all)));
	json_put(side, "unparsed_lines", json_number(set->all.unparsed_lines));
	return side;
}

static void put_estimate(json_t *object, bool is, const struct estimate *e,
			 const char *value, const char *low, const char *high)
{
	json_put(object, value, json_real_if(is, e->value));
	json_put(object, low, json_real_if(is && e->interval, e->low));
	json_put(object, high, json_real_if(is && e->interval, e->high));
}

/* The test of a difference, which is not of times alone. */
static void put_test(json_t *object, const struct difference *d)
{
	const bool tested = d->tested;

	json_put(object, "relative",
		 json_real_if(d->verdict >= VERDICT_UNTESTED && d->a.value > 0,
			      d->shift.value / d->a.value));
	json_put(object, "u", json_real_if(tested, d->test.u));
	json_put(object, "p", json_real_if(tested, d->test.p));
	json_put(object, "p_holm", json_real_if(tested, d->p));
	json_put(object, "blocks",
		 json_number_if(tested && d->test.n_blocks, d->test.n_blocks));
	json_put(object, "deterministic", json_boolean(d->exact));
	json_put(object, "exact",
		 tested ? json_boolean(d->test.exact) : json_null());
	json_put(object, "effect", json_real_if(tested, d->test.effect));
}

static json_t *row_of(const struct difference *row)
{
	const bool both = row->verdict >= VERDICT_UNTESTED;
	json_t *object = json_key(&row->key);

	json_put(object, "transport_a",
		 json_string(transport_names[row->transport_a]));
	json_put(object, "phase", json_string(phase_names[row->phase]));
	json_put(object, "statistic",
		 json_string(statistic_names[row->statistic]));
	json_put(object, "runs_a", json_number(row->n_a));
	json_put(object, "runs_b", json_number(row->n_b));
	put_estimate(object, row->n_a, &row->a, "a_ns", "a_low_ns",
		     "a_high_ns");
	put_estimate(object, row->n_b, &row->b, "b_ns", "b_low_ns",
		     "b_high_ns");
	put_estimate(object, both, &row->shift, "difference_ns",
		     "difference_low_ns", "difference_high_ns");
	put_test(object, row);
	json_put(object, "verdict", json_string(verdict_names[row->verdict]));
	return object;
}

/*
 * Every run has a value, which is 0 if it has not sent the message, unless the time of
 * one is unknown.
 */
static json_t *total_of(const struct total_row *row, enum total_measure measure)
{
	const struct difference *d = &row->of[measure];
	json_t *object = json_key(&row->key);

	json_put(object, "transport_a",
		 json_string(transport_names[row->transport_a]));
	json_put(object, "total", json_string(total_names[measure]));
	put_estimate(object, d->n_a, &d->a, "a", "a_low", "a_high");
	put_estimate(object, d->n_b, &d->b, "b", "b_low", "b_high");
	put_estimate(object, d->n_a, &d->shift, "difference", "difference_low",
		     "difference_high");
	put_test(object, d);
	json_put(object, "verdict",
		 json_string(total_verdict_name(d->n_a ? d->verdict
						       : VERDICT_UNTESTED)));
	return object;
}

static json_t *count_of(const struct count_difference *d)
{
	json_t *object = json_key(&d->key);

	json_put(object, "transport_a",
		 json_string(transport_names[d->transport_a]));
	json_put(object, "event", json_string(event_name(d->kind)));
	json_put(object, "a", json_number(d->a.events));
	json_put(object, "a_messages", json_number(d->a.messages));
	json_put(object, "b", json_number(d->b.events));
	json_put(object, "b_messages", json_number(d->b.messages));
	json_put(object, "p_holm", json_real_if(d->tested, d->p));
	json_put(object, "bursts", json_boolean(d->bursts));
	json_put(object, "deterministic", json_boolean(d->exact));
	json_put(object, "verdict",
		 json_string(total_verdict_name(d->verdict)));
	return object;
}

static json_t *counts_of(const struct comparison *c)
{
	json_t *counts = json_array();

	for (size_t i = 0; i < c->n_counts; i++)
		if (!c->changed_only || count_is_significant(&c->counts[i]))
			json_add(counts, count_of(&c->counts[i]));
	return counts;
}

void compare_json(const struct comparison *c, FILE *out)
{
	json_t *root = json_object(), *rows = json_array();
	json_t *totals = json_array(), *warnings = json_array();
	struct facts confounders = facts_of_confounders(c->a, c->b);

	json_put(root, "schema", json_string("scmi-perf-compare/1"));
	json_put(
		root, "by",
		json_string(comparison_by_transport(c) ? "transport" : "runs"));
	json_put(root, "alpha", json_real(COMPARE_ALPHA));
	json_put(root, "confidence", json_real(COMPARE_CONFIDENCE));
	json_put(root, "tests", json_number(c->n_tests));
	json_put(root, "a", side_of(c->a));
	json_put(root, "b", side_of(c->b));
	for (size_t i = 0; i < c->n_rows; i++)
		if (!c->changed_only || difference_is_significant(&c->rows[i]))
			json_add(rows, row_of(&c->rows[i]));
	for (size_t i = 0; i < confounders.n; i++)
		json_add(warnings, json_text(confounders.fact[i].text));
	json_put(root, "warnings", warnings);
	facts_free(&confounders);
	json_put(root, "differences", rows);
	for (size_t i = 0; i < c->n_totals * TOTALS; i++)
		if (!c->changed_only ||
		    total_is_significant(&c->totals[i / TOTALS]))
			json_add(totals,
				 total_of(&c->totals[i / TOTALS], i % TOTALS));
	json_put(root, "totals", totals);
	json_put(root, "total_tests", json_number(c->n_total_tests));
	json_put(root, "counts", counts_of(c));
	json_put(root, "count_tests", json_number(c->n_count_tests));
	json_print(root, out);
}
