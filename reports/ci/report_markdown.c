// SPDX-License-Identifier: GPL-2.0-only
/* A report for a comment or a summary of a pipeline: the answer, and the messages. */
#include "ci_reports.h"

#include <stdlib.h>

#include "markup.h"
#include "message_table.h"
#include "names.h"
#include "summary.h"

static void write_facts(struct facts f, FILE *out)
{
	for (size_t i = 0; i < f.n; i++) {
		fprintf(out, "- %s: ", f.fact[i].label);
		markup_text(f.fact[i].text, out);
		fputc('\n', out);
	}
	facts_free(&f);
}

static void write_messages(const struct report_view *v, FILE *out)
{
	struct message_table t;
	char *legend;

	message_table_init(&t, v);
	legend = message_legend(&t);
	fprintf(out, "\n%s\n\n| message |", legend);
	free(legend);
	for (int c = 0; c < MESSAGE_COLUMNS; c++)
		fprintf(out, " %s |", message_titles[c]);
	fputs("\n|---|", out);
	for (int c = 0; c < MESSAGE_COLUMNS; c++)
		fputs("--:|", out);
	fputc('\n', out);
	for (size_t i = 0; i < t.n; i++) {
		char title[KEY_TITLE_LEN];
		struct message_row row;

		message_row(&t, i, &row);
		fputs("| ", out);
		markup_text(key_title(&t.series[i]->key, title), out);
		for (int c = 0; c < MESSAGE_COLUMNS; c++)
			fprintf(out, " | %s", row.cell[c]);
		fputs(" |\n", out);
	}
	message_table_free(&t);
}

void report_markdown(const struct report_view *v, FILE *out)
{
	struct summary s;

	fputs("### SCMI transfers\n\n", out);
	summary_init(&s, v);
	write_facts(facts_of_losses(v->p), out);
	write_facts(facts_of_summary(&s), out);
	write_facts(facts_of_totals(v->p), out);
	summary_free(&s);
	if (v->n)
		write_messages(v, out);
}
