/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two sets of runs side by side, A (before) and B (after), or two transports
 * of one set: per key, phase and statistic how large the difference is, how
 * sure that is, and whether it can be chance.
 */
#ifndef SCMI_PERF_COMPARE_H
#define SCMI_PERF_COMPARE_H

#include "quantile.h"
#include "rank_tests.h"
#include "run_set.h"

/* A difference is significant when chance alone gives a corrected p below. */
#define COMPARE_ALPHA	   0.05
#define COMPARE_CONFIDENCE 0.95 /* of intervals */

enum verdict {
	VERDICT_NEITHER, /* no run has a value; in no comparison's rows */
	VERDICT_ONLY_A,	 /* nothing to compare with: B has no value */
	VERDICT_ONLY_B,
	VERDICT_UNTESTED,	 /* fewer than two runs on a side */
	VERDICT_EQUAL,		 /* deterministic, without a difference */
	VERDICT_NOT_SIGNIFICANT, /* may be chance */
	VERDICT_FASTER,		 /* B is */
	VERDICT_SLOWER,
	VERDICTS
};

const char *verdict_name(enum verdict verdict); /* "only_a" … */

/* All values are those of runs, in ns: the median run's, the median's. */
struct difference {
	struct series_key key;	    /* of B */
	enum transport transport_a; /* A's, which may be another */
	enum lc_phase phase;
	enum statistic statistic;
	size_t n_a, n_b;       /* runs that have a value; 0: no estimate */
	struct estimate a, b;  /* the median over the runs */
	struct estimate shift; /* by how much B is slower */
	bool exact;	       /* deterministic: shift is all there is to say */
	bool tested;	       /* the members below are valid */
	struct rank_test test;
	double p; /* the test's, corrected for n_tests */
	enum verdict verdict;
};

struct comparison {
	const struct run_set *a, *b; /* the same one when by transport */
	struct difference *rows;     /* in the order of keys */
	size_t n_rows, cap_rows;
	size_t n_tests; /* rows with a test: Holm's family */
};

/*
 * Fills in a row whose key, transport_a, phase and statistic are set and all
 * else is 0; p is not corrected. Returns 0 or -ENOMEM.
 */
int difference_between(struct difference *row, const struct run_set *a,
		       const struct run_set *b);

/*
 * Each fills in @c, which is to be freed in each case; the sets must live as
 * long. Return 0 or -ENOMEM.
 */
int compare_sets(struct comparison *c, const struct run_set *a,
		 const struct run_set *b);
/* Each other transport in @runs (B) with @base (A); @runs is flat. */
int compare_transports(struct comparison *c, const struct run_set *runs,
		       enum transport base);
/* How many rows have this verdict. */
size_t comparison_count(const struct comparison *c, enum verdict verdict);
/* In how many rows both sides have a value: as many were compared. */
size_t comparison_compared(const struct comparison *c);
/* Whether transports of the same runs are compared, and not A and B. */
static inline bool comparison_by_transport(const struct comparison *c)
{
	return c->a == c->b;
}
/* Whether there are rows, and none of them is left to chance. */
bool comparison_is_exact(const struct comparison *c);

void comparison_free(struct comparison *c);

/*
 * How many runs a side it takes for any difference to be significant at @alpha
 * in a family with so many tails: one of each one-sided test, two of each
 * two-sided.
 */
size_t runs_needed(size_t n_tails, double alpha);

#endif
