/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keys: what each of them changes of a view. What has to do with the source or
 * with files is left to the caller, as a request.
 */
#ifndef SCMI_PERF_KEYS_H
#define SCMI_PERF_KEYS_H

#include "view.h"

/* Keys that are no characters; those are their Unicode numbers. */
enum {
	TOP_KEY_BACKSPACE = 8,
	TOP_KEY_REDRAW = 12, /* Ctrl-L */
	TOP_KEY_ENTER = 13,
	TOP_KEY_CLEAR = 21, /* Ctrl-U */
	TOP_KEY_ESCAPE = 27,
	TOP_KEY_UP = 0x110000,
	TOP_KEY_DOWN,
	TOP_KEY_PAGE_UP,
	TOP_KEY_PAGE_DOWN,
	TOP_KEY_HOME,
	TOP_KEY_END,
	TOP_KEY_OTHER, /* one that has no meaning here */
};

enum top_request {
	TOP_NOTHING,
	TOP_QUIT,
	TOP_RESET,
	TOP_WRITE, /* the profile, into top_keys.text */
	TOP_SAVE,  /* the settings */
	TOP_REDRAW,
};

enum top_prompt {
	TOP_NO_PROMPT,
	TOP_ASK_FILTER,
	TOP_ASK_SEARCH,
	TOP_ASK_INTERVAL,
	TOP_ASK_FILE,
};

/* What is being typed. All-zero: nothing is. */
struct top_keys {
	enum top_prompt prompt;
	char text[256];	    /* UTF-8 */
	char before[64];    /* what Esc brings back */
	size_t from;	    /* row that a search began at */
	enum top_page page; /* that help was asked for on */
};

/*
 * A key was pressed; what the view shows has to be that of now. The change is
 * seen after top_view_update().
 */
enum top_request top_press(struct top_keys *k, struct top_view *v, int key);

#endif
