/* SPDX-License-Identifier: GPL-2.0-only */
/* Declarations that the pages of the live view share. */
#ifndef SCMI_PERF_DRAW_PARTS_H
#define SCMI_PERF_DRAW_PARTS_H

#include "draw.h"

/* Lines of the header, above every page. */
#define DRAW_HEADER 3

void draw_header(struct canvas *c, const struct top_model *m,
		 const struct top_view *v, const struct draw_about *about);

/* Each draws on the lines from @from to before @to. */
void draw_detail(struct canvas *c, const struct top_model *m,
		 struct top_view *v, const struct draw_about *about, int from,
		 int to);
void draw_help(struct canvas *c, struct top_view *v, int from, int to);
void draw_callers(struct canvas *c, struct top_view *v,
		  const struct draw_about *about, int from, int to);
/*
 * Draws the longest wait for a channel of @p, which may be NULL, below a blank line, if
 * there is one and all of it fits. Returns the line after it, else @from.
 */
int draw_wait(struct canvas *c, const struct profile *p, int from, int to);
void draw_overview(struct canvas *c, const struct top_model *m, int from,
		   int to);
/* Returns the line after the last one with a row. */
int draw_table(struct canvas *c, const struct top_model *m, struct top_view *v,
	       const struct draw_about *about, int from, int to);

struct columns;

/* Draws a row of the table, with @name, on line @row. @alert applies to it, or NULL. */
void draw_row(struct canvas *c, int row, const struct columns *columns,
	      const struct top_model *m, const struct top_row *r,
	      const char *name, const struct alert *alert);

/* A line of pieces, separated by two blanks. */
struct pen {
	struct canvas *canvas;
	int row, column;
	int end; /* column after the line */
};

/* Writes a piece if all of it fits. Returns false if it does not fit. */
__attribute__((format(printf, 3, 4))) bool
pen_printf(struct pen *pen, enum top_ink ink, const char *fmt, ...);

/* A page that scrolls. */
struct scroll {
	struct canvas *canvas;
	int from, to;	/* lines of the canvas that show it */
	size_t skipped; /* lines of the page above the first one shown */
	size_t line;	/* the page's next line, from 0 */
};

/*
 * Draws the fast channels of a row with key @row from column @left to before @end,
 * each message with a title.
 */
void draw_fast_channels(struct scroll *s, int left, int end,
			const struct top_model *m, enum top_grouping grouping,
			const struct series_key *row);

/* Starts a page on blank lines. */
void scroll_begin(struct scroll *s, struct canvas *c, const struct top_view *v,
		  int from, int to);
/* Returns the canvas' row of the page's next line; -1 if it is not shown. */
int scroll_line(struct scroll *s);
/*
 * To be called when all lines of the page are drawn. Returns false if @v was
 * scrolled beyond its end; @v is corrected and the page must be drawn again.
 */
bool scroll_fits(const struct scroll *s, struct top_view *v);

#endif
