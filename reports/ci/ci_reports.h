/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What continuous integration reads. @path is the limits file as the user names
 * it. What comes from files and users is escaped; errors of @out are the
 * caller's to look for (ferror).
 */
#ifndef SCMI_PERF_CI_REPORTS_H
#define SCMI_PERF_CI_REPORTS_H

#include <stdio.h>

#include "check.h"
#include "compare.h"
#include "noise.h"

/* Markdown for a pull request; what did not change, or passed, is folded away. */
void compare_markdown(const struct comparison *c, FILE *out);
void check_markdown(const struct check *g, const char *path, FILE *out);

/* JUnit XML: a test case for each limit; inconclusive ones are errors. */
void check_junit(const struct check *g, const char *path, FILE *out);

/* Workflow commands that GitHub shows beside the line of the limits file. */
void check_github(const struct check *g, const char *path, FILE *out);

/*
 * A limits file (docs/limits.md) that has each regression just above its floor,
 * the floors as comments. There must be a floor.
 */
void noise_limits(const struct noise *n, FILE *out);

#endif
