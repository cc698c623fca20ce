// SPDX-License-Identifier: GPL-2.0-only
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"

const char *check_verdict_name(enum check_verdict verdict)
{
	static const char *const names[CHECK_VERDICTS] = {
		[CHECK_PASS] = "pass",
		[CHECK_FAIL] = "fail",
		[CHECK_INCONCLUSIVE] = "inconclusive",
	};

	return names[verdict];
}

static void decide(struct check_result *r, enum check_verdict verdict,
		   enum check_cause cause)
{
	r->verdict = verdict;
	r->cause = cause;
}

/* A value and its limit are known: losses may have hidden what is beyond. */
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

static void evaluate_count(const struct check *g, struct check_result *r)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < g->runs->n; i++) {
		const struct series *s = run_set_series(g->runs, i, &r->key);

		if (!s)
			continue;
		r->runs_b++;
		sum += r->limit->what == LIMIT_ANOMALIES
			       ? series_anomalies(s)
			       : s->counter[r->limit->what];
	}
	r->has_value = r->runs_b;
	r->value = (double)sum;
	r->most = r->limit->most;
	if (r->has_value)
		decide_by_value(r, false);
	else
		decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
}

/* The time of all transfers of all runs together. */
static int evaluate_time(const struct check *g, struct check_result *r)
{
	const double min_samples = r->section->conditions.min_samples;
	struct hist all = {0};
	int err = 0;

	for (size_t i = 0; i < g->runs->n && !err; i++) {
		const struct series *s = run_set_series(g->runs, i, &r->key);

		if (!s || !s->phase[r->phase].count)
			continue;
		r->runs_b++;
		err = hist_merge(&all, &s->phase[r->phase]);
	}
	r->samples = all.count;
	r->most = r->limit->most;
	r->has_value = statistic_of(&all, r->limit->what, &r->value);
	if (!all.count)
		decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
	else if (!r->has_value || (double)all.count < min_samples)
		decide(r, CHECK_INCONCLUSIVE, CHECK_FEW_SAMPLES);
	else /* a maximum over the limit stays over it */
		decide_by_value(r, r->limit->what != STAT_MAX);
	hist_free(&all);
	return err;
}

/* All but significance, which takes all regressions together. */
static int evaluate_regression(const struct check *g, struct check_result *r)
{
	const struct limit_conditions *c = &r->section->conditions;
	struct difference *d = &r->difference;

	*d = (struct difference){
		.key = r->key,
		.transport_a = r->key.transport,
		.phase = r->phase,
		.statistic = r->limit->what,
	};
	if (difference_between(d, g->baseline, g->runs))
		return -ENOMEM;
	r->runs_a = d->n_a;
	r->runs_b = d->n_b;
	r->lost += run_set_lost(g->baseline);
	r->has_value = d->n_a && d->n_b;
	r->value = d->shift.value;
	r->most = r->limit->relative ? d->a.value * r->limit->most
				     : r->limit->most;
	if (r->most < c->min_effect_ns)
		r->most = c->min_effect_ns;
	if (!d->n_b)
		decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
	else if (!d->n_a)
		decide(r, CHECK_INCONCLUSIVE, CHECK_NO_BASELINE);
	else if (d->exact)
		decide_by_value(r, true);
	else if (run_set_deterministic(g->runs) &&
		 run_set_deterministic(g->baseline))
		decide(r, CHECK_INCONCLUSIVE, CHECK_NOT_REPEATED);
	else if (d->verdict == VERDICT_UNTESTED ||
		 (double)d->n_a < c->min_runs || (double)d->n_b < c->min_runs)
		decide(r, CHECK_INCONCLUSIVE, CHECK_FEW_RUNS);
	else
		decide_by_value(r, true);
	return 0;
}

static int evaluate_limit(const struct check *g, struct check_result *r)
{
	r->lost = run_set_lost(g->runs);
	switch (r->limit->kind) {
	case LIMIT_COUNT:
		evaluate_count(g, r);
		return 0;
	case LIMIT_TIME:
		return evaluate_time(g, r);
	case LIMIT_REGRESSION:
		return evaluate_regression(g, r);
	}
	return -EINVAL;
}

static struct check_result *add_result(struct check *g)
{
	if (g->n == g->cap) {
		size_t cap = g->cap ? 2 * g->cap : 64;
		struct check_result *results =
			realloc(g->results, cap * sizeof(*results));

		if (!results)
			return NULL;
		g->results = results;
		g->cap = cap;
	}
	g->results[g->n] = (struct check_result){0};
	return &g->results[g->n++];
}

/* Whether any run, or any of the baseline, has a sample of this. */
static bool has_phase(const struct check *g, const struct series_key *key,
		      enum lc_phase phase)
{
	const struct run_set *sets[] = {g->runs, g->baseline};

	for (int i = 0; i < 2; i++)
		for (size_t j = 0; sets[i] && j < sets[i]->n; j++) {
			const struct series *s =
				run_set_series(sets[i], j, key);

			if (s && s->phase[phase].count)
				return true;
		}
	return false;
}

/* The limits of a section for one key and phase. */
static int evaluate_phase(struct check *g, const struct limit_section *section,
			  const struct series_key *key, enum lc_phase phase)
{
	for (size_t i = 0; i < section->n; i++) {
		struct check_result *r;

		if (section->limits[i].kind == LIMIT_COUNT)
			continue; /* of the series, not of a phase */
		r = add_result(g);
		if (!r)
			return -ENOMEM;
		r->section = section;
		r->limit = &section->limits[i];
		r->key = *key;
		r->phase = phase;
		if (evaluate_limit(g, r))
			return -ENOMEM;
	}
	return 0;
}

