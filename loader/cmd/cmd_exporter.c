// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "cli.h"
#include "command_files.h"
#include "commands.h"
#include "diag.h"
#include "exporter.h"
#include "log_profile.h"
#include "names.h"
#include "options_actions.h"
#include "options_by.h"
#include "options_record.h"
#include "running_kernel.h"

static const char doc[] =
	"Serve counters and latency histograms over HTTP to Prometheus, write "
	"them to a file for node_exporter, or send them to OpenTelemetry: of "
	"the running kernel, of a "
	"text log that grows, or of a FILE, a profile or log that does not "
	"change."
	"\vExamples:\n"
	"  scmi-perf exporter                        at " LISTEN_DEFAULT "\n"
	"  scmi-perf exporter --listen [::1]:9982 -T mailbox\n"
	"  scmi-perf exporter --follow - <trace_pipe\n"
	"  scmi-perf exporter --textfile /var/lib/prometheus/node-exporter/"
	"scmi.prom\n"
	"  scmi-perf exporter --otlp http://127.0.0.1:4318\n";

enum {
	KEY_LISTEN = 256,
	KEY_TEXTFILE,
	KEY_OTLP,
	KEY_MAX_SERIES,
	KEY_PHASES,
};

static const struct argp_option options[] = {
	{"listen", KEY_LISTEN, "ADDRESS:PORT", 0,
	 "Serve at this address (" LISTEN_DEFAULT
	 ", without --textfile and --otlp); "
	 "everyone who can connect can read the metrics",
	 0},
	{"textfile", KEY_TEXTFILE, "FILE", 0,
	 "Write the metrics to FILE in each interval, for node_exporter's "
	 "textfile collector",
	 0},
	{"otlp", KEY_OTLP, "URL", 0,
	 "Send the metrics to this OpenTelemetry receiver in each interval, "
	 "without a path to /v1/metrics",
	 0},
	{"interval", 'i', "TIME", 0,
	 "Interval of --textfile and --otlp, 100ms or more (15s)", 0},
	{"follow", 'F', "FILE", 0,
	 "Read an ftrace text log and follow it as it grows; - is standard "
	 "input",
	 0},
	{"phases", KEY_PHASES, "LIST", 0,
	 "Histograms of these phases only, separated by commas, such as "
	 "total,service",
	 0},
	{"max-series", KEY_MAX_SERIES, "COUNT", 0,
	 "Add up messages after the first COUNT as 'other' (500)", 0},
	{0}};

struct exporter_args {
	struct exporter_options set;
	const char *file, *follow; /* at most one of them */
	struct live_options live;
	struct actions actions;
};

static void parse_phases(const char *arg, uint32_t *phases,
			 struct argp_state *state)
{
	char *list = xstrdup(arg), *rest = list, *name;

	while ((name = strsep(&rest, ","))) {
		const int phase = name_index(phase_names, LC_PHASES, name);

		if (phase == LC_PHASES)
			cli_invalid(name, "phases",
				    "names of phases, such as total,service",
				    state);
		*phases |= 1u << phase;
	}
	free(list);
}

static void parse_address(const char *arg, struct exporter_options *set,
			  struct argp_state *state)
{
	set->listens = listen_address_parse(arg, &set->address);
	if (!set->listens)
		cli_invalid(arg, "listen", "such as " LISTEN_DEFAULT, state);
}

