/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A limits file: what scmi-perf check judges by. An ini file of few words, read
 * strictly; docs/limits.md describes it.
 */
#ifndef SCMI_PERF_LIMITS_FILE_H
#define SCMI_PERF_LIMITS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "quantile.h"
#include "selector.h"

/* Largest file; a limits file has some hundred lines. */
#define LIMITS_SIZE_MAX (1u << 20)

enum limit_kind {
	LIMIT_TIME,	  /* of a statistic, ns */
	LIMIT_COUNT,	  /* of what is counted per series */
	LIMIT_REGRESSION, /* of a statistic against the baseline's */
};

/* What LIMIT_COUNT is of: an lc_counter, or this: all that is irregular. */
#define LIMIT_ANOMALIES LC_COUNTERS

struct limit {
	enum limit_kind kind;
	int what;	   /* enum statistic, or enum lc_counter */
	double most;	   /* the greatest value that passes */
	bool relative;	   /* a regression's: to the baseline, 0.05 is 5 % */
	unsigned int line; /* where it was set, 1 … */
};

/* What must hold for a verdict to be sure; each is from 0 up. */
struct limit_conditions {
	double lost;	      /* at most so many drops */
	double min_samples;   /* for LIMIT_TIME, in all runs together */
	double min_runs;      /* for LIMIT_REGRESSION, on each side */
	double min_effect_ns; /* smaller regressions pass */
};

struct limit_section {
	char *name; /* as written: "virtio SENSOR_READING_GET total" */
	unsigned int line;
	struct selector selector;
	struct limit *limits;
	size_t n;
	struct limit_conditions conditions;
};

struct limits {
	struct limit_section *sections; /* without [defaults] */
	size_t n;
	double alpha; /* chance of any false "fail" among all regressions */
};

/* Where and why a file is refused; fit for a terminal when escaped. */
struct limits_error {
	unsigned int line; /* 0: the file as a whole */
	char why[256];
};

/*
 * Parses @len bytes of text. Returns 0, -EINVAL with the reason in @error, or
 * -ENOMEM. @l is to be freed in each case.
 */
int limits_parse(struct limits *l, const char *text, size_t len,
		 struct limits_error *error);

/* The same with a file; 0 or -errno, reported as "FILE:LINE: why". */
int limits_read(struct limits *l, const char *path);

void limits_free(struct limits *l);

/* "p99", "timeouts", "max-regression-p99": the key that sets this limit. */
const char *limit_name(const struct limit *limit);

#endif