static int evaluate_key(struct check *g, const struct limit_section *section,
			const struct series_key *key)
{
	int err = 0;

	for (size_t i = 0; i < section->n && !err; i++) {
		struct check_result *r;

		if (section->limits[i].kind != LIMIT_COUNT)
			continue;
		r = add_result(g);
		if (!r)
			return -ENOMEM;
		r->section = section;
		r->limit = &section->limits[i];
		r->key = *key;
		err = evaluate_limit(g, r);
	}
	for (int phase = 0; phase < LC_PHASES && !err; phase++)
		if (selector_has_phase(&section->selector, phase) &&
		    (section->selector.phase == phase ||
		     has_phase(g, key, phase)))
			err = evaluate_phase(g, section, key, phase);
	return err;
}

/* -ENOENT when the section is for none of the keys. */
static int evaluate_section(struct check *g,
			    const struct limit_section *section,
			    const struct series_key *keys, size_t n)
{
	const size_t before = g->n;
	int err = 0;

	for (size_t i = 0; i < n && !err; i++)
		if (selector_has_key(&section->selector, &keys[i]))
			err = evaluate_key(g, section, &keys[i]);
	return !err && g->n == before ? -ENOENT : err;
}

/* The regressions that stand or fall with their significance, as a family. */
static bool is_tested(const struct check_result *r)
{
	return r->limit->kind == LIMIT_REGRESSION && r->difference.tested &&
	       (r->cause == CHECK_WITHIN || r->cause == CHECK_BEYOND);
}

/* With fewer runs than @alpha takes, even a pass says nothing. */
static void apply_significance(struct check_result *r, double p, size_t n_tests,
			       double alpha)
{
	const struct difference *d = &r->difference;

	r->difference.p = p;
	if (smallest_p(d->n_a, d->n_b) * (double)n_tests > alpha)
		decide(r, CHECK_INCONCLUSIVE, CHECK_FEW_FOR_ALPHA);
	else if (r->cause == CHECK_BEYOND && p > alpha)
		decide(r, CHECK_INCONCLUSIVE, CHECK_CHANCE);
}

static int adjust_p(struct check *g)
{
	double *p = calloc(g->n + 1, sizeof(*p));
	int err;

	if (!p)
		return -ENOMEM;
	for (size_t i = 0; i < g->n; i++)
		if (is_tested(&g->results[i]))
			p[g->n_tests++] =
				g->results[i].difference.test.p_greater;
	err = holm_correct(p, g->n_tests);
	for (size_t i = 0, j = 0; i < g->n; i++)
		if (is_tested(&g->results[i]))
			apply_significance(&g->results[i], p[j++], g->n_tests,
					   g->limits->alpha);
	free(p);
	return err;
}

static void count_verdicts(struct check *g)
{
	memset(g->count, 0, sizeof(g->count));
	for (size_t i = 0; i < g->n; i++)
		g->count[g->results[i].verdict]++;
}

/* Regressions need a baseline to be regressions from. */
static int check_baseline(const struct check *g, const char *path)
{
	for (size_t i = 0; i < g->limits->n; i++)
		for (size_t j = 0; j < g->limits->sections[i].n; j++) {
			const struct limit *limit =
				&g->limits->sections[i].limits[j];

			if (limit->kind != LIMIT_REGRESSION || g->baseline)
				continue;
			diag_error("%s:%u: %s needs a baseline; give the "
				   "profiles with --baseline",
				   path, limit->line, limit_name(limit));
			return -ENOENT;
		}
	return 0;
}

int check_evaluate(struct check *g, const struct limits *limits,
		   const char *path, const struct run_set *runs,
		   const struct run_set *baseline)
{
	struct series_key *keys;
	size_t n = 0, i;
	int err;

	*g = (struct check){
		.limits = limits, .runs = runs, .baseline = baseline};
	err = check_baseline(g, path);
	if (err)
		return err;
	keys = run_set_keys(runs, baseline, &n);
	if (!keys)
		err = -ENOMEM;
	for (i = 0; i < limits->n && !err; i++)
		err = evaluate_section(g, &limits->sections[i], keys, n);
	free(keys);
	if (err == -ENOENT)
		diag_error("%s:%u: [%s] is for no series in these profiles; "
			   "'scmi-perf report' shows what there is",
			   path, limits->sections[i - 1].line,
			   limits->sections[i - 1].name);
	if (!err)
		err = adjust_p(g);
	if (err == -ENOMEM)
		diag_error("out of memory");
	count_verdicts(g);
	return err;
}

static const struct check_result *find_result(const struct check *g,
					      const struct check_result *like)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->results[i].limit == like->limit &&
		    g->results[i].phase == like->phase &&
		    !series_key_compare(&g->results[i].key, &like->key))
			return &g->results[i];
	return NULL;
}

void check_confirm(struct check *g, const struct check *again)
{
	for (size_t i = 0; i < g->n; i++) {
		struct check_result *r = &g->results[i];
		const struct check_result *second;

		if (r->verdict != CHECK_FAIL)
			continue;
		second = find_result(again, r);
		if (second && second->verdict == CHECK_FAIL)
			continue;
		if (second)
			*r = *second;
		else
			decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
		r->failed_once = true;
	}
	count_verdicts(g);
}

enum check_verdict check_verdict(const struct check *g)
{
	if (g->count[CHECK_FAIL])
		return CHECK_FAIL;
	return g->count[CHECK_INCONCLUSIVE] ? CHECK_INCONCLUSIVE : CHECK_PASS;
}

void check_free(struct check *g)
{
	free(g->results);
	*g = (struct check){0};
}
