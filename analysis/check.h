/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Judges runs by limits: a verdict for each limit and each series and phase it
 * is for, with the number that decided.
 */
#ifndef SCMI_PERF_CHECK_H
#define SCMI_PERF_CHECK_H

#include "compare.h"
#include "limits_file.h"

enum check_verdict {
	CHECK_PASS,
	CHECK_FAIL,
	CHECK_INCONCLUSIVE, /* neither can be said */
	CHECK_VERDICTS
};

const char *check_verdict_name(enum check_verdict verdict); /* "pass" … */

/* What decided. */
enum check_cause {
	CHECK_WITHIN,	     /* the limit */
	CHECK_BEYOND,	     /* the limit */
	CHECK_NO_VALUE,	     /* the runs have no such latency */
	CHECK_NO_BASELINE,   /* the baseline has none */
	CHECK_FEW_SAMPLES,   /* fewer than min-samples, or than it takes */
	CHECK_FEW_RUNS,	     /* fewer than min-runs on a side */
	CHECK_FEW_FOR_ALPHA, /* nothing can be significant with so few runs */
	CHECK_CHANCE,	     /* beyond, but that may be chance */
	CHECK_NOT_REPEATED,  /* deterministic runs that differ */
	CHECK_LOST,	     /* within, but too much was lost */
};

struct check_result {
	const struct limit_section *section;
	const struct limit *limit;
	struct series_key key;
	enum lc_phase phase;
	enum check_verdict verdict;
	enum check_cause cause;
	bool has_value;
	double value;	  /* ns, or a count; of a regression the shift */
	double most;	  /* the greatest value that passes, same unit */
	uint64_t samples; /* of a LIMIT_TIME */
	uint64_t lost;	  /* in the runs, and in the baseline if it counts */
	size_t runs_a;	  /* of the baseline, that have a value */
	size_t runs_b;	  /* those that are judged */
	struct difference difference; /* of a LIMIT_REGRESSION */
	bool failed_once; /* a second recording took the fail back */
};

struct check {
	const struct limits *limits;
	const struct run_set *runs;
	const struct run_set *baseline; /* may be NULL */
	struct check_result *results;	/* in the order of the file, of keys */
	size_t n, cap;
	size_t count[CHECK_VERDICTS];
	size_t n_tests; /* Holm's family: regressions with enough runs */
};

/*
 * Judges. The limits and sets must live as long as @g. Returns 0; -ENOENT,
 * reported with the name of the file of limits @path and the line, for a section
 * that matches no series of any run and for a regression without a baseline;
 * -ENOMEM, reported. @g is to be freed in each case.
 */
int check_evaluate(struct check *g, const struct limits *limits,
		   const char *path, const struct run_set *runs,
		   const struct run_set *baseline);

/*
 * Takes back what does not fail in @again, which is the same judged on runs
 * recorded anew: only what fails twice fails.
 */
void check_confirm(struct check *g, const struct check *again);

/* Fail when anything fails, else inconclusive when anything is, else pass. */
enum check_verdict check_verdict(const struct check *g);

void check_free(struct check *g);

#endif
