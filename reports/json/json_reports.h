/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * JSON, one object each, as docs/NAME.schema.json describes it. Functions that
 * return a value return 0 or -ENOMEM; errors of @out are the caller's to look
 * for (ferror).
 */
#ifndef SCMI_PERF_JSON_REPORTS_H
#define SCMI_PERF_JSON_REPORTS_H

#include <stdio.h>

#include "check.h"
#include "compare.h"
#include "noise.h"
#include "transfer.h"

int report_json(const struct profile *p, FILE *out);
int compare_json(const struct comparison *c, FILE *out);
/* @path: the limits file, as given. */
int check_json(const struct check *g, const char *path, FILE *out);
/* docs/calibrate.schema.json */
int noise_json(const struct noise *n, FILE *out);

/* A trace, an object a line: first, every event, last. */
void trace_json_begin(const char *kernel, const char *arch, FILE *out);
void trace_json_line(const struct trace_line *line, FILE *out);
void trace_json_end(const struct trace_account *a, FILE *out);

#endif
