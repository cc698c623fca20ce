// SPDX-License-Identifier: GPL-2.0-only
#include "text_reports.h"

#include "check_words.h"

void gate_text(const struct gate *g, const char *path, FILE *out)
{
	static const char *const words[GATE_VERDICTS] = {
		[GATE_PASS] = "pass",
		[GATE_FAIL] = "FAIL",
		[GATE_INCONCLUSIVE] = "INCONCLUSIVE",
	};

	(void)path;
	for (size_t i = 0; i < g->n; i++) {
		const struct gate_result *r = &g->results[i];

		fprintf(out, "%-12s ", words[r->verdict]);
		gate_subject(r, out);
		fputs(": ", out);
		gate_finding(g, r, out);
		fputc('\n', out);
	}
	gate_summary(g, out);
	fputc('\n', out);
}
