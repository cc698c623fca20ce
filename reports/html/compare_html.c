// SPDX-License-Identifier: GPL-2.0-only
/* The comparison as a page: verdict, changed rows, overlays, others, environment. */
#include "html_page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "compare_cells.h"
#include "compare_counts.h"
#include "compare_forest.h"
#include "compare_order.h"
#include "compare_words.h"
#include "html_parts.h"
#include "names.h"

/* The account of each side, and where it was recorded. */
static struct facts sides(const struct comparison *c)
{
	struct facts f = {0}, accounts = facts_of_sides(c);

	for (size_t i = 0; i < accounts.n; i++) {
		struct fact *fact = &accounts.fact[i];

		facts_add(&f, fact->label,
			  compare_side_origin(i ? c->b : c->a));
		facts_add(&f, fact->label, xstrdup(fact->text));
	}
	facts_free(&accounts);
	return f;
}

static void write_verdict(const struct comparison *c, FILE *out)
{
	const struct profile *a = &c->a->all, *b = &c->b->all;
	char *caveat = compare_caveat(c);
	const char *class =
		caveat || !comparison_compared(c) ? "warn"
		: !comparison_by_transport(c) &&
				(comparison_count(c, VERDICT_SLOWER) ||
				 counts_count(c, VERDICT_SLOWER))
			? "bad"
			: "good";

	free(caveat);
	if (profile_lost(a) || profile_lost(b) || a->unparsed_lines ||
	    b->unparsed_lines)
		fputs("<p class=\"verdict bad\">Some events were not measured: "
		      "the figures below are incomplete.</p>\n",
		      out);
	fprintf(out, "<p class=\"verdict %s\">", class);
	html_sentence("", compare_verdict(c), "</p>\n", out);
	html_list(facts_of_side_losses(c), out);
	html_list(facts_of_confounders(c->a, c->b), out);
	html_facts(sides(c), out);
}

static void write_cells(struct compare_cells *cells, const char *class,
			const char *verdict, FILE *out)
{
	html_cells(cells->cell, COMPARE_COLUMNS, out);
	fprintf(out, "<td class=\"%s\">%s</td></tr>\n", class, verdict);
}

static void write_row(const struct comparison *c, const struct difference *row,
		      struct compare_unit unit, FILE *out)
{
	const char *verdict = compare_row_verdict(row);
	struct compare_cells cells;

	compare_cells(row, unit, &cells);
	fprintf(out, "<tr%s id=\"d%td\"><th scope=\"row\">%s %s</th>",
		row->phase == LC_TOTAL ? " class=\"total\"" : "", row - c->rows,
		phase_names[row->phase], statistic_names[row->statistic]);
	write_cells(&cells, verdict, verdict, out);
}

static void write_title(const struct comparison *c,
			const struct series_key *key, enum transport a,
			int columns, FILE *out)
{
	char *title = compare_title(c, key, a);

	html_group("", title, columns, out);
	free(title);
}

/* The rows from @first to before @end, as a table under @heading. */
static void write_rows(const struct comparison *c,
		       const struct compare_order *o, size_t first, size_t end,
		       const char *heading, FILE *out)
{
	const struct compare_unit unit = compare_unit(c);

	html_table(heading, compare_legend(c, unit.name), "phase",
		   compare_column_titles, COMPARE_COLUMNS + 1, out);
	for (size_t i = first; i < end; i++) {
		const struct difference *row = o->row[i];

		if (compare_order_is_title(o, i))
			write_title(c, &row->key, row->transport_a,
				    COMPARE_COLUMNS + 2, out);
		write_row(c, row, unit, out);
	}
	html_table_end(out);
}

static void write_changed(const struct comparison *c,
			  const struct compare_order *o, FILE *out)
{
	if (o->n_changed)
		write_rows(c, o, 0, o->n_changed, "Changed", out);
}

/* Rows that did not change are folded. @of is empty, or ends with a colon and a blank. */
static void fold_begin(const char *of, size_t n, FILE *out)
{
	fprintf(out,
		"<details><summary>%s%zu without a significant "
		"difference</summary>\n",
		of, n);
}

static void fold_end(FILE *out)
{
	fputs("</details>\n", out);
}

/* Folded if there are others. */
static void write_unchanged(const struct comparison *c,
			    const struct compare_order *o, FILE *out)
{
	const size_t n = o->n - o->n_changed;

	if (!n)
		return;
	if (o->n_changed)
		fold_begin("", n, out);
	write_rows(c, o, o->n_changed, o->n, "Latency", out);
	if (o->n_changed)
		fold_end(out);
}

/* The rows from @first to before @end. */
static void write_totals(const struct comparison *c,
			 const struct compare_order *o, size_t first,
			 size_t end, FILE *out)
{
	html_table("Messages", compare_totals_legend(c), "of a run",
		   compare_column_titles, COMPARE_COLUMNS + 1, out);
	for (size_t i = first; i < end; i++) {
		const struct total_row *row = o->total[i];

		write_title(c, &row->key, row->transport_a, COMPARE_COLUMNS + 2,
			    out);
		for (int j = 0; j < TOTALS; j++) {
			struct compare_cells cells;
			char label[32];

			compare_total_cells(row, j, label, &cells);
			fprintf(out, "<tr><th scope=\"row\">%s</th>", label);
			write_cells(&cells, "",
				    compare_total_verdict(&row->of[j]), out);
		}
	}
	html_table_end(out);
}

