// SPDX-License-Identifier: GPL-2.0-only
/*
 * JUnit XML as Ant's task writes it and continuous integration reads it: all
 * attributes and elements that the stricter of the common schemas ask for, none
 * that any of them lacks.
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

/* A child that says why the case is not well; the text once more inside. */
static void write_outcome(const char *element, const char *type,
			  const char *finding, FILE *out)
{
	fprintf(out, "      <%s type=\"%s\"", element, type);
	write_attribute("message", finding, out);
	fputc('>', out);
	markup_text(finding, out);
	fprintf(out, "</%s>\n", element);
}

static void write_case(const struct check *g, const struct check_result *r,
		       FILE *out)
{
	char *subject = check_subject_string(r);
	char *finding = check_finding_string(g, r);

	fputs("    <testcase", out);
	write_attribute("name", subject ? subject : "", out);
	write_attribute("classname", r->section->name, out);
	fputs(" time=\"0\"", out);
	if (r->verdict == CHECK_PASS) {
		fputs("/>\n", out);
	} else {
		fputs(">\n", out);
		if (r->verdict == CHECK_FAIL)
			write_outcome("failure", "fail", finding ? finding : "",
				      out);
		else
			write_outcome("error", "inconclusive",
				      finding ? finding : "", out);
		fputs("    </testcase>\n", out);
	}
	free(subject);
	free(finding);
}

void check_junit(const struct check *g, const char *path, FILE *out)
{
	const struct run *run = &g->runs->profile[0].runs[0];
	const char *host = run->host && *run->host ? run->host : "localhost";
	time_t start = (time_t)run->start_unix_s;
	char when[32] = "1970-01-01T00:00:00";
	struct tm tm;

	/* The schema has years of four digits. */
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
		when, g->n, g->count[CHECK_FAIL], g->count[CHECK_INCONCLUSIVE]);
	for (size_t i = 0; i < g->n; i++)
		write_case(g, &g->results[i], out);
	fputs("    <system-out/>\n    <system-err/>\n  </testsuite>\n"
	      "</testsuites>\n",
	      out);
}
