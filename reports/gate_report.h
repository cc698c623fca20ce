/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writers of verdicts. @path is the limits file as the user names it. What
 * comes from files and users is escaped; errors of @out are the caller's to look
 * for (ferror).
 */
#ifndef SCMI_PERF_GATE_REPORT_H
#define SCMI_PERF_GATE_REPORT_H

#include <stdio.h>

#include "../loader/gate.h"

/* A line for each limit, and a summary; for people. */
void gate_text(const struct gate *g, const char *path, FILE *out);

/* For a pull request; what passed is folded away. */
void gate_markdown(const struct gate *g, const char *path, FILE *out);

/* JUnit XML: a test case for each limit; inconclusive ones are errors. */
void gate_junit(const struct gate *g, const char *path, FILE *out);

/* Workflow commands that GitHub shows beside the line of the limits file. */
void gate_github(const struct gate *g, const char *path, FILE *out);

/* One JSON object, docs/check.schema.json. Returns 0 or -ENOMEM. */
int gate_json(const struct gate *g, const char *path, FILE *out);

#endif
