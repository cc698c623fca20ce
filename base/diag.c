// SPDX-License-Identifier: GPL-2.0-only
#include "diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "text.h"

enum diag_level diag_level = DIAG_NORMAL;
bool diag_json;
const char *diag_program = "scmi-perf";

/* Without a library: programs that use no other part of JSON print errors, too. */
static void print_json(const char *kind, const char *message)
{
	fprintf(stderr, "{\"%s\":\"", kind);
	for (; *message; message++) {
		if (*message == '"' || *message == '\\')
			putc('\\', stderr);
		putc(*message, stderr);
	}
	fputs("\"}\n", stderr);
}

/* Escapes the message, because it quotes file names and lines of files. */
void diag(enum diag_kind kind, const char *fmt, ...)
{
	static const char *const names[] = {"error", "warning", "hint", "info",
					    "debug"};
	char *raw, *message;
	va_list ap;

	if ((kind == DIAG_INFO && diag_level < DIAG_NORMAL) ||
	    (kind == DIAG_DEBUG && diag_level < DIAG_VERBOSE))
		return;
	va_start(ap, fmt);
	raw = xvasprintf(fmt, ap);
	va_end(ap);
	message = text_escape(raw);
	if (diag_json)
		print_json(names[kind], message);
	else if (kind >= DIAG_INFO)
		fprintf(stderr, "%s: %s\n", diag_program, message);
	else
		fprintf(stderr, "%s: %s: %s\n", diag_program, names[kind],
			message);
	free(message);
	free(raw);
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
