// SPDX-License-Identifier: GPL-2.0-only
/* Three lines that say whether all is well. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "draw_parts.h"
#include "glyphs.h"
#include "names.h"
#include "text.h"

/* What the kernel says of itself may be a file's word. */
static void say_string(struct pen *pen, const char *s)
{
	char *shown = s ? text_escape(s) : NULL;

	if (shown)
		pen_printf(pen, INK_PLAIN, "%s", shown);
	free(shown);
}

/* Which instances there are, of what transports: "virtio mailbox:1". */
static void say_places(struct pen *pen, const struct top_model *m)
{
	const size_t n = top_rows(m, TOP_BY_PROTOCOL);

	for (size_t i = 0; i < n; i++) {
		const struct series_key *key =
			&top_row(m, TOP_BY_PROTOCOL, i)->key;
		const struct series_key *before =
			i ? &top_row(m, TOP_BY_PROTOCOL, i - 1)->key : NULL;
		char place[32];

		if (before && before->instance == key->instance &&
		    before->transport == key->transport)
			continue;
		snprintf(place, sizeof(place), key->instance ? "%s:%u" : "%s",
			 transport_name(key->transport), key->instance);
		pen_printf(pen, INK_PLAIN, "%s", place);
	}
}

/* Right-aligned: clock, and what it is the clock of. */
static void say_when(struct pen *pen, const struct top_model *m,
		     const struct top_view *v, const struct draw_about *about)
{
	char text[96], clock[CELL_LEN];
	const int len = snprintf(text, sizeof(text), "%s  %s",
				 v->paused  ? "paused"
				 : v->ended ? "ended"
					    : about->mode,
				 cell_clock(top_status(m)->time_ns, clock));
	const int column = pen->end - len;

	if (column < 10)
		return;
	canvas_text(pen->canvas, pen->row, column,
		    v->ended || v->paused ? INK_WARN : INK_PLAIN, text);
	pen->end = column - 2;
}

/* Red while it happens, yellow when it has happened. */
static enum top_ink alarm_ink(uint64_t all, bool recent)
{
	return recent ? INK_BAD : all ? INK_WARN : INK_PLAIN;
}

/* Of all kinds, but replies out of order. */
static uint64_t anomalies_of(const struct top_figures *f)
{
	uint64_t sum = 0;

	for (int i = 0; i < LA_KINDS; i++)
		if (i != LA_OUT_OF_ORDER)
			sum += f->delta.anomaly[i];
	return sum;
}

static void say_health(struct pen *pen, const struct top_model *m)
{
	const struct top_row *total = top_total(m);
	const bool recent = top_marked_anomaly(m, total) != LA_KINDS;
	const bool idle = top_idle(m, total) > 0;
	const uint64_t timeouts = total->all.delta.counter[LC_TIMED_OUT];
	const uint64_t now = idle ? 0 : total->last.delta.counter[LC_TIMED_OUT];
	const uint64_t anomalies = anomalies_of(&total->all);
	const double rate = top_interval_ns(m) && !idle
				    ? (double)top_messages(&total->last) * 1e9 /
					      (double)top_interval_ns(m)
				    : 0;
	char text[CELL_LEN];

	pen_printf(pen, INK_BOLD, "%s msg/s", cell_count(rate, 7, text));
	pen_printf(pen, alarm_ink(timeouts, now), "timeouts %s",
		   cell_count((double)timeouts, 5, text));
	pen_printf(pen, alarm_ink(anomalies, recent), "anomalies %s",
		   cell_count((double)anomalies, 5, text));
}

/* What we do not know, and what we cost. */
static void say_ourselves(struct pen *pen, const struct top_model *m,
			  const struct draw_about *about)
{
	const struct top_status *status = top_status(m);
	uint64_t lost = 0;
	char text[CELL_LEN];

	for (int i = 0; i < LOST_CAUSES; i++)
		lost += status->lost[i];
	pen_printf(pen, lost ? INK_WARN : INK_PLAIN, "lost %s",
		   cell_count((double)lost, 5, text));
	pen_printf(pen, INK_PLAIN, "in flight %s",
		   cell_count((double)status->in_flight, 5, text));
	if (status->untracked)
		pen_printf(pen, INK_WARN, "untracked %s",
			   cell_count((double)status->untracked, 5, text));
	if (status->unparsed_lines)
		pen_printf(pen, INK_WARN, "unparsed %s",
			   cell_count((double)status->unparsed_lines, 5, text));
	if (about->own_cpu >= 0)
		pen_printf(pen, INK_DIM, "own %.1f%%", 100 * about->own_cpu);
	if (status->self_runs)
		pen_printf(pen, INK_DIM, "probes %.0f ns",
			   (double)status->self_ns / (double)status->self_runs);
}

