// SPDX-License-Identifier: GPL-2.0-only
#include "history_picture.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "history_words.h"
#include "svg_plot.h"
#include "text.h"
#include "units.h"

/* In pixels. */
enum {
	HEIGHT = 180,
	TOP = 18, /* above the highest value, for a text */
	BOTTOM = 6
};

struct trend {
	const struct history *h;
	size_t series;
	const double *value;
	double low, high; /* of the scale */
	struct plot plot; /* its axis has the numbers of recordings */
};

/* Values beyond the scale are at its edge. */
static double y_of(const struct trend *t, double value)
{
	const double share = (value - t->low) / (t->high - t->low);

	return HEIGHT - BOTTOM -
	       (HEIGHT - TOP - BOTTOM) * fmax(0, fmin(1, share));
}

/* Sets the scale by history_scale(), with some space on both ends. */
static bool set_scale(struct trend *t)
{
	double space;

	if (!history_scale(t->value, t->h->n, &t->low, &t->high))
		return false;
	space = fmax((t->high - t->low) / 4, fabs(t->high) / 50);
	t->low = t->low >= 0 ? fmax(0, t->low - space) : t->low - space;
	t->high += space > 0 ? space : 1;
	return true;
}

static void write_levels(const struct trend *t)
{
	for (int i = 0; i <= 2; i++) {
		const double value = t->low + (t->high - t->low) * i / 2;
		char time[ROUNDED_TIME_LEN], *text;

		text = history_is_time(t->h->series[t->series].measure)
			       ? xstrdup(rounded_time(value, time))
			       : history_value_text(t->h, t->series, value);
		plot_level(&t->plot, y_of(t, value), text);
		free(text);
	}
}

/* A line at the median of the recordings from @from to before @end. */
static void write_median(const struct trend *t, size_t from, size_t end)
{
	const double median = history_median(t->h, t->series, from, end);
	char *text;

	if (isnan(median))
		return;
	text = history_value_text(t->h, t->series, median);
	text = words_append(text, "is the median of %zu recordings",
			    end - from);
	plot_box(&t->plot, "median", (double)from - 0.5, (double)end - 0.5,
		 y_of(t, median) - 1, 2, text);
	free(text);
}

/* "build22, 2026-01-24 03:00 UTC: " and more. The caller frees. */
static char *title_of(const struct trend *t, size_t recording, const char *more)
{
	char *name = history_name(t->h, recording);
	char *date = history_date(t->h, recording);
	char *text = xasprintf("%s, %s: %s", name, date, more);

	free(name);
	free(date);
	return text;
}

static void write_change(const struct trend *t, const struct history_change *c)
{
	char class[32], *words = history_change_words(c);
	char *title = title_of(t, c->at, words);

	snprintf(class, sizeof(class), "change %s%s",
		 c->state == HISTORY_ACCEPTED || !c->n_rows ? "same"
		 : c->worse				    ? "slower"
							    : "faster",
		 c->state == HISTORY_SUSPECTED ? " suspected" : "");
	plot_line(&t->plot, class, (double)c->at - 0.5, title);
	free(words);
	free(title);
}

static void write_point(const struct trend *t, size_t recording)
{
	const double value = t->value[recording];
	char *text, *title;

	if (isnan(value))
		return;
	text = history_value_text(t->h, t->series, value);
	title = title_of(t, recording, text);
	plot_point(&t->plot, "whole", (double)recording, y_of(t, value), title);
	free(text);
	free(title);
}

static void write_medians(const struct trend *t)
{
	size_t from = 0;

	for (size_t i = 0; i < t->h->n_changes; i++) {
		write_median(t, from, t->h->changes[i].at);
		from = t->h->changes[i].at;
	}
	write_median(t, from, t->h->n);
}

void history_picture(const struct history *h, size_t series, FILE *out)
{
	struct trend t = {
		.h = h,
		.series = series,
		.value = history_values(h, series),
		.plot = {.low = -0.5, .height = HEIGHT, .out = out},
	};
	char *name;

	if (!set_scale(&t))
		return;
	t.plot.high = (double)h->n - 0.5;
	name = history_series_name(&h->series[series]);
	plot_begin(&t.plot, name);
	free(name);
	write_levels(&t);
	write_medians(&t);
	for (size_t i = 0; i < h->n_changes; i++)
		write_change(&t, &h->changes[i]);
	for (size_t i = 0; i < h->n; i++)
		write_point(&t, i);
	plot_end(&t.plot);
}
