// SPDX-License-Identifier: GPL-2.0-only
/* Each limit by itself: value, verdict and cause, without the other limits. */
#include "check_parts.h"

#include <math.h>

#include "compare_counts.h"
#include "series_interval.h"

void check_decide(struct check_result *r, enum check_verdict verdict,
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
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_LOST);
	else if (r->value <= r->most)
		check_decide(r, CHECK_PASS, CHECK_WITHIN);
	else
		check_decide(r, CHECK_FAIL, CHECK_BEYOND);
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
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
		return;
	}
	r->value = (double)(r->limit->figure == LIMIT_ANOMALIES
				    ? series_anomalies(s)
				    : s->counter[r->limit->figure]);
	decide_by_value(r, false);
}

/*
 * Tests a percentile against its limit: if the true one is the limit, the number of
 * samples above it is binomial. Transfers of a run share its conditions, so this
 * doubt is the least there is.
 */
static void test_percentile(const struct check *c, struct check_result *r,
			    const struct series *all)
{
	const double share = statistic_share(r->limit->figure);

	if (share <= 0 || run_set_deterministic(c->runs))
		return;
	r->p_limit = binomial_at_least(
		r->samples, series_above(all, r->phase, r->most), 1 - share);
	r->interval = series_interval(all, r->phase, r->limit->figure,
				      CHECK_CONFIDENCE);
	r->testable = true;
}

/* Evaluates a statistic of all transfers of all runs together. */
static void evaluate_time(const struct check *c, struct check_result *r)
{
	const double min_samples = r->section->conditions.min_samples;
	const struct series *all = profile_find(&c->runs->all, &r->key);

	for (size_t i = 0; i < c->runs->n; i++) {
		const struct series *s =
			profile_find(&c->runs->profile[i], &r->key);

		r->runs_b += s && series_samples(s, r->phase);
	}
	r->most = r->limit->most;
	if (r->runs_b) {
		r->samples = series_samples(all, r->phase);
		r->has_value = series_statistic(all, r->phase, r->limit->figure,
						&r->value);
	}
	if (!r->samples) {
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
	} else if (!r->has_value || (double)r->samples < min_samples) {
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_FEW_SAMPLES);
	} else {
		test_percentile(c, r, all);
		/* lost events cannot lower a maximum */
		decide_by_value(r, r->limit->figure != STAT_MAX);
	}
}

/*
 * Sets the greatest shift that passes, and the probability that chance alone exceeds
 * it. The baseline becomes slower by the limit: in proportion if that is a percentage.
 */
static void set_limit(const struct check *c, struct check_result *r)
{
	const struct difference *d = &r->difference;
	const double step =
		statistic_step(r->limit->figure, fmax(d->a.value, d->b.value));
	bool relative = r->limit->relative;
	struct rank_test beyond;

	r->most = relative ? d->a.value * r->limit->most : r->limit->most;
	if (r->most < r->section->conditions.min_effect_ns) {
		r->most = r->section->conditions.min_effect_ns;
		relative = false;
	}
	if (r->most > 0 && r->most < step) {
		r->most = step;
		r->coarse = true;
		relative = false;
	}
	r->interval = d->shift;
	r->testable = d->tested;
	if (!d->tested)
		return;
	beyond = difference_beyond(d, c->baseline, c->runs,
				   relative ? 1 + r->limit->most : 1,
				   relative ? 0 : r->most);
	r->p_limit = beyond.p_greater;
	r->n_blocks = beyond.n_blocks;
	r->smallest_p = difference_smallest_p(&beyond, d->n_a, d->n_b);
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
	set_limit(c, r);
	if (!d->n_b)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
	else if (!d->n_a)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_NO_BASELINE);
	else if (d->exact)
		decide_by_value(r, true);
	else if (run_set_deterministic(c->runs) &&
		 run_set_deterministic(c->baseline))
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_NOT_REPEATED);
	else if (d->verdict == VERDICT_UNTESTED ||
		 (double)d->n_a < needs->min_runs ||
		 (double)d->n_b < needs->min_runs)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_FEW_RUNS);
	else
		decide_by_value(r, true);
}

/* The same for counts, which need no number of runs. */
static void evaluate_increase(const struct check *c, struct check_result *r)
{
	struct count_difference *d = &r->count;

	*d = (struct count_difference){.key = r->key,
				       .transport_a = r->key.transport,
				       .kind = r->limit->figure};
	count_between(d, c->baseline, c->runs, r->limit->most);
	r->runs_a = c->baseline->n;
	r->runs_b = c->runs->n;
	r->lost += profile_missing(&c->baseline->all);
	r->has_value = d->a.messages && d->b.messages;
	r->value = count_excess(d);
	r->most = r->limit->most * count_expected(d);
	r->p_limit = d->p_more;
	r->testable = d->tested;
	if (!d->b.messages)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_NO_VALUE);
	else if (!d->a.messages)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_NO_BASELINE);
	else
		decide_by_value(r, true);
}

void check_limit(const struct check *c, struct check_result *r)
{
	static void (*const evaluate[])(const struct check *,
					struct check_result *) = {
		[LIMIT_TIME] = evaluate_time,
		[LIMIT_COUNT] = evaluate_count,
		[LIMIT_REGRESSION] = evaluate_regression,
		[LIMIT_INCREASE] = evaluate_increase,
	};

	evaluate[r->limit->kind](c, r);
}
