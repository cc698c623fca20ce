// SPDX-License-Identifier: GPL-2.0-only
#include "paragraph.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "text.h"

struct paragraph paragraph_begin(FILE *out, int indent, const char *label)
{
	fprintf(out, "%-*s", indent, label);
	return (struct paragraph){out, indent, indent};
}

static void add_word(struct paragraph *g, const char *word)
{
	const int len = (int)strlen(word);

	if (g->column > g->indent && g->column + 1 + len > PARAGRAPH_WIDTH) {
		fprintf(g->out, "\n%*s", g->indent, "");
		g->column = g->indent;
	}
	if (g->column > g->indent)
		g->column += fprintf(g->out, " ");
	fputs(word, g->out);
	g->column += len;
}

void paragraph_add(struct paragraph *g, const char *fmt, ...)
{
	char *text, *rest;
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		out_of_memory();
	for (char *word = strtok_r(text, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		add_word(g, word);
	free(text);
}

void paragraph_add_string(struct paragraph *g, const char *s)
{
	char *escaped = text_escape(s);

	paragraph_add(g, "%s", escaped);
	free(escaped);
}

void paragraph_end(struct paragraph *g)
{
	fputc('\n', g->out);
}
