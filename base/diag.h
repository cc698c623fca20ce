/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Diagnostics: all go to stderr, one line each, prefixed with the program's
 * name. Standard output is for data only.
 */
#ifndef SCMI_PERF_DIAG_H
#define SCMI_PERF_DIAG_H

/* How much is printed besides errors; -q lowers it, -v raises it. */
enum diag_level {
	DIAG_QUIET,
	DIAG_NORMAL,
	DIAG_VERBOSE,
};

extern enum diag_level diag_level;

#define DIAG_PRINTF __attribute__((format(printf, 1, 2)))

/* The operation that failed, its object, and the reason. Always printed. */
DIAG_PRINTF void diag_error(const char *fmt, ...);
/* A problem that does not stop the command, such as losses. Always printed. */
DIAG_PRINTF void diag_warning(const char *fmt, ...);
/* The next step after an error, on a separate line. Always printed. */
DIAG_PRINTF void diag_hint(const char *fmt, ...);
/* Progress and summaries: not with -q. */
DIAG_PRINTF void diag_info(const char *fmt, ...);
/* Details: only with -v. */
DIAG_PRINTF void diag_verbose(const char *fmt, ...);

#endif
