// SPDX-License-Identifier: GPL-2.0-only
#include "ci_reports.h"

#include <stdlib.h>

#include "check_words.h"
#include "markup.h"
#include "units.h"

static void write_row(const struct check *c, const struct check_result *r,
		      FILE *out)
{
	static const char *const words[CHECK_VERDICTS] = {
		[CHECK_PASS] = "pass",
		[CHECK_FAIL] = "**fail**",
		[CHECK_INCONCLUSIVE] = "*inconclusive*",
	};
	char *subject = check_subject(r);
	char *finding = check_finding(c, r);

	fprintf(out, "| %s | ", words[r->verdict]);
	markup_text(subject, out);
	fputs(" | ", out);
	markup_text(finding, out);
	fputs(" |\n", out);
	free(subject);
	free(finding);
}

static void write_table(const struct check *c, bool of_passed, FILE *out)
{
	fputs("| verdict | limit | reason |\n|---|---|---|\n", out);
	for (int v = 0; v < CHECK_VERDICTS; v++)
		for (size_t i = 0; i < c->n; i++)
			if (c->results[i].verdict == check_worst_first[v] &&
			    (check_worst_first[v] == CHECK_PASS) == of_passed)
				write_row(c, &c->results[i], out);
}

static void write_warnings(const struct check *c, FILE *out)
{
	struct facts warnings = check_warnings(c);

	for (size_t i = 0; i < warnings.n; i++) {
		fputs("Warning: ", out);
		markup_text(warnings.fact[i].text, out);
		fputs("\n\n", out);
	}
	facts_free(&warnings);
}

void check_markdown(const struct check *c, const char *path, FILE *out)
{
	static const char *const words[CHECK_VERDICTS] = {
		[CHECK_PASS] = "all limits pass",
		[CHECK_FAIL] = "a limit is exceeded",
		[CHECK_INCONCLUSIVE] = "inconclusive",
	};

	fprintf(out, "### SCMI latency: %s\n\n", words[check_verdict(c)]);
	check_summary(c, out);
	fputs(" (<code>", out);
	markup_text(path, out);
	fprintf(out, "</code>, %zu run%s", c->runs->n, plural(c->runs->n));
	if (c->baseline)
		fprintf(out, " on %zu of the baseline", c->baseline->n);
	fputs(").\n\n", out);
	write_warnings(c, out);
	if (c->count[CHECK_PASS] < c->n)
		write_table(c, false, out);
	if (c->count[CHECK_PASS]) {
		fprintf(out, "%s<details><summary>%zu passed</summary>\n\n",
			c->count[CHECK_PASS] < c->n ? "\n" : "",
			c->count[CHECK_PASS]);
		write_table(c, true, out);
		fputs("\n</details>\n", out);
	}
}
