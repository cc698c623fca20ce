// SPDX-License-Identifier: GPL-2.0-only
/* The comparison for people: what was lost, what was compared, then rows. */
#include "text_reports.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "compare_cells.h"
#include "names.h"
#include "outcome.h"

#define LABEL_WIDTH 16 /* "  transport mean" */

static void write_losses(const char *side, const struct run_set *set, FILE *out)
{
	const uint64_t unparsed = run_set_unparsed_lines(set);

	for (int i = 0; i < LOST_CAUSES; i++) {
		const uint64_t lost = run_set_lost_by(set, i);
		struct paragraph g;

		if (!lost)
			continue;
		g = paragraph_begin(out, 6, "LOST:");
		paragraph_say(&g, "%s is incomplete, %" PRIu64 " lost (%s): %s",
			      side, lost, lost_name(i), lost_remedy(i));
		paragraph_end(&g);
	}
	if (unparsed) {
		struct paragraph g = paragraph_begin(out, 6, "LOST:");

		say_unparsed(&g, side, unparsed);
		paragraph_end(&g);
	}
}

static void write_side(const char *side, const struct run_set *set, FILE *out)
{
	struct paragraph g = paragraph_begin(out, 10, side);
	uint64_t total[LC_COUNTERS];

	for (int i = 0; i < LC_COUNTERS; i++)
		total[i] = run_set_total(set, i);
	paragraph_say(&g, "%zu run%s:", set->n, set->n == 1 ? "" : "s");
	say_outcome(&g, total, run_set_in_flight(set));
	paragraph_end(&g);
}

static void write_sides(const struct comparison *c, FILE *out)
{
	if (comparison_by_transport(c)) {
		write_losses("the data", c->a, out);
		write_side("runs", c->a, out);
		return;
	}
	write_losses("A", c->a, out);
	write_losses("B", c->b, out);
	write_side("A", c->a, out);
	write_side("B", c->b, out);
}

static void write_title(const struct comparison *c,
			const struct difference *row, FILE *out)
{
	char title[KEY_TITLE_LEN];

	fputs(key_title(&row->key, title), out);
	if (comparison_by_transport(c))
		fprintf(out, " (B), against %s (A)",
			transport_name(row->transport_a));
	fputc('\n', out);
}

static void set_widths(const struct comparison *c, struct compare_unit unit,
		       int width[COMPARE_COLUMNS])
{
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		width[i] = (int)strlen(compare_column_title(i));
	for (size_t i = 0; i < c->n_rows; i++) {
		struct compare_cells cells;

		compare_cells(&c->rows[i], unit, &cells);
		for (int j = 0; j < COMPARE_COLUMNS; j++) {
			int len = (int)strlen(cells.cell[j]);

			if (width[j] < len)
				width[j] = len;
		}
	}
}

static void write_row(const struct difference *row, struct compare_unit unit,
		      const int width[COMPARE_COLUMNS], FILE *out)
{
	struct compare_cells cells;
	char label[32];

	compare_cells(row, unit, &cells);
	snprintf(label, sizeof(label), "  %s %s", phase_name(row->phase),
		 statistic_name(row->statistic));
	fprintf(out, "%-*s", LABEL_WIDTH, label);
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		fprintf(out, " %*s", width[i], cells.cell[i]);
	fputs(row->verdict == VERDICT_SLOWER   ? " slower"
	      : row->verdict == VERDICT_FASTER ? " faster"
					       : "",
	      out);
	fputc('\n', out);
}

static void write_legend(const struct comparison *c, const char *unit,
			 FILE *out)
{
	if (comparison_is_exact(c))
		fprintf(out,
			"\nEach value in %s; deterministic, so that B-A is "
			"exact but for percentiles,\nwhich are those of "
			"buckets.\n\n",
			unit);
	else
		fprintf(out,
			"\nEach value in %s is the median of the runs'; B-A "
			"their Hodges-Lehmann shift, in\nlow ... high with %g "
			"%% confidence; effect, Cliff's delta: -1 all of B "
			"are\nfaster, +1 all are slower; p by Mann-Whitney, "
			"corrected (Holm) for %zu tests.\n\n",
			unit, 100 * COMPARE_CONFIDENCE, c->n_tests);
}

static void write_rows(const struct comparison *c, FILE *out)
{
	const struct compare_unit unit = compare_unit(c);
	int width[COMPARE_COLUMNS];

	set_widths(c, unit, width);
	write_legend(c, unit.name, out);
	fprintf(out, "%-*s", LABEL_WIDTH, "");
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		fprintf(out, " %*s", width[i], compare_column_title(i));
	fputc('\n', out);
	for (size_t i = 0; i < c->n_rows; i++) {
		const struct difference *row = &c->rows[i];

		if (!i || series_key_compare(&row->key, &row[-1].key))
			write_title(c, row, out);
		write_row(row, unit, width, out);
	}
}

static void write_summary(const struct comparison *c, FILE *out)
{
	const size_t slower = comparison_count(c, VERDICT_SLOWER);
	const size_t faster = comparison_count(c, VERDICT_FASTER);
	char *caveat = compare_caveat(c);

	if (caveat)
		fprintf(out, "\n%s\n", caveat);
	else if (comparison_is_exact(c))
		fprintf(out,
			"\nB is slower in %zu and faster in %zu of %zu "
			"comparisons;\ndeterministic: each is real.\n",
			slower, faster, comparison_compared(c));
	else if (c->n_tests)
		fprintf(out,
			"\nB is slower in %zu and faster in %zu of %zu "
			"comparisons (p <= %g).\n",
			slower, faster, comparison_compared(c), COMPARE_ALPHA);
	free(caveat);
}

void compare_text(const struct comparison *c, FILE *out)
{
	write_sides(c, out);
	if (!c->n_rows) {
		fputs("\nThere is nothing to compare: no latency in these "
		      "profiles.\n",
		      out);
		return;
	}
	write_rows(c, out);
	write_summary(c, out);
}
