// SPDX-License-Identifier: GPL-2.0-only
/* Who sends, who held the channel, and the slowest transfers, as text. */
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "paragraph.h"
#include "sender_table.h"
#include "text_reports.h"

#define SLOWEST 10 /* number of slow transfers; JSON has all recorded ones */

/* Only the columns that are shown. */
static void write_row(const struct sender_table *t, size_t i, FILE *out)
{
	char cell[SENDER_COLUMNS][32], label[34 * SENDER_COLUMNS] = "";
	size_t len = 0;

	sender_cells(t, i, cell);
	for (int c = 0; c < SENDER_COLUMNS; c++)
		if (t->width[c])
			len += (size_t)snprintf(label + len,
						sizeof(label) - len, "%*s ",
						t->width[c], cell[c]);
	if (len >= sizeof(label))
		len = sizeof(label) - 1;
	paragraph(label, (int)len + 1, sender_words(&t->row[i]), out);
}

static void write_header(const struct sender_table *t, FILE *out)
{
	fputc('\n', out);
	for (int c = 0; c < SENDER_COLUMNS; c++)
		if (t->width[c])
			fprintf(out, "%*s%s", t->width[c], sender_titles[c],
				c == SENDER_COLUMNS - 1 ? "\n" : " ");
}

static void write_table(const struct profile *p, enum sender_by by, size_t most,
			FILE *out)
{
	struct sender_table t;
	char *legend;

	sender_table_init(&t, p, by);
	if (t.n < most)
		most = t.n;
	if (most) {
		fputc('\n', out);
		legend = sender_legend(&t, by, most);
		paragraph("", 0,
			  xasprintf("%s. %s", sender_headings[by], legend),
			  out);
		free(legend);
		write_header(&t, out);
	}
	for (size_t i = 0; i < most; i++)
		write_row(&t, i, out);
	sender_table_free(&t);
}

static void write_facts(const struct profile *p, FILE *out)
{
	struct facts f = facts_of_channels(p);

	facts_append(&f, facts_of_lost_senders(p));
	if (f.n)
		fputc('\n', out);
	text_facts(f, 11, out);
}

void senders_text(const struct profile *p, FILE *out)
{
	write_table(p, SENDER_TASK, 5, out);
	write_table(p, SENDER_HOLDER, 5, out);
	write_facts(p, out);
}

void callers_text(const struct profile *p, FILE *out)
{
	if (!p->senders) {
		fputs("The profile has no callers: 'scmi-perf record "
		      "--callers' records them.\n",
		      out);
		return;
	}
	for (int by = 0; by < SENDER_BYS; by++)
		write_table(p, by, SIZE_MAX, out);
	write_facts(p, out);
}

void slowest_text(const struct profile *p, FILE *out)
{
	const struct callers *s = p->senders;

	if (!s) {
		fputs("The profile has no slowest transfers: 'scmi-perf record "
		      "--callers' records them.\n",
		      out);
		return;
	}
	fputs("The slowest transfers: start in s since that of the recording, "
	      "times in ms\n\n       start     total\n",
	      out);
	for (size_t i = 0; i < s->n_slowest && i < SLOWEST; i++) {
		const struct slow_transfer *t = &s->slowest[i];
		char label[64];
		const int len = snprintf(label, sizeof(label), "%12.6f %9.3f ",
					 (double)t->time_ns / 1e9,
					 (double)t->total_ns / 1e6);

		paragraph(label, len + 1, slow_words(t), out);
	}
}
