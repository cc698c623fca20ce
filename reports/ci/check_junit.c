// SPDX-License-Identifier: GPL-2.0-only
/*
 * JUnit XML in the format of Ant's task, which continuous integration reads. It
 * has all attributes and elements that the stricter of the common schemas
 * require, and none that any of them lacks.
 */
#include "ci_reports.h"

#include <stdlib.h>
#include <time.h>

#include "check_words.h"
#include "markup.h"

static void write_attribute(const char *name, const char *value, FILE *out)
{
	fprintf(out, " %s=\"", name);
	markup_text(value, out);
	fputc('"', out);
}

/* Writes the reason twice, because readers show the attribute or the text. */
static void write_outcome(const char *element, const char *type,
			  const char *finding, FILE *out)
{
	fprintf(out, "      <%s type=\"%s\"", element, type);
	write_attribute("message", finding, out);
	fputc('>', out);
	markup_text(finding, out);
	fprintf(out, "</%s>\n", element);
}

static void write_case(const struct check *c, const struct check_result *r,
		       FILE *out)
{
	char *subject = check_subject(r);
	char *finding = check_finding(c, r);

	fputs("    <testcase", out);
	write_attribute("name", subject, out);
	write_attribute("classname", r->section->name, out);
	fputs(" time=\"0\"", out);
	if (r->verdict == CHECK_PASS) {
		fputs("/>\n", out);
	} else {
		fputs(">\n", out);
		if (r->verdict == CHECK_FAIL)
			write_outcome("failure", "fail", finding, out);
		else
			write_outcome("error", "inconclusive", finding, out);
		fputs("    </testcase>\n", out);
	}
	free(subject);
	free(finding);
}

void check_junit(const struct check *c, const char *path, FILE *out)
{
	const struct run *run = &c->runs->profile[0].runs[0];
	const char *host = run->host && *run->host ? run->host : "localhost";
	time_t start = (time_t)run->start_unix_s;
	char when[32] = "1970-01-01T00:00:00";
	struct tm tm;

	/* The schema requires years of four digits. */
	if (gmtime_r(&start, &tm) && tm.tm_year < 9999 - 1900)
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%S", &tm);
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<testsuites>\n  <testsuite package=\"scmi-perf\" id=\"0\"",
	      out);
	write_attribute("name", path, out);
	write_attribute("hostname", host, out);
	fprintf(out,
		" timestamp=\"%s\" tests=\"%zu\" failures=\"%zu\" "
		"errors=\"%zu\" time=\"0\">\n    <properties/>\n",
		when, c->n, c->count[CHECK_FAIL], c->count[CHECK_INCONCLUSIVE]);
	for (size_t i = 0; i < c->n; i++)
		write_case(c, &c->results[i], out);
	fputs("    <system-out/>\n    <system-err/>\n  </testsuite>\n"
	      "</testsuites>\n",
	      out);
}
