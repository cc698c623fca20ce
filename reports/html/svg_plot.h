/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Plots of pages. A plot is as wide as its column; horizontal positions are percents
 * and vertical ones pixels, so that text and lines keep their size on every screen.
 * A mark has a <title>, which a browser shows where the pointer rests.
 */
#ifndef SCMI_PERF_SVG_PLOT_H
#define SCMI_PERF_SVG_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct plot {
	double low, high; /* of the horizontal axis */
	bool logarithmic;
	int height; /* pixels */
	FILE *out;
};

/* Returns the position of a value in percent; beyond the axis, that of its end. */
double plot_x(const struct plot *p, double value);

/* Screen readers read @label. plot_end() ends the plot. */
void plot_begin(const struct plot *p, const char *label);
void plot_end(const struct plot *p);

/* All marks in between have one @title. */
void plot_group_begin(const struct plot *p, const char *title);
void plot_group_end(const struct plot *p);

/*
 * A mark of @class from value @from to @to, from pixel @y on downwards. It is never
 * too narrow to be seen. @title may be NULL.
 */
void plot_box(const struct plot *p, const char *class, double from, double to,
	      double y, double height, const char *title);

/* An upright line through the whole plot. */
void plot_line(const struct plot *p, const char *class, double value,
	       const char *title);

/* A point at value @x and pixel @y. Titles may be NULL. */
void plot_point(const struct plot *p, const char *class, double x, double y,
		const char *title);

/*
 * A path in which horizontal positions are 0 … PLOT_PATH. The caller writes its
 * commands in between.
 */
#define PLOT_PATH 1000
void plot_path_begin(const struct plot *p, const char *class);
void plot_path_end(const struct plot *p);

#define PLOT_TICKS 16

struct plot_ticks {
	struct {
		double at;
		char text[24];
	} tick[PLOT_TICKS];
	size_t n;
};

/* Round values on an axis, at most @most of them, without texts. */
void plot_ticks_round(struct plot_ticks *t, double low, double high,
		      size_t most);
/* The same with texts, for times in ns on a logarithmic axis. */
void plot_ticks_of_times(struct plot_ticks *t, double low, double high,
			 size_t most);

/* Lines at the ticks; and a plot of its own with their texts. */
void plot_grid(const struct plot *p, const struct plot_ticks *t);
void plot_axis(const struct plot *p, const struct plot_ticks *t);

/* A horizontal line at pixel @y with a text: above its start, in .pictures beside it. */
void plot_level(const struct plot *p, double y, const char *text);

/*
 * A row of a list of plots: a name, which is a link to @anchor unless that is
 * empty, the plot, which the caller writes, and a text, which may be empty.
 */
void plot_rows_begin(FILE *out);
void plot_row_begin(const char *anchor, const char *name, FILE *out);
void plot_row_end(const char *text, FILE *out);
/* The row of the axis. */
void plot_rows_end(const struct plot *p, const struct plot_ticks *t);

#endif
