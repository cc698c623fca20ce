// SPDX-License-Identifier: GPL-2.0-only
#include "prompt.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "columns.h"
#include "settings.h"
#include "units.h"

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

void prompt_ask(struct top_keys *k, struct top_view *v, enum top_prompt prompt,
		const char *text)
{
	k->prompt = prompt;
	snprintf(k->text, sizeof(k->text), "%s", text);
	show_prompt(k, v);
}

void prompt_ask_part(struct top_keys *k, struct top_view *v,
		     enum top_prompt prompt, const char *part)
{
	snprintf(k->before, sizeof(k->before), "%s", part);
	k->from = v->cursor;
	prompt_ask(k, v, prompt, "");
}

void prompt_ask_file(struct top_keys *k, struct top_view *v)
{
	const time_t now = time(NULL);
	char name[64];
	struct tm tm;

	strftime(name, sizeof(name), "scmi-top-%Y%m%d-%H%M%S.scmi",
		 localtime_r(&now, &tm));
	prompt_ask(k, v, TOP_ASK_FILE, name);
}

void prompt_ask_columns(struct top_keys *k, struct top_view *v)
{
	char list[COLUMNS_LEN];

	prompt_ask(k, v, TOP_ASK_COLUMNS, columns_format(v->set.columns, list));
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

void prompt_search_next(struct top_view *v)
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
			prompt_search_next(v);
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

enum top_request prompt_type(struct top_keys *k, struct top_view *v, int key)
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
