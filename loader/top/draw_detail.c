// SPDX-License-Identifier: GPL-2.0-only
/* The page with the details of a row. */
#include <stdlib.h>

#include "delta.h"
#include "draw_parts.h"
#include "glyphs.h"
#include "names.h"
#include "text.h"
#include "units.h"
#include "when.h"

/* From this width on, the histogram is on the right, from column RIGHT on. */
#define WIDE  150
#define RIGHT 96

/* From this width on, the table of phases has shares of all, and bars. */
#define SHARES 90

struct detail {
	struct scroll s;
	int left, end; /* first column, and the one after the last */
	const struct top_model *m;
	const struct top_row *row;
	enum top_grouping grouping;
	const struct run *run;
};

/* A title line, after a blank one. */
static void draw_title(struct detail *d, const char *text)
{
	scroll_line(&d->s);
	canvas_field(d->s.canvas, scroll_line(&d->s), d->left, d->end - d->left,
		     INK_TITLE, text);
}

/* Right-aligned in @width columns. Returns the column after them. */
static int draw_number(struct detail *d, int row, int column, int width,
		       enum top_ink ink, const char *text)
{
	canvas_right(d->s.canvas, row, column + width, ink, text);
	return column + width;
}

/* The errors by status, if they are known. */
static void draw_statuses(struct detail *d)
{
	const uint64_t *status = d->row->all.delta.status;
	struct pen pen = {.canvas = d->s.canvas, .end = d->end};

	if (!sum_of_all(status, LC_STATUSES))
		return;
	pen.row = scroll_line(&d->s);
	for (int i = 0; i < LC_STATUSES; i++) {
		char n[CELL_LEN];

		if (status[i])
			pen_printf(&pen, INK_WARN, "%s %s", status_names[i],
				   cell_count((double)status[i], 9, n));
	}
}

static void draw_counters(struct detail *d)
{
	const uint64_t *counter = d->row->all.delta.counter;
	struct pen pen = {.canvas = d->s.canvas, .end = d->end};

	pen.row = scroll_line(&d->s);
	for (int i = 0; i < LC_COUNTERS; i++) {
		char n[CELL_LEN];

		if (!counter[i])
			continue;
		pen_printf(&pen,
			   i == LC_ERRORS || i == LC_TIMED_OUT ||
					   i == LC_SEND_FAILED ||
					   i == LC_AGED_OUT
				   ? INK_WARN
				   : INK_PLAIN,
			   "%s %s", counter_names[i],
			   cell_count((double)counter[i], 9, n));
	}
	draw_statuses(d);
}

static void draw_name(struct detail *d)
{
	struct pen pen = {.canvas = d->s.canvas, .end = d->end};
	char buf[KEY_TITLE_LEN], name[TOP_NAME_LEN], text[CELL_LEN];
	const uint64_t idle = top_idle(d->m, d->row);

	pen.row = scroll_line(&d->s);
	canvas_text(pen.canvas, pen.row, 0, INK_BOLD,
		    d->grouping == TOP_BY_MESSAGE
			    ? key_title(&d->row->key, buf)
			    : top_row_label(d->row, d->grouping, name));
	pen.row = scroll_line(&d->s);
	if (idle)
		pen_printf(&pen, INK_DIM, "idle for %s interval%s",
			   cell_count((double)idle, 9, text), plural(idle));
	else if (d->row->last_ns)
		pen_printf(&pen, INK_PLAIN, "%s msg/s",
			   cell_count((double)top_messages(&d->row->last) *
					      1e9 / (double)d->row->last_ns,
				      9, text));
	if (top_since_ns(d->m)) {
		pen_printf(&pen, INK_PLAIN, "%s msg/s on average",
			   cell_count((double)top_messages(&d->row->all) * 1e9 /
					      (double)top_since_ns(d->m),
				      9, text));
		pen_printf(&pen, INK_DIM, "all: %s",
			   cell_clock(top_since_ns(d->m), text));
	}
}

/* True for the phases that add up to a transfer's time. */
static bool is_part(enum lc_phase phase)
{
	return phase >= LC_SUBMIT && phase <= LC_WAKEUP;
}

static double share_of(const struct top_figures *f, enum lc_phase phase)
{
	const double all = top_phases_ns(f);

	return is_part(phase) && all > 0
		       ? (double)f->delta.phase[phase].sum / all
		       : 0;
}

/* Draws p50, p90, p99 and max of a phase. */
static int draw_times(struct detail *d, int row, int column, enum top_ink ink,
		      const struct hist *phase)
{
	uint64_t time[TOP_TIMES];
	char text[CELL_LEN];

	top_times(phase, time);
	for (int i = 0; i < TOP_TIMES; i++)
		column = draw_number(d, row, column, 7, ink,
				     cell_time(time[i], 6, text));
	return column;
}

