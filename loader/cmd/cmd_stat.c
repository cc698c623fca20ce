// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "cli.h"
#include "commands.h"
#include "options_files.h"
#include "options_record.h"
#include "output_guard.h"
#include "profile_file.h"
#include "record_run.h"
#include "report_output.h"

static const char doc[] =
	"Measure the SCMI transfers of the running kernel and report them, as "
	"record and report do: until COMMAND ends, for the given duration, or "
	"until Ctrl-C or SIGTERM. No file is left unless one is requested."
	"\vThe options of what to measure are those of record, those of what "
	"to show those of report.\n\n"
	"Examples:\n"
	"  scmi-perf stat -d 10s\n"
	"  scmi-perf stat -- cat /sys/class/hwmon/hwmon0/temp1_input\n"
	"  scmi-perf stat -P CLOCK --sort p99 --top 5 -d 1m\n"
	"  scmi-perf stat -d 1m -o run.scmi --html run.html\n";

/* Short enough for a bad interval in a few seconds. */
#define INTERVAL_NS 250000000u

struct stat_options {
	const char *output; /* NULL: none */
	struct record_run run;
	struct report_output report;
};

static const struct argp_option options[] = {OPTION_OUTPUT("default: none"),
					     {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct stat_options *o = state->input;

	switch (key) {
	case 'o':
		o->output = arg;
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &o->run;
		state->child_inputs[2] = &o->report;
		return 0;
	case ARGP_KEY_END:
		if (is_stdout(o->output))
			argp_error(state, "-o - and the report both write to "
					  "standard output");
		report_output_check(&o->report, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/*
 * Writes the profile and the report. The report removes what it does not show from @p,
 * so it is the last. The recording cannot be repeated: without a profile, it is
 * kept if the report fails.
 */
static int write_all(const struct stat_options *o, struct profile *p)
{
	void *packed = NULL;
	size_t len;
	int err = 0, failed;

	if (o->output)
		err = profile_write_with_fallback(p, o->output);
	else if (profile_total(p, LC_BEGUN))
		profile_pack(p, &packed, &len);
	failed = report_output_write(&o->report, p);
	if (failed && packed)
		profile_keep(packed, len);
	free(packed);
	return err ? err : failed;
}

int cmd_stat(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&common_argp, 0, "General:", -1},
		{&record_run_argp, 0, "Recording:", 0},
		{&report_output_argp, 0, "Report:", 2},
		{0}};
	static const struct argp argp = {
		options, parse, "[-- COMMAND…]", doc, children, NULL, NULL};
	struct stat_options o = {.run.interval_ns = INTERVAL_NS,
				 .run.live = RECORDER_DEFAULTS};
	int result = EXIT_ERROR, status = 0;
	struct command_files files = {0};
	struct profile p = {0};

	cli_parse(&argp, argc, argv, ARGP_IN_ORDER, &o);
	command_files_write(&files, OUTPUT_PROFILE, o.output);
	report_output_add(&o.report, &files);
	if (!record_run_find_caller(&o.run) && !command_files_check(&files) &&
	    !report_output_try(&o.report) && !record_run(&o.run, &p, &status) &&
	    !write_all(&o, &p))
		result = record_run_result(&o.run, status);
	record_run_free(&o.run);
	profile_free(&p);
	return result;
}
