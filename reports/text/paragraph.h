/* SPDX-License-Identifier: GPL-2.0-only */
/* Text wrapped between words, in lines of 80 columns. */
#ifndef SCMI_PERF_PARAGRAPH_H
#define SCMI_PERF_PARAGRAPH_H

#include <stdio.h>

#define PARAGRAPH_WIDTH 80

struct paragraph {
	FILE *out;
	int indent; /* column where its lines start */
	int column;
};

/* Prints @label, of at most @indent columns, before the first line. */
struct paragraph paragraph_begin(FILE *out, int indent, const char *label);

/* Adds words, separated by blanks. */
__attribute__((format(printf, 2, 3))) void paragraph_add(struct paragraph *g,
							 const char *fmt, ...);

/* Adds the words of a string of any bytes, escaped. */
void paragraph_add_string(struct paragraph *g, const char *s);

void paragraph_end(struct paragraph *g);

#endif
