// SPDX-License-Identifier: GPL-2.0-only
/*
 * The picture of a time series: a heat map of latency over time with percentiles,
 * and the rate of transfers with anomalies.
 */
#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "pictures.h"
#include "timeline_columns.h"

#define COLUMNS 100

static void add_interval(struct timeline_column *c, const struct interval *in,
			 size_t series)
{
	for (size_t i = 0; i < in->n_deltas; i++) {
		const struct delta *g = &in->delta[i];

		if (series != TIMELINE_ALL && series != g->series)
			continue;
		c->begun += g->counter[LC_BEGUN];
		c->anomalies += sum_of_all(g->anomaly, LA_KINDS);
		hist_merge(&c->total, &g->phase[LC_TOTAL]);
	}
	c->end = (double)in->end_ns / 1e9;
}

void timeline_columns_init(struct timeline_columns *t, const struct profile *p,
			   size_t series)
{
	const size_t joined = (p->n_intervals + COLUMNS - 1) / COLUMNS;

	*t = (struct timeline_columns){
		.column = xcalloc(COLUMNS, sizeof(*t->column)),
		.low = INFINITY,
	};
	for (size_t i = 0; i < p->n_intervals; i++) {
		struct timeline_column *c = &t->column[i / joined];

		if (i % joined == 0)
			c->begin = t->n++ ? c[-1].end : 0;
		add_interval(c, &p->intervals[i], series);
	}
	for (size_t i = 0; i < t->n; i++) {
		const struct hist *h = &t->column[i].total;

		if (!h->count)
			continue;
		t->low = fmin(t->low, fmax((double)h->min, 1));
		t->high = fmax(t->high, (double)h->max);
	}
	t->low *= 0.95;
	t->high *= 1.05;
}

void timeline_columns_free(struct timeline_columns *t)
{
	for (size_t i = 0; i < t->n; i++)
		hist_free(&t->column[i].total);
	free(t->column);
}

void timeline_shades(const struct timeline_columns *t,
		     const struct timeline_column *c, int shade[TIMELINE_CELLS])
{
	double share[TIMELINE_CELLS], most = 0;

	picture_bins(&c->total, t->low, t->high, share, TIMELINE_CELLS);
	for (int i = 0; i < TIMELINE_CELLS; i++)
		most = fmax(most, share[i]);
	/* The root makes cells with few transfers visible. */
	for (int i = 0; i < TIMELINE_CELLS; i++)
		shade[i] = share[i] > 0 ? (int)ceil(TIMELINE_SHADES *
						    sqrt(share[i] / most))
					: 0;
}

/* Lines of start, end, low, high and shade, 1 … TIMELINE_SHADES. */
static void write_cells(const struct timeline_columns *t,
			const struct timeline_column *c, double unit_ns,
			FILE *out)
{
	const double ratio = t->high / t->low;
	int shade[TIMELINE_CELLS];

	if (!c->total.count)
		return;
	timeline_shades(t, c, shade);
	for (int i = 0; i < TIMELINE_CELLS; i++)
		if (shade[i])
			fprintf(out, "%.9g %.9g %.9g %.9g %d\n", c->begin,
				c->end,
				t->low *
					pow(ratio, i / (double)TIMELINE_CELLS) /
					unit_ns,
				t->low *
					pow(ratio,
					    (i + 1) / (double)TIMELINE_CELLS) /
					unit_ns,
				shade[i]);
}

/* A line with one step per column; a gap where a column has no percentile. */
static void write_percentile(const struct timeline_columns *t,
			     unsigned int permille, const char *title,
			     double unit_ns, FILE *out)
{
	bool any = false, gap = false;

	for (size_t i = 0; i < t->n; i++) {
		const struct timeline_column *c = &t->column[i];
		double value;
		uint64_t ns;

		if (!hist_percentile(&c->total, permille, &ns)) {
			gap = any;
			continue;
		}
		value = (double)ns / unit_ns;
		if (!any)
			fprintf(out, "\n\n\"%s\"\n", title);
		if (gap)
			fputc('\n', out);
		fprintf(out, "%.9g %.9g\n%.9g %.9g\n", c->begin, value, c->end,
			value);
		any = true;
		gap = false;
	}
}

double timeline_rate(const struct timeline_column *c)
{
	return c->end > c->begin ? (double)c->begun / (c->end - c->begin) : 0;
}

static void write_rate(const struct timeline_columns *t, FILE *out)
{
	fputs("\n\n\"rate\"\n", out);
	for (size_t i = 0; i < t->n; i++)
		fprintf(out, "%.9g %.9g\n%.9g %.9g\n", t->column[i].begin,
			timeline_rate(&t->column[i]), t->column[i].end,
			timeline_rate(&t->column[i]));
}

/* Marks, higher than all rates, in columns with anomalies. */
static void write_anomalies(const struct timeline_columns *t, FILE *out)
{
	double most = 0;

	for (size_t i = 0; i < t->n; i++)
		most = fmax(most, timeline_rate(&t->column[i]));
	fputs("\n\n\"anomalies\"\n", out);
	for (size_t i = 0; i < t->n; i++) {
		const struct timeline_column *c = &t->column[i];

		fprintf(out, "%.9g %.9g\n", (c->begin + c->end) / 2,
			c->anomalies ? 1.15 * most : 0);
	}
}

bool timeline_data(const struct figures *f, FILE *out)
{
	struct timeline_columns t;
	bool any;

	if (!f->timed)
		return false;
	timeline_columns_init(&t, f->timed, TIMELINE_ALL);
	any = t.high > t.low;
	if (any) {
		fputs("\"cells\"\n", out);
		for (size_t i = 0; i < t.n; i++)
			write_cells(&t, &t.column[i], f->unit_ns, out);
		write_rate(&t, out);
		write_anomalies(&t, out);
		write_percentile(&t, 500, "p50", f->unit_ns, out);
		write_percentile(&t, 990, "p99", f->unit_ns, out);
	}
	timeline_columns_free(&t);
	return any;
}
