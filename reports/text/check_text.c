// SPDX-License-Identifier: GPL-2.0-only
#include "text_reports.h"

#include "check_words.h"

void check_text(const struct check *c, const char *path, FILE *out)
{
	static const char *const words[CHECK_VERDICTS] = {
		[CHECK_PASS] = "pass",
		[CHECK_FAIL] = "FAIL",
		[CHECK_INCONCLUSIVE] = "INCONCLUSIVE",
	};

	(void)path;
	for (size_t i = 0; i < c->n; i++) {
		const struct check_result *r = &c->results[i];

		fprintf(out, "%-12s ", words[r->verdict]);
		check_subject(r, out);
		fputs(": ", out);
		check_finding(c, r, out);
		fputc('\n', out);
	}
	check_summary(c, out);
	fputc('\n', out);
}
