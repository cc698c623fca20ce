// SPDX-License-Identifier: GPL-2.0-only
#include "keys.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "columns.h"
#include "settings.h"
#include "units.h"

#define FAR_AWAY 1000000000L

/* --- The prompt. --- */

/* Shows the prompt with a cursor; of a long text, its end. */
static void show_prompt(const struct top_keys *k, struct top_view *v)
{
	static const char *const labels[] = {
		[TOP_NO_PROMPT] = "",
		[TOP_ASK_FILTER] = "Filter: ",
		[TOP_ASK_SEARCH] = "Search: ",
		[TOP_ASK_INTERVAL] = "Interval: ",
		[TOP_ASK_COLUMNS] = "Columns: ",
		[TOP_ASK_FILE] = "Write the profile to: ",
		[TOP_ASK_TIME] = "Go to: ",
	};
	const size_t room = sizeof(v->prompt) - strlen(labels[k->prompt]) - 2;
	const char *text = k->text;

	/* Skip whole UTF-8 characters. */
	while (strlen(text) > room || (*text & 0xc0) == 0x80)
		text++;
	snprintf(v->prompt, sizeof(v->prompt), "%s%s_", labels[k->prompt],
		 text);
}

static void ask(struct top_keys *k, struct top_view *v, enum top_prompt prompt,
		const char *text)
{
	k->prompt = prompt;
	snprintf(k->text, sizeof(k->text), "%s", text);
	show_prompt(k, v);
}

static void ask_part(struct top_keys *k, struct top_view *v,
		     enum top_prompt prompt, const char *part)
{
	snprintf(k->before, sizeof(k->before), "%s", part);
	k->from = v->cursor;
	ask(k, v, prompt, "");
}

static void ask_file(struct top_keys *k, struct top_view *v)
{
	const time_t now = time(NULL);
	char name[64];
	struct tm tm;

	strftime(name, sizeof(name), "scmi-top-%Y%m%d-%H%M%S.scmi",
		 localtime_r(&now, &tm));
	ask(k, v, TOP_ASK_FILE, name);
}

static void ask_columns(struct top_keys *k, struct top_view *v)
{
	char list[COLUMNS_LEN];

	ask(k, v, TOP_ASK_COLUMNS, columns_format(v->set.columns, list));
}

static void go_back(const struct top_keys *k, struct top_view *v)
{
	top_view_move(v, (long)k->from - (long)v->cursor);
}

/* Finds the first match from the search's start on, or returns to the start. */
static void search_from_start(const struct top_keys *k, struct top_view *v)
{
	const size_t cursor = v->cursor;

	if (v->n_rows && *v->search) {
		v->cursor = (k->from + v->n_rows - 1) % v->n_rows;
		if (top_view_search(v))
			return;
		v->cursor = cursor;
	}
	go_back(k, v);
	if (*v->search)
		top_view_message(v, "no row matches '%s'", v->search);
}

/* Applies a filter or search as it is typed. */
static void apply_text(struct top_keys *k, struct top_view *v)
{
	if (k->prompt == TOP_ASK_FILTER)
		snprintf(v->filter, sizeof(v->filter), "%.63s", k->text);
	if (k->prompt == TOP_ASK_SEARCH) {
		snprintf(v->search, sizeof(v->search), "%.63s", k->text);
		search_from_start(k, v);
	}
	show_prompt(k, v);
}

/* Appends a character as UTF-8, if there is room. */
static void append(struct top_keys *k, unsigned int rune)
{
	const size_t used = strlen(k->text);
	const bool is_long = k->prompt == TOP_ASK_FILE ||
			     k->prompt == TOP_ASK_COLUMNS;
	const size_t room =
		(is_long ? sizeof(k->text) : sizeof(k->before)) - used - 1;
	int n = rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
	static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};

	if ((size_t)n > room)
		return;
	k->text[used + (size_t)n] = '\0';
	for (int i = n - 1; i > 0; i--, rune >>= 6)
		k->text[used + (size_t)i] = (char)(0x80 | (rune & 0x3f));
	k->text[used] = (char)(first[n] | rune);
}

