/* SPDX-License-Identifier: GPL-2.0-only */
/* Text wrapped between words, in lines of 80 columns. All of it is escaped. */
#ifndef SCMI_PERF_PARAGRAPH_H
#define SCMI_PERF_PARAGRAPH_H

#include <stdio.h>

#include "facts.h"

#define PARAGRAPH_WIDTH 80

/*
 * Prints @text with @indent blanks before each line, except the first, which has
 * @label, of at most @indent columns, there. Frees @text.
 */
void paragraph(const char *label, int indent, char *text, FILE *out);

/*
 * Prints each fact as a paragraph with its label in a column of @indent; a label
 * like the one before is left out. Frees @f.
 */
void text_facts(struct facts f, int indent, FILE *out);

#endif
