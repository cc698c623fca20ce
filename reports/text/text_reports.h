/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text reports in ASCII, at most 80 columns wide in the usual case. Strings of
 * files and users are escaped. The caller checks @out for errors (ferror).
 */
#ifndef SCMI_PERF_TEXT_REPORTS_H
#define SCMI_PERF_TEXT_REPORTS_H

#include <stdbool.h>
#include <stdio.h>

#include "check.h"
#include "compare.h"
#include "doctor_report.h"
#include "report_view.h"
#include "callers.h"
#include "transfer.h"

/* The profile of @v has at least one run. */
void report_text(const struct report_view *v, FILE *out);

/* The callers and holders with the longest times, if @p has any. */
void senders_text(const struct profile *p, FILE *out);

/* All callers, holders and channels of @p; its slowest transfers. */
void callers_text(const struct profile *p, FILE *out);
void slowest_text(const struct profile *p, FILE *out);

/*
 * A line for each caller: its task, stack and message, separated by semicolons, and
 * the number of transfers or their time in us. Returns the number of callers that are
 * left out, because their time is more than a sum can be.
 */
size_t folded_text(const struct callers *s, bool by_count, FILE *out);

/* The contents of each phase of @p, by transport, and what to look at. */
void explain_text(const struct profile *p, FILE *out);

void compare_text(const struct comparison *c, FILE *out);

/* A line for each limit, and a summary. @path: the limits file, as given. */
void check_text(const struct check *c, const char *path, FILE *out);

/*
 * The checks; a table of all hooks; and for each absent one the reason and what is
 * not measured without it.
 */
void doctor_text(const struct doctor_report *r, FILE *out);

/* The missing lines of the kernel's configuration, as a fragment of one. */
void doctor_fragment(const struct doctor_report *r, FILE *out);

/* The titles of the columns of a trace, with their units. */
void trace_text_header(FILE *out);

/* A line of a trace, and a line for each frame of the stack. */
void trace_text_line(const struct trace_line *line, FILE *out);

/* The same in 80 columns, without stacks. */
void trace_narrow_header(FILE *out);
void trace_narrow_line(const struct trace_line *line, FILE *out);

/* The same as comma-separated values. */
void trace_csv_header(FILE *out);
void trace_csv_line(const struct trace_line *line, FILE *out);

/* The series of a profile as comma-separated values, a line a phase. */
void series_csv(const struct profile *p, FILE *out);

#endif
