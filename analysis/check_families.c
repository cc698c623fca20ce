// SPDX-License-Identifier: GPL-2.0-only
/* The significance of limits, corrected for each family of tests. */
#include "check_parts.h"

#include <stdlib.h>

#include "alloc.h"

/*
 * The verdict of these depends on significance. Regressions are one family of
 * tests; increases and percentiles are others, because they need no number of runs.
 */
static bool is_tested(const struct check_result *r, enum limit_kind kind)
{
	return r->limit->kind == kind && r->testable &&
	       (r->cause == CHECK_WITHIN || r->cause == CHECK_BEYOND);
}

/* Returns true if the interval of a value reaches beyond its limit. */
static bool is_unproven(const struct check_result *r)
{
	return r->testable && r->limit->kind != LIMIT_INCREASE &&
	       (!r->interval.interval || r->interval.high > r->most);
}

/* If the runs are too few for @alpha, even a pass means nothing. */
static void apply_significance(const struct check *c, struct check_result *r)
{
	const struct limit_conditions *needs = &r->section->conditions;
	const double alpha = limits_alpha(c->limits);

	if (r->limit->kind == LIMIT_REGRESSION &&
	    r->smallest_p * (double)c->n_tests > alpha)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_FEW_FOR_ALPHA);
	else if (limit_needs_baseline(r->limit) &&
		 c->order == RUN_ORDER_BLOCKS && !needs->allow_blocks)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_ORDER);
	else if (limit_needs_baseline(r->limit) && c->other_host &&
		 !needs->allow_hosts)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_HOSTS);
	else if (r->cause == CHECK_BEYOND && r->p > alpha)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_CHANCE);
	else if (r->cause == CHECK_WITHIN && is_unproven(r) &&
		 r->section->conditions.prove)
		check_decide(r, CHECK_INCONCLUSIVE, CHECK_UNPROVEN);
}

/* Returns the number of tests of the family. */
static size_t adjust_family(struct check *c, enum limit_kind kind)
{
	double **p = xcalloc(c->n + 1, sizeof(*p));
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		struct check_result *r = &c->results[i];

		if (!is_tested(r, kind))
			continue;
		r->tested = true;
		r->p = r->p_limit;
		p[n++] = &r->p;
	}
	holm_correct(p, n);
	free(p);
	return n;
}

void check_significance(struct check *c)
{
	c->n_tests = adjust_family(c, LIMIT_REGRESSION);
	adjust_family(c, LIMIT_INCREASE);
	adjust_family(c, LIMIT_TIME);
	for (size_t i = 0; i < c->n; i++)
		if (c->results[i].tested)
			apply_significance(c, &c->results[i]);
}
