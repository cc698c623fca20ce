// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "atomic_file.h"
#include "cli.h"
#include "command_files.h"
#include "commands.h"
#include "diag.h"
#include "import_messages.h"
#include "log_profile.h"
#include "losses.h"
#include "options_by.h"
#include "options_files.h"
#include "options_log.h"
#include "profile_file.h"
#include "units.h"

static const char doc[] =
	"Make a profile from an ftrace log: the output of trace, trace_pipe, "
	"trace-cmd report or perf script, a mail that quotes it, or a "
	"trace.dat of trace-cmd. FILE - is standard input."
	"\vExamples:\n"
	"  scmi-perf import trace.txt              writes run.scmi\n"
	"  scmi-perf import trace.dat -o board.scmi\n"
	"  scmi-perf import --from 7614.2 --to 7614.9 trace.txt\n"
	"  ssh board cat /sys/kernel/tracing/trace | scmi-perf import -\n";

struct import_options {
	struct file_args files;
	struct log_profile_options log;
	const char *label;
};

#define INTERVAL_MIN_NS 1000 /* a microsecond */

static const struct argp_option options[] = {
	OPTION_OUTPUT("default: run.scmi"),
	OPTION_LABEL,
	{"interval", 'i', "TIME", 0,
	 "Length of the first intervals of the time series, or none (default: "
	 "1ms); if there are many, each two are joined",
	 0},
	OPTION_BY_RESOURCE("resource: also each clock, sensor, domain … that "
			   "messages are about by itself; needs "
			   "scmi_msg_dump"),
	{0}};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct import_options *o = state->input;

	switch (key) {
	case 'i':
		o->log.no_intervals = !strcmp(arg, "none");
		if (!o->log.no_intervals)
			o->log.interval_ns = cli_time(
				arg, "interval", INTERVAL_MIN_NS,
				"none, or 1us or longer, such as 1s", state);
		return 0;
	case KEY_LABEL:
		o->label = label_parse(arg, state);
		return 0;
	case KEY_BY_RESOURCE:
		o->log.by_resource = by_resource_parse(arg, state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &o->log;
		break;
	}
	return files_parse(key, arg, state, &o->files);
}

/* Reports data that the log lacks or that is out of order. */
static void show_gaps(const struct profile *p, const struct import_stats *st)
{
	losses_warn(p->lost, p->runs);
	if (p->untracked)
		diag_warning("%" PRIu64 " transfer%s not measured: "
			     "scmi_xfer_begin is %s",
			     p->untracked, plural(p->untracked),
			     st->outside ? "before --from, or not in the log"
					 : "not in the log");
	if (st->out_of_order)
		diag_warning("%" PRIu64 " event%s more than %d events late "
			     "could not be sorted; sort the log by time",
			     st->out_of_order, plural(st->out_of_order),
			     IMPORT_WINDOW);
	if (st->logs > 1)
		diag_info("time stepped back or a new trace started: read as "
			  "%" PRIu64 " consecutive logs",
			  st->logs);
	if (st->repeated)
		diag_info("%" PRIu64 " event%s, such as those of a quotation, "
			  "are in the log twice and count once",
			  st->repeated, plural(st->repeated));
	if (st->kernel)
		diag_info("%" PRIu64 " fault%s from messages of the kernel: "
			  "only events have their times and names",
			  st->kernel, plural(st->kernel));
	if (st->dumps)
		diag_info("%" PRIu64 " transfer%s from scmi_msg_dump: from the "
			  "command to its reply",
			  st->dumps, plural(st->dumps));
	for (size_t i = 0; i < p->runs[0].n_hooks; i++)
		if (!strcmp(p->runs[0].hooks[i].how, "none"))
			diag_info("the log has no %s",
				  p->runs[0].hooks[i].name);
}

static void summarise(const struct profile *p, const struct import_stats *st,
		      const struct import_options *o)
{
	const uint64_t used = st->events - st->outside;

	diag_info("read %" PRIu64 " %s%s: %" PRIu64 " SCMI event%s used, "
		  "%" PRIu64 " ignored%s",
		  st->lines, import_unit(st), plural(st->lines), used,
		  plural(used), st->other_events,
		  st->other_events ? " (such as scmi_msg_dump without a fault)"
				   : "");
	if (st->outside)
		diag_info("%" PRIu64 " event%s outside of --from and --to",
			  st->outside, plural(st->outside));
	import_warn_unparsed(p, st);
	import_warn_resources(st);
	show_gaps(p, st);
	diag_info("wrote %s: %" PRIu64 " transfer%s begun, %" PRIu64
		  " completed, %" PRIu64 " timed out, %" PRIu64
		  " failed to send, %" PRIu64 " without an end, %" PRIu64
		  " in flight",
		  atomic_file_name(o->files.output), profile_total(p, LC_BEGUN),
		  plural(profile_total(p, LC_BEGUN)),
		  profile_total(p, LC_COMPLETED),
		  profile_total(p, LC_TIMED_OUT),
		  profile_total(p, LC_SEND_FAILED),
		  profile_total(p, LC_AGED_OUT), profile_in_flight(p));
}

/* Imports into @p and writes it. Returns 0 or -errno, reported. */
static int import(const struct import_options *o, struct profile *p)
{
	const struct file_args *files = &o->files;
	struct import_stats st;
	int err = log_profile_read(p, files->file[0], &o->log, &st);

	if (!err) {
		p->runs[0].label = xstrdup(o->label);
		err = profile_write(p, files->output);
	}
	if (!err)
		summarise(p, &st, o);
	return err;
}

int cmd_import(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&common_argp, 0, "General:", -1},
		{&log_argp, 0, "What to read:", 1},
		{0}};
	static const struct argp argp = {options,  parse_option, "FILE|-", doc,
					 children, NULL,	 NULL};
	struct import_options o = {
		.files = {.min = 1, .max = 1, .output = "run.scmi"}};
	struct command_files files = {0};
	struct profile p = {0};
	int err;

	cli_parse(&argp, argc, argv, 0, &o);
	command_files_read(&files, o.files.file[0]);
	command_files_write(&files, OUTPUT_PROFILE, o.files.output);
	if (command_files_check(&files))
		return EXIT_ERROR;
	err = import(&o, &p);
	profile_free(&p);
	return err ? EXIT_ERROR : EXIT_OK;
}