static int draw_share(struct detail *d, int row, int column, enum top_ink ink,
		      const struct top_figures *f, enum lc_phase phase)
{
	char text[CELL_LEN];

	if (!is_part(phase) || !f->delta.phase[phase].count)
		return column + 5;
	snprintf(text, sizeof(text), "%.0f%%", 100 * share_of(f, phase));
	return draw_number(d, row, column, 5, ink, text);
}

static void draw_phase_line(struct detail *d, enum lc_phase phase)
{
	const struct top_figures *last = &d->row->last, *all = &d->row->all;
	struct canvas *c = d->s.canvas;
	const int row = scroll_line(&d->s);
	const enum top_ink ink = top_idle(d->m, d->row) ? INK_DIM : INK_PLAIN;
	char text[CELL_LEN];
	int column;

	canvas_text(c, row, 0, phase_ink(phase), phase_names[phase]);
	column = draw_times(d, row, 8, ink, &last->delta.phase[phase]);
	column = draw_share(d, row, column, ink, last, phase);
	column = draw_number(
		d, row, column, 8, INK_PLAIN,
		cell_count((double)all->delta.phase[phase].count, 7, text));
	column =
		draw_times(d, row, column, INK_PLAIN, &all->delta.phase[phase]);
	if (d->end < SHARES)
		return;
	column = draw_share(d, row, column, INK_PLAIN, all, phase) + 2;
	if (is_part(phase))
		draw_bar(c, row, column,
			 d->end - column < 50 ? d->end - column : 50,
			 phase_ink(phase), share_of(all, phase));
}

static void draw_phase_table(struct detail *d)
{
	char text[96];

	snprintf(text, sizeof(text), "%-8s%7s%7s%7s%7s%5s%8s%7s%7s%7s%7s%s",
		 "us", "p50", "p90", "p99", "max", "%", "all:n", "p50", "p90",
		 "p99", "max", d->end < SHARES ? "" : "    %");
	draw_title(d, text);
	for (int i = 0; i < LC_PHASES; i++)
		if (d->row->all.delta.phase[i].count)
			draw_phase_line(d, i);
}

/* Sums the buckets with indices from @from to before @to. */
static uint64_t count_between(const struct hist *phase, uint32_t from,
			      uint32_t to)
{
	uint64_t n = 0;

	for (size_t i = 0; i < phase->n_buckets; i++)
		if (phase->bucket[i].index >= from &&
		    phase->bucket[i].index < to)
			n += phase->bucket[i].n;
	return n;
}

/*
 * Returns the number of buckets, a power of two, that make a line, so that the
 * histogram has at most @lines lines.
 */
static uint32_t choose_step(uint32_t first, uint32_t last, uint32_t lines)
{
	uint32_t step = 1;

	while (step < HIST_PAGE_BUCKETS && last / step - first / step >= lines)
		step *= 2;
	return step;
}

#define HISTOGRAM_LINES 12

static void draw_histogram(struct detail *d)
{
	const enum lc_phase which = top_latency(&d->row->key);
	const struct hist *all = &d->row->all.delta.phase[which];
	const struct hist *last = &d->row->last.delta.phase[which];
	uint32_t step, first, end;
	uint64_t most = 1;

	if (!all->n_buckets)
		return;
	first = all->bucket[0].index;
	end = all->bucket[all->n_buckets - 1].index + 1;
	step = choose_step(first, end - 1, HISTOGRAM_LINES);
	first -= first % step;
	for (uint32_t i = first; i < end; i += step)
		if (count_between(all, i, i + step) > most)
			most = count_between(all, i, i + step);
	draw_title(d, "us, from   to before    last     all");
	for (uint32_t i = first; i < end; i += step) {
		const uint64_t n = count_between(all, i, i + step);
		const int row = scroll_line(&d->s);
		char text[CELL_LEN];
		int column;

		column = draw_number(d, row, d->left, 8, INK_PLAIN,
				     cell_time(hist_lower(i), 7, text));
		column = draw_number(d, row, column, 12, INK_PLAIN,
				     cell_time(hist_lower(i + step), 7, text));
		column = draw_number(
			d, row, column, 8, INK_DIM,
			cell_count((double)count_between(last, i, i + step), 7,
				   text));
		column = draw_number(d, row, column, 8, INK_PLAIN,
				     cell_count((double)n, 7, text));
		draw_bar(d->s.canvas, row, column + 2, d->end - column - 2,
			 INK_SERVICE, (double)n / (double)most);
	}
}

