// SPDX-License-Identifier: GPL-2.0-only
/* Distributions of latency and percentiles of whole transfers. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "html_parts.h"
#include "pictures.h"
#include "svg_plot.h"
#include "text.h"
#include "units.h"

#define TICKS	    5 /* more do not fit a phone */
#define ROW_HEIGHT  40
#define PANEL_SPACE 14 /* above the curves, for a text */

static const struct {
	unsigned int permille;
	const char *name;
	double inverse; /* 1 / (1 - p) */
} percentiles[] = {
	{500, "p50", 2},
	{900, "p90", 10},
	{990, "p99", 100},
	{999, "p999", 1000},
};

#define PERCENTILES (sizeof(percentiles) / sizeof(percentiles[0]))

/* "313 transfers · p50 22.27 us · p99 25.34 us · max 25.7 us" */
static char *curve_text(const struct hist *h)
{
	char *text = xasprintf("%" PRIu64 " transfer%s", h->count,
			       h->count == 1 ? "" : "s");
	char time[ROUNDED_TIME_LEN];
	uint64_t ns;

	for (size_t i = 0; i < PERCENTILES; i += 2)
		if (hist_percentile(h, percentiles[i].permille, &ns))
			text = words_append(text, "· %s %s",
					    percentiles[i].name,
					    rounded_time((double)ns, time));
	return words_append(text, "· max %s",
			    rounded_time((double)h->max, time));
}

/* The bins of a histogram, the highest as high as the plot. */
static void write_bins(const struct plot *p, const struct hist *h)
{
	double share[PICTURE_BINS], most = 0, edge = p->low;
	const double step = pow(p->high / p->low, 1.0 / PICTURE_BINS);

	picture_bins(h, p->low, p->high, share, PICTURE_BINS);
	for (int i = 0; i < PICTURE_BINS; i++)
		most = fmax(most, share[i]);
	for (int i = 0; i < PICTURE_BINS; i++, edge *= step) {
		const double height = fmax(1, p->height * share[i] / most);
		const double count = round(share[i] * (double)h->count);
		char from[ROUNDED_TIME_LEN], to[ROUNDED_TIME_LEN], *title;

		if (!(share[i] > 0))
			continue;
		title = xasprintf("%s to %s: %.0f transfer%s, %.1f %%",
				  rounded_time(edge, from),
				  rounded_time(edge * step, to), count,
				  count > 1 ? "s" : "", 100 * share[i]);
		plot_group_begin(p, title);
		plot_box(p, "hit", edge, edge * step, 0, p->height, NULL);
		plot_box(p, "whole", edge, edge * step, p->height - height,
			 height, NULL);
		plot_group_end(p);
		free(title);
	}
}

static void write_histogram(const struct figures *f, const struct plot *p,
			    const struct plot_ticks *ticks,
			    const struct figures_curve *curve)
{
	const char *side = f->n_sides ? f->side[curve->side] : NULL;
	char *text = curve_text(curve->total);

	html_row_begin(f, curve->row, side, p->out);
	plot_begin(p, text);
	plot_grid(p, ticks);
	write_bins(p, curve->total);
	plot_end(p);
	plot_row_end(text, p->out);
	free(text);
}

void html_latency(const struct figures *f, FILE *out)
{
	struct plot p = {.logarithmic = true, .height = ROW_HEIGHT, .out = out};
	struct plot_ticks ticks;

	if (!f->n_curves)
		return;
	picture_scale(f, &p.low, &p.high);
	plot_ticks_of_times(&ticks, p.low, p.high, TICKS);
	fprintf(out,
		"<h2>Distribution of latency</h2>\n<p "
		"class=\"soft\">Histograms "
		"of the total of transfers%s. Each is as high as its row, "
		"whatever the number of transfers.</p>\n",
		f->n_sides ? ", of all runs of a side together" : "");
	html_shown(f, out);
	plot_rows_begin(out);
	for (size_t i = 0; i < f->n_curves; i++) {
		if (f->n_sides &&
		    (!i || f->curve[i].row != f->curve[i - 1].row))
			html_row_title(f, f->curve[i].row, out);
		write_histogram(f, &p, &ticks, &f->curve[i]);
	}
	plot_rows_end(&p, &ticks);
}

/* The vertical axis of a panel, logarithmic, in ns. */
struct panel {
	const struct plot *plot;
	double low, high;
	bool started;
};

static double y_of(const struct panel *panel, double ns)
{
	const int height = panel->plot->height - PANEL_SPACE - 1;

	return PANEL_SPACE +
	       height * (1 - log(fmax(ns, panel->low) / panel->low) /
				     log(panel->high / panel->low));
}

static void write_step(void *to, double from, double end, double ns)
{
	struct panel *panel = to;
	const double scale = PLOT_PATH / 100.0;

	if (panel->started)
		fputc('V', panel->plot->out);
	else
		fprintf(panel->plot->out, "M%.1f ",
			plot_x(panel->plot, from) * scale);
	fprintf(panel->plot->out, "%.1fH%.1f", y_of(panel, ns),
		plot_x(panel->plot, end) * scale);
	panel->started = true;
}

