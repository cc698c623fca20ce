// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <string.h>

#include "alloc.h"
#include "cli.h"
#include "command_files.h"
#include "commands.h"
#include "diag.h"
#include "losses.h"
#include "options_actions.h"
#include "options_files.h"
#include "options_record.h"
#include "profile_file.h"
#include "record_run.h"
#include "units.h"

static const char doc[] =
	"Measure the SCMI transfers of the running kernel and write a profile. "
	"The recording ends when COMMAND ends, after the given duration, or "
	"with Ctrl-C or SIGTERM, whichever is first. The profile is written in "
	"each case."
	"\vProcesses of COMMAND that still run at the end get SIGTERM.\n\n"
	"Examples:\n"
	"  scmi-perf record                        until Ctrl-C\n"
	"  scmi-perf record -d 30s -o idle.scmi\n"
	"  scmi-perf record --label $(git rev-parse --short HEAD) -- ./load\n"
	"  scmi-perf record -- cat /sys/class/hwmon/hwmon0/temp1_input\n"
	"  sudo scmi-perf record -u -- ./my-load\n"
	"  scmi-perf record --on 'p99>5ms' --do snapshot\n";

struct record_options {
	const char *output, *label;
	struct record_run run;
	struct actions actions;
};

static const struct argp_option options[] = {
	OPTION_OUTPUT("default: run.scmi"),
	OPTION_LABEL,
	{"boot", CLI_FLAG(struct record_options, run.boot), 0, 0,
	 "Write a profile of what the kernel's trace buffer holds, which "
	 "trace_event=scmi:* on the kernel's command line has filled, and "
	 "remove it from there",
	 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct record_options *o = state->input;
	struct record_run *run = &o->run;

	switch (key) {
	case 'o':
		o->output = arg;
		return 0;
	case KEY_LABEL:
		o->label = label_parse(arg, state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &o->run;
		state->child_inputs[2] = &o->actions;
		return 0;
	case ARGP_KEY_END:
		if (run->boot && o->actions.n_conditions)
			argp_error(state, "--on needs a running kernel, not "
					  "--boot");
		if (run->boot && (run->command || run->duration_ns ||
				  run->live.recorder.ring_bytes ||
				  run->live.source == LIVE_BPF))
			argp_error(state, "--boot reads the kernel's buffer "
					  "once: without COMMAND, --duration, "
					  "--ring-size and --source bpf");
		if (run->boot)
			run->live.source = LIVE_TRACEFS;
		return 0;
	}
	return cli_store(key, arg, state);
}

static void summarise(const struct profile *p, const char *path)
{
	if (strcmp(path, "-"))
		diag_info("wrote %s: %" PRIu64 " transfer%s begun, %" PRIu64
			  " completed, %zu series in %.1f s",
			  path, profile_total(p, LC_BEGUN),
			  plural(profile_total(p, LC_BEGUN)),
			  profile_total(p, LC_COMPLETED), p->n_series,
			  (double)p->runs[0].duration_ns / 1e9);
	losses_warn(p->lost, p->runs);
	if (!profile_total(p, LC_BEGUN))
		diag_warning("no SCMI transfer was seen; 'scmi-perf doctor' "
			     "shows whether there is an SCMI device");
}

int cmd_record(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&common_argp, 0, "General:", -1},
		{&record_run_argp, 0, NULL, 0},
		{&actions_argp, 0, "Conditions:", 2},
		{0}};
	static const struct argp argp = {
		options, parse, "[-- COMMAND…]", doc, children, NULL, NULL};
	struct record_options o = {.output = "run.scmi",
				   .run.live = RECORDER_DEFAULTS,
				   .actions = ACTIONS_DEFAULTS};
	int result = EXIT_ERROR, status = 0, err;
	struct command_files files = {0};
	struct profile p = {0};

	cli_parse(&argp, argc, argv, ARGP_IN_ORDER, &o);
	if (o.actions.n_conditions)
		o.run.actions = &o.actions;
	command_files_write(&files, OUTPUT_PROFILE, o.output);
	if (record_run_find_caller(&o.run) || command_files_check(&files) ||
	    actions_try(&o.actions) || record_run(&o.run, &p, &status))
		goto out;
	p.runs[0].label = xstrdup(o.label);
	err = profile_write_with_fallback(&p, o.output);
	if (!err) {
		summarise(&p, o.output);
		result = record_run_result(&o.run, status);
	}
	actions_end(&o.actions);
out:
	record_run_free(&o.run);
	actions_free(&o.actions);
	profile_free(&p);
	return result;
}
