/* SPDX-License-Identifier: GPL-2.0-only */
/* A verdict in words, the same in every output; without anything to escape. */
#ifndef SCMI_PERF_CHECK_WORDS_H
#define SCMI_PERF_CHECK_WORDS_H

#include <stdio.h>

#include "check.h"

/* What was judged: "SENSOR SENSOR_READING_GET, virtio: total p99". */
void gate_subject(const struct gate_result *r, FILE *out);

/* What decided: "612.351 us, limit 500.000 us". */
void gate_finding(const struct gate *g, const struct gate_result *r, FILE *out);

/* The sum of it: "3 limits: 1 failed, 1 inconclusive, 1 passed". */
void gate_summary(const struct gate *g, FILE *out);

/* Either of the first two as a string; the caller frees. NULL: no memory. */
char *gate_subject_string(const struct gate_result *r);
char *gate_finding_string(const struct gate *g, const struct gate_result *r);

#endif
