/* SPDX-License-Identifier: GPL-2.0-only */
/* What pages are made of. */
#ifndef SCMI_PERF_DRAW_PARTS_H
#define SCMI_PERF_DRAW_PARTS_H

#include "draw.h"

/* Lines of the header, above every page. */
#define DRAW_HEADER 3

void draw_header(struct canvas *c, const struct top_model *m,
		 const struct top_view *v, const struct draw_about *about);

/* Each draws on the lines from @from to before @to. */
void draw_table(struct canvas *c, const struct top_model *m, struct top_view *v,
		const struct draw_about *about, int from, int to);
void draw_detail(struct canvas *c, const struct top_model *m,
		 struct top_view *v, int from, int to);
void draw_help(struct canvas *c, struct top_view *v, int from, int to);

/* --- Pieces of a line: as many of them as fit, whole ones only. --- */

struct pen {
	struct canvas *canvas;
	int row, column;
	int end; /* column where the line ends */
};

/* Says a piece, two blanks after the last one; false: it had no room. */
__attribute__((format(printf, 3, 4))) bool
pen_printf(struct pen *pen, enum top_ink ink, const char *fmt, ...);

/* --- Lines of a page that scrolls. --- */

struct scroll {
	struct canvas *canvas;
	int from, to;	/* the canvas' lines that it has */
	size_t skipped; /* lines that are above */
	size_t line;	/* of the page: the next one */
};

/* The canvas' row of the next line, which may be none. */
int scroll_line(struct scroll *s);
/*
 * Keeps @v within a page that has all been drawn. Returns false when it was too
 * far down: then it is to be drawn again.
 */
bool scroll_fits(const struct scroll *s, struct top_view *v);
void scroll_begin(struct scroll *s, struct canvas *c, const struct top_view *v,
		  int from, int to);

#endif
