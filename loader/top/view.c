// SPDX-License-Identifier: GPL-2.0-only
#include "view.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "message_name.h"

const char *const top_sort_names[TOP_SORTS] = {
	[TOP_SORT_P99] = "p99",	      [TOP_SORT_P50] = "p50",
	[TOP_SORT_P90] = "p90",	      [TOP_SORT_MAX] = "max",
	[TOP_SORT_RATE] = "rate",     [TOP_SORT_TIME] = "time",
	[TOP_SORT_ERRORS] = "errors", [TOP_SORT_NAME] = "name",
};

enum lc_phase top_marked_phase(const struct top_figures *f, double *share)
{
	enum lc_phase marked = LC_PHASES;
	const double all = top_phases_ns(f);
	uint64_t most = 0;

	for (int i = LC_SUBMIT; i <= LC_WAKEUP; i++) {
		const uint64_t ns = f->delta.phase[i].sum;

		if (ns > most) {
			most = ns;
			marked = i;
		}
	}
	if (share)
		*share = all > 0 ? (double)most / all : 0;
	return marked;
}

enum lc_anomaly top_marked_anomaly(const struct top_model *m,
				   const struct top_row *row)
{
	enum lc_anomaly marked = LA_KINDS;
	uint64_t latest = 0;

	for (int i = 0; i < LA_KINDS; i++) {
		const uint64_t when = row->anomaly_interval[i];

		if (when <= latest || when + TOP_RECENT < m->intervals + 1)
			continue;
		latest = when;
		marked = i;
	}
	return marked;
}

enum lc_status top_marked_status(const struct top_model *m,
				 const struct top_row *row)
{
	const uint64_t *status = row->all.delta.status;
	enum lc_status most = 0;

	if (!row->error_interval ||
	    row->error_interval + TOP_RECENT < m->intervals + 1)
		return LC_STATUSES;
	for (int i = 1; i < LC_STATUSES; i++)
		if (status[i] > status[most])
			most = i;
	return status[most] ? most : LC_STATUSES;
}

/* The value that a row is sorted by. */
static uint64_t sort_value(const struct top_row *row, enum top_sort sort)
{
	static const enum top_time times[TOP_SORTS] = {
		[TOP_SORT_P50] = TOP_P50,
		[TOP_SORT_P90] = TOP_P90,
		[TOP_SORT_MAX] = TOP_MAX,
	};
	uint64_t ns;

	switch (sort) {
	case TOP_SORT_P50:
	case TOP_SORT_P90:
	case TOP_SORT_MAX:
		ns = top_bound(row->recent.time, times[sort]);
		return ns == TOP_NO_VALUE ? 0 : ns;
	case TOP_SORT_RATE:
		return (uint64_t)(top_rate(row) * 1e3);
	case TOP_SORT_TIME:
		return top_waited_ns(&row->last);
	case TOP_SORT_ERRORS:
		return top_errors(&row->all);
	case TOP_SORT_NAME:
		return 0;
	default:
		return row->recent.slowness;
	}
}

/* Returns true if a row had no traffic for some intervals and for a window. */
static bool is_sunk(const struct top_model *m, const struct top_row *row)
{
	return top_idle(m, row) > TOP_RECENT &&
	       m->end_ns - row->end_ns >= m->window_ns;
}

struct sort_entry {
	const struct top_row *row;
	uint64_t value;
	bool sunk;
};

static int compare_entries(const void *a, const void *b, void *inverted)
{
	const struct sort_entry *x = a, *y = b;
	int order;

	if (x->sunk != y->sunk)
		return x->sunk - y->sunk;
	order = (x->value < y->value) - (x->value > y->value);
	if (!order && x->row->sender)
		order = strcmp(x->row->sender, y->row->sender);
	if (!order)
		order = series_key_compare(&x->row->key, &y->row->key);
	return *(const bool *)inverted ? -order : order;
}

