/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writers of JSON, one object each; docs/NAME.schema.json describes it. The
 * caller checks @out for errors (ferror).
 */
#ifndef SCMI_PERF_JSON_REPORTS_H
#define SCMI_PERF_JSON_REPORTS_H

#include <stdio.h>

#include "check.h"
#include "compare.h"
#include "doctor_report.h"
#include "history.h"
#include "noise.h"
#include "report_view.h"
#include "transfer.h"

void report_json(const struct report_view *v, FILE *out);
void compare_json(const struct comparison *c, FILE *out);
/* @path: the limits file, as the user named it. */
void check_json(const struct check *g, const char *path, FILE *out);
void doctor_json(const struct doctor_report *r, FILE *out);
void history_json(const struct history *h, FILE *out);
/* docs/calibrate.schema.json */
void noise_json(const struct noise *n, FILE *out);

/*
 * A trace, one object a line: a first line, a line for each event, a last line.
 * Of a running kernel, @log is NULL; of a log, the other two are.
 */
void trace_json_begin(enum profile_source source, const char *kernel,
		      const char *arch, const char *log, FILE *out);
void trace_json_line(const struct trace_line *line, FILE *out);
/*
 * The last line of a flight recorder's snapshot: why it was taken, and how many
 * events it lacks because it was full. @value: in ns, or a number.
 */
void trace_json_snapshot(const char *condition, uint64_t time_ns,
			 uint64_t value, uint64_t cut, FILE *out);
void trace_json_end(const struct trace_account *a, FILE *out);

#endif
