// SPDX-License-Identifier: GPL-2.0-only
#include "ci_reports.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "check_words.h"
#include "text.h"

static bool is_control(uint32_t code)
{
	return code < ' ' || (code >= 0x7f && code < 0xa0);
}

/*
 * Percent signs and line ends in a value of a workflow command are escaped, and
 * in a property also colons and commas, as GitHub's documentation requires. So are
 * other control characters and invalid UTF-8, because a terminal may show them.
 */
static void write_escaped(const char *s, const char *special, FILE *out)
{
	while (*s) {
		uint32_t code;
		const size_t len = text_decode(s, &code);
		const bool escaped = !len || is_control(code) ||
				     strchr(special, *s);

		for (size_t n = len ? len : 1; n; n--, s++)
			fprintf(out, escaped ? "%%%02X" : "%c",
				(unsigned char)*s);
	}
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
