// SPDX-License-Identifier: GPL-2.0-only
/* The mouse on the pages of the live view. */
#include "keys.h"

#define WHEEL_LINES 3

/* Sorts by a column, or inverts the order if it is the sort key already. */
static void click_title(struct top_keys *k, struct top_view *v, int column)
{
	for (int i = 0; i < TOP_SORTS; i++) {
		if (column < v->title[i].from || column >= v->title[i].to)
			continue;
		if (v->set.sort == (enum top_sort)i) {
			top_press(k, v, 'I');
			return;
		}
		v->set.sort = i;
		v->set.inverted = false;
		top_view_message(v, "sorted by %s", top_sort_names[i]);
	}
}

/* Moves the cursor to a line of the table; shows its details if it is there. */
static void click_row(struct top_keys *k, struct top_view *v, size_t line)
{
	const size_t row = v->first + line;

	if (line >= v->lines || row >= v->n_rows)
		return;
	if (row == v->cursor)
		top_press(k, v, TOP_KEY_ENTER);
	else
		top_view_move(v, (long)row - (long)v->cursor);
}

static void click(struct top_keys *k, struct top_view *v,
		  const struct mouse_press *press)
{
	if (v->page != TOP_TABLE || press->column >= v->table_width)
		return;
	if (press->row == v->title_row)
		click_title(k, v, press->column);
	else if (press->row > v->title_row)
		click_row(k, v, (size_t)(press->row - v->title_row - 1));
}

void top_click(struct top_keys *k, struct top_view *v,
	       const struct mouse_press *press)
{
	if (k->prompt != TOP_NO_PROMPT)
		return;
	*v->message = '\0';
	switch (press->button) {
	case MOUSE_WHEEL_UP:
		top_view_move(v, -WHEEL_LINES);
		break;
	case MOUSE_WHEEL_DOWN:
		top_view_move(v, WHEEL_LINES);
		break;
	case MOUSE_LEFT:
		click(k, v, press);
		break;
	case MOUSE_RIGHT:
		if (v->page != TOP_TABLE)
			top_press(k, v, TOP_KEY_ESCAPE);
		break;
	}
}
