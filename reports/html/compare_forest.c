// SPDX-License-Identifier: GPL-2.0-only
/* The shifts of a comparison with their intervals, on an axis of B / A. */
#include "compare_forest.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "compare_cells.h"
#include "compare_words.h"
#include "html_parts.h"
#include "names.h"
#include "svg_plot.h"
#include "text.h"

#define ROWS   24 /* the table has all */
#define HEIGHT 18
#define TICKS  5
#define MOST   100.0 /* what B can be of A within the axis, and its inverse */

static double ratio(const struct difference *d, double shift)
{
	return fmin(MOST, fmax(1 / MOST, 1 + shift / d->a.value));
}

/* The rows to draw, from most to least. */
enum forest_rows {
	ROWS_ALL, /* all of totals, and those that changed */
	ROWS_CHANGED,
	ROWS_TOTALS,
};

static bool is_drawn(const struct difference *d, enum forest_rows rows)
{
	const bool changed = difference_is_significant(d);

	/* Without a value of A, there is no ratio. */
	if (d->verdict < VERDICT_UNTESTED || !(d->a.value > 0))
		return false;
	return (rows != ROWS_CHANGED && d->phase == LC_TOTAL) ||
	       (rows != ROWS_TOTALS && changed);
}

/* Stores the first rows of those to draw. Returns the number of all. */
static size_t find_rows(const struct compare_order *o, enum forest_rows rows,
			const struct difference *row[ROWS])
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++) {
		if (!is_drawn(o->row[i], rows))
			continue;
		if (n < ROWS)
			row[n] = o->row[i];
		n++;
	}
	return n;
}

/* Changes are more important than other rows, and totals than phases. */
static size_t choose(const struct compare_order *o,
		     const struct difference *row[ROWS])
{
	size_t n = find_rows(o, ROWS_ALL, row);

	if (n > ROWS) {
		n = find_rows(o, ROWS_CHANGED, row);
		if (!n || n > ROWS)
			n = find_rows(o, ROWS_TOTALS, row);
	}
	return n;
}

static void set_scale(struct plot *p, const struct difference *const *row,
		      size_t n)
{
	p->low = p->high = 1;
	for (size_t i = 0; i < n; i++) {
		const struct estimate *s = &row[i]->shift;

		p->low = fmin(p->low, ratio(row[i], s->value));
		p->high = fmax(p->high, ratio(row[i], s->value));
		if (!s->interval)
			continue;
		p->low = fmin(p->low, ratio(row[i], s->low));
		p->high = fmax(p->high, ratio(row[i], s->high));
	}
	p->low = fmin(p->low, 0.99) / 1.02;
	p->high = fmax(p->high, 1.01) * 1.02;
}

/* Percents for small shifts, multiples for large ones. */
static void set_ticks(struct plot_ticks *t, double low, double high)
{
	static const double multiples[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1,
					   2,	 5,    10,   20,  50,  100};
	/* Few of them if there are many. */
	const bool coarse = high / low > 100;

	*t = (struct plot_ticks){0};
	if (high / low < 3) {
		plot_ticks_round(t, 100 * (low - 1), 100 * (high - 1), TICKS);
		for (size_t i = 0; i < t->n; i++) {
			snprintf(t->tick[i].text, sizeof(t->tick[i].text),
				 "%+.3g %%", t->tick[i].at);
			t->tick[i].at = 1 + t->tick[i].at / 100;
		}
		return;
	}
	for (size_t i = 0; i < sizeof(multiples) / sizeof(*multiples); i++) {
		const double at = multiples[i];

		if (at < low || at > high || (coarse && i % 3 != 0))
			continue;
		t->tick[t->n].at = at;
		snprintf(t->tick[t->n++].text, sizeof(t->tick[0].text),
			 at < 1 ? "1/%.0f" : "x%.0f", at < 1 ? 1 / at : at);
	}
}

