// SPDX-License-Identifier: GPL-2.0-only
#include "html_parts.h"

#include <string.h>

#include "diag.h"
#include "markup.h"
#include "svg_clean.h"

/* As in reports/pictures/pictures.gp. */
static const char *const colors[] = {
	"2a78d6", "eb6834", "1baf7a", "eda100", "4a3aa7",
	"e87ba4", "008300", "e34948", "898781", "52514e",
};

enum {
	RED = 7,
	GRAY = 8, /* time that no phase covers */
	INK
};

void html_part_color(const char *name, FILE *out)
{
	int color = strcmp(name, phase_names[LC_TIMEOUT]) ? GRAY : RED;

	for (int j = 0; j < PIECE_OTHER; j++)
		if (!strcmp(name, figures_piece_names[j]))
			color = j;
	fprintf(out, "background:var(--c%s,#%s)", colors[color], colors[color]);
}

static void write_swatch(int color, FILE *out)
{
	fprintf(out, "<li><i style=\"background:var(--c%s,#%s)\"></i>",
		colors[color], colors[color]);
}

static void write_title(const char *title, FILE *out)
{
	markup_text(title, out);
	fputs("</li>\n", out);
}

/*
 * The names of rows and, in a comparison, of colours. It is printed between the
 * pictures; with an even number of pictures it fills a row of the grid.
 */
static void write_curve_legend(const struct figures *f, FILE *out)
{
	const char *rows = f->n_sides ? "messages" : "series";

	fprintf(out, "<div%s>\n<h3>%s</h3>\n<ul class=\"legend\">\n",
		f->timed ? " class=\"wide\"" : "",
		f->n_sides ? "Messages" : "Series");
	for (size_t i = 0; i < f->n_rows; i++) {
		if (f->n_sides)
			fputs("<li>", out);
		else
			write_swatch((int)i, out);
		fprintf(out, "%zu ", i + 1);
		write_title(f->row[i], out);
	}
	fputs("</ul>\n<ul class=\"legend row\">\n", out);
	for (size_t i = 0; i < f->n_sides; i++) {
		write_swatch((int)i, out);
		write_title(f->side[i], out);
	}
	fputs("</ul>\n", out);
	if (f->all_rows > f->n_rows)
		fprintf(out,
			"<p class=\"soft\">These %zu of %zu %s %stook the "
			"most time; the table has all.</p>\n",
			f->n_rows, f->all_rows, rows,
			f->n_sides ? "differ, or " : "");
	fputs("</div>\n", out);
}

static void write_piece_legend(const struct figures *f, FILE *out)
{
	double sum[FIGURES_PIECES] = {0};

	for (size_t i = 0; i < f->n_bars; i++)
		for (int j = 0; j < FIGURES_PIECES; j++)
			sum[j] += f->bar[i].ns[j];
	fputs("<ul class=\"legend row\">\n", out);
	for (int j = 0; j < FIGURES_PIECES; j++) {
		if (!(sum[j] > 0))
			continue;
		write_swatch(j < PIECE_OTHER ? j : GRAY, out);
		write_title(figures_piece_names[j], out);
	}
	fputs("</ul>\n", out);
}

/* As in reports/pictures/timeline.gp. */
static void write_timeline_legend(FILE *out)
{
	static const struct {
		int color;
		const char *title;
	} lines[] = {{INK, "p50"}, {1, "p99"}, {7, "anomalies"}};

	fputs("<ul class=\"legend row\">\n", out);
	for (int i = 0; i < 3; i++) {
		write_swatch(lines[i].color, out);
		write_title(lines[i].title, out);
	}
	fputs("</ul>\n", out);
}

static void write_figure(const struct figures *f, const struct drawing *d,
			 enum picture picture, FILE *out)
{
	const struct picture_kind *kind = &picture_kinds[picture];

	fprintf(out, "<figure>\n<h3>%s</h3>\n", kind->title);
	if (svg_clean(d->data[picture], d->len[picture], kind->title, NULL,
		      out))
		diag_warning("picture %s: gnuplot wrote an SVG that cannot be "
			     "parsed",
			     kind->name);
	fprintf(out, "<figcaption>%s</figcaption>\n",
		f->n_sides ? kind->compared : kind->caption);
	if (picture == PICTURE_PHASES)
		write_piece_legend(f, out);
	if (picture == PICTURE_TIMELINE)
		write_timeline_legend(out);
	fputs("</figure>\n", out);
}

void html_pictures(const struct figures *f, const struct drawing *d, FILE *out)
{
	bool any = false;

	if (!f->n_curves)
		return;
	fputs("<h2>Pictures</h2>\n", out);
	for (int i = 0; i < PICTURES; i++)
		any |= d->data[i] != NULL;
	if (!any) {
		fputs("<p>This page was written without pictures, because "
		      "gnuplot is missing or failed; see the messages of "
		      "scmi-perf.</p>\n",
		      out);
		return;
	}
	fputs("<div class=\"pictures\">\n", out);
	for (int i = 0; i < PICTURES; i++) {
		if (d->data[i])
			write_figure(f, d, i, out);
		if (i == PICTURE_PERCENTILES)
			write_curve_legend(f, out);
	}
	fputs("</div>\n", out);
}
