// SPDX-License-Identifier: GPL-2.0-only
/* Latency over time: a heat map of each message, and the rate of all. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "alloc.h"
#include "html_parts.h"
#include "svg_plot.h"
#include "text.h"
#include "timeline_columns.h"
#include "units.h"

#define HEIGHT	    64 /* two pixels a cell */
#define RATE_HEIGHT 32
#define TICKS	    5  /* more times of day do not fit a phone */
#define LEAST_CLOCK 10 /* s, shorter recordings need more than whole seconds */

/* The axis of time, in s since the start of the recording. */
struct time_axis {
	struct plot_ticks ticks;
	char legend[64];
};

/* Times of day, at round ones: at 03:46:00, not 60 s after the start. */
static void clock_ticks(struct time_axis *a, double last, time_t start)
{
	static const int steps[] = {1,	  2,	5,     10,    15,    30,
				    60,	  120,	300,   600,   900,   1800,
				    3600, 7200, 10800, 21600, 43200, 86400};
	size_t i = 0;
	time_t step;
	char date[32];
	struct tm tm;

	while (i < sizeof(steps) / sizeof(*steps) - 1 &&
	       last / steps[i] > TICKS)
		i++;
	step = steps[i];
	/* After many days, several. */
	if (last / (double)step > TICKS)
		step *= (time_t)ceil(last / (double)step / TICKS);
	for (time_t at = start - start % step;; at += step) {
		const size_t n = a->ticks.n;

		if (at < start)
			continue;
		if ((double)(at - start) > last || n == PLOT_TICKS ||
		    !gmtime_r(&at, &tm))
			break;
		a->ticks.tick[n].at = (double)(at - start);
		strftime(a->ticks.tick[n].text, sizeof(a->ticks.tick[n].text),
			 step < 60	? "%H:%M:%S"
			 : step < 86400 ? "%H:%M"
					: "%m-%d",
			 &tm);
		a->ticks.n++;
	}
	if (gmtime_r(&start, &tm) &&
	    strftime(date, sizeof(date), "%Y-%m-%d", &tm))
		snprintf(a->legend, sizeof(a->legend), "Times are UTC, of %s.",
			 date);
}

/* Time stamps of the log, in which @start is that of time 0. */
static void log_ticks(struct time_axis *a, double last, double start)
{
	plot_ticks_round(&a->ticks, start, start + last, TICKS);
	for (size_t i = 0; i < a->ticks.n; i++) {
		snprintf(a->ticks.tick[i].text, sizeof(a->ticks.tick[i].text),
			 last < 1 ? "%.3f" : "%.7g", a->ticks.tick[i].at);
		a->ticks.tick[i].at -= start;
	}
	strcpy(a->legend, "Times are in s, as in the log.");
}

static void start_ticks(struct time_axis *a, double last)
{
	plot_ticks_round(&a->ticks, 0, last, TICKS);
	for (size_t i = 0; i < a->ticks.n; i++)
		rounded_time(1e9 * a->ticks.tick[i].at, a->ticks.tick[i].text);
	strcpy(a->legend, "Times are since the start of the recording.");
}

static void time_axis_init(struct time_axis *a, const struct profile *p,
			   double last)
{
	const struct run *run = p->n_runs == 1 ? p->runs : NULL;
	const time_t start = run ? (time_t)run->start_unix_s : 0;
	struct tm tm;

	*a = (struct time_axis){0};
	if (start && last >= LEAST_CLOCK && gmtime_r(&start, &tm))
		clock_ticks(a, last, start);
	else if (run && run->log_start_ns)
		log_ticks(a, last, (double)run->log_start_ns / 1e9);
	else
		start_ticks(a, last);
}

static char *append_anomalies(char *text, uint64_t n)
{
	return n ? words_append(text, "· %" PRIu64 " anomal%s", n,
				n == 1 ? "y" : "ies")
		 : text;
}

/* "45 to 46 s: 42 started · p50 22.27 us · p99 525 us · max 1 ms · 1 anomaly" */
static char *column_text(const struct timeline_column *c)
{
	char *text = xasprintf("%.6g to %.6g s: %" PRIu64 " started", c->begin,
			       c->end, c->begun);
	char time[ROUNDED_TIME_LEN];
	uint64_t ns;

	if (hist_percentile(&c->total, 500, &ns))
		text = words_append(text, "· p50 %s",
				    rounded_time((double)ns, time));
	if (hist_percentile(&c->total, 990, &ns))
		text = words_append(text, "· p99 %s",
				    rounded_time((double)ns, time));
	if (c->total.count)
		text = words_append(text, "· max %s",
				    rounded_time((double)c->total.max, time));
	return append_anomalies(text, c->anomalies);
}

/* The cells of one shade, as one path; equal ones above each other are joined. */
static void write_shade(const struct plot *p, const struct timeline_columns *t,
			const int (*shade)[TIMELINE_CELLS], int wanted)
{
	const double cell = (double)p->height / TIMELINE_CELLS;
	bool any = false;

	for (size_t k = 0; k < t->n; k++) {
		const double x = plot_x(p, t->column[k].begin);
		const double wide = plot_x(p, t->column[k].end) - x;

		for (int i = 0, n; i < TIMELINE_CELLS; i += n + 1) {
			for (n = 0; i + n < TIMELINE_CELLS &&
				    shade[k][i + n] == wanted;
			     n++)
				;
			if (!n)
				continue;
			if (!any) {
				fprintf(p->out, "<g opacity=\"%.2f\">",
					0.08 + 0.8 * wanted / TIMELINE_SHADES);
				plot_path_begin(p, "whole");
			}
			any = true;
			fprintf(p->out, "M%.1f %.4gh%.1fv%.4gh-%.1fz",
				x * PLOT_PATH / 100, p->height - (i + n) * cell,
				wide * PLOT_PATH / 100, n * cell,
				wide * PLOT_PATH / 100);
		}
	}
	if (any) {
		plot_path_end(p);
		fputs("</g>", p->out);
	}
}

