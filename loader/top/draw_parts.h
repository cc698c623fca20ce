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
pen_say(struct pen *pen, enum top_ink ink, const char *fmt, ...);

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

/* --- Cells and pictures. --- */

#define CELL_LEN 32

/*
 * A time in us in at most @width columns, 4 or more: "26.9", "12345", and where
 * that has no room "124ms", "1.2s". "-": there is none.
 */
const char *cell_time(uint64_t ns, int width, char buf[CELL_LEN]);

/* A number in at most @width columns, 3 or more: "9999", "12k", "1.2M". */
const char *cell_count(double n, int width, char buf[CELL_LEN]);

/* Of a time since the begin, "1:02:03". */
const char *cell_clock(uint64_t ns, char buf[CELL_LEN]);

/* A phase's colour. */
enum top_ink phase_ink(enum lc_phase phase);
/* The character that stands for it in bars. */
const char *phase_glyph(const struct canvas *c, enum lc_phase phase);

/* The phases of transfers as parts of a bar; @dim: they are history. */
void draw_phases(struct canvas *c, int row, int column, int width,
		 const struct top_figures *f, bool dim);

/* A bar whose length is @share, 0 … 1, of @width; not empty unless 0. */
void draw_bar(struct canvas *c, int row, int column, int width,
	      enum top_ink ink, double share);

/* How slow a row was, the newest interval on the right; logarithmic. */
void draw_sparkline(struct canvas *c, int row, int column, int width,
		    const struct top_model *m, const struct top_row *r);

#endif
