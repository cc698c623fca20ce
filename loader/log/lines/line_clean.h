/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Removes what programs add to a line of a log on its way: escape sequences and
 * other control characters, the JSON around it (LAVA, docker, journalctl), the
 * entities and tags of HTML, quoted-printable, invisible characters.
 */
#ifndef SCMI_PERF_LINE_CLEAN_H
#define SCMI_PERF_LINE_CLEAN_H

#include <stddef.h>

#include "ftrace_span.h"

/* Writes at most @size bytes to @out, and returns them. */
struct span line_clean(struct span line, char *out, size_t size);

/* Returns @line without the marks of a quotation, and blanks before it. */
struct span line_unquote(struct span line);

#endif
