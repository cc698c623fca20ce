/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A rectangle of characters with attributes. Pages are drawn on it; a terminal
 * or a file shows it. Text beyond its edges is cut off.
 */
#ifndef SCMI_PERF_CANVAS_H
#define SCMI_PERF_CANVAS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum top_ink {
	INK_PLAIN,
	INK_BOLD,
	INK_DIM,
	INK_TITLE,    /* column titles, a line across the screen */
	INK_SELECTED, /* the cursor's row, across the screen */
	INK_GOOD,
	INK_WARN,
	INK_BAD,
	/* Phases in bars. */
	INK_SUBMIT,
	INK_DOORBELL,
	INK_SERVICE, /* also transport, the sum of all but wakeup */
	INK_DISPATCH,
	INK_WAKEUP,
	INKS
};

struct canvas_cell {
	uint32_t rune; /* Unicode, printable and one column wide */
	uint8_t ink;   /* enum top_ink */
};

/* All-zero: an empty canvas. */
struct canvas {
	int rows, columns;
	bool utf8; /* false: only ASCII, see canvas_text() */
	struct canvas_cell *cell;
};

/* Sets the size and fills the canvas with blanks. */
void canvas_resize(struct canvas *c, int rows, int columns);
void canvas_free(struct canvas *c);

/* Returns NULL if the position is outside. */
struct canvas_cell *canvas_at(const struct canvas *c, int row, int column);

/*
 * Writes a string of any bytes. A character that is not printable and one column
 * wide in this locale becomes '?', as do all but ASCII unless @c->utf8. Returns
 * the column after the string, even if that is outside the canvas.
 */
int canvas_text(struct canvas *c, int row, int column, enum top_ink ink,
		const char *text);

/* Writes a string in ASCII so that it ends before column @end. */
void canvas_right(struct canvas *c, int row, int end, enum top_ink ink,
		  const char *text);

/*
 * Writes a string and pads it to @width columns; a longer one is cut and ends
 * in an ellipsis. Returns the column after the field.
 */
int canvas_field(struct canvas *c, int row, int column, int width,
		 enum top_ink ink, const char *text);

/* Copies the lines from @from to before @to of @part, to columns from @column on. */
void canvas_copy(struct canvas *c, int column, const struct canvas *part,
		 int from, int to);

/* Changes the ink of @n characters. */
void canvas_paint(struct canvas *c, int row, int column, int n,
		  enum top_ink ink);

/* Prints each row as a line in the locale's encoding, without trailing blanks. */
void canvas_print(const struct canvas *c, FILE *out);

#endif
