// SPDX-License-Identifier: GPL-2.0-only
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "check_parts.h"
#include "diag.h"
#include "series_statistic.h"

const char *const check_verdict_names[CHECK_VERDICTS] = {
	[CHECK_PASS] = "pass",
	[CHECK_FAIL] = "fail",
	[CHECK_INCONCLUSIVE] = "inconclusive",
};

const enum check_verdict check_worst_first[CHECK_VERDICTS] = {
	CHECK_FAIL,
	CHECK_INCONCLUSIVE,
	CHECK_PASS,
};

/*
 * Evaluates those limits of a section that apply to a phase of a series; for
 * LC_PHASES, the limits of its counters.
 */
static void evaluate_phase(struct check *c, const struct limit_section *section,
			   const struct series_key *key, int phase)
{
	const bool counts = phase == LC_PHASES;

	for (size_t i = 0; i < section->n; i++) {
		const struct limit *limit = &section->limits[i];
		struct check_result *r;

		if (limit_is_count(limit) != counts)
			continue;
		array_reserve(c->results, c->n, c->cap);
		r = &c->results[c->n++];
		*r = (struct check_result){
			.section = section,
			.limit = limit,
			.key = *key,
			.phase = counts ? 0 : phase,
			.lost = profile_missing(&c->runs->all),
		};
		check_limit(c, r);
	}
}

/* Returns true if any run or any run of the baseline has a sample of this. */
static bool has_phase(const struct check *c, const struct series_key *key,
		      enum lc_phase phase)
{
	const struct run_set *sets[] = {c->runs, c->baseline};
	bool any = false;

	for (int i = 0; i < 2 && sets[i]; i++) {
		const struct series *s = profile_find(&sets[i]->all, key);

		any |= s && series_samples(s, phase);
	}
	return any;
}

static void evaluate_key(struct check *c, const struct limit_section *section,
			 const struct series_key *key)
{
	evaluate_phase(c, section, key, LC_PHASES);
	for (int phase = 0; phase < LC_PHASES; phase++)
		if (selector_has_phase(&section->selector, phase) &&
		    (section->selector.phase == phase ||
		     has_phase(c, key, phase)))
			evaluate_phase(c, section, key, phase);
}

/* Returns false if the section matches none of the @n keys. */
static bool evaluate_section(struct check *c,
			     const struct limit_section *section,
			     const struct series_key *keys, size_t n)
{
	const size_t before = c->n;

	for (size_t i = 0; i < n; i++)
		if (selector_has_key(&section->selector, &keys[i]))
			evaluate_key(c, section, &keys[i]);
	return c->n > before;
}

static void count_verdicts(struct check *c)
{
	memset(c->count, 0, sizeof(c->count));
	for (size_t i = 0; i < c->n; i++)
		c->count[c->results[i].verdict]++;
}

/* A limit of a regression needs a baseline. Returns 0 or -ENOENT, reported. */
static int check_baseline(const struct check *c, const char *path)
{
	for (size_t i = 0; i < c->limits->n; i++)
		for (size_t j = 0; j < c->limits->sections[i].n; j++) {
			const struct limit *limit =
				&c->limits->sections[i].limits[j];

			if (!limit_needs_baseline(limit) || c->baseline)
				continue;
			diag_error("%s:%u: %s needs a baseline; use "
				   "--baseline RUN...",
				   path, limit->line, limit_name(limit));
			return -ENOENT;
		}
	return 0;
}

int check_evaluate(struct check *c, const struct limits *limits,
		   const char *path, const struct run_set *runs,
		   const struct run_set *baseline)
{
	struct series_key *keys;
	size_t n;
	int err;

	*c = (struct check){
		.limits = limits, .runs = runs, .baseline = baseline};
	err = check_baseline(c, path);
	if (err)
		return err;
	if (baseline) {
		c->order = run_order_of(baseline, runs);
		c->other_host = run_sets_differ(baseline, runs, RUN_HOST);
	}
	keys = run_set_keys(runs, baseline, &n);
	for (size_t i = 0; i < limits->n && !err; i++) {
		const struct limit_section *section = &limits->sections[i];

		if (evaluate_section(c, section, keys, n) || section->optional)
			continue;
		diag_error("%s:%u: [%s] matches no series in these profiles; "
			   "'scmi-perf report' lists them",
			   path, section->line, section->name);
		err = -ENOENT;
	}
	free(keys);
	if (!err && !c->n) {
		diag_error("%s: no section matches a series in these profiles; "
			   "'scmi-perf report' lists them",
			   path);
		err = -ENOENT;
	}
	check_significance(c);
	count_verdicts(c);
	return err;
}

/* Orders pointers to results by what they are of. */
static int compare_results(const void *a, const void *b)
{
	const struct check_result *x = *(const struct check_result *const *)a;
	const struct check_result *y = *(const struct check_result *const *)b;

	if (x->limit != y->limit)
		return x->limit < y->limit ? -1 : 1;
	if (x->phase != y->phase)
		return x->phase < y->phase ? -1 : 1;
	return series_key_compare(&x->key, &y->key);
}

/* Decides a fail again, by @second, the result of new runs; NULL: there is none. */
static void confirm(struct check_result *r, const struct check_result *second)
{
	if (second)
		*r = *second;
	else
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
	r->confirmed = r->verdict == CHECK_FAIL;
	r->failed_once = !r->confirmed;
}

void check_confirm(struct check *c, const struct check *again)
{
	const struct check_result **sorted =
		xcalloc(again->n + 1, sizeof(*sorted));

	for (size_t i = 0; i < again->n; i++)
		sorted[i] = &again->results[i];
	qsort(sorted, again->n, sizeof(*sorted), compare_results);
	for (size_t i = 0; i < c->n; i++) {
		const struct check_result *r = &c->results[i];
		const struct check_result **second;

		if (r->verdict != CHECK_FAIL)
			continue;
		second = bsearch(&r, sorted, again->n, sizeof(*sorted),
				 compare_results);
		confirm(&c->results[i], second ? *second : NULL);
	}
	free(sorted);
	/* For writers, which look up more about the fails. */
	c->runs = again->runs;
	c->baseline = again->baseline;
	count_verdicts(c);
}

enum check_verdict check_verdict(const struct check *c)
{
	if (c->count[CHECK_FAIL])
		return CHECK_FAIL;
	return c->count[CHECK_INCONCLUSIVE] ? CHECK_INCONCLUSIVE : CHECK_PASS;
}

void check_free(struct check *c)
{
	free(c->results);
	*c = (struct check){0};
}
