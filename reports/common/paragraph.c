// SPDX-License-Identifier: GPL-2.0-only
#include "paragraph.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

struct paragraph paragraph_begin(FILE *out, int indent, const char *label)
{
	fprintf(out, "%-*s", indent, label);
	return (struct paragraph){out, indent, indent};
}

void paragraph_say(struct paragraph *g, const char *fmt, ...)
{
	char *text, *rest, *word;
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		return;
	for (word = strtok_r(text, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest)) {
		len = (int)strlen(word);
		if (g->column > g->indent &&
		    g->column + 1 + len > PARAGRAPH_WIDTH) {
			fprintf(g->out, "\n%*s", g->indent, "");
			g->column = g->indent;
		}
		if (g->column > g->indent)
			g->column += fprintf(g->out, " ");
		fputs(word, g->out);
		g->column += len;
	}
	free(text);
}

void paragraph_say_string(struct paragraph *g, const char *s, const char *after)
{
	char *escaped = s ? text_escape(s) : NULL;

	if (escaped)
		paragraph_say(g, "%s%s", escaped, after);
	free(escaped);
}

void paragraph_end(struct paragraph *g)
{
	fputc('\n', g->out);
}
