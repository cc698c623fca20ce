// SPDX-License-Identifier: GPL-2.0-only
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "diag.h"

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

static void decide(struct check_result *r, enum check_verdict verdict,
		   enum check_cause cause)
{
	r->verdict = verdict;
	r->cause = cause;
}

/*
 * Compares a known value with its limit. With too many losses a pass is
 * inconclusive, and with @losses_hide_fail a fail is, too.
 */
static void decide_by_value(struct check_result *r, bool losses_hide_fail)
{
	const bool lossy = (double)r->lost > r->section->conditions.lost;

	if (lossy && (losses_hide_fail || r->value <= r->most))
		decide(r, CHECK_INCONCLUSIVE, CHECK_LOST);
	else if (r->value <= r->most)
		decide(r, CHECK_PASS, CHECK_WITHIN);
	else
		decide(r, CHECK_FAIL, CHECK_BEYOND);
}

static void evaluate_count(const struct check *c, struct check_result *r)
{
	const struct series *s = profile_find(&c->runs->all, &r->key);

	for (size_t i = 0; i < c->runs->n; i++)
		r->runs_b += profile_find(&c->runs->profile[i], &r->key) !=
			     NULL;
	r->most = r->limit->most;
	r->has_value = s;
	if (!s) {
		decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
		return;
	}
	r->value = (double)(r->limit->figure == LIMIT_ANOMALIES
				    ? series_anomalies(s)
				    : s->counter[r->limit->figure]);
	decide_by_value(r, false);
}

/* Evaluates a statistic of all transfers of all runs together. */
static void evaluate_time(const struct check *c, struct check_result *r)
{
	const double min_samples = r->section->conditions.min_samples;
	const struct series *all = profile_find(&c->runs->all, &r->key);

	for (size_t i = 0; i < c->runs->n; i++) {
		const struct series *s =
			profile_find(&c->runs->profile[i], &r->key);

		r->runs_b += s && s->phase[r->phase].count;
	}
	r->most = r->limit->most;
	if (r->runs_b) {
		r->samples = all->phase[r->phase].count;
		r->has_value = statistic_of(&all->phase[r->phase],
					    r->limit->figure, &r->value);
	}
	if (!r->samples)
		decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
	else if (!r->has_value || (double)r->samples < min_samples)
		decide(r, CHECK_INCONCLUSIVE, CHECK_FEW_SAMPLES);
	else /* lost events cannot lower a maximum */
		decide_by_value(r, r->limit->figure != STAT_MAX);
}

/* Evaluates all but the significance, which depends on all regressions. */
static void evaluate_regression(const struct check *c, struct check_result *r)
{
	const struct limit_conditions *needs = &r->section->conditions;
	struct difference *d = &r->difference;

	*d = (struct difference){
		.key = r->key,
		.transport_a = r->key.transport,
		.phase = r->phase,
		.statistic = r->limit->figure,
	};
	difference_between(d, c->baseline, c->runs);
	r->runs_a = d->n_a;
	r->runs_b = d->n_b;
	r->lost += profile_missing(&c->baseline->all);
	r->has_value = d->n_a && d->n_b;
	r->value = d->shift.value;
	r->most = r->limit->relative ? d->a.value * r->limit->most
				     : r->limit->most;
	if (r->most < needs->min_effect_ns)
		r->most = needs->min_effect_ns;
	if (!d->n_b)
		decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
	else if (!d->n_a)
		decide(r, CHECK_INCONCLUSIVE, CHECK_NO_BASELINE);
	else if (d->exact)
		decide_by_value(r, true);
	else if (run_set_deterministic(c->runs) &&
		 run_set_deterministic(c->baseline))
		decide(r, CHECK_INCONCLUSIVE, CHECK_NOT_REPEATED);
	else if (d->verdict == VERDICT_UNTESTED ||
		 (double)d->n_a < needs->min_runs ||
		 (double)d->n_b < needs->min_runs)
		decide(r, CHECK_INCONCLUSIVE, CHECK_FEW_RUNS);
	else
		decide_by_value(r, true);
}

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

		if ((limit->kind == LIMIT_COUNT) != counts)
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
		if (limit->kind == LIMIT_COUNT)
			evaluate_count(c, r);
		else if (limit->kind == LIMIT_TIME)
			evaluate_time(c, r);
		else
			evaluate_regression(c, r);
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

		any |= s && s->phase[phase].count;
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

/* The verdict of these regressions depends on significance: Holm's family. */
static bool is_tested(const struct check_result *r)
{
	return r->limit->kind == LIMIT_REGRESSION && r->difference.tested &&
	       (r->cause == CHECK_WITHIN || r->cause == CHECK_BEYOND);
}

/* If the runs are too few for @alpha, even a pass means nothing. */
static void apply_significance(const struct check *c, struct check_result *r)
{
	const struct difference *d = &r->difference;
	const double alpha = c->limits->alpha;

	if (smallest_p(d->n_a, d->n_b) * (double)c->n_tests > alpha)
		decide(r, CHECK_INCONCLUSIVE, CHECK_FEW_FOR_ALPHA);
	else if (r->cause == CHECK_BEYOND && d->p > alpha)
		decide(r, CHECK_INCONCLUSIVE, CHECK_CHANCE);
}

static void adjust_p(struct check *c)
{
	double **p = xcalloc(c->n, sizeof(*p));

	for (size_t i = 0; i < c->n; i++) {
		struct difference *d = &c->results[i].difference;

		if (!is_tested(&c->results[i]))
			continue;
		d->p = d->test.p_greater;
		p[c->n_tests++] = &d->p;
	}
	holm_correct(p, c->n_tests);
	free(p);
	for (size_t i = 0; i < c->n; i++)
		if (is_tested(&c->results[i]))
			apply_significance(c, &c->results[i]);
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

			if (limit->kind != LIMIT_REGRESSION || c->baseline)
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
	keys = run_set_keys(runs, baseline, &n);
	for (size_t i = 0; i < limits->n && !err; i++) {
		const struct limit_section *section = &limits->sections[i];

		if (evaluate_section(c, section, keys, n))
			continue;
		diag_error("%s:%u: [%s] matches no series in these profiles; "
			   "'scmi-perf report' lists them",
			   path, section->line, section->name);
		err = -ENOENT;
	}
	free(keys);
	adjust_p(c);
	count_verdicts(c);
	return err;
}

static const struct check_result *find_result(const struct check *c,
					      const struct check_result *like)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->results[i].limit == like->limit &&
		    c->results[i].phase == like->phase &&
		    !series_key_compare(&c->results[i].key, &like->key))
			return &c->results[i];
	return NULL;
}

void check_confirm(struct check *c, const struct check *again)
{
	for (size_t i = 0; i < c->n; i++) {
		struct check_result *r = &c->results[i];
		const struct check_result *second;

		if (r->verdict != CHECK_FAIL)
			continue;
		second = find_result(again, r);
		if (second)
			*r = *second;
		else
			decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
		r->confirmed = r->verdict == CHECK_FAIL;
		r->failed_once = !r->confirmed;
	}
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
