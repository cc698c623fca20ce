// SPDX-License-Identifier: GPL-2.0-only
/* The page with a line for each row, and as many columns as fit. */
#include <string.h>

#include "draw_parts.h"
#include "glyphs.h"
#include "names.h"

/* From left to right; times in the order of enum top_time. */
enum column {
	NAME,
	RATE,
	LAST_P50,
	LAST_P90,
	LAST_P99,
	LAST_MAX,
	ALL_P50,
	ALL_P90,
	ALL_P99,
	ALL_MAX,
	TIME,
	ERRORS,
	PHASE,
	BAR,
	SPARKLINE,
	COLUMNS
};

#define LEAST_NAME 19

/* Width includes the blank before a column; TOP_SORTS: no sort key. */
static const struct {
	const char *title;
	int width;
	enum top_sort sort;
} columns[COLUMNS] = {
	[NAME] = {"message", 0, TOP_SORT_NAME},
	[RATE] = {"msg/s", 6, TOP_SORT_RATE},
	[LAST_P50] = {"p50", 6, TOP_SORT_P50},
	[LAST_P90] = {"p90", 7, TOP_SORT_P90},
	[LAST_P99] = {"p99", 7, TOP_SORT_P99},
	[LAST_MAX] = {"max", 7, TOP_SORT_MAX},
	[ALL_P50] = {"all:p50", 8, TOP_SORTS},
	[ALL_P90] = {"p90", 7, TOP_SORTS},
	[ALL_P99] = {"p99", 7, TOP_SORTS},
	[ALL_MAX] = {"max", 7, TOP_SORTS},
	[TIME] = {"time", 5, TOP_SORT_TIME},
	[ERRORS] = {"err", 4, TOP_SORT_ERRORS},
	[PHASE] = {"phase", 13, TOP_SORTS},
	[BAR] = {"phases", 14, TOP_SORTS},
	[SPARKLINE] = {"history", 17, TOP_SORTS},
};

struct layout {
	int width[COLUMNS];    /* 0: not shown */
	bool one_transport;    /* all rows have the same: do not show it */
	bool short_transports; /* show the first letters only */
};

#define SHORT_TRANSPORT	      4	  /* letters */
#define SHORT_TRANSPORT_BELOW 100 /* columns */

/* Adds a column if there is room. */
static bool add_column(struct layout *l, int column, int *room)
{
	if (*room < columns[column].width)
		return false;
	l->width[column] = columns[column].width;
	*room -= columns[column].width;
	return true;
}

/* Widens a column by up to @more columns. */
static void widen(struct layout *l, int column, int more, int *room)
{
	if (more > *room)
		more = *room;
	if (!l->width[column] || more < 0)
		return;
	l->width[column] += more;
	*room -= more;
}

static const char *name_of(const struct layout *l, const struct top_view *v,
			   const struct top_row *row, char buf[TOP_NAME_LEN])
{
	const size_t len = strlen(transport_names[row->key.transport]);
	const char *name = top_row_name(&row->key, v->set.grouping, buf);
	const char *rest = strchr(name, ' ');

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

static void lay_out(struct layout *l, const struct top_view *v, int width)
{
	/* By importance. */
	static const enum column order[] = {
		LAST_P99, PHASE,   RATE,     LAST_MAX, LAST_P50,
		TIME,	  ERRORS,  LAST_P90, BAR,      ALL_P50,
		ALL_P90,  ALL_P99, ALL_MAX,  SPARKLINE};
	int room = width;

	*l = (struct layout){.one_transport = has_one_transport(v),
			     .short_transports = width < SHORT_TRANSPORT_BELOW};
	l->width[NAME] = width < LEAST_NAME ? width : LEAST_NAME;
	room -= l->width[NAME];
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (order[i] == BAR)
			widen(l, NAME, 25 - LEAST_NAME, &room);
		if (!add_column(l, order[i], &room))
			break;
	}
	/* An anomaly's name also uses the errors' column; make up for it. */
	if (!l->width[ERRORS])
		widen(l, PHASE, 1, &room);
	if (room)
		widen(l, NAME, widest_name(l, v) - l->width[NAME], &room);
	widen(l, BAR, 12, &room);
	widen(l, SPARKLINE, TOP_HISTORY + 1 - l->width[SPARKLINE], &room);
}

/* A name that is too long loses its middle, because many start alike. */
static void draw_name(struct canvas *c, int row, int width, enum top_ink ink,
		      const char *name)
{
	const int len = (int)strlen(name), tail = (width - 1) / 2;

	canvas_field(c, row, 0, len > width ? width - tail : width, ink, name);
	if (len > width)
		canvas_field(c, row, width - tail, tail, ink,
			     name + len - tail);
}

/* Draws an anomaly across the columns of errors and phase. */
static void draw_anomaly(struct canvas *c, int row, int column,
			 const struct layout *l, enum lc_anomaly kind,
			 const struct top_row *r)
{
	const int width = l->width[ERRORS] + l->width[PHASE] - 1;
	char text[64], count[CELL_LEN];

	cell_count((double)r->all.delta.anomaly[kind], 4, count);
	if (snprintf(text, sizeof(text), "%s %s", anomaly_names[kind], count) >
	    width)
		snprintf(text, sizeof(text), "%s", anomaly_names[kind]);
	canvas_field(c, row, column - l->width[ERRORS] + 1, width, INK_BAD,
		     text);
}

