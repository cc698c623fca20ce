// SPDX-License-Identifier: GPL-2.0-only
/*
 * The report for people: losses first, then what was measured, then a block of
 * latencies for each series. Text is ASCII but for the strings of the profile,
 * so that a serial console shows it as it is.
 */
#include "report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../loader/names.h"
#include "../loader/text.h"
#include "text_table.h"

#define WIDTH 80

/* A paragraph with a label before its first line, wrapped between words. */
struct paragraph {
	FILE *out;
	int indent;
	int column;
};

static struct paragraph begin(FILE *out, int indent, const char *label)
{
	fprintf(out, "%-*s", indent, label);
	return (struct paragraph){out, indent, indent};
}

__attribute__((format(printf, 2, 3))) static void say(struct paragraph *g,
						      const char *fmt, ...)
{
	char *text, *rest, *word;
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		return;
	for (word = strtok_r(text, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest)) {
		len = (int)strlen(word);
		if (g->column > g->indent && g->column + 1 + len > WIDTH) {
			fprintf(g->out, "\n%*s", g->indent, "");
			g->column = g->indent;
		}
		if (g->column > g->indent)
			g->column += fprintf(g->out, " ");
		fputs(word, g->out);
		g->column += len;
	}
	free(text);
}

static void end(struct paragraph *g)
{
	fputc('\n', g->out);
}

/* A string of the profile, which may hold anything, or be NULL. */
static void say_string(struct paragraph *g, const char *s, const char *after)
{
	char *escaped = s ? text_escape(s) : NULL;

	if (escaped)
		say(g, "%s%s", escaped, after);
	free(escaped);
}

#define LABEL 10 /* columns for "duration" and its like */

static void write_losses(const struct profile *p, FILE *out)
{
	struct paragraph g;

	if (!profile_lost(p))
		return;
	fputs("LOST: not all was measured, the figures below are "
	      "incomplete.\n",
	      out);
	for (int i = 0; i < LOST_CAUSES; i++) {
		if (!p->lost[i])
			continue;
		g = begin(out, 4, "");
		say(&g, "%" PRIu64 " lost (%s): %s", p->lost[i], lost_name(i),
		    lost_remedy(i));
		end(&g);
	}
	fputc('\n', out);
}

/* Events by how they were observed: "tp_btf: scmi_xfer_begin scmi_xfer_end". */
static void write_hooks(const struct run *run, FILE *out)
{
	for (size_t i = 0; i < run->n_hooks; i++) {
		const char *how = run->hooks[i].how;
		struct paragraph g;
		size_t j = 0;

		while (strcmp(run->hooks[j].how, how))
			j++;
		if (j < i)
			continue; /* written with the first of them */
		g = begin(out, LABEL, i ? "" : "events");
		say_string(&g, how, ":");
		for (j = i; j < run->n_hooks; j++)
			if (!strcmp(run->hooks[j].how, how))
				say_string(&g, run->hooks[j].name, "");
		end(&g);
	}
}

static void write_run(const struct profile *p, size_t i, FILE *out)
{
	const struct run *run = &p->runs[i];
	time_t start = (time_t)run->start_unix_s;
	struct paragraph g;
	char when[64];
	struct tm tm;

	if (p->n_runs > 1) {
		g = begin(out, LABEL, "run");
		say(&g, "%zu of %zu", i + 1, p->n_runs);
		end(&g);
	}
	if (run->kernel || run->arch || run->host) {
		g = begin(out, LABEL, "kernel");
		say_string(&g, run->kernel ? run->kernel : "unknown", "");
		say_string(&g, run->arch, "");
		if (run->host)
			say(&g, "on host");
		say_string(&g, run->host, "");
		end(&g);
	}
	g = begin(out, LABEL, "source");
	say(&g, "%s", source_name(run->source));
	end(&g);
	write_hooks(run, out);
	g = begin(out, LABEL, "duration");
	say(&g, "%.3f s", (double)run->duration_ns / 1e9);
	if (start && gmtime_r(&start, &tm) &&
	    strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S UTC", &tm))
		say(&g, "from %s", when);
	end(&g);
	if (run->resolution_ns > 1) {
		g = begin(out, LABEL, "clock");
		say(&g, "time stamps have a resolution of %g us",
		    (double)run->resolution_ns / 1e3);
		end(&g);
	}
	if (run->command) {
		g = begin(out, LABEL,
			  run->source == SOURCE_BPF ? "command" : "log");
		say_string(&g, run->command, "");
		end(&g);
	}
}

/* What became of the transfers: "5 begun = 4 completed + 1 timed out". */
static void say_outcome(struct paragraph *g, const uint64_t *counter,
			uint64_t in_flight)
{
	const struct {
		uint64_t n;
		const char *what;
	} others[] = {
		{counter[LC_TIMED_OUT], "timed out"},
		{counter[LC_SEND_FAILED], "not sent"},
		{counter[LC_AGED_OUT], "without an end seen"},
		{in_flight, "in flight"},
	};

	say(g, "%" PRIu64 " begun = %" PRIu64 " completed", counter[LC_BEGUN],
	    counter[LC_COMPLETED]);
	if (counter[LC_ERRORS])
		say(g, "(%" PRIu64 " with an error status)",
		    counter[LC_ERRORS]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].n)
			say(g, "+ %" PRIu64 " %s", others[i].n, others[i].what);
	if (counter[LC_OVERLAPPED])
		say(g,
		    "(%" PRIu64 " with events out of order: a phase cut to 0)",
		    counter[LC_OVERLAPPED]);
}

