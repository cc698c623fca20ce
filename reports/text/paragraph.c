// SPDX-License-Identifier: GPL-2.0-only
#include "paragraph.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

void paragraph(const char *label, int indent, char *text, FILE *out)
{
	char *words = text_escape(text), *rest;
	int column = indent;

	fprintf(out, "%-*s", indent, label);
	for (char *word = strtok_r(words, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest)) {
		const int len = (int)strlen(word);

		if (column > indent && column + 1 + len > PARAGRAPH_WIDTH) {
			fprintf(out, "\n%*s", indent, "");
			column = indent;
		}
		if (column > indent)
			column += fprintf(out, " ");
		fputs(word, out);
		column += len;
	}
	fputc('\n', out);
	free(words);
	free(text);
}

void text_facts(struct facts f, int indent, FILE *out)
{
	const char *last = "";

	for (size_t i = 0; i < f.n; i++) {
		const char *label = f.fact[i].label;

		paragraph(strcmp(label, last) ? label : "", indent,
			  f.fact[i].text, out);
		last = label;
	}
	free(f.fact);
}
