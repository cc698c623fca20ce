/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the text of an event in a string: in the JSON of LAVA, docker or
 * journalctl, in a CSV file, in the output of strace or of a script in Python.
 */
#ifndef SCMI_PERF_LINE_STRING_H
#define SCMI_PERF_LINE_STRING_H

#include "ftrace_span.h"

/*
 * Writes the text to @out, which has room for the line, and returns it; or returns
 * @line. In a JSON object of journalctl, the kernel's time stamp becomes a part of
 * the text.
 */
struct span line_string(struct span line, char *out);

/* Returns the first @text in @s, or NULL. */
static inline const char *span_find(struct span s, const char *text)
{
	return memmem(s.p, (size_t)(s.end - s.p), text, strlen(text));
}

#endif
