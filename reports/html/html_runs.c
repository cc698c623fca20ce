// SPDX-License-Identifier: GPL-2.0-only
#include "alloc.h"
#include "html_parts.h"

void html_runs(const struct profile *p, FILE *out)
{
	fputs("<h2>Environment</h2>\n", out);
	for (size_t i = 0; i < p->n_runs; i++) {
		struct facts f = facts_of_run(p, i);

		if (p->runs[i].tool)
			facts_add(&f, "tool", xstrdup(p->runs[i].tool));
		html_facts(f, out);
	}
	fputs("<p class=\"soft\">hooks: the attach method, and the functions "
	      "and tracepoints.</p>\n",
	      out);
}
