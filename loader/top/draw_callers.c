// SPDX-License-Identifier: GPL-2.0-only
/* The page with those who send, and those who wait for a channel, since the start. */
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "draw_parts.h"
#include "sender_table.h"

/* Blanks before each column. */
#define GAP 2

/* The last column of each cell, 0 for those that are left out. */
struct sender_layout {
	int end[SENDER_COLUMNS];
	int names; /* column of the names */
};

static struct sender_layout lay_out(const struct sender_table *t)
{
	struct sender_layout l = {0};
	int width[SENDER_COLUMNS];
	bool failed = false;

	for (int c = 0; c < SENDER_COLUMNS; c++)
		width[c] = (int)strlen(sender_titles[c]);
	for (size_t i = 0; i < t->n; i++) {
		char cell[SENDER_COLUMNS][32];

		sender_cells(t, i, cell);
		failed |= t->row[i].timed_out != 0;
		for (int c = 0; c < SENDER_COLUMNS; c++)
			if (width[c] < (int)strlen(cell[c]))
				width[c] = (int)strlen(cell[c]);
	}
	for (int c = 0; c < SENDER_COLUMNS; c++)
		if (failed || c != SENDER_FAILED)
			l.names = l.end[c] = l.names + width[c] + GAP;
	l.names += GAP;
	return l;
}

static void draw_line(struct scroll *s, const struct sender_layout *l,
		      enum top_ink ink, const char *const *cell,
		      const char *words)
{
	const int row = scroll_line(s);

	canvas_paint(s->canvas, row, 0, s->canvas->columns, ink);
	for (int c = 0; c < SENDER_COLUMNS; c++)
		if (l->end[c])
			canvas_right(s->canvas, row, l->end[c], ink, cell[c]);
	canvas_text(s->canvas, row, l->names, ink, words);
}

static void draw_titles(struct scroll *s, const struct sender_layout *l,
			const struct sender_table *t, enum sender_by by)
{
	char *legend = sender_legend(t, by, t->n);
	char *text = xasprintf("%s. %s", sender_headings[by], legend);

	draw_line(s, l, INK_TITLE, sender_titles, text);
	free(text);
	free(legend);
}

static void draw_row_of(struct scroll *s, const struct sender_layout *l,
			const struct sender_table *t, size_t i)
{
	char cell[SENDER_COLUMNS][32], *words = sender_words(&t->row[i]);
	const char *cells[SENDER_COLUMNS];

	sender_cells(t, i, cell);
	for (int c = 0; c < SENDER_COLUMNS; c++)
		cells[c] = cell[c];
	draw_line(s, l, INK_PLAIN, cells, words);
	free(words);
}

static void draw_senders(struct scroll *s, const struct profile *p,
			 enum sender_by by)
{
	struct sender_table t;
	struct sender_layout l;

	sender_table_init(&t, p, by);
	l = lay_out(&t);
	if (t.n)
		draw_titles(s, &l, &t, by);
	for (size_t i = 0; i < t.n; i++)
		draw_row_of(s, &l, &t, i);
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
