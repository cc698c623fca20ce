/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reports for continuous integration. @path is the name of the limits file.
 * Text from files and users is escaped. The caller checks @out for errors
 * (ferror).
 */
#ifndef SCMI_PERF_CI_REPORTS_H
#define SCMI_PERF_CI_REPORTS_H

#include <stdio.h>

#include "check.h"
#include "compare.h"
#include "noise.h"
#include "report_view.h"

/* Markdown for a summary: the answer, and a line for each message. */
void report_markdown(const struct report_view *v, FILE *out);

/* Markdown for a pull request. Unchanged and passed results are folded. */
void compare_markdown(const struct comparison *c, FILE *out);
void check_markdown(const struct check *c, const char *path, FILE *out);

/* JUnit XML: a test case for each limit. Inconclusive results are errors. */
void check_junit(const struct check *c, const char *path, FILE *out);

/* Workflow commands, which GitHub shows at the line of the limits file. */
void check_github(const struct check *c, const char *path, FILE *out);

/*
 * A limits file (docs/limits.md) that sets each regression limit by its noise floor,
 * with the figures in comments. A limit that is too large to be useful is a comment.
 * @n must have at least one floor.
 */
void noise_limits(const struct noise *n, FILE *out);

/*
 * The same for one recording, without limits of regressions. Returns false if no
 * command has a total, so that the file has no section.
 */
bool starter_limits(const struct run_set *runs, FILE *out);

#endif