static void check(struct exporter_args *a, struct argp_state *state)
{
	if (a->file && a->follow)
		argp_error(state, "--follow cannot be used with a FILE");
	if ((a->file || a->follow) && running_kernel_needed(&a->live))
		argp_error(state,
			   "options that select what to measure need a running "
			   "kernel");
	if (a->actions.n_conditions && a->file)
		argp_error(state, "--on needs transfers that end, not a FILE");
	if (a->follow && actions_have(&a->actions, ACTION_TRACE_OFF))
		argp_error(state, "--do trace-off needs a running kernel");
	if (!a->set.listens && !a->set.textfile && !a->set.otlp)
		parse_address(LISTEN_DEFAULT, &a->set, state);
	a->set.by_resource = a->live.recorder.by_resource;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct exporter_args *a = state->input;

	switch (key) {
	case KEY_LISTEN:
		parse_address(arg, &a->set, state);
		return 0;
	case KEY_TEXTFILE:
		a->set.textfile = arg;
		return 0;
	case KEY_OTLP:
		a->set.otlp = arg;
		return 0;
	case 'i':
		a->set.interval_ns = cli_time(arg, "interval", 100000000,
					      "100ms or more", state);
		return 0;
	case 'F':
		a->follow = arg;
		return 0;
	case KEY_PHASES:
		parse_phases(arg, &a->set.phases, state);
		return 0;
	case KEY_MAX_SERIES:
		a->set.max_series = (size_t)cli_number(arg, "max-series", 1,
						       1000000, state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &a->live;
		state->child_inputs[2] = &a->actions;
		return 0;
	case ARGP_KEY_ARG:
		if (a->file)
			argp_error(state, "unexpected argument '%s'", arg);
		a->file = arg;
		return 0;
	case ARGP_KEY_END:
		check(a, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int export_file(const struct exporter_args *a)
{
	struct profile p = {0};
	int err = log_profile_open(&p, a->file, a->set.by_resource, NULL);

	if (!err)
		err = exporter_run(&a->set, NULL, &p);
	profile_free(&p);
	return err;
}

static void take(void *ctx, const struct trace_line *line)
{
	actions_line(ctx, line);
}

/* Acts on conditions while it measures. */
static void set_actions(struct exporter_args *a, struct top_model *m)
{
	a->actions.from_log = a->follow;
	a->set.stopped = &a->actions.stopped;
	m->trace = take;
	m->trace_ctx = &a->actions;
	actions_record_all(&a->live.recorder);
}

static int export_source(struct exporter_args *a)
{
	struct top_model *m = top_model_new();
	struct top_source *s;
	int err = -1;

	m->lacks[TOP_BY_RESOURCE] = !a->set.by_resource;
	if (a->actions.n_conditions)
		set_actions(a, m);
	s = a->follow ? top_follow_open(m, a->follow, EXPORTER_STEP_NS)
		      : running_kernel_open(m, &a->live, "export metrics",
					    EXPORTER_STEP_NS);
	if (s) {
		a->actions.source = s->run->source;
		err = exporter_run(&a->set, s, NULL);
		s->close(s);
		actions_end(&a->actions);
	}
	actions_free(&a->actions);
	top_model_free(m);
	return err;
}

int cmd_exporter(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&common_argp, 0, "General:", -1},
		{&recorder_argp, 0, "For a running kernel:", 1},
		{&actions_argp, 0, "Conditions:", 2},
		{0}};
	static const struct argp argp = {options,  parse, "[FILE]", doc,
					 children, NULL,  NULL};
	struct exporter_args a = {.set = {.interval_ns = 15000000000,
					  .max_series = SERIES_LIMIT_DEFAULT},
				  .live = RECORDER_DEFAULTS,
				  .actions = ACTIONS_DEFAULTS};
	struct command_files files = {0};
	int err;

	cli_parse(&argp, argc, argv, 0, &a);
	if (a.set.listens && !listen_address_is_local(&a.set.address))
		diag_warning("other machines can read the metrics, over HTTP "
			     "without a password");
	command_files_read(&files, a.file ? a.file : a.follow);
	command_files_write(&files, OUTPUT_REPORT, a.set.textfile);
	if (command_files_check(&files) || actions_try(&a.actions)) {
		actions_free(&a.actions);
		return EXIT_ERROR;
	}
	err = a.file ? export_file(&a) : export_source(&a);
	return err ? EXIT_ERROR : EXIT_OK;
}
