// SPDX-License-Identifier: GPL-2.0-only
#include "text_table.h"

#include <inttypes.h>
#include <string.h>

#include "names.h"

#define LABEL_WIDTH 11 /* "  transport" */

static const char *const titles[TEXT_TABLE_COLUMNS] = {
	"count", "min", "p50", "p90", "p99", "p999", "max", "mean", "time%",
};

const char *text_table_title(int column)
{
	return titles[column];
}

static void set_time(const struct text_table *t, char *cell, double ns,
		     int decimals)
{
	snprintf(cell, sizeof(((struct text_table_row *)0)->cell[0]), "%.*f",
		 decimals, ns / t->unit_ns);
}

static void fill_row(const struct text_table *t, const struct hist *h,
		     int phase, struct text_table_row *row)
{
	static const unsigned int permille[] = {500, 900, 990, 999};
	double mean = (double)h->sum / (double)h->count;

	snprintf(row->cell[0], sizeof(row->cell[0]), "%" PRIu64, h->count);
	set_time(t, row->cell[1], (double)h->min, t->decimals);
	for (int i = 0; i < 4; i++) {
		uint64_t value;

		if (hist_percentile(h, permille[i], &value))
			set_time(t, row->cell[2 + i], (double)value,
				 t->decimals);
		else
			strcpy(row->cell[2 + i], "-");
	}
	set_time(t, row->cell[6], (double)h->max, t->decimals);
	/* A mean is finer than the time stamps it is made of. */
	set_time(t, row->cell[7], mean, t->decimals ? t->decimals : 1);
	/* A share of the time that callers waited; these do not wait. */
	if (t->all_ns && phase != LC_DELAYED && phase != LC_HANDLING)
		snprintf(row->cell[8], sizeof(row->cell[8]), "%.1f",
			 100.0 * (double)h->sum / (double)t->all_ns);
	else
		strcpy(row->cell[8], "-");
}

/* The phases that make rows, where there are samples; else NULL. */
static const struct hist *phase_of(const struct series *s, int phase)
{
	const struct hist *h = &s->phase[phase];

	return phase != LC_TIMEOUT && h->count ? h : NULL;
}

bool text_table_row(const struct text_table *t, const struct series *s,
		    enum lc_phase phase, struct text_table_row *row)
{
	const struct hist *h = phase_of(s, phase);

	if (h)
		fill_row(t, h, phase, row);
	return h;
}

/*
 * The unit is chosen by the fastest median, so that it has digits; the number
 * of decimals by the largest value, so that columns stay narrow, and by the
 * resolution of the time stamps.
 */
static void choose_unit(struct text_table *t, uint64_t fastest_ns,
			uint64_t largest_ns, uint64_t resolution_ns)
{
	static const double scale[] = {1, 10, 100, 1000};
	double largest, finest;

	t->unit = "us";
	t->unit_ns = 1e3;
	if (fastest_ns >= 10000000000ull) {
		t->unit = "s";
		t->unit_ns = 1e9;
	} else if (fastest_ns >= 10000000) {
		t->unit = "ms";
		t->unit_ns = 1e6;
	}
	largest = (double)largest_ns / t->unit_ns;
	t->decimals = largest < 1e3 ? 3 : largest < 1e4 ? 2 : 1;
	finest = t->unit_ns / (double)(resolution_ns ? resolution_ns : 1);
	while (t->decimals && scale[t->decimals] > finest)
		t->decimals--;
}

static void set_widths(struct text_table *t, const struct profile *p,
		       int columns)
{
	int sum = LABEL_WIDTH;

	for (int i = 0; i < TEXT_TABLE_COLUMNS; i++)
		t->width[i] = (int)strlen(titles[i]);
	for (size_t i = 0; i < p->n_series * LC_PHASES; i++) {
		const struct hist *h = phase_of(&p->series[i / LC_PHASES],
						(int)(i % LC_PHASES));
		struct text_table_row row;

		if (!h)
			continue;
		fill_row(t, h, (int)(i % LC_PHASES), &row);
		for (int c = 0; c < TEXT_TABLE_COLUMNS; c++) {
			int len = (int)strlen(row.cell[c]);

			if (t->width[c] < len)
				t->width[c] = len;
		}
	}
	for (int i = 0; i < TEXT_TABLE_COLUMNS; i++)
		sum += t->width[i] + 2;
	t->gap = sum <= columns ? 2 : 1;
}

void text_table_init(struct text_table *t, const struct profile *p, int columns)
{
	uint64_t fastest = UINT64_MAX, largest = 0, resolution = 0, median;

	*t = (struct text_table){0};
	for (size_t i = 0; i < p->n_runs; i++)
		if (p->runs[i].resolution_ns > resolution)
			resolution = p->runs[i].resolution_ns;
	for (size_t i = 0; i < p->n_series * LC_PHASES; i++) {
		const int phase = (int)(i % LC_PHASES);
		const struct hist *h =
			phase_of(&p->series[i / LC_PHASES], phase);

		if (!h)
			continue;
		if (largest < h->max)
			largest = h->max;
		t->wider |= phase == LC_TRANSPORT;
		if (phase != LC_TOTAL)
			continue;
		t->all_ns += h->sum;
		if (hist_percentile(h, 500, &median) && median < fastest)
			fastest = median;
	}
	choose_unit(t, fastest == UINT64_MAX ? 0 : fastest, largest,
		    resolution);
	set_widths(t, p, columns);
}

void text_table_header(const struct text_table *t, FILE *out)
{
	fprintf(out,
		"\nLatency in %s; percentiles to 0.8 %%, all else exact. "
		"time%%: of all SCMI time.\n",
		t->unit);
	if (t->wider)
		fputs("transport: submit, doorbell, service and dispatch, "
		      "where no hook tells them\napart.\n",
		      out);
	fprintf(out, "\n%-*s", LABEL_WIDTH, "");
	for (int i = 0; i < TEXT_TABLE_COLUMNS; i++)
		fprintf(out, "%*s", t->gap + t->width[i], titles[i]);
	fputc('\n', out);
}

void text_table_rows(const struct text_table *t, const struct series *s,
		     FILE *out)
{
	for (int phase = 0; phase < LC_PHASES; phase++) {
		struct text_table_row row;

		if (!text_table_row(t, s, phase, &row))
			continue;
		fprintf(out, "  %-*s", LABEL_WIDTH - 2, phase_name(phase));
		for (int i = 0; i < TEXT_TABLE_COLUMNS; i++)
			fprintf(out, "%*s", t->gap + t->width[i], row.cell[i]);
		fputc('\n', out);
	}
}
