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

void html_page(const struct page *page, FILE *out)
{
	char *title = page->title(page->subject);

	fprintf(out, "%s<title>", head);
	markup_text(title, out);
	fprintf(out,
		" - scmi-perf</title>\n<style>\n%s%s</style>\n"
		"</head>\n<body>\n<main>\n<h1>",
		html_colors, html_style);
	markup_text(title, out);
	fputs("</h1>\n", out);
	page->sections(page, out);
	fputs("</main>\n<footer class=\"soft\">Written by "
	      "scmi-perf " SCMI_PERF_VERSION ".</footer>\n</body>\n</html>\n",
	      out);
	free(title);
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

/* A box that scrolls must be reachable by keyboard, so it has a name. */
static void table_begin(const char *class, const char *name, FILE *out)
{
	fprintf(out,
		"<div class=\"scroll\" role=\"region\" aria-label=\"%s\" "
		"tabindex=\"0\">\n<table%s>\n"
		"<caption class=\"unseen\">%s</caption>\n<thead><tr>",
		name, class, name);
}

static void column_titles(const char *const *titles, size_t n, FILE *out)
{
	for (size_t i = 0; i < n; i++)
		fprintf(out,
			*titles[i] ? "<th scope=\"col\">%s</th>"
				   : "<td>%s</td>",
			titles[i]);
}

void html_table(const char *heading, char *legend, const char *first,
		const char *const *titles, int n, FILE *out)
{
	fprintf(out, "<h2>%s</h2>\n", heading);
	html_sentence("<p class=\"soft\">", legend, "</p>\n", out);
	table_begin("", heading, out);
	column_titles(&first, 1, out);
	column_titles(titles, (size_t)n, out);
	fputs("</tr></thead>\n<tbody>\n", out);
}

void html_strings_begin(const char *name, const char *const *titles, size_t n,
			FILE *out)
{
	table_begin(" class=\"text\"", name, out);
	column_titles(titles, n, out);
	fputs("</tr></thead>\n<tbody>\n", out);
}

void html_group(const char *anchor, const char *title, int columns, FILE *out)
{
	fputs("</tbody>\n<tbody", out);
	if (*anchor)
		fprintf(out, " id=\"%s\"", anchor);
	fprintf(out,
		">\n<tr class=\"name\"><th scope=\"rowgroup\" "
		"colspan=\"%d\"><span>",
		columns);
	markup_text(title, out);
	fputs("</span></th></tr>\n", out);
}

void html_string_cell(const char *s, FILE *out)
{
	fputs("<td class=\"string\">", out);
	markup_text(s, out);
	fputs("</td>", out);
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
