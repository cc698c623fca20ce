// SPDX-License-Identifier: GPL-2.0-only
#include "ci_reports.h"

#include <stdlib.h>

#include "check_words.h"
#include "markup.h"

static void write_row(const struct check *g, const struct check_result *r,
		      FILE *out)
{
	static const char *const words[CHECK_VERDICTS] = {
		[CHECK_PASS] = "pass",
		[CHECK_FAIL] = "**fail**",
		[CHECK_INCONCLUSIVE] = "*inconclusive*",
	};
	char *subject = check_subject_string(r);
	char *finding = check_finding_string(g, r);

	fprintf(out, "| %s | ", words[r->verdict]);
	markup_text(subject ? subject : "", out);
	fputs(" | ", out);
	markup_text(finding ? finding : "", out);
	fputs(" |\n", out);
	free(subject);
	free(finding);
}

static void write_table(const struct check *g, bool of_passed, FILE *out)
{
	fputs("| verdict | limit | what decided |\n|---|---|---|\n", out);
	for (size_t i = 0; i < g->n; i++)
		if ((g->results[i].verdict == CHECK_PASS) == of_passed)
			write_row(g, &g->results[i], out);
}

void check_markdown(const struct check *g, const char *path, FILE *out)
{
	static const char *const words[CHECK_VERDICTS] = {
		[CHECK_PASS] = "within all limits",
		[CHECK_FAIL] = "a limit is exceeded",
		[CHECK_INCONCLUSIVE] = "not enough to tell",
	};

	fprintf(out, "### SCMI latency: %s\n\n", words[check_verdict(g)]);
	check_summary(g, out);
	fputs(" (<code>", out);
	markup_text(path, out);
	fprintf(out, "</code>, %zu runs", g->runs->n);
	if (g->baseline)
		fprintf(out, " on %zu of the baseline", g->baseline->n);
	fputs(").\n\n", out);
	if (g->count[CHECK_PASS] < g->n)
		write_table(g, false, out);
	if (g->count[CHECK_PASS]) {
		fprintf(out, "%s<details><summary>%zu passed</summary>\n\n",
			g->count[CHECK_PASS] < g->n ? "\n" : "",
			g->count[CHECK_PASS]);
		write_table(g, true, out);
		fputs("\n</details>\n", out);
	}
}
