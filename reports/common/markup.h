/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_MARKUP_H
#define SCMI_PERF_MARKUP_H

#include <stdio.h>

/*
 * Writes @s, a string of any bytes, as text of an XML or HTML document or of a
 * cell of a Markdown table: on one line, with all punctuation escaped that could
 * be markup.
 */
void markup_text(const char *s, FILE *out);

#endif
