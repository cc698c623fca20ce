// SPDX-License-Identifier: GPL-2.0-only
/* The comparison as a page: verdict, overlays, table, what was compared. */
#include "html_pages.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "compare_cells.h"
#include "html_parts.h"
#include "markup.h"
#include "names.h"
#include "outcome.h"

static void write_verdict(const struct comparison *c, FILE *out)
{
	const size_t slower = comparison_count(c, VERDICT_SLOWER);
	const size_t faster = comparison_count(c, VERDICT_FASTER);
	const bool good = comparison_by_transport(c) || !slower;

	fprintf(out, "<p class=\"verdict %s\">", good ? "good" : "bad");
	if (comparison_by_transport(c))
		fprintf(out, "The others are slower than %s",
			transport_name(c->rows[0].transport_a));
	else
		fputs("B is slower", out);
	fprintf(out, " in %zu and faster in %zu of %zu comparisons", slower,
		faster, comparison_compared(c));
	if (comparison_is_exact(c))
		fputs("; deterministic: each is real.</p>\n", out);
	else
		fprintf(out, " (p &lt;= %g).</p>\n", COMPARE_ALPHA);
}

static bool is_incomplete(const struct run_set *set)
{
	return run_set_lost(set) || run_set_unparsed_lines(set);
}

static void write_sentence(const struct comparison *c, FILE *out)
{
	char *caveat = compare_caveat(c);

	if (is_incomplete(c->a) || is_incomplete(c->b))
		fputs("<p class=\"verdict bad\">Not all was measured: the "
		      "figures below are incomplete.</p>\n",
		      out);
	if (caveat)
		fprintf(out, "<p class=\"verdict warn\">%s</p>\n", caveat);
	else if (comparison_compared(c))
		write_verdict(c, out);
	else
		fputs("<p class=\"verdict warn\">There is nothing to compare: "
		      "no latency that A and B both have.</p>\n",
		      out);
	free(caveat);
}

static void write_losses(const char *side, const struct run_set *set, FILE *out)
{
	const uint64_t unparsed = run_set_unparsed_lines(set);

	for (int i = 0; i < LOST_CAUSES; i++) {
		const uint64_t lost = run_set_lost_by(set, i);

		if (!lost)
			continue;
		fprintf(out, "<li>%s is incomplete, %" PRIu64 " lost (", side,
			lost);
		markup_text(lost_name(i), out);
		fputs("): ", out);
		markup_text(lost_remedy(i), out);
		fputs("</li>\n", out);
	}
	if (unparsed) {
		struct paragraph g;

		fputs("<li>", out);
		g = paragraph_begin(out, 0, "");
		say_unparsed(&g, side, unparsed);
		paragraph_end(&g);
		fputs("</li>\n", out);
	}
}

static void write_side(const char *side, const struct run_set *set, FILE *out)
{
	uint64_t total[LC_COUNTERS];
	struct paragraph g;

	for (int i = 0; i < LC_COUNTERS; i++)
		total[i] = run_set_total(set, i);
	fprintf(out, "<li>%s: ", side);
	g = paragraph_begin(out, 0, "");
	paragraph_say(&g, "%zu run%s,", set->n, set->n == 1 ? "" : "s");
	say_outcome(&g, total, run_set_in_flight(set));
	paragraph_end(&g);
	fputs("</li>\n", out);
}

static void write_sides(const struct comparison *c, FILE *out)
{
	fputs("<ul>\n", out);
	write_side(comparison_by_transport(c) ? "All" : "A", c->a, out);
	write_losses(comparison_by_transport(c) ? "The data" : "A", c->a, out);
	if (!comparison_by_transport(c)) {
		write_side("B", c->b, out);
		write_losses("B", c->b, out);
	}
	fputs("</ul>\n", out);
}

static void write_row(const struct difference *row, struct compare_unit unit,
		      FILE *out)
{
	const bool differs = row->verdict == VERDICT_SLOWER ||
			     row->verdict == VERDICT_FASTER;
	const char *verdict = differs ? verdict_name(row->verdict) : "";
	struct compare_cells cells;

	compare_cells(row, unit, &cells);
	fprintf(out, "<tr%s><th>%s %s</th>",
		row->phase == LC_TOTAL ? " class=\"total\"" : "",
		phase_name(row->phase), statistic_name(row->statistic));
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		fputs("<td>", out);
		markup_text(cells.cell[i], out);
		fputs("</td>", out);
	}
	fprintf(out, "<td class=\"%s\">%s</td></tr>\n", verdict, verdict);
}

