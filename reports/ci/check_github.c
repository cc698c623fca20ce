// SPDX-License-Identifier: GPL-2.0-only
#include "ci_reports.h"

#include <stdlib.h>
#include <string.h>

#include "check_words.h"

/*
 * A value of a workflow command: percent, line ends, and in properties colon
 * and comma as well, are escaped as GitHub's documentation of them says.
 */
static void write_escaped(const char *s, const char *special, FILE *out)
{
	for (; *s; s++)
		if (strchr(special, *s) || (unsigned char)*s < ' ')
			fprintf(out, "%%%02X", (unsigned char)*s);
		else
			fputc(*s, out);
}

void check_github(const struct check *g, const char *path, FILE *out)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct check_result *r = &g->results[i];
		char *subject, *finding;

		if (r->verdict == CHECK_PASS)
			continue;
		subject = check_subject_string(r);
		finding = check_finding_string(g, r);
		fprintf(out, "::%s file=",
			r->verdict == CHECK_FAIL ? "error" : "warning");
		write_escaped(path, "%:,", out);
		fprintf(out, ",line=%u,title=", r->limit->line);
		write_escaped(subject ? subject : "", "%:,", out);
		fputs("::", out);
		write_escaped(finding ? finding : "", "%", out);
		fputc('\n', out);
		free(subject);
		free(finding);
	}
}
