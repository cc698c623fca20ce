/* SPDX-License-Identifier: GPL-2.0-only */
/* A verdict in words, the same in every output; without anything to escape. */
#ifndef SCMI_PERF_CHECK_WORDS_H
#define SCMI_PERF_CHECK_WORDS_H

#include <stdio.h>

#include "check.h"

/* What was judged: "SENSOR SENSOR_READING_GET, virtio: total p99". */
void check_subject(const struct check_result *r, FILE *out);

/* What decided: "612.351 us, limit 500.000 us". */
void check_finding(const struct check *g, const struct check_result *r,
		   FILE *out);

/* The sum of it: "3 limits: 1 failed, 1 inconclusive, 1 passed". */
void check_summary(const struct check *g, FILE *out);

/* Either of the first two as a string; the caller frees. NULL: no memory. */
char *check_subject_string(const struct check_result *r);
char *check_finding_string(const struct check *g, const struct check_result *r);

#endif