/* What was lost first of all, and what to do about it. */
static void say_loss(struct pen *pen, const struct top_status *status)
{
	for (int i = 0; i < LOST_CAUSES && !pen->column; i++)
		if (status->lost[i] &&
		    !pen_printf(pen, INK_WARN, "lost by %s: %s", lost_name(i),
				lost_remedy(i)))
			pen_printf(pen, INK_WARN, "lost by %s", lost_name(i));
}

/* All that there were, where none is known more closely. */
static bool say_kinds(struct pen *pen, const struct top_model *m)
{
	const struct top_row *total = top_total(m);
	bool any = false;

	for (int i = 0; i < LA_KINDS; i++) {
		const uint64_t n = total->all.delta.anomaly[i];
		char text[CELL_LEN];

		if (!n || i == LA_OUT_OF_ORDER)
			continue;
		any = true;
		pen_printf(pen, INK_WARN, "%s %s", anomaly_name(i),
			   cell_count((double)n, 5, text));
	}
	return any;
}

/* The newest of what is worth knowing, as much of it as there is room for. */
static void say_news(struct pen *pen, const struct top_model *m)
{
	const struct anomaly_event *event = top_recent(m, 0);
	const uint64_t now = top_status(m)->time_ns;
	char name[TOP_NAME_LEN], ago[CELL_LEN];
	const char *kind;

	if (!event) {
		if (!say_kinds(pen, m) && top_intervals(m))
			pen_printf(pen, INK_GOOD, "no anomaly");
		return;
	}
	kind = anomaly_name(event->kind);
	cell_clock(now > event->time_ns ? now - event->time_ns : 0, ago);
	top_row_name(&event->key, TOP_BY_MESSAGE, name);
	if (!pen_printf(pen, INK_BAD, "%s: %s %s ago", kind, name, ago) &&
	    !pen_printf(pen, INK_BAD, "%s: %s", kind, name))
		pen_printf(pen, INK_BAD, "%s", kind);
}

/* Right-aligned: that not all rows are shown. It is said in any case. */
static void say_filter(struct pen *pen, const struct top_view *v)
{
	const int half = pen->end / 2;
	char text[80];
	int len = snprintf(text, sizeof(text), "filter %s", v->filter);

	if (!*v->filter)
		return;
	len = len > half ? half : len;
	canvas_field(pen->canvas, pen->row, pen->end - len, len, INK_WARN,
		     text);
	pen->end -= len + 2;
}

/* What of the news is to have room: what happened where, or only what. */
static int least_news(const struct top_model *m, int room)
{
	const struct anomaly_event *event = top_recent(m, 0);
	char name[TOP_NAME_LEN];
	size_t kind, both;

	if (!event)
		return 0;
	kind = strlen(anomaly_name(event->kind));
	both = kind + 2 +
	       strlen(top_row_name(&event->key, TOP_BY_MESSAGE, name));
	return (int)(both > (size_t)room ? kind : both);
}

/* The same: how the table is made. */
static void say_settings(struct pen *pen, const struct top_model *m,
			 const struct top_view *v)
{
	char text[160];
	int column;
	int len = snprintf(text, sizeof(text), "sort %s%s  us",
			   top_sort_name(v->set.sort),
			   v->set.inverted ? " inverted" : "");

	if (top_interval_ns(m))
		len += snprintf(text + len, sizeof(text) - (size_t)len,
				" every %.3g s",
				(double)top_interval_ns(m) / 1e9);
	column = pen->end - len;
	/* What happened is of more interest. */
	if (column < pen->column || column <= least_news(m, pen->end))
		return;
	canvas_text(pen->canvas, pen->row, column, INK_DIM, text);
	pen->end = column - 1;
}

void draw_header(struct canvas *c, const struct top_model *m,
		 const struct top_view *v, const struct draw_about *about)
{
	struct pen pen = {.canvas = c, .row = 0, .end = c->columns};

	say_when(&pen, m, v, about);
	pen_printf(&pen, INK_BOLD, "scmi-top");
	say_string(&pen, about->run->kernel);
	say_string(&pen, about->run->arch);
	say_places(&pen, m);

	pen = (struct pen){.canvas = c, .row = 1, .end = c->columns};
	say_health(&pen, m);
	say_ourselves(&pen, m, about);

	pen = (struct pen){.canvas = c, .row = 2, .end = c->columns};
	say_filter(&pen, v);
	/* A remedy is long: it may have all of the line. */
	if (!anomalies_of(&top_total(m)->all))
		say_loss(&pen, top_status(m));
	say_settings(&pen, m, v);
	if (!pen.column)
		say_news(&pen, m);
}
