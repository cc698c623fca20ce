// SPDX-License-Identifier: GPL-2.0-only
#include "html_parts.h"

#include "markup.h"
#include "names.h"
#include "outcome.h"
#include "text_table.h"

static void begin_note(FILE *out)
{
	fprintf(out, "<tr class=\"note\"><td colspan=\"%d\">\n",
		TEXT_TABLE_COLUMNS + 1);
}

static void write_notes(const struct series *s, uint64_t duration_ns, FILE *out)
{
	struct paragraph g;

	if (s->counter[LC_BEGUN] != s->counter[LC_COMPLETED] ||
	    s->counter[LC_ERRORS] || s->counter[LC_OVERLAPPED]) {
		begin_note(out);
		g = paragraph_begin(out, 0, "");
		say_outcome(&g, s->counter, s->in_flight);
		paragraph_end(&g);
		fputs("</td></tr>\n", out);
	}
	if (s->phase[LC_TIMEOUT].count) {
		begin_note(out);
		g = paragraph_begin(out, 0, "");
		say_timeouts(&g, &s->phase[LC_TIMEOUT]);
		paragraph_end(&g);
		fputs("</td></tr>\n", out);
	}
	if (s->counter[LC_NOTIFIED] || s->counter[LC_FAST_CALLS]) {
		begin_note(out);
		g = paragraph_begin(out, 0, "");
		say_no_transfers(&g, s->counter, duration_ns);
		paragraph_end(&g);
		fputs("</td></tr>\n", out);
	}
}

static void write_series(const struct text_table *t, const struct series *s,
			 uint64_t duration_ns, FILE *out)
{
	char title[KEY_TITLE_LEN];
	struct text_table_row row;

	fprintf(out, "<tr class=\"name\"><th colspan=\"%d\"><span>",
		TEXT_TABLE_COLUMNS + 1);
	markup_text(key_title(&s->key, title), out);
	fputs("</span></th></tr>\n", out);
	for (int phase = 0; phase < LC_PHASES; phase++) {
		if (!text_table_row(t, s, phase, &row))
			continue;
		fprintf(out, "<tr%s><th>%s</th>",
			phase == LC_TOTAL ? " class=\"total\"" : "",
			phase_name(phase));
		for (int c = 0; c < TEXT_TABLE_COLUMNS; c++)
			fprintf(out, "<td>%s</td>", row.cell[c]);
		fputs("</tr>\n", out);
	}
	write_notes(s, duration_ns, out);
}

void html_series(const struct profile *p, FILE *out)
{
	uint64_t duration_ns = 0;
	struct text_table t;

	if (!p->n_series)
		return;
	for (size_t i = 0; i < p->n_runs; i++)
		duration_ns += p->runs[i].duration_ns;
	text_table_init(&t, p, 0);
	fprintf(out,
		"<h2>Latency in %s</h2>\n<p class=\"soft\">Percentiles to "
		"0.8 %%, all else exact; - where too few samples tell. time%%: "
		"of all SCMI time.",
		t.unit);
	if (t.wider)
		fputs(" transport: submit, doorbell, service and dispatch, "
		      "where no hook tells them apart.",
		      out);
	fputs("</p>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n"
	      "<thead><tr><th>phase</th>",
	      out);
	for (int c = 0; c < TEXT_TABLE_COLUMNS; c++)
		fprintf(out, "<th>%s</th>", text_table_title(c));
	fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t i = 0; i < p->n_series; i++)
		write_series(&t, &p->series[i], duration_ns, out);
	fputs("</tbody>\n</table>\n</div>\n", out);
}
