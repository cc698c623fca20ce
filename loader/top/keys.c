// SPDX-License-Identifier: GPL-2.0-only
#include "keys.h"

#include <string.h>

#include "prompt.h"
#include "units.h"

#define FAR_AWAY 1000000000L

static void open_page(struct top_view *v, enum top_page page)
{
	v->page = page;
	v->scroll = 0;
}

static void help(struct top_keys *k, struct top_view *v)
{
	if (v->page == TOP_HELP) {
		open_page(v, k->page);
	} else {
		k->page = v->page;
		open_page(v, TOP_HELP);
	}
}

/* Enter: the row under the cursor, or back from it. */
static void enter(struct top_keys *k, struct top_view *v)
{
	if (v->page == TOP_HELP)
		help(k, v);
	else if (v->page != TOP_TABLE)
		open_page(v, TOP_TABLE);
	else if (top_view_row(v))
		open_page(v, TOP_DETAIL);
	else
		top_view_message(v, "no row to show");
}

/* Esc: back to the former page; on the table, removes the filter. */
static void escape(struct top_keys *k, struct top_view *v)
{
	if (v->page != TOP_TABLE) {
		enter(k, v);
	} else if (*v->filter) {
		top_view_message(v, "filter '%s' removed", v->filter);
		*v->filter = '\0';
	}
}

static void toggle_pause(struct top_view *v)
{
	/* The source may have ended during the pause. */
	if (v->ended && !v->paused)
		top_view_message(v, "the source has ended");
	else
		v->paused = !v->paused;
}

/* Selects a column @step to the right; after the last comes the first. */
static void sort_by(struct top_view *v, unsigned int step)
{
	/* From left to right. */
	static const enum top_sort columns[TOP_SORTS] = {
		TOP_SORT_NAME, TOP_SORT_RATE, TOP_SORT_P50,  TOP_SORT_P90,
		TOP_SORT_P99,  TOP_SORT_MAX,  TOP_SORT_TIME, TOP_SORT_ERRORS};
	unsigned int now = 0;

	while (columns[now] != v->set.sort)
		now++;
	v->set.sort = columns[(now + step) % TOP_SORTS];
	top_view_message(v, "sorted by %s", top_sort_names[v->set.sort]);
}

static void invert(struct top_view *v)
{
	v->set.inverted = !v->set.inverted;
	top_view_message(v, "sorted by %s%s", top_sort_names[v->set.sort],
			 v->set.inverted ? ", inverted" : "");
}

static void toggle(struct top_view *v, bool *hidden, const char *name)
{
	*hidden = !*hidden;
	top_view_message(v, "%s %s", name, *hidden ? "off" : "on");
}

static void group(struct top_view *v)
{
	do
		v->set.grouping = (v->set.grouping + 1) % TOP_GROUPINGS;
	while (v->lacks[v->set.grouping]);
	top_view_message(v, "grouped by %s",
			 top_grouping_names[v->set.grouping]);
}

/* Selects the next of the usual windows. */
static void change_window(struct top_view *v)
{
	static const uint64_t windows[] = {TOP_WINDOW_NS, TOP_WINDOW_NS * 6,
					   TOP_WINDOW_NS * 60, 0};
	const size_t n = sizeof(windows) / sizeof(windows[0]);
	char text[24];
	size_t now = 0;

	while (now < n && windows[now] != v->set.window_ns)
		now++;
	v->set.window_ns = windows[now < n ? (now + 1) % n : 0];
	if (v->set.window_ns)
		top_view_message(
			v, "percentiles of the last %s",
			duration_text(v->set.window_ns, text, sizeof(text)));
	else
		top_view_message(v, "percentiles of the last interval");
}

