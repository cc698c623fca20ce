// SPDX-License-Identifier: GPL-2.0-only
#include "canvas.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "alloc.h"
#include "text.h"

#define ELLIPSIS 0x2026

void canvas_resize(struct canvas *c, int rows, int columns)
{
	const size_t n = (size_t)rows * (size_t)columns;

	if (rows != c->rows || columns != c->columns)
		c->cell = xreallocarray(c->cell, n, sizeof(*c->cell));
	c->rows = rows;
	c->columns = columns;
	for (size_t i = 0; i < n; i++)
		c->cell[i] = (struct canvas_cell){' ', INK_PLAIN};
}

void canvas_free(struct canvas *c)
{
	free(c->cell);
	*c = (struct canvas){0};
}

struct canvas_cell *canvas_at(const struct canvas *c, int row, int column)
{
	if (row < 0 || row >= c->rows || column < 0 || column >= c->columns)
		return NULL;
	return &c->cell[row * c->columns + column];
}

static void put(struct canvas *c, int row, int column, enum top_ink ink,
		uint32_t rune)
{
	struct canvas_cell *cell = canvas_at(c, row, column);

	if (cell)
		*cell = (struct canvas_cell){rune, (uint8_t)ink};
}

/* Returns the first character of *@text, which is not empty, and skips it. */
static uint32_t next_rune(const struct canvas *c, const char **text)
{
	uint32_t rune;
	size_t len = text_decode(*text, &rune);

	*text += len ? len : 1;
	if (!len || (rune >= 0x7f && !c->utf8) || wcwidth((wchar_t)rune) != 1)
		return '?';
	return rune;
}

int canvas_text(struct canvas *c, int row, int column, enum top_ink ink,
		const char *text)
{
	while (*text)
		put(c, row, column++, ink, next_rune(c, &text));
	return column;
}

void canvas_right(struct canvas *c, int row, int end, enum top_ink ink,
		  const char *text)
{
	canvas_text(c, row, end - (int)strlen(text), ink, text);
}

int canvas_field(struct canvas *c, int row, int column, int width,
		 enum top_ink ink, const char *text)
{
	const int end = column + width;

	while (column < end) {
		uint32_t rune = *text ? next_rune(c, &text) : ' ';

		if (*text && column == end - 1)
			rune = c->utf8 ? ELLIPSIS : '~';
		put(c, row, column++, ink, rune);
	}
	return end;
}

void canvas_paint(struct canvas *c, int row, int column, int n,
		  enum top_ink ink)
{
	for (int i = 0; i < n; i++) {
		struct canvas_cell *cell = canvas_at(c, row, column + i);

		if (cell)
			cell->ink = (uint8_t)ink;
	}
}

void canvas_copy(struct canvas *c, int column, const struct canvas *part,
		 int from, int to)
{
	for (int row = from; row < to; row++)
		for (int i = 0; i < part->columns; i++) {
			const struct canvas_cell *cell =
				canvas_at(part, row, i);
			struct canvas_cell *copy =
				canvas_at(c, row, column + i);

			if (cell && copy)
				*copy = *cell;
		}
}

void canvas_print(const struct canvas *c, FILE *out)
{
	for (int row = 0; row < c->rows; row++) {
		const struct canvas_cell *cell = &c->cell[row * c->columns];
		int columns = c->columns;

		while (columns && cell[columns - 1].rune == ' ')
			columns--;
		for (int i = 0; i < columns; i++)
			fprintf(out, "%lc", (wint_t)cell[i].rune);
		fputc('\n', out);
	}
}
