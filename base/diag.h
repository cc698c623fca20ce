/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Diagnostics go to stderr: one line each, prefixed with the program's name.
 * With diag_json each is a JSON object with one key: error, warning, hint, info
 * or debug. Standard output is for data only.
 */
#ifndef SCMI_PERF_DIAG_H
#define SCMI_PERF_DIAG_H

#include <stdarg.h>
#include <stdbool.h>

/* How much is printed beside errors; -q lowers it, -v raises it. */
enum diag_level {
	DIAG_QUIET,
	DIAG_NORMAL,
	DIAG_VERBOSE,
};

extern enum diag_level diag_level;
extern bool diag_json; /* set by -j */

#define DIAG_PRINTF __attribute__((format(printf, 1, 2)))

/* Reports a failure: the action, the object and the reason. Always printed. */
DIAG_PRINTF void diag_error(const char *fmt, ...);
/* Reports a problem that the user must know, such as losses. Always printed. */
DIAG_PRINTF void diag_warning(const char *fmt, ...);
/* Suggests the next step after an error or a warning. Always printed. */
DIAG_PRINTF void diag_hint(const char *fmt, ...);
/* Reports progress and summaries: not with -q. */
DIAG_PRINTF void diag_info(const char *fmt, ...);
/* Reports details: only with -v. */
DIAG_PRINTF void diag_verbose(const char *fmt, ...);
/* The same for text of a library, which may be several lines. */
void diag_verbose_lines(const char *fmt, va_list ap);
/* Reports that memory ran out, without allocating any. */
void diag_out_of_memory(void);

#endif
