// SPDX-License-Identifier: GPL-2.0-only
/* Those who send, and those who wait for a channel, since the start: a page, a line. */
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "draw_parts.h"
#include "sender_table.h"

/* Columns of a screen on which each blank counts. */
#define NARROW 60

/* The last column of each cell, 0 for those that are left out. */
struct sender_layout {
	int end[SENDER_COLUMNS];
	int names; /* column of the names */
};

/* @gap: blanks before each column. */
static struct sender_layout put(const int width[SENDER_COLUMNS], int gap)
{
	struct sender_layout l = {0};

	for (int c = 0; c < SENDER_COLUMNS; c++)
		if (width[c])
			l.names = l.end[c] = l.names + width[c] + gap;
	l.names += gap;
	return l;
}

static int longest_name(const struct sender_table *t)
{
	int longest = 0;

	for (size_t i = 0; i < t->n; i++) {
		char *words = sender_words(&t->row[i]);

		if (longest < (int)strlen(words))
			longest = (int)strlen(words);
		free(words);
	}
	return longest;
}

/*
 * On a narrow screen, leaves out columns until the names fit, or have three quarters
 * of it. Shares stay, and p99, or else the mean.
 */
static struct sender_layout lay_out(const struct sender_table *t, int columns)
{
	static const enum sender_column leave_out[] = {
		SENDER_SUM, SENDER_MAX, SENDER_FAILED, SENDER_P50,
		SENDER_COUNT};
	const int most = columns * 3 / 4, longest = longest_name(t);
	const int names = longest < most ? longest : most;
	const int gap = columns < NARROW ? 1 : 2;
	struct sender_layout l = put(t->width, gap);
	int width[SENDER_COLUMNS];

	memcpy(width, t->width, sizeof(width));
	for (size_t i = 0; i < sizeof(leave_out) / sizeof(leave_out[0]) &&
			   columns - l.names < names;
	     i++) {
		width[leave_out[i]] = 0;
		l = put(width, gap);
	}
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
	const bool fits = l->names + (int)strlen(text) <= s->canvas->columns;

	draw_line(s, l, INK_TITLE, sender_titles,
		  fits ? text : sender_headings[by]);
	free(text);
	free(legend);
}

/*
 * Ends @words at a blank if they do not fit into @room bytes; returns the rest of
 * them, or NULL.
 */
static char *cut(char *words, int room)
{
	char *blank = NULL;

	if ((int)strlen(words) <= room)
		return NULL;
	for (char *at = strchr(words, ' '); at; at = strchr(at + 1, ' '))
		if (!blank || at - words <= room)
			blank = at;
	if (blank)
		*blank++ = '\0';
	return blank;
}

static void draw_row_of(struct scroll *s, const struct sender_layout *l,
			const struct sender_table *t, size_t i)
{
	char cell[SENDER_COLUMNS][32], *words = sender_words(&t->row[i]);
	const char *cells[SENDER_COLUMNS];

	char *rest = cut(words, s->canvas->columns - l->names);

	sender_cells(t, i, cell);
	for (int c = 0; c < SENDER_COLUMNS; c++)
		cells[c] = cell[c];
	draw_line(s, l, INK_PLAIN, cells, words);
	while (rest) {
		char *line = rest;

		rest = cut(line, s->canvas->columns - l->names);
		canvas_text(s->canvas, scroll_line(s), l->names, INK_PLAIN,
			    line);
	}
	free(words);
}

static void draw_senders(struct scroll *s, const struct profile *p,
			 enum sender_by by)
{
	struct sender_table t;
	struct sender_layout l;

	sender_table_init(&t, p, by);
	l = lay_out(&t, s->canvas->columns);
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

#define WAIT_TITLE "waits"

/* Lines of @words, @room bytes each. */
static int count_lines(const char *words, int room)
{
	char *copy = xstrdup(words), *line = copy;
	int n;

	for (n = 0; line; n++)
		line = cut(line, room);
	free(copy);
	return n;
}

int draw_wait(struct canvas *c, const struct profile *p, int from, int to)
{
	const int left = (int)strlen(WAIT_TITLE) + 1, room = c->columns - left;
	char *words = p ? longest_wait(p, profile_time_ns(p)) : NULL;
	char *line = words;
	int row = from + 1;

	if (!words || row + count_lines(words, room) > to) {
		free(words);
		return from;
	}
	canvas_text(c, row, 0, INK_DIM, WAIT_TITLE);
	while (line) {
		char *rest = cut(line, room);

		canvas_text(c, row++, left, INK_PLAIN, line);
		line = rest;
	}
	free(words);
	return row;
}
