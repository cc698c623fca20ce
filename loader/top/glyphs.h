/* SPDX-License-Identifier: GPL-2.0-only */
/* Cells of a table, and bars and curves of a line's height. */
#ifndef SCMI_PERF_GLYPHS_H
#define SCMI_PERF_GLYPHS_H

#include "canvas.h"
#include "model.h"

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
