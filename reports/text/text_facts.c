// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "paragraph.h"
#include "text_parts.h"

void text_facts(struct facts f, int indent, FILE *out)
{
	const char *last = "";

	for (size_t i = 0; i < f.n; i++) {
		const char *label = f.fact[i].label;
		struct paragraph g = paragraph_begin(
			out, indent, strcmp(label, last) ? label : "");

		paragraph_add_string(&g, f.fact[i].text);
		paragraph_end(&g);
		last = label;
	}
	facts_free(&f);
}

void text_paragraph(char *text, FILE *out)
{
	struct paragraph g;

	fputc('\n', out);
	g = paragraph_begin(out, 0, "");
	paragraph_add(&g, "%s", text);
	paragraph_end(&g);
	free(text);
}
