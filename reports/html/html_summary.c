// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "html_parts.h"

/* The parts of the time of all transfers, as one bar. */
static void write_bar(const struct summary *s, FILE *out)
{
	fputs("<div class=\"bar\">", out);
	for (size_t i = 0; i < s->n_parts; i++) {
		fprintf(out, "<i style=\"flex:%.3f;",
			summary_percent(s, s->part[i].ns));
		html_part_color(s->part[i].name, out);
		fputs("\"></i>", out);
	}
	fputs("</div>\n<ul class=\"legend row\">\n", out);
	for (size_t i = 0; i < s->n_parts; i++) {
		fputs("<li><i style=\"", out);
		html_part_color(s->part[i].name, out);
		fprintf(out, "\"></i>%s %.1f %%</li>\n", s->part[i].name,
			summary_percent(s, s->part[i].ns));
	}
	fputs("</ul>\n", out);
}

void html_summary(const struct summary *s, FILE *out)
{
	struct facts f = facts_of_summary(s);

	if (s->n_parts) {
		write_bar(s, out);
		facts_remove(&f, "phases");
	}
	facts_append(&f, facts_of_totals(s->view->p));
	html_facts(f, out);
}
