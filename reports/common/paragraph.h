/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text in lines of 80 columns, wrapped between words. A paragraph is begun,
 * said in pieces, and ended.
 */
#ifndef SCMI_PERF_PARAGRAPH_H
#define SCMI_PERF_PARAGRAPH_H

#include <stdio.h>

#define PARAGRAPH_WIDTH 80

struct paragraph {
	FILE *out;
	int indent; /* where its lines begin */
	int column;
};

/* @label, of at most @indent columns, stands before the first line. */
struct paragraph paragraph_begin(FILE *out, int indent, const char *label);

/* Words, a blank between them; the first is set off from what was said last. */
__attribute__((format(printf, 2, 3))) void paragraph_say(struct paragraph *g,
							 const char *fmt, ...);

/*
 * A string that may hold anything, escaped, and @after behind it; NULL: nothing
 * is said.
 */
void paragraph_say_string(struct paragraph *g, const char *s,
			  const char *after);

void paragraph_end(struct paragraph *g);

#endif
