/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_MARKUP_H
#define SCMI_PERF_MARKUP_H

#include <stdio.h>

/*
 * Writes @s, which may hold anything, as text of an XML or HTML document or of
 * a cell of a Markdown table: on one line, without a character that any of
 * these, or a browser, could take for more than text.
 */
void markup_text(const char *s, FILE *out);

#endif
