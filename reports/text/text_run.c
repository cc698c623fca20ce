// SPDX-License-Identifier: GPL-2.0-only
#include "text_run.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "names.h"
#include "paragraph.h"

/* What of the hooks was observed @how: "fexit: virtqueue_kick tx_prepare". */
static void write_hooks_of(const struct run *run, const char *how, bool first,
			   FILE *out)
{
	const bool exits = !strcmp(how, "fexit") || !strcmp(how, "kretprobe");
	struct paragraph g =
		paragraph_begin(out, TEXT_RUN_LABEL, first ? "hooks" : "");

	paragraph_say_string(&g, how, ":");
	for (size_t i = 0; i < run->n_hooks; i++) {
		const char *name = run->hooks[i].name;
		int len = (int)strlen(name);
		char shown[128];

		if (strcmp(run->hooks[i].how, how))
			continue;
		/* That it is the exit is said by how. */
		if (exits && len > 5 && !strcmp(name + len - 5, "/exit"))
			len -= 5;
		snprintf(shown, sizeof(shown), "%.*s", len, name);
		paragraph_say_string(&g, shown, "");
	}
	paragraph_end(&g);
}

/* Those that were looked for in vain, and what that means. */
static void write_absent(const struct run *run, FILE *out)
{
	struct paragraph g;
	bool any = false;

	for (size_t i = 0; i < run->n_hooks; i++) {
		if (strcmp(run->hooks[i].how, "none"))
			continue;
		if (!any)
			g = paragraph_begin(out, TEXT_RUN_LABEL, "absent");
		any = true;
		paragraph_say_string(&g, run->hooks[i].name, "");
	}
	if (!any)
		return;
	if (run->source == SOURCE_BPF)
		paragraph_say(&g, "- what they bound is part of a wider phase, "
				  "what they count is 0; 'scmi-perf doctor' "
				  "says what each is for");
	else
		paragraph_say(&g, "- not in the log");
	paragraph_end(&g);
}

static void write_hooks(const struct run *run, FILE *out)
{
	bool first = true;

	for (size_t i = 0; i < run->n_hooks; i++) {
		const char *how = run->hooks[i].how;
		size_t j = 0;

		while (strcmp(run->hooks[j].how, how))
			j++;
		if (j < i || !strcmp(how, "none"))
			continue; /* with the first of them, or at the end */
		write_hooks_of(run, how, first, out);
		first = false;
	}
	write_absent(run, out);
}

void text_run(const struct profile *p, size_t i, FILE *out)
{
	const struct run *run = &p->runs[i];
	time_t start = (time_t)run->start_unix_s;
	struct paragraph g;
	char when[64];
	struct tm tm;

	if (p->n_runs > 1) {
		g = paragraph_begin(out, TEXT_RUN_LABEL, "run");
		paragraph_say(&g, "%zu of %zu", i + 1, p->n_runs);
		paragraph_end(&g);
	}
	if (run->kernel || run->arch || run->host) {
		g = paragraph_begin(out, TEXT_RUN_LABEL, "kernel");
		paragraph_say_string(&g, run->kernel ? run->kernel : "unknown",
				     "");
		paragraph_say_string(&g, run->arch, "");
		if (run->host)
			paragraph_say(&g, "on host");
		paragraph_say_string(&g, run->host, "");
		paragraph_end(&g);
	}
	g = paragraph_begin(out, TEXT_RUN_LABEL, "source");
	paragraph_say(&g, "%s", source_name(run->source));
	paragraph_end(&g);
	write_hooks(run, out);
	g = paragraph_begin(out, TEXT_RUN_LABEL, "duration");
	paragraph_say(&g, "%.3f s", (double)run->duration_ns / 1e9);
	if (start && gmtime_r(&start, &tm) &&
	    strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S UTC", &tm))
		paragraph_say(&g, "from %s", when);
	paragraph_end(&g);
	if (run->resolution_ns > 1) {
		g = paragraph_begin(out, TEXT_RUN_LABEL, "clock");
		paragraph_say(&g, "time stamps have a resolution of %g us",
			      (double)run->resolution_ns / 1e3);
		paragraph_end(&g);
	}
	if (run->deterministic) {
		g = paragraph_begin(out, TEXT_RUN_LABEL, "clock");
		paragraph_say(&g, "deterministic: counts instructions, equal "
				  "runs take equal times");
		paragraph_end(&g);
	}
	if (run->self_runs) {
		g = paragraph_begin(out, TEXT_RUN_LABEL, "own cost");
		paragraph_say(&g,
			      "%" PRIu64 " runs of the recording's programs "
			      "took %.3f ms, %.0f ns each on average",
			      run->self_runs, (double)run->self_ns / 1e6,
			      (double)run->self_ns / (double)run->self_runs);
		paragraph_end(&g);
	}
	if (run->command) {
		g = paragraph_begin(out, TEXT_RUN_LABEL,
				    run->source == SOURCE_BPF ? "command"
							      : "log");
		paragraph_say_string(&g, run->command, "");
		paragraph_end(&g);
	}
}
