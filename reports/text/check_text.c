// SPDX-License-Identifier: GPL-2.0-only
#include "text_reports.h"

#include <stdlib.h>

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
		char *subject = check_subject(r);
		char *finding = check_finding(c, r);

		fprintf(out, "%-12s %s: %s\n", words[r->verdict], subject,
			finding);
		free(subject);
		free(finding);
	}
	check_summary(c, out);
	fputc('\n', out);
}
