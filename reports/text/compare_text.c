// SPDX-License-Identifier: GPL-2.0-only
/* The comparison as text: losses, the verdict, sides, changed rows, others, totals. */
#include <string.h>

#include "compare_cells.h"
#include "compare_counts.h"
#include "compare_order.h"
#include "compare_words.h"
#include "names.h"
#include "paragraph.h"
#include "text_reports.h"

#define LABEL_WIDTH	  16 /* "  transport mean" */
#define COUNT_LABEL_WIDTH 25 /* "  delayed_to_synchronous" */

static void write_title(const struct comparison *c,
			const struct series_key *key, enum transport a,
			FILE *out)
{
	char title[KEY_TITLE_LEN];

	fputs(key_title(key, title), out);
	if (comparison_by_transport(c))
		fprintf(out, " (B), against %s (A)", transport_names[a]);
	fputc('\n', out);
}

static void set_titles(int width[COMPARE_COLUMNS])
{
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		width[i] = (int)strlen(compare_column_titles[i]);
}

static void widen(int width[COMPARE_COLUMNS], const struct compare_cells *cells)
{
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		int len = (int)strlen(cells->cell[i]);

		if (width[i] < len)
			width[i] = len;
	}
}

static void write_header(const int width[COMPARE_COLUMNS], FILE *out)
{
	fprintf(out, "\n%-*s", LABEL_WIDTH, "");
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		fprintf(out, " %*s", width[i], compare_column_titles[i]);
	fputc('\n', out);
}

static void write_cells(const char *label, const struct compare_cells *cells,
			const int width[COMPARE_COLUMNS], const char *verdict,
			FILE *out)
{
	fprintf(out, "  %-*s", LABEL_WIDTH - 2, label);
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		fprintf(out, " %*s", width[i], cells->cell[i]);
	fprintf(out, "%s%s\n", *verdict ? " " : "", verdict);
}

static void write_totals(const struct comparison *c,
			 const struct compare_order *o, FILE *out)
{
	int width[COMPARE_COLUMNS];
	struct compare_cells cells;
	char label[32];

	set_titles(width);
	for (size_t i = 0; i < o->n_totals * TOTALS; i++) {
		compare_total_cells(o->total[i / TOTALS], i % TOTALS, label,
				    &cells);
		widen(width, &cells);
	}
	fputc('\n', out);
	paragraph("", 0, compare_totals_legend(c), out);
	write_header(width, out);
	for (size_t i = 0; i < o->n_totals; i++) {
		const struct total_row *row = o->total[i];

		write_title(c, &row->key, row->transport_a, out);
		for (int j = 0; j < TOTALS; j++) {
			compare_total_cells(row, j, label, &cells);
			write_cells(label, &cells, width,
				    compare_total_verdict(&row->of[j]), out);
		}
	}
}

static void write_row(const struct difference *row, struct compare_unit unit,
		      const int width[COMPARE_COLUMNS], FILE *out)
{
	struct compare_cells cells;
	char label[32];

	compare_cells(row, unit, &cells);
	snprintf(label, sizeof(label), "%s %s", phase_names[row->phase],
		 statistic_names[row->statistic]);
	write_cells(label, &cells, width, compare_row_verdict(row), out);
}

static void write_rows(const struct comparison *c,
		       const struct compare_order *o, FILE *out)
{
	const struct compare_unit unit = compare_unit(c);
	int width[COMPARE_COLUMNS];

	set_titles(width);
	for (size_t i = 0; i < o->n; i++) {
		struct compare_cells cells;

		compare_cells(o->row[i], unit, &cells);
		widen(width, &cells);
	}
	fputc('\n', out);
	paragraph("", 0, compare_legend(c, unit.name), out);
	write_header(width, out);
	for (size_t i = 0; i < o->n; i++) {
		const struct difference *row = o->row[i];

		if (i && i == o->n_changed)
			fputs("\nWithout a significant difference\n\n", out);
		if (compare_order_is_title(o, i))
			write_title(c, &row->key, row->transport_a, out);
		write_row(row, unit, width, out);
	}
}

static void write_count(const struct count_difference *d,
			const int width[COUNT_COLUMNS], FILE *out)
{
	const char *verdict = compare_count_verdict(d);
	struct count_cells cells;

	count_cells(d, &cells);
	fprintf(out, "  %-*s", COUNT_LABEL_WIDTH - 2, event_name(d->kind));
	for (int i = 0; i < COUNT_COLUMNS; i++)
		fprintf(out, " %*s", width[i], cells.cell[i]);
	fprintf(out, "%s%s\n", *verdict ? " " : "", verdict);
}

static void write_count_header(const struct compare_order *o,
			       int width[COUNT_COLUMNS], FILE *out)
{
	struct count_cells cells;

	for (int i = 0; i < COUNT_COLUMNS; i++)
		width[i] = 6;
	for (size_t k = 0; k < o->n_counts; k++) {
		count_cells(o->count[k], &cells);
		for (int i = 0; i < COUNT_COLUMNS; i++)
			if (width[i] < (int)strlen(cells.cell[i]))
				width[i] = (int)strlen(cells.cell[i]);
	}
	fprintf(out, "\n%-*s", COUNT_LABEL_WIDTH, "");
	for (int i = 0; i < COUNT_COLUMNS; i++)
		fprintf(out, " %*s", width[i], count_column_titles[i]);
	fputc('\n', out);
}

static void write_counts(const struct comparison *c,
			 const struct compare_order *o, FILE *out)
{
	int width[COUNT_COLUMNS];
	char title[KEY_TITLE_LEN];

	fputc('\n', out);
	paragraph("", 0, compare_counts_legend(c), out);
	write_count_header(o, width, out);
	for (size_t i = 0; i < o->n_counts; i++) {
		const struct count_difference *d = o->count[i];

		if (compare_order_is_count_title(o, i) &&
		    d->kind == EVENTS_LOST)
			fprintf(out, "%s\n", compare_count_title(d, title));
		else if (compare_order_is_count_title(o, i))
			write_title(c, &d->key, d->transport_a, out);
		write_count(d, width, out);
	}
}

void compare_text(const struct comparison *c, FILE *out)
{
	struct compare_order o;

	compare_order_init(&o, c);
	text_facts(facts_of_side_losses(c), 6, out);
	text_facts(facts_of_confounders(c->a, c->b), 6, out);
	paragraph("", 0, compare_verdict(c), out);
	text_facts(facts_of_sides(c), 4, out);
	if (o.n)
		write_rows(c, &o, out);
	if (o.n_totals)
		write_totals(c, &o, out);
	if (o.n_counts)
		write_counts(c, &o, out);
	compare_order_free(&o);
}
