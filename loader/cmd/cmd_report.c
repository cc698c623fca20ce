// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>

#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "log_profile.h"
#include "options_by.h"
#include "options_files.h"
#include "options_record.h"
#include "report_output.h"

static const char doc[] =
	"Show a profile, or a log as import would make one of it: where the "
	"time of all transfers goes and what is wrong, then the latency of "
	"each message by phase, the longest summed time first. FILE - is a "
	"profile on standard input."
	"\vThe line above the table names the unit of times; in JSON they are "
	"in ns. A percentile with too few samples is - (JSON: null).\n\n"
	"Examples:\n"
	"  scmi-perf report run.scmi\n"
	"  scmi-perf report trace.txt\n"
	"  scmi-perf report --slowest run.scmi\n"
	"  scmi-perf report --sort p99 --top 5 run.scmi\n"
	"  scmi-perf report -P CLOCK --phase service run.scmi\n"
	"  scmi-perf report --html run.html run.scmi\n"
	"  scmi-perf report -j run.scmi | jq '.series[] | .p99_ns'\n";

struct report_options {
	struct file_args files;
	struct report_output output;
	bool by_resource;
};

static const struct argp_option options[] = {
	OPTION_BY_RESOURCE("resource: each clock, sensor, domain … that "
			   "messages are about by itself"),
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct report_options *o = state->input;

	switch (key) {
	case KEY_BY_RESOURCE:
		o->by_resource = by_resource_parse(arg, state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->output;
		state->child_inputs[1] = &o->output.view.filter;
		return 0;
	case ARGP_KEY_END:
		o->by_resource |= o->output.view.filter.n_resources > 0;
		report_output_check(&o->output, state);
		break;
	}
	return files_parse(key, arg, state, &o->files);
}

/* Opens a profile or a log. Returns 0 or -errno, reported. */
static int open_profile(const struct report_options *o, struct profile *p)
{
	int err = log_profile_open(p, o->files.file[0], o->by_resource, NULL);

	if (err)
		return err;
	if (!o->by_resource)
		profile_sum_resources(p);
	else if (!profile_has_resources(p))
		diag_warning("'%s' has no resources: record or import it with "
			     "--by resource",
			     o->files.file[0]);
	return 0;
}

int cmd_report(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&report_output_argp, 0, NULL, 0},
		{&filter_argp, 0, NULL, 1},
		{&common_argp, 0, "General:", -1},
		{0}};
	static const struct argp argp = {options,  parse, "FILE", doc,
					 children, NULL,  NULL};
	struct report_options o = {.files = {.min = 1, .max = 1}};
	struct command_files files = {0};
	struct profile p = {0};
	int result = EXIT_ERROR;

	cli_parse(&argp, argc, argv, 0, &o);
	command_files_read(&files, o.files.file[0]);
	report_output_add(&o.output, &files);
	if (!command_files_check(&files) && !open_profile(&o, &p) &&
	    !report_output_write(&o.output, &p))
		result = EXIT_OK;
	profile_free(&p);
	return result;
}
