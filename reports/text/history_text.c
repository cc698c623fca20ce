// SPDX-License-Identifier: GPL-2.0-only
#include "history_text.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "history_words.h"
#include "levels.h"
#include "paragraph.h"
#include "text.h"

/* Maximum number of columns of a line, without the marks of changes. */
#define COLUMNS 60

static void write_row(const struct history *h, const struct history_row *row,
		      FILE *out)
{
	char *name = history_series_name(&h->series[row->series]);
	char *text = history_row_text(h, row);

	paragraph("", 2, xasprintf("%s", name), out);
	paragraph("", 4, text, out);
	free(name);
}

/* "recording 61 of 80, 2026-03-02 03:00 UTC, night60.scmi: worse, p = 0.0002" */
static void write_change(const struct history *h,
			 const struct history_change *c, FILE *out)
{
	char *name = history_name(h, c->at), *date = history_date(h, c->at);
	char *words = history_change_words(c);

	fputc('\n', out);
	paragraph("", 0,
		  xasprintf("%s: %s - recording %zu of %zu, %s, %s", name,
			    words, c->at + 1, h->n, date,
			    history_path(h, c->at)),
		  out);
	for (size_t i = 0; i < c->n_rows; i++)
		write_row(h, &c->rows[i], out);
	free(name);
	free(date);
	free(words);
}

static bool is_change(const struct history *h, size_t recording)
{
	for (size_t i = 0; i < h->n_changes; i++)
		if (h->changes[i].at == recording)
			return true;
	return false;
}

static const char *glyph_of(double value, double low, double high, bool utf8)
{
	double share = 0.5;

	if (isnan(value))
		return " ";
	/* Values beyond the scale are at its edge. */
	if (value < low || value > high)
		share = value > high;
	else if (high > low)
		share = (value - low) / (high - low);
	return level_glyph(utf8, (int)fmin(share * LEVELS, LEVELS - 1));
}

static void write_line(const struct history *h, size_t series, bool utf8,
		       FILE *out)
{
	const double *value = history_values(h, series);
	const size_t columns = h->n < COLUMNS ? h->n : COLUMNS;
	double low, high;

	if (!history_scale(value, h->n, &low, &high))
		return;
	fputs("    ", out);
	for (size_t c = 0; c < columns; c++) {
		const size_t from = c * h->n / columns;
		const size_t end = (c + 1) * h->n / columns;

		for (size_t i = from; i < end; i++)
			if (is_change(h, i))
				fputs(utf8 ? "│" : "|", out);
		fputs(glyph_of(history_median(h, series, from, end), low, high,
			       utf8),
		      out);
	}
	fputc('\n', out);
}

static void write_trend(const struct history *h, size_t series, bool utf8,
			FILE *out)
{
	const double *value = history_values(h, series);
	char *name = history_series_name(&h->series[series]), *from, *to;
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < h->n; i++)
		if (!isnan(value[i])) {
			low = fmin(low, value[i]);
			high = fmax(high, value[i]);
		}
	from = history_value_text(h, series, low);
	to = history_value_text(h, series, high);
	paragraph("", 2, xasprintf("%s: %s to %s", name, from, to), out);
	write_line(h, series, utf8, out);
	free(name);
	free(from);
	free(to);
}

void history_text(const struct history *h, bool utf8, FILE *out)
{
	paragraph("", 0, history_verdict(h), out);
	paragraph("", 0, history_span(h), out);
	for (size_t i = 0; i < h->n_changes; i++)
		write_change(h, &h->changes[i], out);
	if (h->n_changes) {
		fputc('\n', out);
		paragraph("", 0, history_legend(h), out);
	}
	fputs("\nTrends, the oldest recording first; a line stands before a "
	      "change\n",
	      out);
	for (size_t j = 0; j < h->n_series; j++)
		write_trend(h, j, utf8, out);
}
