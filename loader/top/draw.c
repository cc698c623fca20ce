// SPDX-License-Identifier: GPL-2.0-only
/* A page: header, contents, and a line of keys. */
#include "draw.h"

#include "draw_parts.h"

/* Keys of each page, the most useful first. */
static const char *const table_keys[] = {
	"q quit",    "h help",	   "Enter detail", "s sort",	     "g group",
	"C callers", "/ search",   "f filter",	   "p pause",	     "r reset",
	"w write",   "i interval", "I invert",	   "W save settings"};
static const char *const detail_keys[] = {"q back", "h help", "p pause",
					  "r reset", "w write"};
static const char *const help_keys[] = {"q back"};

static void draw_keys(struct canvas *c, int row, enum top_page page)
{
	struct pen pen = {.canvas = c, .row = row, .end = c->columns};
	const char *const *keys = table_keys;
	size_t n = sizeof(table_keys) / sizeof(table_keys[0]);

	if (page == TOP_DETAIL) {
		keys = detail_keys;
		n = sizeof(detail_keys) / sizeof(detail_keys[0]);
	} else if (page != TOP_TABLE) {
		keys = help_keys;
		n = sizeof(help_keys) / sizeof(help_keys[0]);
	}
	for (size_t i = 0; i < n; i++)
		if (!pen_printf(&pen, INK_DIM, "%s", keys[i]))
			break;
}

/* The prompt and the message, or if there are none, the keys. */
static void draw_last_line(struct canvas *c, const struct top_view *v)
{
	const int row = c->rows - 1;
	int column = 0;

	if (*v->prompt)
		column = canvas_text(c, row, 0, INK_BOLD, v->prompt) + 2;
	if (*v->message)
		canvas_text(c, row, column, INK_WARN, v->message);
	else if (!*v->prompt)
		draw_keys(c, row, v->page);
}

/* From this width on, the details of the cursor's row are beside the table. */
#define BESIDE	  160
#define TABLE_MAX 100
#define GAP	  2

/* A screen with this many lines has graphs, however long the table is. */
#define LINES_FOR_GRAPHS 40

/* Of all lines, and of those of graphs, their title and a blank line included. */
#define GRAPHS_PART  3
#define GRAPHS_LEAST 5

static int least_graph_lines(const struct canvas *c, const struct top_view *v,
			     const struct draw_about *about)
{
	return about->keys && !v->set.hide_graphs && c->rows >= LINES_FOR_GRAPHS
		       ? c->rows / GRAPHS_PART / 2
		       : 0;
}

/* Draws graphs on the lines that the table leaves free. */
static void draw_graphs(struct canvas *c, const struct top_model *m,
			const struct top_view *v,
			const struct draw_about *about, int from, int to)
{
	const int most = c->rows / GRAPHS_PART;

	if (!about->keys || v->set.hide_graphs || to - from < GRAPHS_LEAST)
		return;
	draw_overview(c, m, to - from > most ? to - most : from + 1, to);
}

/* Draws the table, and below it the longest wait and graphs. */
static void draw_left(struct canvas *c, const struct top_model *m,
		      struct top_view *v, const struct draw_about *about,
		      int from, int to)
{
	const int table_to = to - least_graph_lines(c, v, about);
	int row = draw_table(c, m, v, about, from, table_to);

	if (about->keys)
		row = draw_wait(c, about->whole, row, table_to);
	draw_graphs(c, m, v, about, row, to);
}

/* Draws that at the left, and at the right the details of the cursor's row. */
static void draw_both(struct canvas *c, const struct top_model *m,
		      struct top_view *v, const struct draw_about *about,
		      int from, int to)
{
	const int half = c->columns / 2;
	const int left = half > TABLE_MAX ? TABLE_MAX : half;
	struct canvas part = {.utf8 = c->utf8};

	canvas_resize(&part, c->rows, c->columns - left - GAP);
	draw_detail(&part, m, v, about, from, to);
	canvas_copy(c, left + GAP, &part, from, to);
	/* It is the last, because the keys move by the lines of the table. */
	canvas_resize(&part, c->rows, left);
	draw_left(&part, m, v, about, from, to);
	canvas_copy(c, 0, &part, from, to);
	canvas_free(&part);
}

static void draw_first_page(struct canvas *c, const struct top_model *m,
			    struct top_view *v, const struct draw_about *about,
			    int from, int to)
{
	if (about->keys && !v->set.hide_details && c->columns >= BESIDE &&
	    top_view_row(v))
		draw_both(c, m, v, about, from, to);
	else
		draw_left(c, m, v, about, from, to);
}

void draw_page(struct canvas *c, const struct top_model *m, struct top_view *v,
	       const struct draw_about *about)
{
	const int to = about->keys ? c->rows - 1 : c->rows;

	draw_header(c, m, v, about);
	switch (v->page) {
	case TOP_TABLE:
		draw_first_page(c, m, v, about, DRAW_HEADER, to);
		break;
	case TOP_DETAIL:
		draw_detail(c, m, v, about, DRAW_HEADER, to);
		break;
	case TOP_CALLERS:
		draw_callers(c, v, about, DRAW_HEADER, to);
		break;
	case TOP_HELP:
		draw_help(c, v, DRAW_HEADER, to);
		break;
	}
	if (!about->keys || c->rows < 1)
		return;
	canvas_field(c, c->rows - 1, 0, c->columns, INK_PLAIN, "");
	draw_last_line(c, v);
}
