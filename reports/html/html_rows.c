// SPDX-License-Identifier: GPL-2.0-only
/* The names of messages in lists of plots, as links to their rows in the tables. */
#include "html_parts.h"
#include "markup.h"
#include "svg_plot.h"

static void write_anchor(const struct figures *f, size_t row, char anchor[32])
{
	snprintf(anchor, 32, "%s%zu", f->n_sides ? "d" : "s", f->subject[row]);
}

void html_row_begin(const struct figures *f, size_t row, const char *side,
		    FILE *out)
{
	char anchor[32];

	write_anchor(f, row, anchor);
	plot_row_begin(side ? "" : anchor, side ? side : f->row[row], out);
}

void html_row_title(const struct figures *f, size_t row, FILE *out)
{
	char anchor[32];

	write_anchor(f, row, anchor);
	html_row_group(anchor, f->row[row], out);
}

void html_row_group(const char *anchor, const char *title, FILE *out)
{
	if (*anchor)
		fprintf(out, "<li class=\"group\"><a href=\"#%s\">", anchor);
	else
		fputs("<li class=\"group\"><span>", out);
	markup_text(title, out);
	fprintf(out, "</%s></li>\n", *anchor ? "a" : "span");
}

void html_figure_begin(const struct figures *f, size_t row, FILE *out)
{
	char anchor[32];

	write_anchor(f, row, anchor);
	fprintf(out, "<figure>\n<h3><a href=\"#%s\">", anchor);
	markup_text(f->row[row], out);
	fputs("</a></h3>\n", out);
}

void html_shown(const struct figures *f, FILE *out)
{
	if (f->all_rows > f->n_rows)
		fprintf(out,
			"<p class=\"soft\">These %zu of %zu messages %stook "
			"the most time; the table has all.</p>\n",
			f->n_rows, f->all_rows,
			f->n_sides ? "differ, or " : "");
}
