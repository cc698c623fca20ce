// SPDX-License-Identifier: GPL-2.0-only
#include "text_reports.h"

#include <stdlib.h>

#include "check_words.h"

static void write_result(const struct check *c, const struct check_result *r,
			 FILE *out)
{
	static const char *const words[CHECK_VERDICTS] = {
		[CHECK_PASS] = "pass",
		[CHECK_FAIL] = "FAIL",
		[CHECK_INCONCLUSIVE] = "INCONCLUSIVE",
	};
	char *subject = check_subject(r);
	char *finding = check_finding(c, r);

	fprintf(out, "%-12s %s: %s\n", words[r->verdict], subject, finding);
	free(subject);
	free(finding);
}

static void write_warnings(const struct check *c, FILE *out)
{
	struct facts warnings = check_warnings(c);

	for (size_t i = 0; i < warnings.n; i++)
		fprintf(out, "warning: %s\n", warnings.fact[i].text);
	facts_free(&warnings);
}

void check_text(const struct check *c, const char *path, FILE *out)
{
	(void)path;
	for (int i = 0; i < CHECK_VERDICTS; i++)
		for (size_t k = 0; k < c->n; k++)
			if (c->results[k].verdict == check_worst_first[i])
				write_result(c, &c->results[k], out);
	write_warnings(c, out);
	check_summary(c, out);
	fputc('\n', out);
}
