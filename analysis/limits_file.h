/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A limits file: the limits that scmi-perf check evaluates. An ini file, parsed
 * strictly; docs/limits.md describes it.
 */
#ifndef SCMI_PERF_LIMITS_FILE_H
#define SCMI_PERF_LIMITS_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "quantile.h"
#include "selector.h"

/* Largest file, in bytes; a limits file has some hundred lines. */
#define LIMITS_SIZE_MAX (1u << 20)

enum limit_kind {
	LIMIT_TIME,	  /* of a statistic, ns */
	LIMIT_COUNT,	  /* of a counter of a series */
	LIMIT_REGRESSION, /* of a statistic against the baseline */
	LIMIT_INCREASE,	  /* of a counter against the baseline */
};

/* A count is of an lc_counter, or of this: the sum of all anomalies. */
#define LIMIT_ANOMALIES LC_COUNTERS

struct limit {
	enum limit_kind kind;
	int figure;	   /* enum statistic, or enum lc_counter */
	double most;	   /* the greatest value that passes */
	bool relative;	   /* most is a fraction of the baseline, 0.05 is 5 % */
	unsigned int line; /* that sets it, from 1 */
};

/* Returns true if it applies to a whole series, else to its phases. */
static inline bool limit_is_count(const struct limit *limit)
{
	return limit->kind == LIMIT_COUNT || limit->kind == LIMIT_INCREASE;
}

static inline bool limit_needs_baseline(const struct limit *limit)
{
	return limit->kind == LIMIT_REGRESSION || limit->kind == LIMIT_INCREASE;
}

/* Conditions of a verdict; each is at least 0. */
struct limit_conditions {
	double lost;	      /* number of lost events tolerated */
	double min_samples;   /* for LIMIT_TIME, in all runs together */
	double min_runs;      /* for LIMIT_REGRESSION, on each side */
	double min_effect_ns; /* smaller regressions pass */
	bool allow_blocks;    /* verdicts in spite of the order of runs */
	bool allow_hosts;     /* … of different machines */
	bool prove;	      /* a pass needs its whole interval below */
};

struct limit_section {
	char *name; /* as written: "virtio SENSOR_READING_GET total" */
	unsigned int line;
	struct selector selector;
	bool optional; /* it may match no series */
	struct limit *limits;
	size_t n;
	struct limit_conditions conditions;
};

struct limits {
	struct limit_section *sections; /* without [defaults] */
	size_t n;
	double alpha; /* probability of any false fail of a regression */
	double looks; /* at growing sets of runs, which share alpha; at least 1 */
};

/*
 * Returns the level of this look. Equal parts of alpha for each look keep it, however
 * the results of the looks depend on each other (Bonferroni).
 */
static inline double limits_alpha(const struct limits *l)
{
	return l->alpha / l->looks;
}

/* The reason why a file is refused. It may contain text of the file. */
struct limits_error {
	unsigned int line; /* 0: the whole file */
	char why[768];
};

/*
 * Parses @len bytes of text. Returns 0, or -EINVAL with the reason in @error.
 * The caller frees @l in either case.
 */
int limits_parse(struct limits *l, const char *text, size_t len,
		 struct limits_error *error);

/* The same for a file. Returns 0 or -errno, reported as "FILE:LINE: why". */
int limits_read(struct limits *l, const char *path);

void limits_free(struct limits *l);

/* Returns the key that sets this limit: "p99", "max-regression-p99". */
const char *limit_name(const struct limit *limit);

#endif
