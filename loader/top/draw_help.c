// SPDX-License-Identifier: GPL-2.0-only
/* What the keys do and the columns mean. */
#include "draw_parts.h"
#include "glyphs.h"

struct help {
	const char *word, *meaning;
};

static const struct help keys[] = {
	{"q", "quit; on a page like this one: back"},
	{"h ?", "this page"},
	{"arrows j k", "move the cursor; PgUp, PgDn, Home, End: further"},
	{"Enter", "all about the cursor's row; Esc goes back"},
	{"< > s", "sort by the column to the left, to the right, the next"},
	{"I", "the other way round"},
	{"g", "a row for each message, protocol or transport"},
	{"/", "go to a row with this in its name; n: the next"},
	{"f", "show only rows with this in their name"},
	{"p space", "pause: the screen stands still, the counting goes on"},
	{"r", "reset: forget what was until now"},
	{"i", "length of the intervals"},
	{"w", "write the profile so far, for scmi-perf report"},
	{"W", "keep sort, grouping and interval for the next time"},
};

static const struct help columns[] = {
	{"msg/s", "messages of the last interval, a second"},
	{"p50 to max", "latency of the last interval with traffic, us"},
	{"all:p50", "the same since the begin or the reset"},
	{"time", "share of the time that all callers waited"},
	{"err", "errors, timeouts, failed sends since the begin or the reset"},
	{"phase %", "where most of the time went; or an anomaly's name and how "
		    "many"},
	{"history", "p99 of the last intervals, logarithmic; gaps: no traffic"},
	{"dim", "no traffic in the last interval"},
};

static const struct {
	enum lc_phase phase;
	const char *word, *meaning;
} phases[] = {
	{LC_SUBMIT, "submit", "begin to doorbell: the core and the transport"},
	{LC_DOORBELL, "doorbell", "ringing it"},
	{LC_SERVICE, "service", "doorbell to the interrupt: the platform"},
	{LC_DISPATCH, "dispatch", "interrupt to reply: the transport"},
	{LC_WAKEUP, "wakeup", "reply to end: the scheduler"},
	{LC_TRANSPORT, "transport", "all but wakeup, where no hook tells more"},
};

static void draw_list(struct scroll *s, const char *title,
		      const struct help *help, size_t n)
{
	canvas_text(s->canvas, scroll_line(s), 0, INK_BOLD, title);
	for (size_t i = 0; i < n; i++) {
		const int row = scroll_line(s);

		canvas_text(s->canvas, row, 2, INK_GOOD, help[i].word);
		canvas_text(s->canvas, row, 14, INK_PLAIN, help[i].meaning);
	}
	scroll_line(s);
}

static void draw_all(struct scroll *s)
{
	draw_list(s, "Keys", keys, sizeof(keys) / sizeof(keys[0]));
	draw_list(s, "Columns", columns, sizeof(columns) / sizeof(columns[0]));
	canvas_text(s->canvas, scroll_line(s), 0, INK_BOLD, "Phases");
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		const enum top_ink ink = phase_ink(phases[i].phase);
		const int row = scroll_line(s);

		canvas_text(s->canvas, row, 2, ink,
			    phase_glyph(s->canvas, phases[i].phase));
		canvas_text(s->canvas, row, 4, ink, phases[i].word);
		canvas_text(s->canvas, row, 14, INK_PLAIN, phases[i].meaning);
	}
}

void draw_help(struct canvas *c, struct top_view *v, int from, int to)
{
	struct scroll s;

	do {
		scroll_begin(&s, c, v, from, to);
		draw_all(&s);
	} while (!scroll_fits(&s, v));
}
