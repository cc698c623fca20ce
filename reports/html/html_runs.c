// SPDX-License-Identifier: GPL-2.0-only
#include "html_parts.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "markup.h"
#include "names.h"

/* NULL: not known, and not said. */
static void write_string(const char *what, const char *s, FILE *out)
{
	if (!s)
		return;
	fprintf(out, "<dt>%s</dt><dd>", what);
	markup_text(s, out);
	fputs("</dd>\n", out);
}

/* All hooks that were observed in the same way as hook @first. */
static void write_hooks_like(const struct run *run, size_t first, FILE *out)
{
	const char *how = run->hooks[first].how;

	fputs("<dt>", out);
	markup_text(strcmp(how, "none") ? how : "absent", out);
	fputs("</dt><dd>", out);
	for (size_t i = first; i < run->n_hooks; i++) {
		if (strcmp(run->hooks[i].how, how))
			continue;
		markup_text(run->hooks[i].name, out);
		fputc(' ', out);
	}
	fputs("</dd>\n", out);
}

static void write_hooks(const struct run *run, FILE *out)
{
	for (size_t i = 0; i < run->n_hooks; i++) {
		size_t first = 0;

		while (strcmp(run->hooks[first].how, run->hooks[i].how))
			first++;
		if (first == i)
			write_hooks_like(run, i, out);
	}
}

static void write_run(const struct run *run, FILE *out)
{
	time_t start = (time_t)run->start_unix_s;
	char when[64];
	struct tm tm;

	fputs("<dl class=\"run\">\n", out);
	write_string("kernel", run->kernel, out);
	write_string("machine", run->arch, out);
	write_string("host", run->host, out);
	write_string("source", source_name(run->source), out);
	write_string("tool", run->tool, out);
	write_string(run->source == SOURCE_BPF ? "command" : "log",
		     run->command, out);
	if (start && gmtime_r(&start, &tm) &&
	    strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S UTC", &tm))
		write_string("begin", when, out);
	fprintf(out, "<dt>duration</dt><dd>%.3f s</dd>\n",
		(double)run->duration_ns / 1e9);
	if (run->resolution_ns > 1)
		fprintf(out,
			"<dt>clock</dt><dd>time stamps have a resolution of "
			"%g us</dd>\n",
			(double)run->resolution_ns / 1e3);
	if (run->deterministic)
		write_string("clock",
			     "deterministic: counts instructions, equal runs "
			     "take equal times",
			     out);
	if (run->self_runs)
		fprintf(out,
			"<dt>own cost</dt><dd>%" PRIu64 " runs of the "
			"recording%ss programs took %.3f ms, %.0f ns each on "
			"average</dd>\n",
			run->self_runs, "&#39;", (double)run->self_ns / 1e6,
			(double)run->self_ns / (double)run->self_runs);
	write_hooks(run, out);
	fputs("</dl>\n", out);
}

void html_runs(const struct profile *p, FILE *out)
{
	fputs("<h2>Environment</h2>\n", out);
	for (size_t i = 0; i < p->n_runs; i++) {
		if (p->n_runs > 1)
			fprintf(out, "<h3>Run %zu of %zu</h3>\n", i + 1,
				p->n_runs);
		write_run(&p->runs[i], out);
	}
	fputs("<p class=\"soft\">Names beside the hooks say how they were "
	      "observed. What an absent hook bounds is part of a wider phase, "
	      "what it counts is 0.</p>\n",
	      out);
}
