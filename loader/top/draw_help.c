// SPDX-License-Identifier: GPL-2.0-only
/* The help page: keys, columns and phases. */
#include "draw_parts.h"
#include "glyphs.h"

struct help {
	const char *word, *meaning;
};

static const struct help keys[] = {
	{"q", "quit; on other pages than the table: back"},
	{"h ?", "this page"},
	{"arrows j k", "move the cursor; also PgUp, PgDn, Home, End"},
	{"Enter", "details of the cursor's row; Esc goes back"},
	{"< > s", "sort by the column to the left; to the right (> and s)"},
	{"I", "invert the order"},
	{"g", "group by message, (resource, task, driver,) protocol, "
	      "channel …"},
	{"d", "duration of the window: 10 s, 1 min, 10 min, an interval"},
	{"v o", "details beside wide tables; graphs in free lines: on, off"},
	{"m", "mouse on, off: click selects, opens, sorts; wheel moves"},
	{"c", "choose columns, such as rate,p50,max; auto: as many as fit"},
	{"C", "callers, and who waited for a channel, since the start"},
	{"/", "search for a row by a part of its name; n: the next"},
	{"f", "filter: show only rows whose name contains a text"},
	{"p space", "pause the screen; measuring continues"},
	{"r", "reset: all numbers start again from 0"},
	{"i", "set the length of the intervals; of a replay, its speed"},
	{", .", "replay: an interval back, on; also Left, Right"},
	{"x", "replay: the interval with most timeouts, or the slowest"},
	{"t", "replay: go to a time"},
	{"w", "write a profile so far, for scmi-perf report"},
	{"W", "save these settings for the next start"},
};

static const struct help columns[] = {
	{"msg/s", "messages per second in the last interval"},
	{"p50 to max", "latency in the window, us; <: at most, few samples"},
	{"all:n", "messages since the start or the reset"},
	{"all:p50", "latency since the start or the reset, us"},
	{"time", "share of the time that callers waited"},
	{"err", "errors, timeouts, failed sends since the start or the reset"},
	{"phase %", "the phase with most of the time; an anomaly and its "
		    "count; a status"},
	{"history", "p99 of each interval (max if none), logarithmic scale"},
	{"dim", "no traffic in the last interval"},
};

static const struct {
	enum lc_phase phase;
	const char *word, *meaning;
} phases[] = {
	{LC_SUBMIT, "submit", "start to doorbell: SCMI core and transport"},
	{LC_DOORBELL, "doorbell", "ringing the doorbell"},
	{LC_SERVICE, "service", "doorbell to handler: platform, interrupt"},
	{LC_DISPATCH, "dispatch", "handler to SCMI core: transport"},
	{LC_WAKEUP, "wakeup", "reply to end: scheduler"},
	{LC_ANSWER, "answer", "doorbell + service: the platform's time"},
	{LC_TRANSPORT, "transport",
	 "all but wakeup, if they cannot be measured"},
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