static void write_rows(const struct comparison *c, FILE *out)
{
	const struct compare_unit unit = compare_unit(c);
	char title[KEY_TITLE_LEN];

	for (size_t i = 0; i < c->n_rows; i++) {
		const struct difference *row = &c->rows[i];

		if (!i || series_key_compare(&row->key, &row[-1].key)) {
			fprintf(out,
				"<tr class=\"name\"><th colspan=\"%d\"><span>",
				COMPARE_COLUMNS + 2);
			markup_text(key_title(&row->key, title), out);
			if (comparison_by_transport(c))
				fprintf(out, " (B), against %s (A)",
					transport_name(row->transport_a));
			fputs("</span></th></tr>\n", out);
		}
		write_row(row, unit, out);
	}
}

static void write_table(const struct comparison *c, FILE *out)
{
	if (!c->n_rows)
		return;
	fprintf(out, "<h2>Latency in %s</h2>\n<p class=\"soft\">",
		compare_unit(c).name);
	if (comparison_is_exact(c))
		fputs("Deterministic: B-A is exact but for percentiles, which "
		      "are those of buckets.",
		      out);
	else
		fprintf(out,
			"Each value is the median of the runs&#39;; B-A their "
			"Hodges-Lehmann shift, in low ... high with %g %% "
			"confidence; effect, Cliff&#39;s delta: -1 all of B "
			"are "
			"faster, +1 all are slower; p by Mann-Whitney, "
			"corrected (Holm) for %zu tests.",
			100 * COMPARE_CONFIDENCE, c->n_tests);
	fputs("</p>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n"
	      "<thead><tr><th>phase</th>",
	      out);
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		fprintf(out, "<th>%s</th>", compare_column_title(i));
	fputs("<th></th></tr></thead>\n<tbody>\n", out);
	write_rows(c, out);
	fputs("</tbody>\n</table>\n</div>\n", out);
}

enum run_string {
	RUN_KERNEL,
	RUN_ARCH,
	RUN_HOST,
	RUN_STRINGS
};

static const char *run_string(const struct run *run, enum run_string which)
{
	const char *s = which == RUN_KERNEL ? run->kernel
			: which == RUN_ARCH ? run->arch
					    : run->host;

	return s ? s : "-";
}

/* Transfers of merged runs are not told apart: a row for all runs of a file. */
static const char *string_of_runs(const struct profile *p,
				  enum run_string which)
{
	const char *s = run_string(&p->runs[0], which);

	for (size_t i = 1; i < p->n_runs; i++)
		if (strcmp(s, run_string(&p->runs[i], which)))
			return "several";
	return s;
}

static void write_string(const char *s, FILE *out)
{
	fputs("<td class=\"string\">", out);
	markup_text(s, out);
	fputs("</td>", out);
}

static void write_file(const char *side, const char *path,
		       const struct profile *p, FILE *out)
{
	double duration_ns = 0;

	for (size_t i = 0; i < p->n_runs; i++)
		duration_ns += (double)p->runs[i].duration_ns;
	fprintf(out, "<tr><td>%s</td>", side);
	write_string(path, out);
	for (int i = 0; i < RUN_STRINGS; i++)
		write_string(string_of_runs(p, i), out);
	fprintf(out, "<td>%.3f</td><td>%" PRIu64 "</td></tr>\n",
		duration_ns / 1e9, profile_total(p, LC_BEGUN));
}

static void write_files(const struct comparison *c, FILE *out)
{
	fputs("<h2>Environment</h2>\n"
	      "<div class=\"scroll\" tabindex=\"0\">\n<table class=\"text\">\n"
	      "<thead><tr><th>side</th><th>file</th><th>kernel</th>"
	      "<th>machine</th><th>host</th><th>duration [s]</th>"
	      "<th>transfers</th></tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < c->a->n; i++)
		write_file(comparison_by_transport(c) ? "-" : "A",
			   c->a->path[i], &c->a->profile[i], out);
	for (size_t i = 0; i < c->b->n && !comparison_by_transport(c); i++)
		write_file("B", c->b->path[i], &c->b->profile[i], out);
	fputs("</tbody>\n</table>\n</div>\n", out);
}

static void write_sections(const void *subject, const struct figures *f,
			   const struct drawing *d, FILE *out)
{
	const struct comparison *c = subject;

	write_sentence(c, out);
	write_sides(c, out);
	html_pictures(f, d, out);
	write_table(c, out);
	write_files(c, out);
}

static int make_figures(struct figures *f, const void *subject)
{
	return figures_of_comparison(f, subject);
}

struct page compare_page(const struct comparison *c)
{
	return (struct page){comparison_by_transport(c)
				     ? "SCMI transports"
				     : "SCMI transfers, A and B",
			     c, make_figures, write_sections};
}
