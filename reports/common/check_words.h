/* SPDX-License-Identifier: GPL-2.0-only */
/* A result in words, the same in every output. No word needs an escape. */
#ifndef SCMI_PERF_CHECK_WORDS_H
#define SCMI_PERF_CHECK_WORDS_H

#include <stdio.h>

#include "check.h"
#include "facts.h"

/* The subject: "SENSOR SENSOR_READING_GET, virtio: total p99". The caller frees. */
char *check_subject(const struct check_result *r);

/* The finding: "612.351 us, limit 500.000 us". The caller frees. */
char *check_finding(const struct check *c, const struct check_result *r);

/* Warnings about the limits and the runs; without labels. */
struct facts check_warnings(const struct check *c);

/* The summary: "3 limits: 1 failed, 1 inconclusive, 1 passed". */
void check_summary(const struct check *c, FILE *out);

#endif
