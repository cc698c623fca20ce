// SPDX-License-Identifier: GPL-2.0-only
#include "html_parts.h"
#include "latency_table.h"
#include "markup.h"
#include "message_table.h"
#include "names.h"

static void write_notes(struct facts f, FILE *out)
{
	for (size_t i = 0; i < f.n; i++) {
		fprintf(out, "<tr class=\"note\"><td colspan=\"%d\">",
			LATENCY_COLUMNS + 1);
		markup_text(f.fact[i].text, out);
		fputs("</td></tr>\n", out);
	}
	facts_free(&f);
}

static void write_series(const struct latency_table *t,
			 const struct report_view *v, const struct series *s,
			 uint64_t duration_ns, FILE *out)
{
	char title[KEY_TITLE_LEN], anchor[32];
	struct latency_row row;

	snprintf(anchor, sizeof(anchor), "s%td", s - v->p->series);
	html_group(anchor, key_title(&s->key, title), LATENCY_COLUMNS + 1, out);
	for (int phase = 0; phase < LC_PHASES; phase++) {
		if (!report_view_has_phase(v, phase) ||
		    !latency_row(t, s, phase, &row))
			continue;
		fprintf(out, "<tr%s><th scope=\"row\">%s</th>",
			phase == LC_TOTAL ? " class=\"total\"" : "",
			phase_names[phase]);
		html_cells(row.cell, LATENCY_COLUMNS, out);
		fputs("</tr>\n", out);
	}
	write_notes(facts_of_series(s, duration_ns, t->all_ns), out);
}

void html_messages(const struct report_view *v, FILE *out)
{
	struct message_table t;

	message_table_init(&t, v);
	if (t.n < 2)
		goto out;
	html_table("Messages", message_legend(&t), "message", message_titles,
		   MESSAGE_COLUMNS, out);
	for (size_t i = 0; i < t.n; i++) {
		struct message_row row;
		char title[KEY_TITLE_LEN];

		message_row(&t, i, &row);
		fprintf(out,
			"<tr><th scope=\"row\" class=\"words\">"
			"<a href=\"#s%td\">",
			t.series[i] - v->p->series);
		markup_text(key_title(&t.series[i]->key, title), out);
		fputs("</a></th>", out);
		html_cells(row.cell, MESSAGE_COLUMNS, out);
		fputs("</tr>\n", out);
	}
	html_table_end(out);
out:
	message_table_free(&t);
}

void html_series(const struct report_view *v, FILE *out)
{
	struct latency_table t;

	if (!v->n)
		return;
	latency_table_init(&t, v->p);
	html_table("Latency", latency_legend(&t), "phase", latency_titles,
		   LATENCY_COLUMNS, out);
	for (size_t i = 0; i < v->n; i++)
		write_series(&t, v, v->row[i], all_runs_ns(v->p), out);
	html_table_end(out);
}
