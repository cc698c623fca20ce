// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "html_parts.h"
#include "markup.h"

void html_facts(struct facts f, FILE *out)
{
	fputs("<dl class=\"facts\">\n", out);
	for (size_t i = 0; i < f.n; i++) {
		const char *label = f.fact[i].label;

		if (!i || strcmp(label, f.fact[i - 1].label))
			fprintf(out, "<dt>%s</dt>", label);
		fputs("<dd>", out);
		markup_text(f.fact[i].text, out);
		fputs("</dd>\n", out);
	}
	fputs("</dl>\n", out);
	facts_free(&f);
}

void html_list(struct facts f, FILE *out)
{
	if (f.n)
		fputs("<ul>\n", out);
	for (size_t i = 0; i < f.n; i++) {
		fputs("<li>", out);
		markup_text(f.fact[i].text, out);
		fputs("</li>\n", out);
	}
	if (f.n)
		fputs("</ul>\n", out);
	facts_free(&f);
}

void html_sentence(const char *before, char *text, const char *after, FILE *out)
{
	fputs(before, out);
	markup_text(text, out);
	fputs(after, out);
	free(text);
}
