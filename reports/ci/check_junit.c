// SPDX-License-Identifier: GPL-2.0-only
/*
 * JUnit XML in the format of Ant's task, which continuous integration reads. It
 * has all attributes and elements that the stricter of the common schemas
 * require, and none that any of them lacks.
 */
#include "ci_reports.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "alloc.h"
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

/* Writes a time in ns as seconds. */
static void write_time(double ns, FILE *out)
{
	fprintf(out, " time=\"%.3f\"", ns / 1e9);
}

static void write_case(const struct check *c, const struct check_result *r,
		       double ns, FILE *out)
{
	char *subject = check_subject(r);
	char *finding = check_finding(c, r);

	fputs("    <testcase", out);
	write_attribute("name", subject, out);
	write_attribute("classname", r->section->name, out);
	write_time(ns, out);
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

static void write_property(const char *name, const char *value, FILE *out)
{
	fputs("      <property", out);
	write_attribute("name", name, out);
	write_attribute("value", value, out);
	fputs("/>\n", out);
}

/* A description of runs; @list has the @n that differ. */
struct described {
	const char **list;
	size_t n, cap;
};

static void add_once(struct described *d, const char *one)
{
	if (!one || !*one)
		return;
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->list[i], one))
			return;
	array_reserve(d->list, d->n, d->cap);
	d->list[d->n++] = one;
}

/* Writes a property for each of them. */
static void write_described(struct described *d, const char *name, FILE *out)
{
	for (size_t i = 0; i < d->n; i++)
		write_property(name, d->list[i], out);
	free(d->list);
}

/* Writes which machines and kernels the runs of a side are of. */
static void write_side(const struct run_set *set, const char *const names[2],
		       FILE *out)
{
	struct described hosts = {0}, kernels = {0};

	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; k < set->profile[i].n_runs; k++) {
			add_once(&hosts, set->profile[i].runs[k].host);
			add_once(&kernels, set->profile[i].runs[k].kernel);
		}
	write_described(&hosts, names[0], out);
	write_described(&kernels, names[1], out);
}

static void write_properties(const struct check *c, FILE *out)
{
	static const char *const runs[] = {"host", "kernel"};
	static const char *const baseline[] = {"baseline.host",
					       "baseline.kernel"};

	fputs("    <properties>\n", out);
	write_side(c->runs, runs, out);
	if (c->baseline)
		write_side(c->baseline, baseline, out);
	fputs("    </properties>\n", out);
}

/* Returns how long the recordings of a side took, in ns. */
static double recorded_ns(const struct run_set *set)
{
	double ns = 0;

	for (size_t i = 0; set && i < set->n; i++)
		for (size_t k = 0; k < set->profile[i].n_runs; k++)
			ns += (double)set->profile[i].runs[k].duration_ns;
	return ns;
}

/* Returns the run that started first; without any start, the first one. */
static const struct run *first_run(const struct run_set *set)
{
	const struct run *first = &set->profile[0].runs[0];

	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; k < set->profile[i].n_runs; k++) {
			const struct run *run = &set->profile[i].runs[k];

			if (run->start_unix_s &&
			    (!first->start_unix_s ||
			     run->start_unix_s < first->start_unix_s))
				first = run;
		}
	return first;
}

static void write_start(const struct run *run, FILE *out)
{
	time_t start = (time_t)run->start_unix_s;
	char when[32] = "1970-01-01T00:00:00";
	struct tm tm;

	/* The schema requires years of four digits. */
	if (gmtime_r(&start, &tm) && tm.tm_year < 9999 - 1900)
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%S", &tm);
	write_attribute("timestamp", when, out);
}

/*
 * The time is that of the recordings. All limits use all of them, so each test case
 * has an equal part, because readers add these up.
 */
void check_junit(const struct check *c, const char *path, FILE *out)
{
	const struct run *run = first_run(c->runs);
	const char *host = run->host && *run->host ? run->host : "localhost";
	const double ns = recorded_ns(c->runs) + recorded_ns(c->baseline);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<testsuites>\n  <testsuite package=\"scmi-perf\" id=\"0\"",
	      out);
	write_attribute("name", path, out);
	write_attribute("hostname", host, out);
	write_start(run, out);
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", c->n,
		c->count[CHECK_FAIL], c->count[CHECK_INCONCLUSIVE]);
	write_time(ns, out);
	fputs(">\n", out);
	write_properties(c, out);
	for (size_t i = 0; i < c->n; i++)
		write_case(c, &c->results[i], ns / (double)c->n, out);
	fputs("    <system-out/>\n    <system-err/>\n  </testsuite>\n"
	      "</testsuites>\n",
	      out);
}
