// SPDX-License-Identifier: GPL-2.0-only
/* The page with those who send, and those who wait for a channel, since the start. */
#include <stdlib.h>

#include "draw_parts.h"
#include "sender_table.h"

/* Widths of the columns, and the column of the names. */
#define WIDTH 8
#define NAMES (SENDER_COLUMNS * WIDTH + 2)

static void draw_titles(struct scroll *s, const struct sender_table *t,
			enum sender_by by)
{
	const int row = scroll_line(s);
	char *legend = sender_legend(t, by, t->n);

	canvas_paint(s->canvas, row, 0, s->canvas->columns, INK_TITLE);
	for (int i = 0; i < SENDER_COLUMNS; i++)
		canvas_right(s->canvas, row, (i + 1) * WIDTH, INK_TITLE,
			     sender_titles[i]);
	canvas_text(s->canvas, row, NAMES, INK_TITLE, legend);
	free(legend);
}

static void draw_row_of(struct scroll *s, const struct sender_table *t,
			size_t i)
{
	char cell[SENDER_COLUMNS][32], *words = sender_words(&t->row[i]);
	const int row = scroll_line(s);

	sender_cells(t, i, cell);
	for (int c = 0; c < SENDER_COLUMNS; c++)
		canvas_right(s->canvas, row, (c + 1) * WIDTH, INK_PLAIN,
			     cell[c]);
	canvas_text(s->canvas, row, NAMES, INK_PLAIN, words);
	free(words);
}

static void draw_senders(struct scroll *s, const struct profile *p,
			 enum sender_by by)
{
	struct sender_table t;

	sender_table_init(&t, p, by);
	if (t.n)
		draw_titles(s, &t, by);
	for (size_t i = 0; i < t.n; i++)
		draw_row_of(s, &t, i);
	if (t.n)
		scroll_line(s);
	sender_table_free(&t);
}

static void draw_all(struct scroll *s, const struct profile *p)
{
	static const enum sender_by parts[] = {SENDER_TASK, SENDER_DRIVER,
					       SENDER_HOLDER};

	if (!p || !p->senders) {
		canvas_text(s->canvas, scroll_line(s), 0, INK_DIM,
			    "No callers: start with --callers, or record with "
			    "it.");
		return;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		draw_senders(s, p, parts[i]);
}

void draw_callers(struct canvas *c, struct top_view *v,
		  const struct draw_about *about, int from, int to)
{
	struct scroll s;

	do {
		scroll_begin(&s, c, v, from, to);
		draw_all(&s, about->whole);
	} while (!scroll_fits(&s, v));
}
