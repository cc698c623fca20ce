// SPDX-License-Identifier: GPL-2.0-only
/* A page: header, contents, and a line of keys. */
#include "draw.h"

#include "draw_parts.h"

/* Keys of each page, the most useful first. */
static const char *const table_keys[] = {
	"q quit",     "h help",	  "Enter detail",   "s sort",  "g group",
	"/ search",   "f filter", "p pause",	    "r reset", "w write",
	"i interval", "I invert", "W save settings"};
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
	} else if (page == TOP_HELP) {
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

void draw_page(struct canvas *c, const struct top_model *m, struct top_view *v,
	       const struct draw_about *about)
{
	const int to = about->keys ? c->rows - 1 : c->rows;

	draw_header(c, m, v, about);
	switch (v->page) {
	case TOP_TABLE:
		draw_table(c, m, v, about, DRAW_HEADER, to);
		break;
	case TOP_DETAIL:
		draw_detail(c, m, v, DRAW_HEADER, to);
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
