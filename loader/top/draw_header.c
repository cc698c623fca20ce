// SPDX-License-Identifier: GPL-2.0-only
/* The header of every page: three lines about the whole system. */
#include <stdlib.h>
#include <string.h>

#include "draw_parts.h"
#include "glyphs.h"
#include "names.h"
#include "text.h"
#include "when.h"

/* Escapes @s, which may come from a file. */
static void print_string(struct pen *pen, const char *s)
{
	char *escaped;

	if (!s)
		return;
	escaped = text_escape(s);
	pen_printf(pen, INK_PLAIN, "%s", escaped);
	free(escaped);
}

/* Prints the transport and number of each instance: "virtio mailbox:1". */
static void print_transports(struct pen *pen, const struct top_model *m)
{
	const struct top_level *l = &m->level[TOP_BY_INSTANCE];
	char name[TOP_NAME_LEN];

	for (size_t i = 0; i < l->n; i++)
		pen_printf(
			pen, INK_PLAIN, "%s",
			top_row_name(&l->row[i]->key, TOP_BY_INSTANCE, name));
}

/* The time since the start, and what the clock or the log has. */
static const char *format_time(const struct top_model *m,
			       const struct draw_about *about, bool brief,
			       char text[2 * CELL_LEN])
{
	char clock[CELL_LEN], when[CELL_LEN];
	const bool known = when_text(about->run, m->status.time_ns, when);

	/* The time since a log's first event would be of no use beside its own. */
	if (known && about->run->log_start_ns && !strcmp(about->mode, "replay"))
		snprintf(text, 2 * CELL_LEN, "%s", when);
	else
		snprintf(text, 2 * CELL_LEN, "%s%s%s",
			 cell_clock(m->status.time_ns, clock),
			 known && !brief ? "  " : "",
			 known && !brief ? when : "");
	return text;
}

/* A running kernel that is measured without BPF is named by its source. */
static const char *mode_of(const struct draw_about *about)
{
	return !strcmp(about->mode, "live") &&
			       about->run->source == SOURCE_TRACEFS
		       ? source_names[SOURCE_TRACEFS]
		       : about->mode;
}

/* A header with fewer columns has no time of day. */
#define WHEN_COLUMNS 60

/* Prints mode and time, right-aligned. */
static void print_mode(struct pen *pen, const struct top_model *m,
		       const struct top_view *v, const struct draw_about *about)
{
	char text[128], time[2 * CELL_LEN];
	const bool brief = pen->end < WHEN_COLUMNS;
	const int len = snprintf(text, sizeof(text), "%s  %s",
				 v->paused  ? "paused"
				 : v->ended ? "ended"
					    : mode_of(about),
				 format_time(m, about, brief, time));
	const int column = pen->end - len;

	if (column < 10)
		return;
	canvas_text(pen->canvas, pen->row, column,
		    v->ended || v->paused ? INK_WARN : INK_PLAIN, text);
	pen->end = column - 2;
}

/* Red if it happened recently, yellow if it ever happened. */
static enum top_ink alarm_ink(uint64_t all, bool recent)
{
	return recent ? INK_BAD : all ? INK_WARN : INK_PLAIN;
}

static void print_traffic(struct pen *pen, const struct top_model *m,
			  const struct alerts *alerts)
{
	const struct top_row *total = top_total(m);
	const bool recent = top_marked_anomaly(m, total) != LA_KINDS;
	const bool idle = top_idle(m, total) > 0;
	const uint64_t timeouts = total->all.delta.counter[LC_TIMED_OUT];
	const uint64_t now = idle ? 0 : total->last.delta.counter[LC_TIMED_OUT];
	const uint64_t anomalies =
		sum_of_all(total->all.delta.anomaly, LA_KINDS);
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
	if (alerts->n)
		pen_printf(pen, alarm_ink(alerts->ever, alerts->n_rows),
			   "alerts %s",
			   cell_count((double)alerts->n_rows, 5, text));
}

