// SPDX-License-Identifier: GPL-2.0-only
#include "html_parts.h"

#include "../loader/diag.h"
#include "../loader/names.h"
#include "markup.h"
#include "svg_clean.h"

/* As in reports/pictures.gp: what cannot be told apart is gray. */
static const char *const colors[] = {
	"2a78d6", "eb6834", "1baf7a", "eda100", "4a3aa7",
	"e87ba4", "008300", "e34948", "898781",
};

static void write_swatch(int color, FILE *out)
{
	fprintf(out, "<li><i style=\"background:var(--c%s,#%s)\"></i>",
		colors[color], colors[color]);
}

static void write_series_legend(const struct profile *p, FILE *out)
{
	const struct picture_series chosen = picture_series(p);
	char title[KEY_TITLE_LEN];

	fputs("<div>\n<h3>Series</h3>\n<ul class=\"legend\">\n", out);
	for (size_t i = 0; i < chosen.n; i++) {
		write_swatch((int)i, out);
		fprintf(out, "%zu ", i + 1);
		markup_text(key_title(&chosen.series[i]->key, title), out);
		fputs("</li>\n", out);
	}
	fputs("</ul>\n", out);
	if (chosen.all > chosen.n)
		fprintf(out,
			"<p class=\"soft\">These %zu of %zu series took the "
			"most time; all are in the table.</p>\n",
			chosen.n, chosen.all);
	fputs("</div>\n", out);
}

static void write_piece_legend(const struct profile *p, FILE *out)
{
	double ns[PICTURE_PIECES], sum[PICTURE_PIECES] = {0};

	for (int i = 0; i < TRANSPORTS; i++)
		if (picture_pieces(p, i, ns))
			for (int j = 0; j < PICTURE_PIECES; j++)
				sum[j] += ns[j];
	fputs("<ul class=\"legend row\">\n", out);
	for (int j = 0; j < PICTURE_PIECES; j++) {
		if (!(sum[j] > 0))
			continue;
		write_swatch(j < PIECE_OTHER ? j : 8, out);
		fprintf(out, "%s</li>\n", picture_piece_name(j));
	}
	fputs("</ul>\n", out);
}

static void write_figure(const struct profile *p, const struct drawing *d,
			 enum picture picture, FILE *out)
{
	fprintf(out, "<figure>\n<h3>%s</h3>\n", picture_title(picture));
	if (svg_clean(d->data[picture], d->len[picture], picture_title(picture),
		      NULL, out))
		diag_warning("picture %s: gnuplot made no SVG that is "
			     "understood",
			     picture_name(picture));
	fprintf(out, "<figcaption>%s</figcaption>\n", picture_caption(picture));
	if (picture == PICTURE_PHASES)
		write_piece_legend(p, out);
	fputs("</figure>\n", out);
}

void html_pictures(const struct profile *p, const struct drawing *d, FILE *out)
{
	bool any = false;

	if (!picture_series(p).n)
		return;
	fputs("<h2>Pictures</h2>\n", out);
	for (int i = 0; i < PICTURES; i++)
		any |= d->data[i] != NULL;
	if (!any) {
		fputs("<p>This page was written without pictures, because "
		      "gnuplot, which draws them, or its templates were not "
		      "there, or it failed; scmi-perf said which.</p>\n",
		      out);
		return;
	}
	fputs("<div class=\"pictures\">\n", out);
	for (int i = 0; i < PICTURES; i++) {
		if (d->data[i])
			write_figure(p, d, i, out);
		if (i == PICTURE_PERCENTILES)
			write_series_legend(p, out);
	}
	fputs("</div>\n", out);
}