static void write_cells(const struct plot *p, const struct timeline_columns *t)
{
	int(*shade)[TIMELINE_CELLS] = xcalloc(t->n, sizeof(*shade));

	for (size_t k = 0; k < t->n; k++)
		if (t->column[k].total.count)
			timeline_shades(t, &t->column[k], shade[k]);
	for (int i = 1; i <= TIMELINE_SHADES; i++)
		write_shade(p, t, shade, i);
	free(shade);
}

/* The text of each column, which the pointer shows, and its anomalies. */
static void write_columns(const struct plot *p,
			  const struct timeline_columns *t)
{
	for (size_t k = 0; k < t->n; k++) {
		const struct timeline_column *c = &t->column[k];
		char *text;

		if (!c->begun && !c->total.count && !c->anomalies)
			continue;
		text = column_text(c);
		plot_group_begin(p, text);
		plot_box(p, "hit", c->begin, c->end, 0, p->height, NULL);
		if (c->anomalies)
			plot_box(p, "anomaly", c->begin, c->end, 0, 5, NULL);
		plot_group_end(p);
		free(text);
	}
}

static void write_levels(const struct plot *p, const struct timeline_columns *t)
{
	const double range = log(t->high / t->low);
	struct plot_ticks ticks;

	plot_ticks_of_times(&ticks, t->low, t->high, 3);
	for (size_t i = 0; i < ticks.n; i++) {
		const double share = log(ticks.tick[i].at / t->low) / range;

		/* There is no room for a text at the top. */
		if (share < 0.75)
			plot_level(p, p->height * (1 - share),
				   ticks.tick[i].text);
	}
}

static uint64_t sum_begun(const struct timeline_columns *t)
{
	uint64_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		sum_add(&n, t->column[i].begun);
	return n;
}

static char *range_text(const struct timeline_columns *t)
{
	char low[ROUNDED_TIME_LEN], high[ROUNDED_TIME_LEN];
	uint64_t anomalies = 0;
	char *text = xasprintf("%" PRIu64 " started", sum_begun(t));

	if (t->high > t->low)
		text = words_append(text, "· %s to %s",
				    rounded_time(t->low / 0.95, low),
				    rounded_time(t->high / 1.05, high));
	for (size_t i = 0; i < t->n; i++)
		sum_add(&anomalies, t->column[i].anomalies);
	return append_anomalies(text, anomalies);
}

static void write_row(const struct plot *p, const struct time_axis *axis,
		      const struct timeline_columns *t)
{
	char *text = range_text(t);

	plot_begin(p, text);
	plot_grid(p, &axis->ticks);
	if (t->high > t->low) {
		write_cells(p, t);
		write_levels(p, t);
	}
	write_columns(p, t);
	plot_end(p);
	plot_row_end(text, p->out);
	free(text);
}

static void write_rate(const struct plot *p, const struct time_axis *axis,
		       const struct timeline_columns *t)
{
	double most = 0;
	char *text;

	for (size_t i = 0; i < t->n; i++)
		most = fmax(most, timeline_rate(&t->column[i]));
	text = xasprintf("at most %.4g/s", most);
	plot_row_begin("", "transfers started", p->out);
	plot_begin(p, text);
	plot_grid(p, &axis->ticks);
	for (size_t i = 0; i < t->n && most > 0; i++) {
		const struct timeline_column *c = &t->column[i];
		const double rate = timeline_rate(c);
		const double height = p->height * rate / most;
		char *title = xasprintf("%.6g to %.6g s: %.4g/s", c->begin,
					c->end, rate);

		plot_box(p, "rate", c->begin, c->end, p->height - height,
			 height, title);
		free(title);
	}
	plot_end(p);
	plot_row_end(text, p->out);
	free(text);
}

void html_timeline(const struct figures *f, FILE *out)
{
	struct plot p = {.height = HEIGHT, .out = out}, rate;
	struct timeline_columns t;
	struct time_axis axis;

	if (!f->timed)
		return;
	timeline_columns_init(&t, f->timed, TIMELINE_ALL);
	p.high = t.n ? t.column[t.n - 1].end : 0;
	if (!(p.high > 0) || !sum_begun(&t)) {
		timeline_columns_free(&t);
		return;
	}
	time_axis_init(&axis, f->timed, p.high);
	fprintf(out,
		"<h2>Latency over time</h2>\n<p class=\"soft\">%s A "
		"stronger colour means a larger share of the transfers of an "
		"interval; anomalies are red.</p>\n",
		axis.legend);
	html_shown(f, out);
	plot_rows_begin(out);
	rate = p;
	rate.height = RATE_HEIGHT;
	write_rate(&rate, &axis, &t);
	timeline_columns_free(&t);
	for (size_t i = 0; i < f->n_rows; i++) {
		timeline_columns_init(&t, f->timed, f->subject[i]);
		html_row_begin(f, i, NULL, out);
		write_row(&p, &axis, &t);
		timeline_columns_free(&t);
	}
	plot_rows_end(&p, &axis.ticks);
}