static void draw_outliers(struct detail *d)
{
	const struct top_row *r = d->row;
	const uint64_t now = d->m->status.time_ns;

	if (!r->n_outliers)
		return;
	draw_title(d, "slow intervals: max more than twice the p99 so far, us");
	for (size_t i = 0; i < r->n_outliers && i < TOP_OUTLIERS; i++) {
		const struct top_outlier *o =
			&r->outlier[(r->n_outliers - 1 - i) % TOP_OUTLIERS];
		struct pen pen = {.canvas = d->s.canvas, .end = d->end};
		char ago[CELL_LEN], max[CELL_LEN], typical[CELL_LEN];

		pen.row = scroll_line(&d->s);
		pen_printf(&pen, INK_PLAIN, "%8s ago",
			   cell_clock(now - o->time_ns, ago));
		pen_printf(&pen, INK_WARN, "max %8s",
			   cell_time(o->max_ns, 8, max));
		pen_printf(&pen, INK_PLAIN, "median so far %s",
			   cell_time(o->typical_ns, 8, typical));
		if (o->phase != LC_PHASES)
			pen_printf(&pen, phase_ink(o->phase), "by %s",
				   phase_names[o->phase]);
		if (when_text(d->run, o->time_ns, ago))
			pen_printf(&pen, INK_DIM, "at %s", ago);
	}
}

static void draw_event(struct detail *d, const struct anomaly_event *event)
{
	const uint64_t now = d->m->status.time_ns;
	struct pen pen = {.canvas = d->s.canvas, .end = d->end};
	char text[CELL_LEN], *comm = text_escape(event->comm);

	pen.row = scroll_line(&d->s);
	pen_printf(&pen, INK_PLAIN, "%8s ago",
		   cell_clock(now > event->time_ns ? now - event->time_ns : 0,
			      text));
	pen_printf(&pen, INK_BAD, "%s", anomaly_names[event->kind]);
	pen_printf(&pen, INK_PLAIN, "token %u", event->token);
	if (event->age_ns)
		pen_printf(&pen, INK_PLAIN, "after %s",
			   cell_time(event->age_ns, 9, text));
	if (event->stamp_ns)
		pen_printf(&pen, INK_PLAIN, "at %s",
			   stamp_text(event->stamp_ns, text, sizeof(text)));
	else if (when_text(d->run, event->time_ns, text))
		pen_printf(&pen, INK_PLAIN, "at %s", text);
	pen_printf(&pen, INK_DIM, "cpu %u", event->cpu);
	if (comm && *comm)
		pen_printf(&pen, INK_DIM, "%s[%u]", comm, event->pid);
	free(comm);
}

static void draw_anomalies(struct detail *d)
{
	const struct anomaly_event *event;
	bool titled = false;

	for (int i = 0; i < LA_KINDS; i++) {
		struct pen pen = {.canvas = d->s.canvas, .end = d->end};
		char text[CELL_LEN];

		if (!d->row->all.delta.anomaly[i])
			continue;
		if (!titled)
			draw_title(d, "anomalies");
		titled = true;
		pen.row = scroll_line(&d->s);
		pen_printf(&pen, INK_BAD, "%7s %s",
			   cell_count((double)d->row->all.delta.anomaly[i], 7,
				      text),
			   anomaly_names[i]);
		pen_printf(&pen, INK_PLAIN, "%s", anomaly_meanings[i]);
	}
	for (size_t i = 0, n = 0; n < 8 && (event = top_recent(d->m, i)); i++) {
		if (!top_is_part(d->grouping, &d->row->key, &event->key))
			continue;
		draw_event(d, event);
		n++;
	}
}

static void draw_all(struct detail *d)
{
	const int columns = d->s.canvas->columns;
	const bool wide = columns >= WIDE;
	size_t begin, end;

	d->left = 0;
	d->end = columns;
	if (!d->row) {
		canvas_text(d->s.canvas, scroll_line(&d->s), 0, INK_DIM,
			    "No traffic since the reset.");
		return;
	}
	draw_name(d);
	draw_counters(d);
	begin = d->s.line;
	if (wide)
		d->end = RIGHT - 2;
	draw_phase_table(d);
	/* A message's calls are in one row, whose key may have no transport. */
	if (d->row->all.delta.counter[LC_FAST_CALLS])
		draw_fast_channels(&d->s, d->left, d->end, d->m, d->grouping,
				   &d->row->key);
	draw_anomalies(d);
	draw_outliers(d);
	end = d->s.line;
	if (wide) {
		d->s.line = begin;
		d->left = RIGHT;
		d->end = columns;
	}
	draw_histogram(d);
	if (d->s.line < end)
		d->s.line = end;
}

void draw_detail(struct canvas *c, const struct top_model *m,
		 struct top_view *v, const struct draw_about *about, int from,
		 int to)
{
	struct detail d = {.m = m,
			   .row = top_view_row(v),
			   .grouping = v->set.grouping,
			   .run = about->run};

	do {
		scroll_begin(&d.s, c, v, from, to);
		draw_all(&d);
	} while (!scroll_fits(&d.s, v));
}
