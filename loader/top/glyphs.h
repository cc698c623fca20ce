/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers that fit a cell of a table, and graphics of a line's height. */
#ifndef SCMI_PERF_GLYPHS_H
#define SCMI_PERF_GLYPHS_H

#include "canvas.h"
#include "model.h"

#define CELL_LEN 32

/*
 * Formats a time in us in at most @width columns, 4 or more: "26.9", "12345",
 * or with a unit if that does not fit: "124ms", "1.2s". "-": no value.
 */
const char *cell_time(uint64_t ns, int width, char buf[CELL_LEN]);

/* Formats a number in at most @width columns, 3 or more: "9999", "1.2M". */
const char *cell_count(double n, int width, char buf[CELL_LEN]);

/* Formats a duration as "1:02:03". */
const char *cell_clock(uint64_t ns, char buf[CELL_LEN]);

/* The colour of a phase, or of LC_PHASES, none; and its character in bars, if any. */
enum top_ink phase_ink(enum lc_phase phase);
const char *phase_glyph(const struct canvas *c, enum lc_phase phase);

/* Draws a bar of the phases' shares; @dim: in no colours. */
void draw_phases(struct canvas *c, int row, int column, int width,
		 const struct top_figures *f, bool dim);

/* Draws a bar of @share, 0 to 1, of @width columns; empty only if it is 0. */
void draw_bar(struct canvas *c, int row, int column, int width,
	      enum top_ink ink, double share);

/* Draws a bar of @share, 0 to 1, from the last of @height lines up. */
void draw_bar_up(struct canvas *c, int row, int column, int height,
		 enum top_ink ink, double share);

/* The position of a value, above 0, on a logarithmic scale: 0 to 1. */
double log_share(double value, double least, double most);

/* Draws a row's history on a logarithmic scale, the last interval rightmost. */
void draw_sparkline(struct canvas *c, int row, int column, int width,
		    const struct top_model *m, const struct top_row *r);

#endif
