// SPDX-License-Identifier: GPL-2.0-only
/* Bars of phases: of all transfers, of each message, and of the sides of each. */
#include <stdlib.h>

#include "alloc.h"
#include "html_parts.h"
#include "svg_plot.h"
#include "units.h"

#define BAR_HEIGHT 18

/* A part of a bar. Its class is the name of its phase. */
struct piece {
	const char *name;
	double ns;
};

/* Draws the pieces side by side. */
static void write_bar(const struct plot *p, const struct piece *piece, size_t n,
		      double all_ns)
{
	char *label = NULL, *text, *shares = NULL, time[ROUNDED_TIME_LEN];
	double end = 0;

	for (size_t i = 0; i < n; i++) {
		if (!(piece[i].ns > 0))
			continue;
		text = xasprintf("%s%s%s %.1f %%", label ? label : "",
				 label ? ", " : "", piece[i].name,
				 100 * piece[i].ns / all_ns);
		free(label);
		label = text;
	}
	plot_begin(p, label ? label : "");
	for (size_t i = 0; i < n; i++) {
		if (!(piece[i].ns > 0))
			continue;
		shares = xasprintf("%s: %s, %.1f %%", piece[i].name,
				   rounded_time(piece[i].ns, time),
				   100 * piece[i].ns / all_ns);
		plot_box(p, piece[i].name, end, end + piece[i].ns, 0, p->height,
			 shares);
		free(shares);
		end += piece[i].ns;
	}
	plot_end(p);
	free(label);
}

static void write_swatch(const char *name, FILE *out)
{
	fprintf(out, "<li><i class=\"%s\"></i>%s", name, name);
}

void html_summary_bar(const struct summary *s, FILE *out)
{
	struct plot p = {.high = (double)s->time_ns,
			 .height = BAR_HEIGHT + 4,
			 .out = out};
	struct piece piece[SUMMARY_PARTS];

	for (size_t i = 0; i < s->n_parts; i++)
		piece[i] =
			(struct piece){s->part[i].name, (double)s->part[i].ns};
	fputs("<div class=\"bar\">", out);
	write_bar(&p, piece, s->n_parts, (double)s->time_ns);
	fputs("</div>\n<ul class=\"legend\">\n", out);
	for (size_t i = 0; i < s->n_parts; i++) {
		write_swatch(s->part[i].name, out);
		fprintf(out, " %.1f %%</li>\n",
			summary_percent(s, s->part[i].ns));
	}
	fputs("</ul>\n", out);
}

/* In a comparison the colours have no other legend. */
static void write_legend(const struct figures *f, FILE *out)
{
	double sum[FIGURES_PIECES] = {0};

	for (size_t i = 0; i < f->n_bars; i++)
		for (int j = 0; j < FIGURES_PIECES; j++)
			sum[j] += f->bar[i].ns[j];
	fputs("<ul class=\"legend\">\n", out);
	for (int j = 0; j < FIGURES_PIECES; j++)
		if (sum[j] > 0) {
			write_swatch(figures_piece(j), out);
			fputs("</li>\n", out);
		}
	fputs("</ul>\n", out);
}

static void write_figures_bar(const struct figures *f, const struct plot *p,
			      const struct figures_bar *bar, double all_ns)
{
	const double ns = figures_bar_ns(bar);
	struct piece piece[FIGURES_PIECES];
	char time[ROUNDED_TIME_LEN], *text;

	for (int i = 0; i < FIGURES_PIECES; i++)
		piece[i] = (struct piece){figures_piece(i), bar->ns[i]};
	html_row_begin(f, bar->row, bar->side, p->out);
	write_bar(p, piece, FIGURES_PIECES, ns);
	text = all_ns > 0 ? xasprintf("%s, %.1f %%", rounded_time(ns, time),
				      100 * ns / all_ns)
			  : xasprintf("%s", rounded_time(ns, time));
	plot_row_end(text, p->out);
	free(text);
}

void html_phases(const struct figures *f, double all_ns, FILE *out)
{
	struct plot p = {.height = BAR_HEIGHT, .out = out};
	const struct plot_ticks none = {0};

	if (!f->n_bars)
		return;
	p.high = figures_longest_ns(f);
	fprintf(out, "<h2>Where the time goes</h2>\n<p class=\"soft\">%s</p>\n",
		f->n_sides ? "The mean time of a transfer that completed, by "
			     "phase, of all runs of a side together."
			   : "The time of all transfers of a message, timeouts "
			     "included, by phase.");
	html_shown(f, out);
	if (f->n_sides)
		write_legend(f, out);
	plot_rows_begin(out);
	for (size_t i = 0; i < f->n_bars; i++) {
		if (f->n_sides && (!i || f->bar[i].row != f->bar[i - 1].row))
			html_row_title(f, f->bar[i].row, out);
		write_figures_bar(f, &p, &f->bar[i], all_ns);
	}
	plot_rows_end(&p, &none);
}
