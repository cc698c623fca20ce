// SPDX-License-Identifier: GPL-2.0-only
#include "html_parts.h"

void html_summary(const struct summary *s, FILE *out)
{
	struct facts f = facts_of_summary(s);

	if (s->n_parts) {
		html_summary_bar(s, out);
		facts_remove(&f, "phases");
	}
	facts_append(&f, facts_of_totals(s->view->p));
	html_facts(f, out);
}
