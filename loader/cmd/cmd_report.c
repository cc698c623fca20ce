// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdio.h>

#include "cli.h"
#include "commands.h"
#include "html_page.h"
#include "json_reports.h"
#include "log_profile.h"
#include "options_files.h"
#include "text_reports.h"

static const char doc[] =
	"Show a profile, or a log as import would make one of it: the latency "
	"of each message by phase, and the outcome of the transfers. FILE - is "
	"a profile on standard input."
	"\vThe line above the table names the unit of times; in JSON they are "
	"in ns. A percentile with too few samples is - (JSON: null).\n\n"
	"Examples:\n"
	"  scmi-perf report run.scmi\n"
	"  scmi-perf report trace.txt\n"
	"  scmi-perf report --explain run.scmi\n"
	"  scmi-perf report --html run.html run.scmi\n"
	"  scmi-perf report -j run.scmi | jq '.series[] | .p99_ns'\n";

struct report_options {
	bool explain;
	struct file_args files;
	struct output_files outputs;
};

static const struct argp_option options[] = {
	{"explain", CLI_FLAG(struct report_options, explain), NULL, 0,
	 "Print the meaning of each phase on the profile's transports, too", 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct report_options *o = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->outputs;
		return 0;
	case ARGP_KEY_END:
		if (o->explain && (cli_json || output_files_any(&o->outputs)))
			argp_error(state, "--explain is for text only");
		file_options_check(state, &o->outputs,
				   cli_json ? "--json" : NULL);
		break;
	}
	return files_parse(key, arg, state, &o->files);
}

static int write_stdout(const struct profile *p, bool explain)
{
	if (cli_json)
		report_json(p, stdout);
	else
		report_text(p, stdout);
	if (explain)
		explain_text(p, stdout);
	return stdout_finish();
}

int cmd_report(int argc, char **argv)
{
	static const struct argp argp = {options,	parse, "FILE", doc,
					 file_children, NULL,  NULL};
	struct report_options o = {.files = {.min = 1, .max = 1}};
	int result = EXIT_ERROR;
	struct profile p = {0};
	bool files;

	cli_parse(&argp, argc, argv, 0, &o);
	files = output_files_any(&o.outputs);
	if (output_files_refuse(&o.outputs, o.files.file, 1) ||
	    log_profile_open(&p, o.files.file[0]))
		goto out;
	if (files && output_files_write(&o.outputs, report_page(&p)))
		goto out;
	if ((!files || cli_json) && write_stdout(&p, o.explain))
		goto out;
	result = EXIT_OK;
out:
	profile_free(&p);
	return result;
}
