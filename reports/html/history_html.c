// SPDX-License-Identifier: GPL-2.0-only
/* A history as a page: verdict, changes, a picture for each series, recordings. */
#include "html_page.h"

#include <stdlib.h>

#include "alloc.h"
#include "history_picture.h"
#include "history_words.h"
#include "html_parts.h"
#include "markup.h"
#include "units.h"

static void write_verdict(const struct history *h, FILE *out)
{
	const char *class = history_worse(h, HISTORY_CERTAIN)	   ? "bad"
			    : history_worse(h, HISTORY_SUSPECTED)  ? "warn"
			    : history_too_short(h) || !h->n_series ? "warn"
								   : "good";

	fprintf(out, "<p class=\"verdict %s\">", class);
	html_sentence("", history_verdict(h), "</p>\n", out);
	html_sentence("<p class=\"soft\">", history_span(h), "</p>\n", out);
}

/* Frees @text. */
static void write_cell(const char *tag, char *text, FILE *out)
{
	fprintf(out, "<%s>", tag);
	markup_text(text, out);
	fprintf(out, "</%.2s>", tag);
	free(text);
}

static void write_change(const struct history *h,
			 const struct history_change *c, FILE *out)
{
	char *name = history_name(h, c->at), *date = history_date(h, c->at);
	char *words = history_change_words(c);

	fputs("<tr class=\"name\"><th scope=\"rowgroup\" colspan=\"2\"><span>",
	      out);
	markup_text(name, out);
	fputs("</span> ", out);
	markup_text(date, out);
	fprintf(out, ", recording %zu of %zu: <span class=\"%s\">", c->at + 1,
		h->n,
		c->worse    ? "slower"
		: c->n_rows ? "faster"
			    : "same");
	markup_text(words, out);
	fputs("</span></th></tr>\n", out);
	for (size_t i = 0; i < c->n_rows; i++) {
		const struct history_row *row = &c->rows[i];

		fputs("<tr>", out);
		write_cell("th scope=\"row\"",
			   history_series_name(&h->series[row->series]), out);
		write_cell(row->shift.value > 0 ? "td class=\"slower\""
						: "td class=\"faster\"",
			   history_row_text(h, row), out);
		fputs("</tr>\n", out);
	}
	free(name);
	free(date);
	free(words);
}

static void write_changes(const struct history *h, FILE *out)
{
	static const char *const titles[] = {"before -&gt; after: difference"};

	if (!h->n_changes)
		return;
	html_table("Changes", history_legend(h), "series", titles, 1, out);
	for (size_t i = 0; i < h->n_changes; i++)
		write_change(h, &h->changes[i], out);
	html_table_end(out);
}

static void write_pictures(const struct history *h, FILE *out)
{
	fputs("<h2>Trends</h2>\n<p class=\"soft\">A point is a recording; its "
	      "name, date and value are shown where the pointer rests. Lines "
	      "are medians; a change has an upright line, dashed if it is "
	      "suspected. Values beyond the scale are at its edge.</p>\n"
	      "<div class=\"pictures\">\n",
	      out);
	for (size_t j = 0; j < h->n_series; j++) {
		fputs("<figure>\n<h3>", out);
		html_sentence("", history_series_name(&h->series[j]), "</h3>\n",
			      out);
		history_picture(h, j, out);
		fputs("</figure>\n", out);
	}
	fputs("</div>\n", out);
}

static void write_recordings(const struct history *h, FILE *out)
{
	static const char *const titles[] = {"label", "start", "kernel", "host",
					     "file"};

	fprintf(out, "<details><summary>%zu recording%s</summary>\n", h->n,
		plural(h->n));
	html_strings_begin("Recordings", titles,
			   sizeof(titles) / sizeof(*titles), out);
	for (size_t i = 0; i < h->n; i++) {
		const struct run *run = history_run(h, i);
		char *name = history_name(h, i), *date = history_date(h, i);
		const char *const cells[] = {
			name, date, run->kernel ? run->kernel : "-",
			run->host ? run->host : "-", history_path(h, i)};

		fputs("<tr>", out);
		for (size_t j = 0; j < sizeof(cells) / sizeof(*cells); j++)
			html_string_cell(cells[j], out);
		fputs("</tr>\n", out);
		free(name);
		free(date);
	}
	html_table_end(out);
	fputs("</details>\n", out);
}

static void write_sections(const struct page *page, FILE *out)
{
	const struct history *h = page->subject;

	write_verdict(h, out);
	write_changes(h, out);
	write_pictures(h, out);
	write_recordings(h, out);
}

/* The last recording identifies a history best. */
static char *title(const void *subject)
{
	const struct history *h = subject;
	char *last = h->n ? history_name(h, h->n - 1) : NULL;
	char *date = h->n ? history_date(h, h->n - 1) : NULL;
	char *text = h->n ? xasprintf("SCMI transfers, history up to %s, %s",
				      last, date)
			  : xstrdup("SCMI transfers, history");

	free(last);
	free(date);
	return text;
}

struct page history_page(const struct history *h)
{
	return (struct page){
		.title = title, .subject = h, .sections = write_sections};
}
