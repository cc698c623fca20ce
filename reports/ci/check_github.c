// SPDX-License-Identifier: GPL-2.0-only
#include "ci_reports.h"

#include <stdlib.h>
#include <string.h>

#include "check_words.h"

/*
 * Percent signs and line ends in a value of a workflow command are escaped, and
 * in a property also colons and commas, as GitHub's documentation requires.
 */
static void write_escaped(const char *s, const char *special, FILE *out)
{
	for (; *s; s++)
		if (strchr(special, *s) || (unsigned char)*s < ' ' ||
		    *s == 0x7f)
			fprintf(out, "%%%02X", (unsigned char)*s);
		else
			fputc(*s, out);
}

static void write_warnings(const struct check *c, const char *path, FILE *out)
{
	struct facts warnings = check_warnings(c);

	for (size_t i = 0; i < warnings.n; i++) {
		fputs("::warning file=", out);
		write_escaped(path, "%:,", out);
		fputs("::", out);
		write_escaped(warnings.fact[i].text, "%", out);
		fputc('\n', out);
	}
	facts_free(&warnings);
}

void check_github(const struct check *c, const char *path, FILE *out)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct check_result *r = &c->results[i];
		char *subject, *finding;

		if (r->verdict == CHECK_PASS)
			continue;
		subject = check_subject(r);
		finding = check_finding(c, r);
		fprintf(out, "::%s file=",
			r->verdict == CHECK_FAIL ? "error" : "warning");
		write_escaped(path, "%:,", out);
		fprintf(out, ",line=%u,title=", r->limit->line);
		write_escaped(subject, "%:,", out);
		fputs("::", out);
		write_escaped(finding, "%", out);
		fputc('\n', out);
		free(subject);
		free(finding);
	}
	write_warnings(c, path, out);
}