/* Prints losses, and the cost of measuring. */
static void print_quality(struct pen *pen, const struct top_model *m,
			  const struct draw_about *about)
{
	const struct top_status *status = &m->status;
	const uint64_t lost = sum_of_all(status->lost, LOST_CAUSES);
	char text[CELL_LEN];

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

/* Prints the first cause of losses and its remedy. */
static void print_loss(struct pen *pen, const struct top_status *status,
		       enum profile_source source)
{
	for (int i = 0; i < LOST_CAUSES && !pen->column; i++)
		if (status->lost[i] &&
		    !pen_printf(pen, INK_WARN, "lost by %s: %s", lost_names[i],
				lost_remedy(i, source)))
			pen_printf(pen, INK_WARN, "lost by %s", lost_names[i]);
}

/* Prints the number of anomalies of each kind. Returns false if there are none. */
static bool print_kinds(struct pen *pen, const struct top_model *m)
{
	const struct top_row *total = top_total(m);
	bool any = false;

	for (int i = 0; i < LA_KINDS; i++) {
		const uint64_t n = total->all.delta.anomaly[i];
		char text[CELL_LEN];

		if (!n)
			continue;
		any = true;
		pen_printf(pen, INK_WARN, "%s %s", anomaly_names[i],
			   cell_count((double)n, 5, text));
	}
	return any;
}

#define ANOMALY_LEN 200
#define NO_ANOMALY  "no anomaly"

/* How much of an anomaly is shown. */
enum anomaly_detail {
	DETAIL_KIND,
	DETAIL_MESSAGE,
	DETAIL_TIME
};

/* Formats the newest anomaly, "kind: message at 12:03:44", into @buf. */
static const char *format_anomaly(const struct top_model *m,
				  const struct run *run,
				  const struct anomaly_event *event,
				  enum anomaly_detail detail,
				  char buf[ANOMALY_LEN])
{
	const uint64_t now = m->status.time_ns;
	const uint64_t age = now > event->time_ns ? now - event->time_ns : 0;
	const char *kind = anomaly_names[event->kind];
	char name[TOP_NAME_LEN], clock[CELL_LEN];

	top_row_name(&event->key, TOP_BY_MESSAGE, name);
	if (detail == DETAIL_TIME && when_text(run, event->time_ns, clock))
		snprintf(buf, ANOMALY_LEN, "%s: %s at %s", kind, name, clock);
	else if (detail == DETAIL_TIME)
		snprintf(buf, ANOMALY_LEN, "%s: %s %s ago", kind, name,
			 cell_clock(age, clock));
	else if (detail == DETAIL_MESSAGE)
		snprintf(buf, ANOMALY_LEN, "%s: %s", kind, name);
	else
		snprintf(buf, ANOMALY_LEN, "%s", kind);
	return buf;
}

/* Prints the newest anomaly, as much of it as fits. */
static void print_anomaly(struct pen *pen, const struct top_model *m,
			  const struct run *run)
{
	const struct anomaly_event *event = top_recent(m, 0);
	char text[ANOMALY_LEN];

	if (!event) {
		if (!print_kinds(pen, m) && m->intervals)
			pen_printf(pen, INK_GOOD, NO_ANOMALY);
		return;
	}
	for (int detail = DETAIL_TIME; detail >= DETAIL_KIND; detail--)
		if (pen_printf(pen, INK_BAD, "%s",
			       format_anomaly(m, run, event, detail, text)))
			break;
}

/* Prints the filter, right-aligned and never left out: it hides rows. */
static void print_filter(struct pen *pen, const struct top_view *v)
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

/* Columns that the newest anomaly needs in a line of @room columns. */
static int least_anomaly_width(const struct top_model *m, const struct run *run,
			       int room)
{
	const struct anomaly_event *event = top_recent(m, 0);
	char text[ANOMALY_LEN];
	size_t width;

	if (!event)
		return 0;
	width = strlen(format_anomaly(m, run, event, DETAIL_MESSAGE, text));
	if (width > (size_t)room)
		width = strlen(
			format_anomaly(m, run, event, DETAIL_KIND, text));
	return (int)width;
}

/* Columns that the newest anomaly needs in full. */
static int anomaly_width(const struct top_model *m, const struct run *run)
{
	const struct anomaly_event *event = top_recent(m, 0);
	char text[ANOMALY_LEN];

	return (int)strlen(
		event ? format_anomaly(m, run, event, DETAIL_TIME, text)
		      : NO_ANOMALY);
}

#define SETTINGS_LEN 160

/* How much of the settings is shown. */
enum settings_detail {
	SETTINGS_LEAST, /* sort: p99  us of 10 s */
	SETTINGS_BRIEF, /* sort: p99  us of 10 s every 1 s */
	SETTINGS_ALL	/* sort: p99  window: 10 s  unit: us  interval: 1 s */
};

/* Formats sort key, window, unit and interval. Returns the length. */
static int format_settings(const struct top_model *m, const struct top_view *v,
			   enum settings_detail detail, char text[SETTINGS_LEN])
{
	const bool all = detail == SETTINGS_ALL;
	const double interval_s = (double)top_interval_ns(m) / 1e9;

	snprintf(text, SETTINGS_LEN, "sort: %s%s%s",
		 top_sort_names[v->set.sort],
		 v->set.inverted ? " inverted" : "", all ? "" : "  us");
	if (top_window_ns(m) != top_interval_ns(m))
		text_append(text, SETTINGS_LEN,
			    all ? "  window: %.3g s" : " of %.3g s",
			    (double)top_window_ns(m) / 1e9);
	if (all)
		text_append(text, SETTINGS_LEN, "  unit: us");
	if (top_interval_ns(m) && detail != SETTINGS_LEAST)
		text_append(text, SETTINGS_LEN,
			    all ? "  interval: %.3g s" : " every %.3g s",
			    interval_s);
	return (int)strlen(text);
}

/* Prints the settings, right-aligned, unless the newest anomaly needs the room. */
static void print_settings(struct pen *pen, const struct top_model *m,
			   const struct top_view *v, const struct run *run)
{
	enum settings_detail detail = SETTINGS_ALL;
	char text[SETTINGS_LEN];
	int column = pen->end - format_settings(m, v, detail, text);

	while (detail > SETTINGS_LEAST &&
	       (column < pen->column || column < anomaly_width(m, run) + 2))
		column = pen->end - format_settings(m, v, --detail, text);
	if (column < pen->column ||
	    column <= least_anomaly_width(m, run, pen->end))
		return;
	canvas_text(pen->canvas, pen->row, column, INK_DIM, text);
	pen->end = column - 1;
}

void draw_header(struct canvas *c, const struct top_model *m,
		 const struct top_view *v, const struct draw_about *about)
{
	struct pen pen = {.canvas = c, .row = 0, .end = c->columns};

	print_mode(&pen, m, v, about);
	pen_printf(&pen, INK_BOLD, "scmi-top");
	print_string(&pen, about->run->kernel);
	print_string(&pen, about->run->arch);
	print_transports(&pen, m);

	pen = (struct pen){.canvas = c, .row = 1, .end = c->columns};
	print_traffic(&pen, m, &v->alerts);
	print_quality(&pen, m, about);

	pen = (struct pen){.canvas = c, .row = 2, .end = c->columns};
	print_filter(&pen, v);
	/* A remedy is long, so it comes before the settings. */
	if (!sum_of_all(top_total(m)->all.delta.anomaly, LA_KINDS))
		print_loss(&pen, &m->status, about->run->source);
	print_settings(&pen, m, v, about->run);
	if (!pen.column)
		print_anomaly(&pen, m, about->run);
}
