// SPDX-License-Identifier: GPL-2.0-only
#include "history_picture.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "history_words.h"
#include "markup.h"

/* In the units of the picture. */
enum {
	WIDTH = 640,
	HEIGHT = 180,
	LEFT = 78, /* of the plot */
	RIGHT = 8,
	TOP = 10,
	BOTTOM = 12
};

struct plot {
	const struct history *h;
	size_t series;
	const double *value;
	double low, high; /* of the scale */
};

static double x_of(const struct plot *p, double recording)
{
	return LEFT +
	       (WIDTH - LEFT - RIGHT) * (recording + 0.5) / (double)p->h->n;
}

/* Values beyond the scale are at its edge. */
static double y_of(const struct plot *p, double value)
{
	const double share = (value - p->low) / (p->high - p->low);

	return HEIGHT - BOTTOM -
	       (HEIGHT - TOP - BOTTOM) * fmax(0, fmin(1, share));
}

/* Sets the scale by history_scale(), with some space on both ends. */
static bool set_scale(struct plot *p)
{
	double space;

	if (!history_scale(p->value, p->h->n, &p->low, &p->high))
		return false;
	space = fmax((p->high - p->low) / 4, fabs(p->high) / 50);
	p->low = p->low >= 0 ? fmax(0, p->low - space) : p->low - space;
	p->high += space > 0 ? space : 1;
	return true;
}

static void write_axis(const struct plot *p, FILE *out)
{
	for (int i = 0; i <= 2; i++) {
		const double value = p->low + (p->high - p->low) * i / 2;
		char *text = history_value_text(p->h, p->series, value);

		fprintf(out,
			"<path d=\"M%d %.1fH%d\" stroke=\"var(--line)\"/>"
			"<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" "
			"fill=\"var(--soft)\" font-size=\"12\">",
			LEFT, y_of(p, value), WIDTH - RIGHT, LEFT - 6,
			y_of(p, value) + 4);
		markup_text(text, out);
		fputs("</text>\n", out);
		free(text);
	}
}

/* A line at the median of the recordings from @from to before @end. */
static void write_median(const struct plot *p, size_t from, size_t end,
			 FILE *out)
{
	const double median = history_median(p->h, p->series, from, end);

	if (!isnan(median))
		fprintf(out,
			"<path d=\"M%.1f %.1fH%.1f\" stroke=\"var(--ink)\" "
			"stroke-width=\"1.5\"/>\n",
			x_of(p, (double)from - 0.5), y_of(p, median),
			x_of(p, (double)end - 0.5));
}

static void write_title(const struct plot *p, size_t recording,
			const char *more, FILE *out)
{
	char *name = history_name(p->h, recording);
	char *date = history_date(p->h, recording);

	fputs("<title>", out);
	markup_text(name, out);
	fputs(", ", out);
	markup_text(date, out);
	fputs(": ", out);
	markup_text(more, out);
	fputs("</title>", out);
	free(name);
	free(date);
}

static void write_change(const struct plot *p, const struct history_change *c,
			 FILE *out)
{
	char *words = history_change_words(c);

	fprintf(out,
		"<path d=\"M%.1f %dV%d\" stroke=\"var(--%s)\" "
		"stroke-width=\"2\"%s>",
		x_of(p, (double)c->at - 0.5), TOP, HEIGHT - BOTTOM,
		c->state == HISTORY_ACCEPTED ? "soft"
		: c->worse		     ? "bad"
					     : "good",
		c->state == HISTORY_SUSPECTED ? " stroke-dasharray=\"5 4\""
					      : "");
	write_title(p, c->at, words, out);
	fputs("</path>\n", out);
	free(words);
}

static void write_point(const struct plot *p, size_t recording, FILE *out)
{
	const double value = p->value[recording];
	char *text;

	if (isnan(value))
		return;
	text = history_value_text(p->h, p->series, value);
	fprintf(out,
		"<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" "
		"fill=\"var(--c2a78d6,#2a78d6)\">",
		x_of(p, (double)recording), y_of(p, value));
	write_title(p, recording, text, out);
	fputs("</circle>\n", out);
	free(text);
}

static void write_medians(const struct plot *p, FILE *out)
{
	size_t from = 0;

	for (size_t i = 0; i < p->h->n_changes; i++) {
		write_median(p, from, p->h->changes[i].at, out);
		from = p->h->changes[i].at;
	}
	write_median(p, from, p->h->n, out);
}

void history_picture(const struct history *h, size_t series, FILE *out)
{
	struct plot p = {h, series, history_values(h, series), 0, 0};

	if (!set_scale(&p))
		return;
	fprintf(out,
		"<svg viewBox=\"0 0 %d %d\" role=\"img\" fill=\"none\" "
		"font-family=\"system-ui,sans-serif\">\n",
		WIDTH, HEIGHT);
	write_axis(&p, out);
	write_medians(&p, out);
	for (size_t i = 0; i < h->n_changes; i++)
		write_change(&p, &h->changes[i], out);
	for (size_t i = 0; i < h->n; i++)
		write_point(&p, i, out);
	fputs("</svg>\n", out);
}
