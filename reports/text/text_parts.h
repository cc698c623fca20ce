/* SPDX-License-Identifier: GPL-2.0-only */
/* Sections of text reports. Strings of profiles are escaped. */
#ifndef SCMI_PERF_TEXT_PARTS_H
#define SCMI_PERF_TEXT_PARTS_H

#include <stdio.h>

#include "facts.h"

/*
 * Prints each fact as a paragraph with its label in a column of @indent; a label
 * like the one before is left out. Frees @f.
 */
void text_facts(struct facts f, int indent, FILE *out);

/* Prints an empty line and @text as a paragraph. Frees @text. */
void text_paragraph(char *text, FILE *out);

/* Anomalies by kind and series, and the last of them; nothing if there are none. */
void text_anomalies(const struct profile *p, FILE *out);

#endif
