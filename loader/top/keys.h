/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Applies keys to a view. Actions on the source or on files are returned as
 * requests to the caller.
 */
#ifndef SCMI_PERF_KEYS_H
#define SCMI_PERF_KEYS_H

#include "mouse.h"
#include "view.h"

/* A key is a Unicode character or one of these. */
enum {
	TOP_KEY_BACKSPACE = 8,
	TOP_KEY_REDRAW = 12, /* Ctrl-L */
	TOP_KEY_ENTER = 13,
	TOP_KEY_CLEAR = 21, /* Ctrl-U */
	TOP_KEY_ESCAPE = 27,
	TOP_KEY_UP = 0x110000,
	TOP_KEY_DOWN,
	TOP_KEY_LEFT,
	TOP_KEY_RIGHT,
	TOP_KEY_PAGE_UP,
	TOP_KEY_PAGE_DOWN,
	TOP_KEY_HOME,
	TOP_KEY_END,
	TOP_KEY_MOUSE, /* terminal_mouse() has the button */
	TOP_KEY_OTHER, /* any other */
};

enum top_request {
	TOP_NOTHING,
	TOP_QUIT,
	TOP_RESET,
	TOP_WRITE, /* write the profile to the file top_keys.text */
	TOP_SAVE,  /* save the settings */
	TOP_REDRAW,
	TOP_BACK,  /* the interval before */
	TOP_ON,	   /* the next one */
	TOP_WORST, /* the worst one */
	TOP_GO,	   /* to the time in top_keys.text */
};

enum top_prompt {
	TOP_NO_PROMPT,
	TOP_ASK_FILTER,
	TOP_ASK_SEARCH,
	TOP_ASK_INTERVAL,
	TOP_ASK_COLUMNS,
	TOP_ASK_FILE,
	TOP_ASK_TIME,
};

/* The state of the prompt. All-zero: there is none. */
struct top_keys {
	enum top_prompt prompt;
	char text[256];	    /* UTF-8 */
	char before[64];    /* the text that Esc restores */
	size_t from;	    /* the row that a search started from */
	enum top_page page; /* the page to return to from help */
};

/*
 * Applies a key to a view whose rows are valid. The caller then calls
 * top_view_update().
 */
enum top_request top_press(struct top_keys *k, struct top_view *v, int key);

/* The same for a button of the mouse, on the page as it was drawn. */
void top_click(struct top_keys *k, struct top_view *v,
	       const struct mouse_press *press);

#endif
