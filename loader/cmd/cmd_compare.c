// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "ci_reports.h"
#include "cli.h"
#include "commands.h"
#include "compare.h"
#include "diag.h"
#include "html_pages.h"
#include "json_reports.h"
#include "names.h"
#include "options_files.h"
#include "options_output.h"
#include "text_reports.h"

static const char doc[] =
	"Compare two sets of runs, A (before) and B (after), or the transports "
	"in one set: how large the difference of each message and phase is, "
	"and "
	"whether it can be chance. Each file is one run."
	"\vA run is one value: more runs, not more transfers, make a "
	"comparison "
	"sure. With one run a side no significance can be given.\n\n"
	"Examples:\n"
	"  scmi-perf compare old*.scmi -- new*.scmi\n"
	"  scmi-perf compare --markdown old*.scmi -- new*.scmi\n"
	"  scmi-perf compare --html diff.html old*.scmi -- new*.scmi\n"
	"  scmi-perf compare --by transport --baseline-transport loopback "
	"*.scmi\n";

enum {
	KEY_MARKDOWN = 0x100,
	KEY_BY,
	KEY_BASELINE
};

static const struct argp_option options[] = {
	{"markdown", KEY_MARKDOWN, 0, 0, "Write Markdown, for a pull request",
	 0},
	{"by", KEY_BY, "KEY", 0,
	 "What to compare: runs (default), or the series of each transport", 0},
	{"baseline-transport", KEY_BASELINE, "NAME", 0,
	 "With --by transport: what the others are compared with", 0},
	{0}};

struct options {
	struct output_files outputs;
	struct file_args a, b; /* before and after -- */
	bool markdown, by_transport;
	const char *baseline;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case KEY_MARKDOWN:
		o->markdown = true;
		return 0;
	case KEY_BY:
		if (strcmp(arg, "transport") && strcmp(arg, "runs"))
			argp_error(state, "--by '%s': it is transport or runs",
				   arg);
		o->by_transport = !strcmp(arg, "transport");
		return 0;
	case KEY_BASELINE:
		o->baseline = arg;
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->outputs;
		return 0;
	case ARGP_KEY_END:
		if (cli_json && o->markdown)
			argp_error(state, "--json or --markdown, not both");
		file_options_check(state, &o->outputs,
				   cli_json	 ? "--json"
				   : o->markdown ? "--markdown"
						 : NULL);
		if (o->baseline && !o->by_transport)
			argp_error(state, "--baseline-transport needs --by "
					  "transport");
		if (o->by_transport && o->b.n)
			argp_error(state, "--by transport takes one set of "
					  "files, without --");
		if (!o->by_transport && (!o->a.n || !o->b.n))
			argp_error(state, "give the files of A, then --, then "
					  "those of B");
		break;
	}
	return files_parse(key, arg, state, &o->a);
}

/* Whether any run has a series of this transport. */
static bool has_transport(const struct run_set *runs, int transport)
{
	for (size_t i = 0; i < runs->n; i++)
		for (size_t j = 0; j < runs->profile[i].n_series; j++)
			if (runs->profile[i].series[j].key.transport ==
			    transport)
				return true;
	return false;
}

/*
 * The transport that the others are compared with: that of the name, or else
 * the first there is. Returns it, or -1, reported.
 */
static int choose_baseline(const struct run_set *runs, const char *name)
{
	int found = -1, n = 0;

	for (int i = 0; i < TRANSPORTS; i++) {
		if (!has_transport(runs, i))
			continue;
		n++;
		if (name ? !strcmp(transport_name(i), name) : found < 0)
			found = i;
	}
	if (found >= 0 && n > 1)
		return found;
	if (found >= 0)
		diag_error("all series are of one transport, '%s': nothing to "
			   "compare it with",
			   transport_name(found));
	else if (name)
		diag_error("no series is of transport '%s'", name);
	else
		diag_error("there is no series in these profiles");
	for (int i = 0; i < TRANSPORTS && n; i++)
		if (has_transport(runs, i))
			diag_hint("there are series of '%s'",
				  transport_name(i));
	return -1;
}

static int compare(const struct options *o, struct run_set *a,
		   struct run_set *b, struct comparison *c)
{
	int base;

	if (run_set_read(a, o->a.file, (size_t)o->a.n))
		return -EINVAL;
	if (!o->by_transport) {
		if (run_set_read(b, o->b.file, (size_t)o->b.n))
			return -EINVAL;
		compare_sets(c, a, b);
		return 0;
	}
	run_set_flatten(a);
	base = choose_baseline(a, o->baseline);
	if (base < 0)
		return -EINVAL;
	compare_transports(c, a, base);
	return 0;
}

static int print(const struct options *o, const struct comparison *c)
{
	if (o->markdown)
		compare_markdown(c, stdout);
	else if (!cli_json)
		compare_text(c, stdout);
	else
		compare_json(c, stdout);
	return stdout_finish();
}

/* Cuts off -- and the files of B, because argp would drop the --. */
static int split(int argc, char **argv, struct options *o)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--")) {
			o->b.file = argv + i + 1;
			o->b.n = argc - i - 1;
			return i;
		}
	return argc;
}

int cmd_compare(int argc, char **argv)
{
	static const struct argp argp = {options,	parse, "A… -- B…", doc,
					 file_children, NULL,  NULL};
	struct run_set a = {0}, b = {0};
	struct comparison c = {0};
	int result = EXIT_ERROR;
	struct options o = {.a = {.min = 1, .max = INT_MAX}};

	argc = split(argc, argv, &o);
	cli_parse(&argp, argc, argv, 0, &o);
	if (compare(&o, &a, &b, &c))
		goto out;
	if (output_files_any(&o.outputs) &&
	    output_files_write(&o.outputs, compare_page(&c)))
		goto out;
	if ((!output_files_any(&o.outputs) || cli_json || o.markdown) &&
	    print(&o, &c))
		goto out;
	result = EXIT_OK;
out:
	comparison_free(&c);
	run_set_free(&a);
	run_set_free(&b);
	return result;
}
