// SPDX-License-Identifier: GPL-2.0-only
#include "ci_reports.h"

#include <stdlib.h>

#include "compare_cells.h"
#include "compare_counts.h"
#include "compare_order.h"
#include "compare_words.h"
#include "facts.h"
#include "markup.h"
#include "names.h"

/* A row for @key, whose other cells are ready. */
static void write_row(const struct comparison *c, const struct series_key *key,
		      enum transport a, const char *label,
		      const struct compare_cells *cells, const char *verdict,
		      FILE *out)
{
	char title[KEY_TITLE_LEN];

	fputs("| ", out);
	markup_text(key_title(key, title), out);
	if (comparison_by_transport(c))
		fprintf(out, " against %s", transport_names[a]);
	fprintf(out, " | %s", label);
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		fprintf(out, " | %s", cells->cell[i]);
	fprintf(out, " | %s |\n", verdict);
}

static void write_difference(const struct comparison *c,
			     const struct difference *row,
			     struct compare_unit unit, FILE *out)
{
	const char *mark = difference_is_significant(row) ? "**" : "";
	struct compare_cells cells;
	char label[32], verdict[16];

	compare_cells(row, unit, &cells);
	snprintf(label, sizeof(label), "%s %s", phase_names[row->phase],
		 statistic_names[row->statistic]);
	snprintf(verdict, sizeof(verdict), "%s%s%s", mark,
		 compare_row_verdict(row), mark);
	write_row(c, &row->key, row->transport_a, label, &cells, verdict, out);
}

/* The rows from @first to before @end. */
static void write_table(const struct comparison *c,
			const struct compare_order *o, size_t first, size_t end,
			FILE *out)
{
	const struct compare_unit unit = compare_unit(c);
	const char *u = unit.name;

	fprintf(out,
		"| message | phase | A %s | B %s | B-A %s | %% | low %s | high "
		"%s | p | effect | |\n"
		"|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n",
		u, u, u, u, u);
	for (size_t i = first; i < end; i++)
		write_difference(c, o->row[i], unit, out);
}

static void write_totals(const struct comparison *c,
			 const struct compare_order *o, FILE *out)
{
	fputs("\n<details><summary>Messages of a run and their summed time"
	      "</summary>\n\n"
	      "| message | | A | B | B-A | % | low | high | p | effect | |\n"
	      "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n",
	      out);
	for (size_t i = 0; i < o->n_totals * TOTALS; i++) {
		const struct total_row *row = o->total[i / TOTALS];
		struct compare_cells cells;
		char label[32];

		compare_total_cells(row, i % TOTALS, label, &cells);
		write_row(c, &row->key, row->transport_a, label, &cells,
			  compare_total_verdict(&row->of[i % TOTALS]), out);
	}
	fputs("\n</details>\n", out);
}

static void write_counts(const struct comparison *c,
			 const struct compare_order *o, FILE *out)
{
	char *legend = compare_counts_legend(c), title[KEY_TITLE_LEN];

	fprintf(out,
		"\n%s\n\n| message | event | A | of | B | of | p | |\n"
		"|---|---|--:|--:|--:|--:|--:|---|\n",
		legend);
	free(legend);
	for (size_t i = 0; i < o->n_counts; i++) {
		const struct count_difference *d = o->count[i];
		const char *mark = count_is_significant(d) ? "**" : "";
		struct count_cells cells;

		count_cells(d, &cells);
		fputs("| ", out);
		markup_text(compare_count_title(d, title), out);
		fprintf(out, " | %s", event_name(d->kind));
		for (int j = 0; j < COUNT_COLUMNS; j++)
			fprintf(out, " | %s", cells.cell[j]);
		fprintf(out, " | %s%s%s |\n", mark, compare_count_verdict(d),
			mark);
	}
}

static void write_losses(struct facts f, FILE *out)
{
	for (size_t i = 0; i < f.n; i++)
		fprintf(out, "**%s**\n\n", f.fact[i].text);
	facts_free(&f);
}

void compare_markdown(const struct comparison *c, FILE *out)
{
	char *caveat = compare_caveat(c), *legend;
	struct compare_order o;

	compare_order_init(&o, c);
	fputs("### SCMI latency: ", out);
	if (!c->n_rows)
		fputs("nothing to compare\n\n", out);
	else if (caveat)
		fputs("inconclusive, too few runs\n\n", out);
	else
		fprintf(out, "%zu of %zu comparisons differ\n\n", o.n_changed,
			comparison_compared(c));
	write_losses(facts_of_side_losses(c), out);
	write_losses(facts_of_confounders(c->a, c->b), out);
	if (caveat)
		fprintf(out, "%s\n\n", caveat);
	fprintf(out, "Runs: %zu (A), %zu (B). ", c->a->n, c->b->n);
	legend = compare_legend(c, compare_unit(c).name);
	fprintf(out, "%s\n\n", legend);
	free(legend);
	if (o.n_changed)
		write_table(c, &o, 0, o.n_changed, out);
	if (o.n_changed < o.n) {
		fprintf(out,
			"%s<details><summary>%zu without a significant "
			"difference</summary>\n\n",
			o.n_changed ? "\n" : "", o.n - o.n_changed);
		write_table(c, &o, o.n_changed, o.n, out);
		fputs("\n</details>\n", out);
	}
	if (o.n_totals)
		write_totals(c, &o, out);
	if (o.n_counts)
		write_counts(c, &o, out);
	compare_order_free(&o);
	free(caveat);
}
