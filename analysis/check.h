/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks runs against limits. The result is a verdict for each limit and each
 * series and phase that it applies to, with the value that decided.
 */
#ifndef SCMI_PERF_CHECK_H
#define SCMI_PERF_CHECK_H

#include "compare.h"
#include "limits_file.h"
#include "run_order.h"

enum check_verdict {
	CHECK_PASS,
	CHECK_FAIL,
	CHECK_INCONCLUSIVE,
	CHECK_VERDICTS
};

extern const char *const check_verdict_names[CHECK_VERDICTS]; /* "pass" … */

/* The order in which people want them: failures, inconclusive ones, passes. */
extern const enum check_verdict check_worst_first[CHECK_VERDICTS];

#define CHECK_CONFIDENCE COMPARE_CONFIDENCE /* of intervals */

/* The reason for a verdict. */
enum check_cause {
	CHECK_WITHIN,	     /* within the limit */
	CHECK_BEYOND,	     /* over the limit */
	CHECK_NO_VALUE,	     /* no run has such a value */
	CHECK_NO_BASELINE,   /* no run of the baseline has such a value */
	CHECK_FEW_SAMPLES,   /* too few for min-samples or for the statistic */
	CHECK_FEW_RUNS,	     /* fewer than min-runs on a side */
	CHECK_FEW_FOR_ALPHA, /* too few runs for any significant difference */
	CHECK_CHANCE,	     /* over the limit, but not significant */
	CHECK_NOT_REPEATED,  /* deterministic runs that differ */
	CHECK_LOST,	     /* within the limit, but too many events lost */
	CHECK_ORDER,	     /* recorded in blocks: a drift may explain it */
	CHECK_HOSTS,	     /* recorded on different machines */
	CHECK_UNPROVEN,	     /* within the limit, but so is not the interval */
};

struct check_result {
	const struct limit_section *section;
	const struct limit *limit;
	struct series_key key;
	enum lc_phase phase; /* not of a count */
	enum check_verdict verdict;
	enum check_cause cause;
	bool has_value;
	double value;	  /* ns or a count; against a baseline the growth */
	double most;	  /* the greatest value that passes, same unit */
	uint64_t samples; /* of a LIMIT_TIME */
	uint64_t lost;	  /* in the runs, and in the baseline if it is used */
	size_t runs_a;	  /* runs of the baseline that have a value */
	size_t runs_b;	  /* checked runs that have a value */
	struct difference difference;  /* of a LIMIT_REGRESSION */
	struct count_difference count; /* of a LIMIT_INCREASE */
	bool testable;		       /* the members below are valid */
	size_t n_blocks;   /* of the aligned test; 0: Mann-Whitney */
	double smallest_p; /* that a regression can have */
	double p_limit; /* one-sided, of the limit being exceeded by chance */
	struct estimate interval; /* of value, 95 %, for this limit alone */
	bool coarse;	  /* most was less than a bucket and is its width now */
	bool tested;	  /* the verdict depends on p */
	double p;	  /* one-sided, corrected for its family */
	bool failed_once; /* failed, but not again in the second recording */
	bool confirmed;	  /* failed in both recordings */
};

struct check {
	const struct limits *limits;
	const struct run_set *runs;
	const struct run_set *baseline; /* may be NULL */
	struct check_result *results;	/* in the order of the file, of keys */
	size_t n, cap;
	size_t count[CHECK_VERDICTS];
	enum run_order order; /* of both sides, in time */
	bool other_host;      /* the baseline is of another machine */
	size_t n_tests;	      /* Holm's family: regressions with enough runs */
};

/*
 * Evaluates all limits into @c. The limits and sets must live as long as @c.
 * Returns 0; or -ENOENT, reported with @path (of the limits file) and line, for
 * a section that matches no series of any run, for a file of optional sections none
 * of which does, and for a regression without a baseline. The caller frees @c in either case.
 */
int check_evaluate(struct check *c, const struct limits *limits,
		   const char *path, const struct run_set *runs,
		   const struct run_set *baseline);

/*
 * Replaces each fail of @c by the result in @again, the same check of a second
 * recording, whose sets must live as long as @c. So only what failed twice fails.
 */
void check_confirm(struct check *c, const struct check *again);

/* Fail if any result is, else inconclusive if any is, else pass. */
enum check_verdict check_verdict(const struct check *c);

void check_free(struct check *c);

#endif
