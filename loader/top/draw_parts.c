// SPDX-License-Identifier: GPL-2.0-only
#include "draw_parts.h"

#include <stdarg.h>
#include <stdio.h>

bool pen_printf(struct pen *pen, enum top_ink ink, const char *fmt, ...)
{
	char text[256];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (len < 0 || len > pen->end - pen->column)
		return false;
	pen->column =
		canvas_text(pen->canvas, pen->row, pen->column, ink, text);
	pen->column += 2;
	return true;
}

void scroll_begin(struct scroll *s, struct canvas *c, const struct top_view *v,
		  int from, int to)
{
	*s = (struct scroll){
		.canvas = c, .from = from, .to = to, .skipped = v->scroll};
	for (int row = from; row < to; row++)
		canvas_field(c, row, 0, c->columns, INK_PLAIN, "");
}

int scroll_line(struct scroll *s)
{
	const size_t line = s->line++;
	const int room = s->to - s->from;

	if (line < s->skipped || room <= 0 || line - s->skipped >= (size_t)room)
		return -1;
	return s->from + (int)(line - s->skipped);
}

bool scroll_fits(const struct scroll *s, struct top_view *v)
{
	const size_t room = s->to > s->from ? (size_t)(s->to - s->from) : 0;
	const size_t most = s->line > room ? s->line - room : 0;

	v->lines = room;
	if (v->scroll <= most)
		return true;
	v->scroll = most;
	return false;
}
