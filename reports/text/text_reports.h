/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text for people, in ASCII, 80 columns wide in the usual case. What comes from
 * files and users is escaped. Errors of @out are the caller's to look for
 * (ferror).
 */
#ifndef SCMI_PERF_TEXT_REPORTS_H
#define SCMI_PERF_TEXT_REPORTS_H

#include <stdio.h>

#include "check.h"
#include "compare.h"
#include "transfer.h"

/* A profile, which has at least one run; series in the order they have in it. */
void report_text(const struct profile *p, FILE *out);

void compare_text(const struct comparison *c, FILE *out);

/* A line for each limit, and a summary. @path: the limits file, as given. */
void check_text(const struct check *g, const char *path, FILE *out);

/* A trace: what the columns are, with their units. */
void trace_text_header(FILE *out);

/* A line, and one for each frame of the stack. */
void trace_text_line(const struct trace_line *line, FILE *out);

#endif
