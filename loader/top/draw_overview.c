// SPDX-License-Identifier: GPL-2.0-only
/* Graphs of all messages over time, side by side, below the table. */
#include <math.h>

#include "draw_parts.h"
#include "glyphs.h"

/* A graph needs this many columns, and the blanks between two. */
#define LEAST_WIDTH 19
#define GAP	    2

struct graph {
	struct canvas *canvas;
	int row, column, width, height; /* without the title */
	const struct overview *overview;
	enum overview_value which;
};

static double value_at(const struct graph *g, int age)
{
	const struct overview_point *p = overview_at(g->overview, (size_t)age);

	return p ? p->value[g->which] : 0;
}

static double highest(const struct graph *g)
{
	double most = 0;

	for (int i = 0; i < g->width; i++)
		most = fmax(most, value_at(g, i));
	return most;
}

/* The span of the intervals that fit, in seconds. */
static double span_s(const struct graph *g)
{
	double ns = 0;

	for (int i = 0; i < g->width; i++) {
		const struct overview_point *p =
			overview_at(g->overview, (size_t)i);

		ns += p ? (double)p->span_ns : 0;
	}
	return ns / 1e9;
}

static const char *format(const struct graph *g, double value,
			  char text[CELL_LEN])
{
	return g->which == OVERVIEW_SLOWNESS
		       ? cell_time((uint64_t)value, 5, text)
		       : cell_count(value, 5, text);
}

/* "p99 us 31.4  peak 2089.0  in 30 s", as much of it as fits. */
static void draw_title(const struct graph *g)
{
	static const char *const names[OVERVIEW_VALUES] = {
		[OVERVIEW_SLOWNESS] = "p99 us",
		[OVERVIEW_RATE] = "msg/s",
		[OVERVIEW_TIMEOUTS] = "timeouts",
	};
	struct pen pen = {.canvas = g->canvas,
			  .row = g->row - 1,
			  .column = g->column,
			  .end = g->column + g->width};
	char text[CELL_LEN];

	canvas_paint(g->canvas, pen.row, g->column, g->width, INK_TITLE);
	pen_printf(&pen, INK_TITLE, "%s %s", names[g->which],
		   format(g, value_at(g, 0), text));
	pen_printf(&pen, INK_TITLE, "peak %s", format(g, highest(g), text));
	pen_printf(&pen, INK_TITLE, "in %.3g s", span_s(g));
}

/* Latencies have a logarithmic scale from the lowest on, counts a linear one from 0. */
static void draw_curve(const struct graph *g)
{
	const bool log_scale = g->which == OVERVIEW_SLOWNESS;
	const enum top_ink ink = g->which == OVERVIEW_TIMEOUTS ? INK_BAD
							       : INK_SERVICE;
	const double most = highest(g);
	double least = most;

	for (int i = 0; i < g->width; i++)
		if (value_at(g, i) > 0)
			least = fmin(least, value_at(g, i));
	for (int i = 0; i < g->width; i++) {
		const double value = value_at(g, i);

		if (!(value > 0))
			continue;
		draw_bar_up(g->canvas, g->row, g->column + g->width - 1 - i,
			    g->height, ink,
			    log_scale ? log_share(value, least, most)
				      : value / most);
	}
}

void draw_overview(struct canvas *c, const struct top_model *m, int from,
		   int to)
{
	int n = (c->columns + GAP) / (LEAST_WIDTH + GAP);

	if (n > OVERVIEW_VALUES)
		n = OVERVIEW_VALUES;
	for (int i = 0; i < n; i++) {
		const int left = i * (c->columns + GAP) / n;
		const struct graph g = {
			.canvas = c,
			.row = from + 1,
			.column = left,
			.width = (i + 1) * (c->columns + GAP) / n - GAP - left,
			.height = to - from - 1,
			.overview = &m->overview,
			.which = (enum overview_value)i};

		draw_title(&g);
		draw_curve(&g);
	}
}