static char *row_text(const struct difference *d, const struct compare_cells *s,
		      const char *unit)
{
	char *text = xasprintf("%s %s", s->cell[COLUMN_SHIFT], unit);

	text = words_append(text, "(%s %%)", s->cell[COLUMN_PERCENT]);
	return difference_is_significant(d)
		       ? words_append(text, "%s", compare_row_verdict(d))
		       : text;
}

static char *row_title(const struct difference *d,
		       const struct compare_cells *s, const char *unit)
{
	char *text = xasprintf("A %s, B %s, B-A %s %s", s->cell[COLUMN_A],
			       s->cell[COLUMN_B], s->cell[COLUMN_SHIFT], unit);

	if (d->shift.interval)
		text = words_append(text, "(%s to %s)", s->cell[COLUMN_LOW],
				    s->cell[COLUMN_HIGH]);
	if (d->tested)
		text = words_append(text, "p = %s", s->cell[COLUMN_P]);
	return text;
}

static void write_row(const struct comparison *c, const struct plot *p,
		      const struct plot_ticks *ticks,
		      const struct difference *d)
{
	const struct compare_unit unit = compare_unit(c);
	const char *verdict = compare_row_verdict(d);
	const char *class = *verdict ? verdict : "same";
	struct compare_cells cells;
	char anchor[32], name[64], *text, *title;

	compare_cells(d, unit, &cells);
	text = row_text(d, &cells, unit.name);
	title = row_title(d, &cells, unit.name);
	snprintf(anchor, sizeof(anchor), "d%td", d - c->rows);
	snprintf(name, sizeof(name), "%s %s", phase_names[d->phase],
		 statistic_names[d->statistic]);
	plot_row_begin(anchor, name, p->out);
	plot_begin(p, title);
	plot_grid(p, ticks);
	plot_line(p, "zero", 1, NULL);
	plot_group_begin(p, title);
	plot_box(p, "hit", p->low, p->high, 0, HEIGHT, NULL);
	if (d->shift.interval)
		plot_box(p, class, ratio(d, d->shift.low),
			 ratio(d, d->shift.high), HEIGHT / 2 - 1, 2, NULL);
	plot_point(p, class, ratio(d, d->shift.value), HEIGHT / 2, NULL);
	plot_group_end(p);
	plot_end(p);
	plot_row_end(text, p->out);
	free(text);
	free(title);
}

static bool is_same_message(const struct difference *a,
			    const struct difference *b)
{
	return !series_key_compare(&a->key, &b->key) &&
	       a->transport_a == b->transport_a;
}

static void write_rows(const struct comparison *c,
		       const struct difference *const *row, size_t n, FILE *out)
{
	struct plot p = {.logarithmic = true, .height = HEIGHT, .out = out};
	struct plot_ticks ticks;

	set_scale(&p, row, n);
	set_ticks(&ticks, p.low, p.high);
	plot_rows_begin(out);
	for (size_t i = 0; i < n; i++) {
		if (!i || !is_same_message(row[i - 1], row[i])) {
			char *title = compare_title(c, &row[i]->key,
						    row[i]->transport_a);

			html_row_group("", title, out);
			free(title);
		}
		write_row(c, &p, &ticks, row[i]);
	}
	plot_rows_end(&p, &ticks);
}

void compare_forest(const struct comparison *c, const struct compare_order *o,
		    FILE *out)
{
	const struct difference *row[ROWS];
	size_t all = choose(o, row), n = all < ROWS ? all : ROWS;

	if (!n)
		return;
	fprintf(out,
		"<h2>Differences</h2>\n<p class=\"soft\">A point is the shift "
		"from A to B, as a part of A; its line is the interval of "
		"%.0f %%. An interval beside the upright line at A does not by "
		"itself mean that a difference is significant: colours do.",
		100 * COMPARE_CONFIDENCE);
	if (all > n)
		fprintf(out, " These are %zu of %zu totals.", n, all);
	fputs(" The tables have all rows.", out);
	fputs("</p>\n", out);
	write_rows(c, row, n, out);
}
