// SPDX-License-Identifier: GPL-2.0-only
#include "diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "alloc.h"
#include "text.h"

enum diag_level diag_level = DIAG_NORMAL;
bool diag_json;

static void print_json(const char *kind, const char *message)
{
	json_t *line = json_pack("{s:s}", kind, message);

	json_dumpf(line, stderr, JSON_COMPACT);
	putc('\n', stderr);
	json_decref(line);
}

/* Escapes the message, because it quotes file names and lines of files. */
static void print(const char *kind, const char *fmt, va_list ap)
{
	char *raw = xvasprintf(fmt, ap), *message = text_escape(raw);

	if (diag_json)
		print_json(kind, message);
	else if (*kind == 'i' || *kind == 'd') /* info, debug */
		fprintf(stderr, "scmi-perf: %s\n", message);
	else
		fprintf(stderr, "scmi-perf: %s: %s\n", kind, message);
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
	PRINT("error", fmt);
}

void diag_warning(const char *fmt, ...)
{
	PRINT("warning", fmt);
}

void diag_hint(const char *fmt, ...)
{
	PRINT("hint", fmt);
}

void diag_info(const char *fmt, ...)
{
	if (diag_level >= DIAG_NORMAL)
		PRINT("info", fmt);
}

void diag_verbose(const char *fmt, ...)
{
	if (diag_level >= DIAG_VERBOSE)
		PRINT("debug", fmt);
}

void diag_verbose_lines(const char *fmt, va_list ap)
{
	char *text = xvasprintf(fmt, ap), *rest = text;

	while (rest && *rest)
		diag_verbose("%s", strsep(&rest, "\n"));
	free(text);
}

void diag_out_of_memory(void)
{
	const char *message = diag_json ? "{\"error\":\"out of memory\"}\n"
					: "scmi-perf: error: out of memory\n";

	/* Not by stderr, which may be a buffer in memory. */
	(void)!write(STDERR_FILENO, message, strlen(message));
}
