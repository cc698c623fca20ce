// SPDX-License-Identifier: GPL-2.0-only
#include "text_reports.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "names.h"
#include "paragraph.h"
#include "text.h"

#define FINDING_COLUMN 26

static void write_check(const struct doctor_check *c, FILE *out)
{
	char head[40];

	snprintf(head, sizeof(head), "%-4s  %-18s  ",
		 doctor_state_names[c->state], c->subject);
	paragraph(head, FINDING_COLUMN, xstrdup(c->finding), out);
	if (!c->next_step || c->state == DOCTOR_OK)
		return;
	snprintf(head, sizeof(head), "%*s", FINDING_COLUMN + 3, "-> ");
	paragraph(head, FINDING_COLUMN + 3, xstrdup(c->next_step), out);
}

/* Returns true if both are absent, for the same reason and effect. */
static bool is_same(const struct doctor_hook *a, const struct doctor_hook *b)
{
	return a->why && b->why && !strcmp(a->why, b->why) &&
	       !strcmp(a->without, b->without);
}

/* Prints the hooks that are absent like @i, unless it is not the first of them. */
static void write_absent(const struct doctor_report *r, size_t i, FILE *out)
{
	const struct doctor_hook *first = &r->hook[i];
	const char *last = first->name;
	char *text = NULL;

	for (size_t j = 0; j < r->n_hooks; j++) {
		const struct doctor_hook *h = &r->hook[j];

		if (j < i && is_same(first, h))
			return;
		/* A function's entry and exit are neighbours. */
		if (j <= i || !is_same(first, h) || !strcmp(last, h->name))
			continue;
		text = words_append(text, "%s,", last);
		last = h->name;
	}
	paragraph("", 2,
		  words_append(text, "%s: %s. Not measured: %s.", last,
			       first->why, first->without),
		  out);
}

static void write_instances(const struct doctor_report *r, FILE *out)
{
	if (r->n_instances)
		fputs("\nSCMI instances, and their phases with all hooks:\n",
		      out);
	for (size_t i = 0; i < r->n_instances; i++) {
		const struct doctor_instance *d = &r->instance[i];
		char *name = text_escape(d->name);

		paragraph("", 2,
			  xasprintf("%s: %s, reply: %s; %s", name, d->transport,
				    d->reply, d->phases),
			  out);
		free(name);
	}
}

static void write_sources(const struct doctor_report *r, FILE *out)
{
	if (r->n_sources)
		fputs("\nSources of a recording, the best first:\n", out);
	for (size_t i = 0; i < r->n_sources; i++) {
		const struct doctor_source *s = &r->source[i];
		char head[40];

		snprintf(head, sizeof(head), "  %-4s  %-16s  ",
			 s->works ? "yes" : "no", s->name);
		paragraph(head, FINDING_COLUMN,
			  xstrdup(s->why ? s->why : "works"), out);
	}
}

void doctor_fragment(const struct doctor_report *r, FILE *out)
{
	const char *source = NULL;

	if (!r->config)
		fputs("# The configuration is unknown: all lines.\n", out);
	else
		fprintf(out, "# Missing in %s:%s\n", r->config,
			r->n_config_lines ? "" : " nothing");
	for (size_t i = 0; i < r->n_config_lines; i++) {
		const struct doctor_config_line *line = &r->config_line[i];

		/* The lines of a source are neighbours. */
		if (line->source != source)
			fprintf(out, "# %s%s:\n", i ? "also for " : "for ",
				line->source);
		source = line->source;
		fprintf(out, "%s\n", line->text);
	}
}

static void write_hooks(const struct doctor_report *r, FILE *out)
{
	bool any = false;

	fprintf(out, "\n%-28s %-6s %-10s %s\n", "Hook", "Where", "Level",
		"How");
	for (size_t i = 0; i < r->n_hooks; i++)
		fprintf(out, "%-28s %-6s %-10s %s\n", r->hook[i].name,
			r->hook[i].point, r->hook[i].level, r->hook[i].how);
	for (size_t i = 0; i < r->n_hooks; i++) {
		if (!r->hook[i].why)
			continue;
		if (!any)
			fputs("\nNot available on this kernel:\n", out);
		any = true;
		write_absent(r, i, out);
	}
}

void doctor_text(const struct doctor_report *r, FILE *out)
{
	for (size_t i = 0; i < r->n_checks; i++)
		write_check(&r->check[i], out);
	write_sources(r, out);
	write_instances(r, out);
	if (r->possible)
		write_hooks(r, out);
	if (r->possible)
		fprintf(out,
			"\nA recording is possible, with the source %s: "
			"scmi-perf record -d 10s\n",
			r->chosen);
	else
		fputs("\nNo recording is possible here.\n", out);
}
