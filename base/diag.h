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
extern bool diag_json;		 /* set by -j */
extern const char *diag_program; /* its name in messages */

enum diag_kind {
	DIAG_ERROR,   /* a failure: the action, the object and the reason */
	DIAG_WARNING, /* a problem that the user must know, such as losses */
	DIAG_HINT,    /* the next step after an error or a warning */
	DIAG_INFO,    /* progress and summaries: not with -q */
	DIAG_DEBUG,   /* details: only with -v */
};

__attribute__((format(printf, 2, 3))) void diag(enum diag_kind kind,
						const char *fmt, ...);

#define diag_error(...)	  diag(DIAG_ERROR, __VA_ARGS__)
#define diag_warning(...) diag(DIAG_WARNING, __VA_ARGS__)
#define diag_hint(...)	  diag(DIAG_HINT, __VA_ARGS__)
#define diag_info(...)	  diag(DIAG_INFO, __VA_ARGS__)
#define diag_verbose(...) diag(DIAG_DEBUG, __VA_ARGS__)

/* diag_verbose() for text of a library, which may be several lines. */
void diag_verbose_lines(const char *fmt, va_list ap);
/* Reports that memory ran out, without allocating any. */
void diag_out_of_memory(void);

#endif