static void remove_last(struct top_keys *k)
{
	size_t n = strlen(k->text);

	while (n && (k->text[--n] & 0xc0) == 0x80)
		;
	k->text[n] = '\0';
}

static void search_next(struct top_view *v)
{
	if (!*v->search)
		top_view_message(v, "nothing to search for: press / first");
	else if (!top_view_search(v))
		top_view_message(v, "no row matches '%s'", v->search);
}

static void set_interval(struct top_keys *k, struct top_view *v)
{
	char text[24];

	if (!*k->text)
		return;
	if (settings_set(&v->set, TOP_SET_INTERVAL, k->text))
		top_view_message(v, "invalid value '%.40s' for interval (%s)",
				 k->text, settings_values(TOP_SET_INTERVAL));
	else
		top_view_message(
			v, "interval %s",
			duration_text(v->set.interval_ns, text, sizeof(text)));
}

static void set_columns(struct top_keys *k, struct top_view *v)
{
	if (*k->text && settings_set(&v->set, TOP_SET_COLUMNS, k->text))
		top_view_message(v, "invalid columns (%s)",
				 settings_values(TOP_SET_COLUMNS));
}

/* Enter: accepts the text. */
static enum top_request finish(struct top_keys *k, struct top_view *v)
{
	const enum top_prompt prompt = k->prompt;

	k->prompt = TOP_NO_PROMPT;
	*v->prompt = '\0';
	switch (prompt) {
	case TOP_ASK_FILE:
		return *k->text ? TOP_WRITE : TOP_NOTHING;
	case TOP_ASK_TIME:
		return *k->text ? TOP_GO : TOP_NOTHING;
	case TOP_ASK_INTERVAL:
		set_interval(k, v);
		break;
	case TOP_ASK_COLUMNS:
		set_columns(k, v);
		break;
	case TOP_ASK_SEARCH:
		if (*k->text) {
			search_from_start(k, v);
		} else {
			snprintf(v->search, sizeof(v->search), "%s", k->before);
			search_next(v);
		}
		break;
	default:
		break;
	}
	return TOP_NOTHING;
}

/* Esc: restores the former state. */
static void cancel(struct top_keys *k, struct top_view *v)
{
	if (k->prompt == TOP_ASK_FILTER)
		snprintf(v->filter, sizeof(v->filter), "%s", k->before);
	if (k->prompt == TOP_ASK_SEARCH) {
		go_back(k, v);
		snprintf(v->search, sizeof(v->search), "%s", k->before);
	}
	k->prompt = TOP_NO_PROMPT;
	*v->prompt = '\0';
}

static enum top_request type(struct top_keys *k, struct top_view *v, int key)
{
	switch (key) {
	case TOP_KEY_ENTER:
		return finish(k, v);
	case TOP_KEY_ESCAPE:
		cancel(k, v);
		return TOP_NOTHING;
	case TOP_KEY_BACKSPACE:
		remove_last(k);
		break;
	case TOP_KEY_CLEAR:
		*k->text = '\0';
		break;
	default:
		if (key < ' ' || key >= TOP_KEY_UP)
			return TOP_NOTHING;
		append(k, (unsigned int)key);
	}
	apply_text(k, v);
	return TOP_NOTHING;
}

/* --- Single keys. --- */

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
	else if (v->page == TOP_DETAIL)
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

static void group(struct top_view *v)
{
	v->set.grouping = (v->set.grouping + 1) % TOP_GROUPINGS;
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
	if (!strchr("s<>Igdc/nf", key))
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
		ask_columns(k, v);
		break;
	case '/':
		ask_part(k, v, TOP_ASK_SEARCH, v->search);
		break;
	case 'n':
		search_next(v);
		break;
	case 'f':
		ask_part(k, v, TOP_ASK_FILTER, v->filter);
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
		ask(k, v, TOP_ASK_TIME, "");
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
		ask(k, v, TOP_ASK_INTERVAL, "");
		break;
	case 'w':
		ask_file(k, v);
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
		return type(k, v, key);
	if (key > 0 && key < 0x7f && press_on_table(k, v, key))
		return TOP_NOTHING;
	return press_on_page(k, v, key);
}
