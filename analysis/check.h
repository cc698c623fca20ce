/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Judges runs by limits: a verdict for each limit and each series and phase it
 * is for, with the number that decided.
 */
#ifndef SCMI_PERF_CHECK_H
#define SCMI_PERF_CHECK_H

#include "compare.h"
#include "limits_file.h"

enum gate_verdict {
	GATE_PASS,
	GATE_FAIL,
	GATE_INCONCLUSIVE, /* neither can be said */
	GATE_VERDICTS
};

const char *gate_verdict_name(enum gate_verdict verdict); /* "pass" … */

/* What decided. */
enum gate_cause {
	GATE_WITHIN,	    /* the limit */
	GATE_BEYOND,	    /* the limit */
	GATE_NO_VALUE,	    /* the runs have no such latency */
	GATE_NO_BASELINE,   /* the baseline has none */
	GATE_FEW_SAMPLES,   /* fewer than min-samples, or than it takes */
	GATE_FEW_RUNS,	    /* fewer than min-runs on a side */
	GATE_FEW_FOR_ALPHA, /* nothing can be significant with so few runs */
	GATE_CHANCE,	    /* beyond, but that may be chance */
	GATE_NOT_REPEATED,  /* deterministic runs that differ */
	GATE_LOST,	    /* within, but too much was lost */
};

struct gate_result {
	const struct limit_section *section;
	const struct limit *limit;
	struct series_key key;
	enum lc_phase phase;
	enum gate_verdict verdict;
	enum gate_cause cause;
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

struct gate {
	const struct limits *limits;
	const struct run_set *runs;
	const struct run_set *baseline; /* may be NULL */
	struct gate_result *results;	/* in the order of the file, of keys */
	size_t n, cap;
	size_t count[GATE_VERDICTS];
	size_t n_tests; /* Holm's family: regressions with enough runs */
};

/*
 * Judges. The limits and sets must live as long as @g. Returns 0; -ENOENT,
 * reported with the name of the file of limits @path and the line, for a section
 * that matches no series of any run and for a regression without a baseline;
 * -ENOMEM, reported. @g is to be freed in each case.
 */
int gate_judge(struct gate *g, const struct limits *limits, const char *path,
	       const struct run_set *runs, const struct run_set *baseline);

/*
 * Takes back what does not fail in @again, which is the same judged on runs
 * recorded anew: only what fails twice fails.
 */
void gate_confirm(struct gate *g, const struct gate *again);

/* Fail when anything fails, else inconclusive when anything is, else pass. */
enum gate_verdict gate_verdict(const struct gate *g);

void gate_free(struct gate *g);

#endif