static void write_totals(const struct profile *p, FILE *out)
{
	uint64_t total[LC_COUNTERS];
	struct paragraph g = begin(out, LABEL, "transfers");

	for (int i = 0; i < LC_COUNTERS; i++)
		total[i] = profile_total(p, i);
	say_outcome(&g, total, profile_in_flight(p));
	end(&g);
	if (p->untracked) {
		g = begin(out, LABEL, "untracked");
		say(&g,
		    "%" PRIu64 " ends of transfers whose begin was not seen",
		    p->untracked);
		end(&g);
	}
	if (p->unparsed_lines) {
		g = begin(out, LABEL, "unparsed");
		say(&g,
		    "%" PRIu64 " lines are SCMI events that could not be "
		    "read; what they tell is missing below",
		    p->unparsed_lines);
		end(&g);
	}
}

static void write_timeouts(const struct hist *h, FILE *out)
{
	struct paragraph g;

	if (!h->count)
		return;
	g = begin(out, 4, "");
	say(&g, "timed out after %.3f ms", (double)h->min / 1e6);
	if (h->count > 1)
		say(&g, "to %.3f ms, %.3f ms on average", (double)h->max / 1e6,
		    (double)h->sum / (double)h->count / 1e6);
	end(&g);
}

static void write_series(const struct text_table *t, const struct series *s,
			 FILE *out)
{
	char title[KEY_TITLE_LEN];

	fprintf(out, "%s\n", key_title(&s->key, title));
	text_table_rows(t, s, out);
	if (s->counter[LC_BEGUN] != s->counter[LC_COMPLETED] ||
	    s->counter[LC_ERRORS] || s->counter[LC_OVERLAPPED]) {
		struct paragraph g = begin(out, 4, "");

		say_outcome(&g, s->counter, s->in_flight);
		end(&g);
	}
	write_timeouts(&s->phase[LC_TIMEOUT], out);
}

static void write_nothing(const struct profile *p, FILE *out)
{
	fputs("\nNo SCMI transfer was seen.\n", out);
	if (p->runs[0].source == SOURCE_BPF)
		fputs("Is there an SCMI device, and was it used meanwhile? "
		      "'scmi-perf doctor' tells\nthe first; read a sensor or "
		      "a clock for the second.\n",
		      out);
	else
		fputs("The log needs the events scmi_xfer_begin, scmi_rx_done "
		      "and scmi_xfer_end:\n"
		      "'echo 1 > /sys/kernel/tracing/events/scmi/enable' "
		      "before logging.\n",
		      out);
}

void report_text(const struct profile *p, FILE *out)
{
	struct text_table table;

	write_losses(p, out);
	for (size_t i = 0; i < p->n_runs; i++)
		write_run(p, i, out);
	write_totals(p, out);
	if (!profile_total(p, LC_BEGUN)) {
		write_nothing(p, out);
		return;
	}
	text_table_init(&table, p, WIDTH);
	text_table_header(&table, out);
	for (size_t i = 0; i < p->n_series; i++)
		write_series(&table, &p->series[i], out);
}