static void move(struct top_view *v, int key)
{
	const long page = v->lines > 1 ? (long)v->lines - 1 : 1;

	switch (key) {
	case TOP_KEY_UP:
	case 'k':
		top_view_move(v, -1);
		break;
	case TOP_KEY_DOWN:
	case 'j':
		top_view_move(v, 1);
		break;
	case TOP_KEY_PAGE_UP:
		top_view_move(v, -page);
		break;
	case TOP_KEY_PAGE_DOWN:
		top_view_move(v, page);
		break;
	case TOP_KEY_HOME:
		top_view_move(v, -FAR_AWAY);
		break;
	case TOP_KEY_END:
		top_view_move(v, FAR_AWAY);
		break;
	}
}

/* Handles keys that change the table, and opens it. */
static bool press_on_table(struct top_keys *k, struct top_view *v, int key)
{
	if (!strchr("s<>Igdcvo/nf", key))
		return false;
	if (v->page != TOP_TABLE)
		open_page(v, TOP_TABLE);
	switch (key) {
	case 's':
	case '>':
		sort_by(v, 1);
		break;
	case '<':
		sort_by(v, TOP_SORTS - 1);
		break;
	case 'I':
		invert(v);
		break;
	case 'g':
		group(v);
		break;
	case 'd':
		change_window(v);
		break;
	case 'c':
		prompt_ask_columns(k, v);
		break;
	case 'v':
		toggle(v, &v->set.hide_details, "details beside wide tables");
		break;
	case 'o':
		toggle(v, &v->set.hide_graphs, "graphs");
		break;
	case '/':
		prompt_ask_part(k, v, TOP_ASK_SEARCH, v->search);
		break;
	case 'n':
		prompt_search_next(v);
		break;
	case 'f':
		prompt_ask_part(k, v, TOP_ASK_FILTER, v->filter);
		break;
	}
	return true;
}

/* Handles keys that select an interval of a replay. */
static enum top_request press_in_replay(struct top_keys *k, struct top_view *v,
					int key)
{
	switch (key) {
	case TOP_KEY_LEFT:
	case ',':
		return TOP_BACK;
	case TOP_KEY_RIGHT:
	case '.':
		return TOP_ON;
	case 'x':
		return TOP_WORST;
	case 't':
		prompt_ask(k, v, TOP_ASK_TIME, "");
	}
	return TOP_NOTHING;
}

/* Handles keys of every page. */
static enum top_request press_on_page(struct top_keys *k, struct top_view *v,
				      int key)
{
	switch (key) {
	case 'q':
		if (v->page == TOP_TABLE)
			return TOP_QUIT;
		enter(k, v);
		break;
	case 'r':
		return TOP_RESET;
	case 'W':
		return TOP_SAVE;
	case TOP_KEY_REDRAW:
		return TOP_REDRAW;
	case 'h':
	case '?':
		help(k, v);
		break;
	case TOP_KEY_ENTER:
		enter(k, v);
		break;
	case TOP_KEY_ESCAPE:
		escape(k, v);
		break;
	case 'p':
	case ' ':
		toggle_pause(v);
		break;
	case 'i':
		prompt_ask(k, v, TOP_ASK_INTERVAL, "");
		break;
	case 'm':
		toggle(v, &v->set.no_mouse, "mouse");
		break;
	case 'C':
		open_page(v, TOP_CALLERS);
		break;
	case 'w':
		prompt_ask_file(k, v);
		break;
	default:
		move(v, key);
		return press_in_replay(k, v, key);
	}
	return TOP_NOTHING;
}

enum top_request top_press(struct top_keys *k, struct top_view *v, int key)
{
	*v->message = '\0';
	/* Terminals differ in the codes of these keys. */
	if (key == '\n')
		key = TOP_KEY_ENTER;
	if (key == 0x7f)
		key = TOP_KEY_BACKSPACE;
	if (k->prompt != TOP_NO_PROMPT)
		return prompt_type(k, v, key);
	if (key > 0 && key < 0x7f && press_on_table(k, v, key))
		return TOP_NOTHING;
	return press_on_page(k, v, key);
}