static bool has_name(const struct top_row *row, enum top_grouping grouping,
		     const char *part)
{
	char name[TOP_NAME_LEN], why[80];
	struct message_match match;

	if (strcasestr(top_row_label(row, grouping, name), part))
		return true;
	/* Not by names alone, which strcasestr() has compared. */
	return grouping == TOP_BY_MESSAGE && strpbrk(part, ":/") &&
	       message_parse(part, &match, why, sizeof(why)) &&
	       message_matches(&match, &row->key);
}

static bool is_shown(const struct top_view *v, const struct top_row *row)
{
	return !*v->filter || has_name(row, v->set.grouping, v->filter);
}

static void sort_rows(struct top_view *v, const struct top_model *m)
{
	const size_t n = m->level[v->set.grouping].n;
	struct sort_entry *entry = xcalloc(n, sizeof(*entry));

	v->n_rows = 0;
	v->row = xreallocarray(v->row, n, sizeof(*v->row));
	for (size_t i = 0; i < n; i++) {
		const struct top_row *row = m->level[v->set.grouping].row[i];

		if (!is_shown(v, row))
			continue;
		entry[v->n_rows++] = (struct sort_entry){
			.row = row,
			.value = sort_value(row, v->set.sort),
			.sunk = v->set.sort != TOP_SORT_NAME &&
				is_sunk(m, row)};
	}
	qsort_r(entry, v->n_rows, sizeof(*entry), compare_entries,
		&v->set.inverted);
	for (size_t i = 0; i < v->n_rows; i++)
		v->row[i] = entry[i].row;
	free(entry);
}

static void set_cursor(struct top_view *v, size_t cursor)
{
	v->cursor = cursor;
	if (cursor < v->n_rows)
		v->selected = v->row[cursor]->key;
}

/*
 * Moves the cursor to the new position of its row. If the row has gone, the
 * cursor stays where it is; a detail page waits for the row to return.
 */
static void follow(struct top_view *v)
{
	const bool follows = v->chosen || v->page == TOP_DETAIL;
	size_t cursor = follows ? v->cursor : 0;

	for (size_t i = 0; i < v->n_rows && follows; i++) {
		if (series_key_compare(&v->row[i]->key, &v->selected))
			continue;
		/* The row moved by itself: keep the first rows in sight. */
		if (i != v->cursor && i < v->lines)
			v->first = 0;
		v->cursor = i;
		return;
	}
	if (v->page == TOP_DETAIL)
		return;
	if (cursor >= v->n_rows)
		cursor = v->n_rows ? v->n_rows - 1 : 0;
	set_cursor(v, cursor);
}

void top_view_update(struct top_view *v, const struct top_model *m)
{
	sort_rows(v, m);
	follow(v);
}

void top_view_free(struct top_view *v)
{
	free(v->row);
	alerts_free(&v->alerts);
	*v = (struct top_view){0};
}

void top_view_message(struct top_view *v, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(v->message, sizeof(v->message), format, ap);
	va_end(ap);
}

void top_view_move(struct top_view *v, long by)
{
	const bool table = v->page == TOP_TABLE;
	const size_t from = table ? v->cursor : v->scroll;
	size_t to = from + (size_t)by;

	if (by < 0 && to > from)
		to = 0;
	if (!table) {
		v->scroll = to;
		return;
	}
	if (to >= v->n_rows)
		to = v->n_rows ? v->n_rows - 1 : 0;
	set_cursor(v, to);
	v->chosen = to > 0;
}

bool top_view_search(struct top_view *v)
{
	for (size_t i = 1; i <= v->n_rows; i++) {
		const size_t at = (v->cursor + i) % v->n_rows;

		if (!has_name(v->row[at], v->set.grouping, v->search))
			continue;
		set_cursor(v, at);
		v->chosen = at > 0;
		return true;
	}
	return false;
}

const struct top_row *top_view_row(const struct top_view *v)
{
	const struct top_row *row = v->cursor < v->n_rows ? v->row[v->cursor]
							  : NULL;

	if (row && series_key_compare(&row->key, &v->selected))
		return NULL;
	return row;
}
