// SPDX-License-Identifier: GPL-2.0-only
#include "diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "alloc.h"
#include "text.h"

enum diag_level diag_level = DIAG_NORMAL;

/* Messages quote file names and file contents: escape the whole message. */
static void print(const char *kind, const char *fmt, va_list ap)
{
	char *raw, *message;

	if (vasprintf(&raw, fmt, ap) < 0)
		out_of_memory();
	message = text_escape(raw);
	fprintf(stderr, "scmi-perf: %s%s\n", kind, message);
	free(message);
	free(raw);
}

#define PRINT(kind, fmt)              \
	do {                          \
		va_list ap;           \
		va_start(ap, fmt);    \
		print(kind, fmt, ap); \
		va_end(ap);           \
	} while (0)

void diag_error(const char *fmt, ...)
{
	PRINT("error: ", fmt);
}

void diag_warning(const char *fmt, ...)
{
	PRINT("warning: ", fmt);
}

void diag_hint(const char *fmt, ...)
{
	PRINT("hint: ", fmt);
}

void diag_info(const char *fmt, ...)
{
	if (diag_level >= DIAG_NORMAL)
		PRINT("", fmt);
}

void diag_verbose(const char *fmt, ...)
{
	if (diag_level >= DIAG_VERBOSE)
		PRINT("", fmt);
}
