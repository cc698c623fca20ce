// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "alloc.h"
#include "html_parts.h"
#include "markup.h"
#include "sender_table.h"

#define SHOWN 20 /* number of rows; JSON has all */

/* There is room for the mean and percentiles. */
static bool is_shown(const struct sender_table *t, int column)
{
	return t->width[column] || column == SENDER_MEAN;
}

static void write_row(const struct sender_table *t, size_t i, FILE *out)
{
	char cell[SENDER_COLUMNS][32], *words = sender_words(&t->row[i]);

	sender_cells(t, i, cell);
	fprintf(out,
		"<tr><th scope=\"row\" class=\"words\" "
		"style=\"background:linear-gradient("
		"90deg,var(--line) %s%%,var(--ground) %s%%)\">",
		cell[SENDER_SHARE], cell[SENDER_SHARE]);
	markup_text(words, out);
	fputs("</th>", out);
	for (int c = 0; c < SENDER_COLUMNS; c++)
		if (is_shown(t, c))
			html_cells(&cell[c], 1, out);
	fputs("</tr>\n", out);
	free(words);
}

static void write_table(const struct profile *p, enum sender_by by, FILE *out)
{
	const char *titles[SENDER_COLUMNS];
	struct sender_table t;
	size_t shown;
	int n = 0;

	sender_table_init(&t, p, by);
	shown = t.n < SHOWN ? t.n : SHOWN;
	for (int c = 0; c < SENDER_COLUMNS; c++)
		if (is_shown(&t, c))
			titles[n++] = sender_titles[c];
	if (shown) {
		html_table(sender_headings[by], sender_legend(&t, by, shown),
			   by == SENDER_HOLDER ? "waiting" : "sender", titles,
			   n, out);
		for (size_t i = 0; i < shown; i++)
			write_row(&t, i, out);
		html_table_end(out);
	}
	sender_table_free(&t);
}

static void write_slowest(const struct callers *s, FILE *out)
{
	static const char *const titles[] = {"start [s]", "total [ms]"};

	if (!s->n_slowest)
		return;
	html_table("Slowest transfers",
		   xstrdup("Starts are since that of the recording."),
		   "transfer, phases in ms", titles, 2, out);
	for (size_t i = 0; i < s->n_slowest; i++) {
		char *words = slow_words(&s->slowest[i]);

		fputs("<tr><th scope=\"row\" class=\"words\">", out);
		markup_text(words, out);
		fprintf(out, "</th><td>%.6f</td><td>%.3f</td></tr>\n",
			(double)s->slowest[i].time_ns / 1e9,
			(double)s->slowest[i].total_ns / 1e6);
		free(words);
	}
	html_table_end(out);
}

void html_senders(const struct profile *p, FILE *out)
{
	struct facts channels = facts_of_channels(p);

	if (!p->senders)
		return;
	for (int by = 0; by < SENDER_BYS; by++)
		write_table(p, by, out);
	if (channels.n)
		html_facts(channels, out);
	html_list(facts_of_lost_senders(p), out);
	write_slowest(p->senders, out);
}