static void draw_phase(struct canvas *c, int row, int column, int width,
		       const struct top_row *r, bool idle)
{
	const uint64_t *counter = r->last.delta.counter;
	char share_text[CELL_LEN];
	double share;
	const enum lc_phase phase = top_marked_phase(&r->last, &share);
	const enum top_ink ink = idle ? INK_DIM : phase_ink(phase);

	if (phase != LC_PHASES) {
		canvas_field(c, row, column + 1, width - 1, ink,
			     phase_names[phase]);
		snprintf(share_text, sizeof(share_text), "%.0f", 100 * share);
		canvas_right(c, row, column + width, ink, share_text);
	} else if (counter[LC_NOTIFIED]) {
		canvas_text(c, row, column + 1, INK_DIM,
			    phase_names[LC_HANDLING]);
	} else if (counter[LC_FAST_CALLS]) {
		canvas_text(c, row, column + 1, INK_DIM, "fast calls");
	}
}

static uint64_t time_of(const struct top_row *r, enum column column)
{
	return column < ALL_P50 ? r->last.time[column - LAST_P50]
				: r->all.time[column - ALL_P50];
}

/* Returns true if the last p99 is at least twice that of all intervals. */
static bool is_slow(const struct top_row *r)
{
	return r->last.time[TOP_P99] != TOP_NO_VALUE &&
	       r->last.time[TOP_P99] / 2 >= r->all.time[TOP_P99];
}

static enum top_ink ink_of(const struct top_model *m, const struct top_row *r,
			   enum column column)
{
	if (column == ERRORS && top_errors(&r->all))
		return top_idle(m, r) || !top_errors(&r->last) ? INK_WARN
							       : INK_BAD;
	if (top_idle(m, r) || column == ERRORS)
		return INK_DIM;
	if (column == LAST_P99 && is_slow(r))
		return INK_WARN;
	return column >= ALL_P50 && column <= ALL_MAX ? INK_DIM : INK_PLAIN;
}

static void draw_number(struct canvas *c, int row, int end,
			const struct top_model *m, const struct top_row *r,
			enum column column, int width)
{
	const uint64_t all_ns = top_waited_ns(&top_total(m)->last);
	char text[CELL_LEN];

	switch (column) {
	case RATE:
		cell_count(top_idle(m, r) ? 0 : top_rate(r), width - 1, text);
		break;
	case TIME:
		snprintf(text, sizeof(text), "%.0f%%",
			 all_ns && !top_idle(m, r)
				 ? 100.0 * (double)top_waited_ns(&r->last) /
					   (double)all_ns
				 : 0.0);
		break;
	case ERRORS:
		cell_count((double)top_errors(&r->all), width - 1, text);
		break;
	default:
		cell_time(time_of(r, column), width - 1, text);
	}
	canvas_right(c, row, end, ink_of(m, r, column), text);
}

static void draw_row(struct canvas *c, int row, const struct layout *l,
		     const struct top_model *m, const struct top_view *v,
		     const struct top_row *r)
{
	const enum lc_anomaly kind = top_marked_anomaly(m, r);
	char buf[TOP_NAME_LEN];
	int column = 0;

	for (int i = 0; i < COLUMNS; column += l->width[i++]) {
		if (!l->width[i])
			continue;
		if (i == NAME)
			draw_name(c, row, l->width[NAME], ink_of(m, r, NAME),
				  name_of(l, v, r, buf));
		else if (i == PHASE && kind != LA_KINDS)
			draw_anomaly(c, row, column, l, kind, r);
		else if (i == PHASE)
			draw_phase(c, row, column, l->width[i], r,
				   top_idle(m, r));
		else if (i == BAR)
			draw_phases(c, row, column + 2, l->width[i] - 2,
				    &r->last, top_idle(m, r));
		else if (i == SPARKLINE)
			draw_sparkline(c, row, column + 2, l->width[i] - 2, m,
				       r);
		else if (i != ERRORS || kind == LA_KINDS)
			draw_number(c, row, column + l->width[i], m, r, i,
				    l->width[i]);
	}
}

/* The title of the sort key is highlighted. */
static void draw_titles(struct canvas *c, int row, const struct layout *l,
			const struct top_view *v)
{
	int column = 0;

	canvas_paint(c, row, 0, c->columns, INK_TITLE);
	for (int i = 0; i < COLUMNS; column += l->width[i++]) {
		const enum top_ink ink = columns[i].sort == v->set.sort
						 ? INK_SELECTED
						 : INK_TITLE;
		const char *title = columns[i].title;

		if (!l->width[i])
			continue;
		if (i == NAME)
			canvas_field(c, row, 0, l->width[i], ink,
				     top_grouping_names[v->set.grouping]);
		else if (i == PHASE || i == BAR)
			canvas_text(c, row, column + (i == PHASE ? 1 : 2), ink,
				    title);
		else
			canvas_right(c, row, column + l->width[i], ink, title);
		if (i == PHASE)
			canvas_right(c, row, column + l->width[i], ink, "%");
	}
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

void draw_table(struct canvas *c, const struct top_model *m, struct top_view *v,
		const struct draw_about *about, int from, int to)
{
	struct layout l;

	lay_out(&l, v, c->columns);
	scroll_table(v, to > from + 1 ? (size_t)(to - from - 1) : 0);
	if (to <= from)
		return;
	draw_titles(c, from, &l, v);
	if (!v->n_rows && v->lines)
		draw_empty(c, from + 1, m, v);
	for (size_t i = 0; i < v->lines && v->first + i < v->n_rows; i++) {
		const int row = from + 1 + (int)i;

		draw_row(c, row, &l, m, v, v->row[v->first + i]);
		if (about->keys && v->first + i == v->cursor)
			canvas_paint(c, row, 0, c->columns, INK_SELECTED);
	}
}

int draw_table_rows(const struct top_view *v)
{
	return DRAW_HEADER + 1 + (v->n_rows ? (int)v->n_rows : 1);
}
