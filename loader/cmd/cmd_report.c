// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>

#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "html_pages.h"
#include "json_reports.h"
#include "options_output.h"
#include "profile_file.h"
#include "text_reports.h"

static const char doc[] =
	"Show a profile: which message takes how long, in which phase, and "
	"what became of the transfers. FILE - is standard input."
	"\vTimes are in the unit that the table's header names; in JSON they "
	"are in ns. A percentile that too few samples support is - (JSON: "
	"null).\n\n"
	"Examples:\n"
	"  scmi-perf report run.scmi\n"
	"  scmi-perf report --html run.html run.scmi\n"
	"  scmi-perf report -j run.scmi | jq '.series[] | .p99_ns'\n";

struct options {
	const char *input;
	struct output_files files;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->files;
		return 0;
	case ARGP_KEY_ARG:
		if (o->input)
			argp_error(state, "one FILE at a time; 'scmi-perf "
					  "merge' joins profiles");
		o->input = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "no FILE given; - is standard input");
		return 0;
	case ARGP_KEY_END:
		file_options_check(state, &o->files,
				   cli_json ? "--json" : NULL);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int write_stdout(const struct profile *p)
{
	if (cli_json)
		report_json(p, stdout);
	else
		report_text(p, stdout);
	return stdout_finish();
}

int cmd_report(int argc, char **argv)
{
	static const struct argp argp = {NULL,		parse, "FILE", doc,
					 file_children, NULL,  NULL};
	struct options o = {0};
	int result = EXIT_ERROR;
	struct profile p;
	bool files;

	cli_parse(&argp, argc, argv, 0, &o);
	files = output_files_any(&o.files);
	profile_init(&p);
	if (profile_read(&p, o.input))
		goto out;
	if (files && output_files_write(&o.files, report_page(&p)))
		goto out;
	if ((!files || cli_json) && write_stdout(&p))
		goto out;
	result = EXIT_OK;
out:
	profile_free(&p);
	return result;
}