static void write_curve(const struct figures *f, struct panel *panel,
			const struct figures_curve *curve)
{
	char class[16];

	snprintf(class, sizeof(class), "side%u", f->n_sides ? curve->side : 1);
	plot_path_begin(panel->plot, class);
	panel->started = false;
	picture_steps(curve->total, write_step, panel);
	plot_path_end(panel->plot);
}

static void write_points(const struct figures *f, struct panel *panel,
			 const struct figures_curve *curve)
{
	const char *side = f->n_sides ? f->side[curve->side] : "";
	const struct hist *h = curve->total;
	char time[ROUNDED_TIME_LEN], *title;
	uint64_t ns;

	for (size_t i = 0; i < PERCENTILES; i++) {
		if (!hist_percentile(h, percentiles[i].permille, &ns))
			continue;
		title = xasprintf("%s%s%s: %s", side, *side ? " " : "",
				  percentiles[i].name,
				  rounded_time((double)ns, time));
		plot_point(panel->plot, "whole", percentiles[i].inverse,
			   y_of(panel, (double)ns), title);
		free(title);
	}
	title = xasprintf("%s%smax: %s", side, *side ? " " : "",
			  rounded_time((double)h->max, time));
	plot_point(panel->plot, "whole", (double)h->count,
		   y_of(panel, (double)h->max), title);
	free(title);
}

static void write_levels(const struct panel *panel)
{
	struct plot_ticks ticks;

	plot_ticks_of_times(&ticks, panel->low, panel->high, 4);
	for (size_t i = 0; i < ticks.n; i++)
		plot_level(panel->plot, y_of(panel, ticks.tick[i].at),
			   ticks.tick[i].text);
}

/* A panel for each message, with a curve of each side. */
static void write_panel(const struct figures *f, const struct plot *p,
			const struct plot_ticks *ticks, unsigned int row)
{
	struct panel panel = {.plot = p, .low = INFINITY};
	char *label = NULL;

	for (size_t i = 0; i < f->n_curves; i++) {
		const struct figures_curve *curve = &f->curve[i];
		char *text;

		if (curve->row != row)
			continue;
		panel.low = fmin(panel.low, fmax((double)curve->total->min, 1));
		panel.high = fmax(panel.high, (double)curve->total->max);
		text = curve_text(curve->total);
		label = words_append(label, "%s %s",
				     f->n_sides ? f->side[curve->side] : "",
				     text);
		free(text);
	}
	if (!label)
		return;
	panel.low *= 0.9;
	panel.high = fmax(panel.high, 1) * 1.1;
	html_figure_begin(f, row, p->out);
	plot_begin(p, label);
	free(label);
	for (size_t i = 0; i < f->n_curves; i++)
		if (f->curve[i].row == row)
			write_curve(f, &panel, &f->curve[i]);
	/* Their texts would not be readable below the curves. */
	write_levels(&panel);
	for (size_t i = 0; i < f->n_curves; i++)
		if (f->curve[i].row == row)
			write_points(f, &panel, &f->curve[i]);
	plot_end(p);
	plot_axis(p, ticks);
	fputs("</figure>\n", p->out);
}

static void write_sides(const struct figures *f, FILE *out)
{
	fputs("<ul class=\"legend\">\n", out);
	for (size_t i = 0; i < f->n_sides; i++)
		fprintf(out,
			"<li><svg width=\"32\" height=\"8\" "
			"aria-hidden=\"true\">"
			"<path class=\"side%zu\" d=\"M0 4H32\"/></svg> "
			"%s</li>\n",
			i, f->side[i]);
	fputs("</ul>\n", out);
}

void html_percentiles(const struct figures *f, FILE *out)
{
	struct plot p = {.low = 1,
			 .high = 10,
			 .logarithmic = true,
			 .height = 170,
			 .out = out};
	struct plot_ticks ticks = {.n = 1};

	if (!f->n_curves)
		return;
	for (size_t i = 0; i < f->n_curves; i++)
		p.high = fmax(p.high, (double)f->curve[i].total->count);
	ticks.tick[0].at = 1;
	snprintf(ticks.tick[0].text, sizeof(ticks.tick[0].text), "0");
	for (size_t i = 0; i < PERCENTILES; i++)
		if (percentiles[i].inverse <= p.high) {
			ticks.tick[ticks.n].at = percentiles[i].inverse;
			snprintf(ticks.tick[ticks.n++].text,
				 sizeof(ticks.tick[0].text), "%g %%",
				 percentiles[i].permille / 10.0);
		}
	fprintf(out,
		"<h2>Latency by percentile</h2>\n<p class=\"soft\">x %% of "
		"transfers finished within y%s. A curve ends at the slowest "
		"transfer.</p>\n",
		f->n_sides ? ", of all runs of a side together" : "");
	if (f->n_sides)
		write_sides(f, out);
	fputs("<div class=\"pictures\">\n", out);
	for (unsigned int row = 0; row < f->n_rows; row++)
		write_panel(f, &p, &ticks, row);
	fputs("</div>\n", out);
}
