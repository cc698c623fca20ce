// SPDX-License-Identifier: GPL-2.0-only
#include "svg_plot.h"

#include <math.h>

#include "markup.h"
#include "units.h"

#define LEAST_WIDTH 0.15 /* percent */

double plot_x(const struct plot *p, double value)
{
	const double low = p->low, high = p->high;
	double share;

	if (!(high > low))
		return 50;
	if (p->logarithmic)
		share = value > 0 ? log(value / low) / log(high / low) : 0;
	else
		share = (value - low) / (high - low);
	return 100 * fmax(0, fmin(1, share));
}

static void write_title(const char *title, FILE *out)
{
	if (!title)
		return;
	fputs("<title>", out);
	markup_text(title, out);
	fputs("</title>", out);
}

void plot_begin(const struct plot *p, const char *label)
{
	fprintf(p->out,
		"<svg class=\"plot\" role=\"img\" width=\"100%%\" "
		"height=\"%d\" aria-label=\"",
		p->height);
	markup_text(label, p->out);
	fputs("\">", p->out);
}

void plot_end(const struct plot *p)
{
	fputs("</svg>\n", p->out);
}

void plot_group_begin(const struct plot *p, const char *title)
{
	fputs("<g>", p->out);
	write_title(title, p->out);
}

void plot_group_end(const struct plot *p)
{
	fputs("</g>", p->out);
}

void plot_box(const struct plot *p, const char *class, double from, double to,
	      double y, double height, const char *title)
{
	const double right = plot_x(p, to);
	const double width = fmax(right - plot_x(p, from), LEAST_WIDTH);
	const double left = fmin(plot_x(p, from), 100 - width);

	fprintf(p->out,
		"<rect class=\"%s\" x=\"%.2f%%\" y=\"%.3g\" width=\"%.2f%%\" "
		"height=\"%.3g\">",
		class, left, y, width, height);
	write_title(title, p->out);
	fputs("</rect>", p->out);
}

void plot_line(const struct plot *p, const char *class, double value,
	       const char *title)
{
	const double x = plot_x(p, value);

	fprintf(p->out,
		"<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" "
		"y2=\"%d\">",
		class, x, x, p->height);
	write_title(title, p->out);
	fputs("</line>", p->out);
}

void plot_point(const struct plot *p, const char *class, double x, double y,
		const char *title)
{
	fprintf(p->out,
		"<circle class=\"%s\" cx=\"%.2f%%\" cy=\"%.4g\" r=\"3.5\">",
		class, plot_x(p, x), y);
	write_title(title, p->out);
	fputs("</circle>", p->out);
}

void plot_path_begin(const struct plot *p, const char *class)
{
	fprintf(p->out,
		"<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
		"width=\"100%%\" height=\"%d\"><path class=\"%s\" d=\"",
		PLOT_PATH, p->height, p->height, class);
}

void plot_path_end(const struct plot *p)
{
	fputs("\"/></svg>", p->out);
}

static void add_tick(struct plot_ticks *t, double at)
{
	if (t->n < PLOT_TICKS)
		t->tick[t->n++].at = at;
}

/* A step of 1, 2 or 5 times a power of ten. */
static double round_step(double range, size_t most)
{
	const double least = range / (double)most;
	const double power = pow(10, floor(log10(least)));

	return power * (least <= power	     ? 1
			: least <= 2 * power ? 2
			: least <= 5 * power ? 5
					     : 10);
}

void plot_ticks_round(struct plot_ticks *t, double low, double high,
		      size_t most)
{
	double step;

	*t = (struct plot_ticks){0};
	if (!(high > low) || !isfinite(high - low))
		return;
	step = round_step(high - low, most);
	/* A product has no error that adds up. */
	for (double i = ceil(low / step); i * step <= high && t->n < most; i++)
		add_tick(t, i == 0 ? 0 : i * step); /* without a sign */
}

/* Ticks at 1, if @fine also 2 and 5, times each @apart-th power of ten. */
static void decades(struct plot_ticks *t, double low, double high, bool fine,
		    int apart)
{
	static const double steps[] = {1, 2, 5};

	*t = (struct plot_ticks){0};
	for (int e = (int)floor(log10(low)); pow(10, e) <= high; e++)
		for (int i = 0; i < (fine ? 3 : 1); i++) {
			const double at = steps[i] * pow(10, e);

			if (at >= low && at <= high && e % apart == 0)
				add_tick(t, at);
		}
}

void plot_ticks_of_times(struct plot_ticks *t, double low, double high,
			 size_t most)
{
	if (high / low < 5) {
		plot_ticks_round(t, low, high, most);
	} else {
		decades(t, low, high, true, 1);
		for (int apart = 1; t->n > most; apart++)
			decades(t, low, high, false, apart);
	}
	for (size_t i = 0; i < t->n; i++)
		rounded_time(t->tick[i].at, t->tick[i].text);
}

void plot_grid(const struct plot *p, const struct plot_ticks *t)
{
	for (size_t i = 0; i < t->n; i++)
		plot_line(p, "grid", t->tick[i].at, NULL);
}

void plot_axis(const struct plot *p, const struct plot_ticks *t)
{
	fputs("<svg class=\"plot\" width=\"100%\" height=\"20\" "
	      "aria-hidden=\"true\">",
	      p->out);
	for (size_t i = 0; i < t->n; i++) {
		const double x = plot_x(p, t->tick[i].at);

		/* Texts at the ends stay inside. */
		fprintf(p->out,
			"<text x=\"%.2f%%\" y=\"14\" text-anchor=\"%s\">", x,
			x < 8	 ? "start"
			: x > 92 ? "end"
				 : "middle");
		markup_text(t->tick[i].text, p->out);
		fputs("</text>", p->out);
	}
	fputs("</svg>\n", p->out);
}

void plot_level(const struct plot *p, double y, const char *text)
{
	fprintf(p->out,
		"<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%.1f\" "
		"y2=\"%.1f\"/><text class=\"level\" x=\"0\" "
		"y=\"%.1f\">",
		y, y, y - 3);
	markup_text(text, p->out);
	fputs("</text>", p->out);
}

void plot_rows_begin(FILE *out)
{
	fputs("<ul class=\"rows\">\n", out);
}

void plot_row_begin(const char *anchor, const char *name, FILE *out)
{
	fputs("<li>", out);
	if (*anchor)
		fprintf(out, "<a href=\"#%s\">", anchor);
	else
		fputs("<span>", out);
	markup_text(name, out);
	fputs(*anchor ? "</a>\n" : "</span>\n", out);
}

void plot_row_end(const char *text, FILE *out)
{
	fputs("<span class=\"figure\">", out);
	markup_text(text, out);
	fputs("</span></li>\n", out);
}

void plot_rows_end(const struct plot *p, const struct plot_ticks *t)
{
	if (t->n) {
		fputs("<li aria-hidden=\"true\"><span></span>\n", p->out);
		plot_axis(p, t);
		plot_row_end("", p->out);
	}
	fputs("</ul>\n", p->out);
}
