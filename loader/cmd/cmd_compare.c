// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "ci_reports.h"
#include "cli.h"
#include "commands.h"
#include "compare.h"
#include "compare_words.h"
#include "diag.h"
#include "html_page.h"
#include "json_reports.h"
#include "options_files.h"
#include "options_record.h"
#include "options_view.h"
#include "output_guard.h"
#include "recordings.h"
#include "text_reports.h"

static const char doc[] =
	"Compare two sets of runs, A (before) and B (after), or the transports "
	"in one set. Each message and phase gets the size of the difference "
	"and the probability that it is chance. Each file is one run."
	"\vEach run counts as one value, so more runs make a comparison more "
	"certain, but more transfers do not. One run a side gives no "
	"significance. Fewer messages and phases (-P, -M, --phase) are fewer "
	"tests, which need fewer runs.\n\n"
	"Examples:\n"
	"  scmi-perf compare old*.scmi -- new*.scmi\n"
	"  scmi-perf compare --changed old*.scmi -- new*.scmi\n"
	"  scmi-perf compare -M SENSOR_READING_GET --phase total old*.scmi -- "
	"new*.scmi\n"
	"  scmi-perf compare --markdown=- old*.scmi -- new*.scmi\n"
	"  scmi-perf compare --html diff.html old*.scmi -- new*.scmi\n"
	"  scmi-perf compare --by transport --baseline-transport loopback "
	"*.scmi\n";

struct compare_options {
	struct output_files outputs;
	struct file_args a, b; /* before and after -- */
	bool by_transport, by_resource, changed;
	struct filter filter;
	uint32_t phases, statistics;
	const char *baseline, *markdown;
};

enum {
	KEY_BY = 0x100,
	KEY_STATISTIC
};

