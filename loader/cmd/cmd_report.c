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

static const struct argp_option options[] = {
	{"json", 'j', 0, 0, "Write JSON, schema scmi-perf-report/1", 0}, {0}};

struct options {
	const char *input;
	struct output_files files;
	bool json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'j':
		o->json = true;
		return 0;
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
		file_options_check(state, &o->files, o->json ? "--json" : NULL);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int write_stdout(const struct profile *p, bool json)
{
	if (json)
		report_json(p, stdout);
	else
		report_text(p, stdout);
	return stdout_finish();
}

int cmd_report(int argc, char **argv)
{
	static const struct argp argp = {options,	parse, "FILE", doc,
					 file_children, NULL,  NULL};
	struct options o = {0};
	int result = EXIT_ERROR;
	struct profile p;
	bool files;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	files = output_files_any(&o.files);
	profile_init(&p);
	if (profile_read(&p, o.input))
		goto out;
	if (files && output_files_write(&o.files, report_page(&p)))
		goto out;
	if ((!files || o.json) && write_stdout(&p, o.json))
		goto out;
	result = EXIT_OK;
out:
	profile_free(&p);
	return result;
}
