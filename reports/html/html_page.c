// SPDX-License-Identifier: GPL-2.0-only
#include "html_page.h"

#include <stdlib.h>
#include <string.h>

#include "html_parts.h"
#include "markup.h"

/* The policy prevents that a browser fetches or runs anything for this page. */
static const char head[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"en\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" "
	"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" "
	"content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n";

void html_page(const struct page *page, const struct drawing *d, FILE *out)
{
	fprintf(out,
		"%s<title>scmi-perf: %s</title>\n<style>\n%s%s</style>\n"
		"</head>\n<body>\n<h1>%s</h1>\n",
		head, page->title, html_colors, html_style, page->title);
	page->sections(page, d, out);
	fputs("<p class=\"soft\">Written by scmi-perf " SCMI_PERF_VERSION
	      ".</p>\n</body>\n</html>\n",
	      out);
}

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

void html_table(const char *heading, char *legend, const char *first,
		const char *const *titles, int n, FILE *out)
{
	fprintf(out, "<h2>%s</h2>\n", heading);
	html_sentence("<p class=\"soft\">", legend,
		      "</p>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n",
		      out);
	fprintf(out, "<thead><tr><th>%s</th>", first);
	for (int i = 0; i < n; i++)
		fprintf(out, "<th>%s</th>", titles[i]);
	fputs("</tr></thead>\n<tbody>\n", out);
}

void html_table_end(FILE *out)
{
	fputs("</tbody>\n</table>\n</div>\n", out);
}

void html_cells(char cell[][32], int n, FILE *out)
{
	for (int i = 0; i < n; i++) {
		fputs("<td>", out);
		markup_text(cell[i], out);
		fputs("</td>", out);
	}
}