static const struct argp_option options[] = {
	{"changed", CLI_FLAG(struct compare_options, changed), 0, 0,
	 "Only what differs significantly", 0},
	{"markdown", CLI_TEXT(struct compare_options, markdown), "FILE", 0,
	 "Also append Markdown to FILE (- prints it instead of text)", 0},
	{"by", KEY_BY, "KEY", 0,
	 "Compare runs (default), or transport: the series of each transport, "
	 "or resource: runs, each clock, sensor … by itself",
	 0},
	{"statistic", KEY_STATISTIC, "NAME", 0,
	 "Compare this statistic: min, p10, p50, p90, p99, p999, max, mean; "
	 "repeatable (default p50, p90, p99 and mean)",
	 0},
	{"baseline-transport", CLI_TEXT(struct compare_options, baseline),
	 "NAME", 0, "With --by transport: compare the others with this one", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct compare_options *o = state->input;

	switch (key) {
	case KEY_BY:
		o->by_transport = !strcmp(arg, "transport");
		o->by_resource = !strcmp(arg, "resource");
		if (!o->by_transport && !o->by_resource && strcmp(arg, "runs"))
			cli_invalid(arg, "by",
				    "one of: runs, transport, resource", state);
		return 0;
	case KEY_STATISTIC:
		o->statistics |= statistic_bit(arg, state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->outputs;
		state->child_inputs[1] = &o->phases;
		state->child_inputs[2] = &o->filter;
		return 0;
	case ARGP_KEY_END:
		if (cli_json && is_stdout(o->markdown))
			argp_error(state,
				   "use only one of --json, --markdown=-");
		file_options_check(state, &o->outputs,
				   cli_json		    ? "--json"
				   : is_stdout(o->markdown) ? "--markdown -"
							    : NULL);
		if (o->baseline && !o->by_transport)
			argp_error(state, "--baseline-transport needs --by "
					  "transport");
		if (o->by_transport && o->b.n)
			argp_error(state, "--by transport needs one set of "
					  "files, without --");
		if (!o->by_transport && (!o->a.n || !o->b.n))
			argp_error(state, "give the files of A, then --, then "
					  "those of B");
		break;
	}
	return files_parse(key, arg, state, &o->a);
}

/* Returns true if any run has a series of this transport. */
static bool has_transport(const struct run_set *runs, int transport)
{
	for (size_t i = 0; i < runs->all.n_series; i++)
		if (runs->all.series[i].key.transport == transport)
			return true;
	return false;
}

/*
 * Returns the transport that the others are compared with, which is the named one
 * or else the first in @runs; or -1, reported.
 */
static int choose_baseline(const struct run_set *runs, const char *name)
{
	int found = -1, n = 0;

	for (int i = 0; i < TRANSPORTS; i++) {
		if (!has_transport(runs, i))
			continue;
		n++;
		if (name ? !strcmp(transport_names[i], name) : found < 0)
			found = i;
	}
	if (found >= 0 && n > 1)
		return found;
	if (found >= 0)
		diag_error("all series are of transport '%s'; nothing to "
			   "compare it with",
			   transport_names[found]);
	else if (name)
		diag_error("no series of transport '%s' in these profiles",
			   name);
	else
		diag_error("no series in these profiles");
	for (int i = 0; i < TRANSPORTS && n; i++)
		if (has_transport(runs, i))
			diag_hint("these profiles have series of '%s'",
				  transport_names[i]);
	return -1;
}

/* Compares the transports in @a. */
static int compare_within(const struct compare_options *o, struct run_set *a,
			  struct comparison *c)
{
	int base;

	if (recordings_check_sets(a, NULL))
		return -EINVAL;
	run_set_select(a, &o->filter, o->phases);
	run_set_flatten(a);
	a->statistics = o->statistics;
	base = choose_baseline(a, o->baseline);
	if (base < 0)
		return -EINVAL;
	compare_transports(c, a, base);
	return 0;
}

static int compare(const struct compare_options *o, struct run_set *a,
		   struct run_set *b, struct comparison *c)
{
	const enum run_resources resources =
		o->by_resource || o->filter.n_resources ? RUN_RESOURCES
							: RUN_SUMS;

	if (run_set_read(a, o->a.file, (size_t)o->a.n, resources))
		return -EINVAL;
	if (o->by_transport)
		return compare_within(o, a, c);
	if (run_set_read(b, o->b.file, (size_t)o->b.n, resources) ||
	    recordings_check_sets(a, b))
		return -EINVAL;
	run_set_select(a, &o->filter, o->phases);
	run_set_select(b, &o->filter, o->phases);
	a->statistics = b->statistics = o->statistics;
	compare_sets(c, a, b);
	return 0;
}

static int write_markdown(const char *path, const struct comparison *c)
{
	char *text;
	size_t len;
	FILE *out = xopen_memstream(&text, &len);
	int err;

	compare_markdown(c, out);
	fclose(out);
	err = output_append(path, text, len);
	free(text);
	return err;
}

static void warn_of_sources(const struct comparison *c)
{
	char *sources = compare_sources(c);

	if (sources)
		diag_warning("%s", sources);
	free(sources);
}

static int print(const struct compare_options *o, const struct comparison *c)
{
	int err = o->markdown ? write_markdown(o->markdown, c) : 0;

	if (err || is_stdout(o->markdown))
		return err;
	if (cli_json)
		compare_json(c, stdout);
	else if (!output_files_any(&o->outputs))
		compare_text(c, stdout);
	return stdout_finish();
}

/* Cuts off -- and the files of B, because argp would drop the --. */
static int split(int argc, char **argv, struct compare_options *o)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--")) {
			o->b.file = argv + i + 1;
			o->b.n = argc - i - 1;
			return i;
		}
	return argc;
}

static int check_files(const struct compare_options *o)
{
	struct command_files f = {0};

	command_files_read_all(&f, o->a.file, (size_t)o->a.n);
	command_files_read_all(&f, o->b.file, (size_t)o->b.n);
	command_files_write(&f, OUTPUT_APPENDED, o->markdown);
	output_files_add(&o->outputs, &f);
	return command_files_check(&f);
}

int cmd_compare(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&file_argp, 0, NULL, 0},
		{&phase_argp, 0, "What to compare:", 1},
		{&filter_argp, 0, NULL, 1},
		{&common_argp, 0, "General:", -1},
		{0}};
	static const struct argp argp = {options,  parse, "A… -- B…", doc,
					 children, NULL,  NULL};
	struct run_set a = {0}, b = {0};
	struct comparison c = {0};
	int result = EXIT_ERROR;
	struct compare_options o = {.a = {.min = 1, .max = INT_MAX}};

	argc = split(argc, argv, &o);
	cli_parse(&argp, argc, argv, 0, &o);
	/* Before the work, which is long. */
	if (check_files(&o))
		goto out;
	if (compare(&o, &a, &b, &c))
		goto out;
	c.changed_only = o.changed;
	warn_of_sources(&c);
	if (output_files_any(&o.outputs) &&
	    output_files_write(&o.outputs, compare_page(&c)))
		goto out;
	if (print(&o, &c))
		goto out;
	result = EXIT_OK;
out:
	comparison_free(&c);
	run_set_free(&a);
	run_set_free(&b);
	return result;
}
