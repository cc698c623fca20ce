/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A rectangle of characters with attributes, which pages are drawn on; a
 * terminal or a file shows it. What does not fit is cut off.
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
	INK_TITLE,    /* of a table's columns: a line across the screen */
	INK_SELECTED, /* the cursor's row, across the screen */
	INK_GOOD,
	INK_WARN,
	INK_BAD,
	/* Phases, as characters of a bar. */
	INK_SUBMIT,
	INK_DOORBELL,
	INK_SERVICE, /* and transport, which is all of it but wakeup */
	INK_DISPATCH,
	INK_WAKEUP,
	INKS
};

struct canvas_cell {
	uint32_t rune; /* Unicode, one column wide, no control character */
	uint8_t ink;   /* enum top_ink */
};

/* All-zero is one without room. */
struct canvas {
	int rows, columns;
	bool utf8; /* else it only takes ASCII; see canvas_text() */
	struct canvas_cell *cell;
};

/* Makes it this large, and blank. Returns 0 or -ENOMEM: it is unchanged. */
int canvas_resize(struct canvas *c, int rows, int columns);
void canvas_free(struct canvas *c);

/* NULL where there is no such place. */
struct canvas_cell *canvas_at(const struct canvas *c, int row, int column);

/*
 * Writes a string, which may hold anything: what is no character of one column
 * to this locale (or no ASCII, where the canvas takes no other) becomes '?'.
 * Returns the column after it, be it on the canvas or not.
 */
int canvas_text(struct canvas *c, int row, int column, enum top_ink ink,
		const char *text);
__attribute__((format(printf, 5, 6))) int canvas_printf(struct canvas *c,
							int row, int column,
							enum top_ink ink,
							const char *fmt, ...);

/*
 * Writes a string into @width columns, blanks after it; one that is longer is
 * cut and ends in an ellipsis. Returns the column after the field.
 */
int canvas_field(struct canvas *c, int row, int column, int width,
		 enum top_ink ink, const char *text);

/* Changes the ink of @n characters. */
void canvas_paint(struct canvas *c, int row, int column, int n,
		  enum top_ink ink);

/* As text: a line a row, without blanks at their ends. */
void canvas_print(const struct canvas *c, FILE *out);

#endif
