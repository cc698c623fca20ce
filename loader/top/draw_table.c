// SPDX-License-Identifier: GPL-2.0-only
/* The page with a line for each row, and as many columns as fit. */
#include <string.h>

#include "columns.h"
#include "draw_parts.h"
#include "names.h"

struct layout {
	struct columns columns;
	bool one_transport;    /* all rows have the same: do not show it */
	bool short_transports; /* show the first letters only */
};

#define SHORT_TRANSPORT	      4	  /* letters */
#define SHORT_TRANSPORT_BELOW 100 /* columns */

static const char *name_of(const struct layout *l, const struct top_view *v,
			   const struct top_row *row, char buf[TOP_NAME_LEN])
{
	const size_t len = strlen(transport_names[row->key.transport]);
	const char *name = top_row_label(row, v->set.grouping, buf);
	const char *rest = row->sender ? NULL : strchr(name, ' ');

	if (rest && l->one_transport)
		return rest + 1;
	if (rest && l->short_transports && len > SHORT_TRANSPORT)
		memmove(buf + SHORT_TRANSPORT, buf + len,
			strlen(buf + len) + 1);
	return name;
}

/* Returns true if all rows have the same transport and instance. */
static bool has_one_transport(const struct top_view *v)
{
	for (size_t i = 1; i < v->n_rows; i++)
		if (v->row[i]->key.transport != v->row[0]->key.transport ||
		    v->row[i]->key.instance != v->row[0]->key.instance)
			return false;
	return v->n_rows;
}

static int widest_name(const struct layout *l, const struct top_view *v)
{
	size_t widest = 0;

	for (size_t i = 0; i < v->n_rows; i++) {
		char buf[TOP_NAME_LEN];
		const size_t len = strlen(name_of(l, v, v->row[i], buf));

		if (len > widest)
			widest = len;
	}
	return (int)widest;
}

static struct layout lay_out(const struct top_view *v, int width)
{
	struct layout l = {.one_transport = has_one_transport(v),
			   .short_transports = width < SHORT_TRANSPORT_BELOW};

	l.columns = columns_fit(v->set.columns, width);
	/* It takes the names of all rows. */
	if (l.columns.room)
		columns_widen(&l.columns, widest_name(&l, v));
	return l;
}

/* Draws a title, highlighted if it is the sort key, and notes where it is. */
static void draw_title(struct canvas *c, int row, int from, int width,
		       enum top_column i, struct top_view *v)
{
	const enum top_sort sort = top_columns[i].sort;
	const enum top_ink ink = sort == v->set.sort ? INK_SELECTED : INK_TITLE;
	const char *title = top_columns[i].title;

	if (i == COLUMN_NAME)
		canvas_field(c, row, from, width, ink,
			     top_grouping_names[v->set.grouping]);
	else if (i == COLUMN_PHASE || i == COLUMN_BAR)
		canvas_text(c, row, from + (i == COLUMN_PHASE ? 1 : 2), ink,
			    title);
	else
		canvas_right(c, row, from + width, ink, title);
	if (i == COLUMN_PHASE)
		canvas_right(c, row, from + width, ink, "%");
	if (sort != TOP_SORTS)
		v->title[sort] = (struct screen_span){from, from + width};
}

static void draw_titles(struct canvas *c, int row,
			const struct columns *columns, struct top_view *v)
{
	int column = 0;

	v->title_row = row;
	v->table_width = c->columns;
	memset(v->title, 0, sizeof(v->title));
	canvas_paint(c, row, 0, c->columns, INK_TITLE);
	for (int i = 0; i < TOP_COLUMNS; column += columns->width[i++])
		if (columns->width[i])
			draw_title(c, row, column, columns->width[i], i, v);
}

/* Draws the reason why there are no rows. */
static void draw_empty(struct canvas *c, int row, const struct top_model *m,
		       const struct top_view *v)
{
	const char *why = "No SCMI message yet.";

	if (m->level[v->set.grouping].n)
		why = "No row matches the filter.";
	else if (v->ended)
		why = "No SCMI message.";
	canvas_text(c, row, 0, INK_DIM, why);
}

/* Scrolls so that the cursor's row is shown and no line is empty needlessly. */
static void scroll_table(struct top_view *v, size_t lines)
{
	v->lines = lines;
	if (v->cursor >= v->first + lines)
		v->first = v->cursor + 1 - lines;
	if (v->cursor < v->first)
		v->first = v->cursor;
	if (v->first + lines > v->n_rows)
		v->first = v->n_rows > lines ? v->n_rows - lines : 0;
}

/* A single row is the total by itself. */
static bool has_total(const struct top_model *m, const struct top_view *v)
{
	return m->level[v->set.grouping].n > 1;
}

/* Draws all messages together, below the rows. */
static void draw_total(struct canvas *c, int row, const struct columns *columns,
		       const struct top_model *m)
{
	char name[TOP_NAME_LEN];

	draw_row(c, row, columns, m, top_total(m),
		 top_row_name(&top_total(m)->key, TOP_BY_NOTHING, name), NULL);
	canvas_paint(c, row, 0, columns->width[COLUMN_NAME], INK_BOLD);
}

/* The least number of lines for rows if a line has the total. */
#define ROWS_BEFORE_TOTAL 3

int draw_table(struct canvas *c, const struct top_model *m, struct top_view *v,
	       const struct draw_about *about, int from, int to)
{
	const int room = to > from + 1 ? to - from - 1 : 0;
	const bool total = room > ROWS_BEFORE_TOTAL && has_total(m, v);
	const struct layout l = lay_out(v, c->columns);
	int row = from + 1;
	char buf[TOP_NAME_LEN];

	scroll_table(v, (size_t)(total ? room - 1 : room));
	if (to <= from)
		return to;
	draw_titles(c, from, &l.columns, v);
	if (!v->n_rows && v->lines)
		draw_empty(c, row++, m, v);
	for (size_t i = 0; i < v->lines && v->first + i < v->n_rows; i++) {
		const struct top_row *r = v->row[v->first + i];

		draw_row(c, row, &l.columns, m, r, name_of(&l, v, r, buf),
			 alerts_find(&v->alerts, m, r));
		if (about->keys && v->first + i == v->cursor)
			canvas_paint(c, row, 0, c->columns, INK_SELECTED);
		row++;
	}
	if (total)
		draw_total(c, row++, &l.columns, m);
	return row;
}

int draw_table_rows(const struct top_model *m, const struct top_view *v)
{
	const int rows = v->n_rows ? (int)v->n_rows : 1;

	return DRAW_HEADER + 1 + rows + has_total(m, v);
}