static void write_all_totals(const struct comparison *c,
			     const struct compare_order *o, FILE *out)
{
	const size_t changed = o->n_changed_totals;

	if (changed)
		write_totals(c, o, 0, changed, out);
	if (changed == o->n_totals)
		return;
	fold_begin("Messages: ", o->n_totals - changed, out);
	write_totals(c, o, changed, o->n_totals, out);
	fold_end(out);
}

static void write_count(const struct count_difference *d, FILE *out)
{
	const char *class = !count_is_significant(d)	   ? ""
			    : d->verdict == VERDICT_SLOWER ? "slower"
							   : "faster";
	struct count_cells cells;

	count_cells(d, &cells);
	fprintf(out, "<tr><th scope=\"row\">%s</th>", event_name(d->kind));
	html_cells(cells.cell, COUNT_COLUMNS, out);
	fprintf(out, "<td class=\"%s\">%s</td></tr>\n", class,
		compare_count_verdict(d));
}

static const char counts_heading[] = "Timeouts, errors and anomalies";

static void write_counts(const struct comparison *c,
			 const struct compare_order *o, size_t first,
			 size_t end, FILE *out)
{
	html_table(counts_heading, compare_counts_legend(c), "event",
		   count_column_titles, COUNT_COLUMNS + 1, out);
	for (size_t i = first; i < end; i++) {
		char title[KEY_TITLE_LEN];

		if (compare_order_is_count_title(o, i))
			html_group("", compare_count_title(o->count[i], title),
				   COUNT_COLUMNS + 2, out);
		write_count(o->count[i], out);
	}
	html_table_end(out);
}

static void write_all_counts(const struct comparison *c,
			     const struct compare_order *o, FILE *out)
{
	const size_t changed = o->n_changed_counts;
	char *of;

	if (changed)
		write_counts(c, o, 0, changed, out);
	if (changed == o->n_counts)
		return;
	of = xasprintf("%s: ", counts_heading);
	fold_begin(of, o->n_counts - changed, out);
	free(of);
	write_counts(c, o, changed, o->n_counts, out);
	fold_end(out);
}

/* Merged runs have one table row: their transfers cannot be separated. */
static void write_file(const char *side, const char *path,
		       const struct profile *p, FILE *out)
{
	const char *all[3] = {NULL};

	for (size_t i = 0; i < p->n_runs; i++) {
		const struct run *run = &p->runs[i];
		const char *const own[] = {run->kernel, run->arch, run->host};

		for (int j = 0; j < 3; j++) {
			const char *s = own[j] ? own[j] : "-";

			all[j] = !i || !strcmp(all[j], s) ? s : "several";
		}
	}
	fprintf(out, "<tr><td>%s</td>", side);
	html_string_cell(path, out);
	for (int i = 0; i < 3; i++)
		html_string_cell(all[i], out);
	if (all_runs_ns(p))
		fprintf(out, "<td>%.3f</td>", (double)all_runs_ns(p) / 1e9);
	else
		fputs("<td>-</td>", out);
	fprintf(out, "<td>%" PRIu64 "</td></tr>\n", profile_total(p, LC_BEGUN));
}

static void write_files(const struct comparison *c, FILE *out)
{
	static const char *const titles[] = {"side",	 "file", "kernel",
					     "machine",	 "host", "duration [s]",
					     "transfers"};

	fputs("<h2>Environment</h2>\n", out);
	html_strings_begin("Environment", titles,
			   sizeof(titles) / sizeof(*titles), out);
	for (size_t i = 0; i < c->a->n; i++)
		write_file(comparison_by_transport(c) ? "-" : "A",
			   c->a->path[i], &c->a->profile[i], out);
	for (size_t i = 0; i < c->b->n && !comparison_by_transport(c); i++)
		write_file("B", c->b->path[i], &c->b->profile[i], out);
	html_table_end(out);
}

static void write_sections(const struct page *page, FILE *out)
{
	const struct comparison *c = page->subject;
	const struct figures *f = &page->figures;
	struct compare_order o;

	compare_order_init(&o, c);
	write_verdict(c, out);
	compare_forest(c, &o, out);
	write_changed(c, &o, out);
	html_phases(f, 0, out);
	html_latency(f, out);
	html_percentiles(f, out);
	write_unchanged(c, &o, out);
	write_all_totals(c, &o, out);
	write_all_counts(c, &o, out);
	write_files(c, out);
	compare_order_free(&o);
}

static char *title(const void *subject)
{
	const struct comparison *c = subject;
	char *a, *b, *text;

	if (comparison_by_transport(c)) {
		a = compare_side_origin(c->a);
		text = xasprintf("SCMI transports%s%s", a ? ": " : "",
				 a ? a : "");
		free(a);
		return text;
	}
	a = compare_side_name(c->a, c->b);
	b = compare_side_name(c->b, c->a);
	text = xasprintf("SCMI transfers, A: %s; B: %s", a, b);
	free(a);
	free(b);
	return text;
}

struct page compare_page(const struct comparison *c)
{
	struct page page = {
		.title = title, .subject = c, .sections = write_sections};

	figures_of_comparison(&page.figures, c);
	return page;
}
