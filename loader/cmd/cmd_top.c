// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "callers.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "loop.h"
#include "losses.h"
#include "options_record.h"
#include "running_kernel.h"
#include "settings.h"
#include "terminal.h"

static const char doc[] =
	"Show which SCMI messages are slow and in which phase, updated every "
	"interval: from the running kernel, from a PROFILE that was recorded "
	"with --interval, from a LOG, or from a text log that grows."
	"\vThe slowest messages of the last ten seconds come first; a message "
	"without a reply counts with the time spent waiting for it.\n\n"
	"Examples:\n"
	"  scmi-perf top, or scmi-top              the running kernel\n"
	"  scmi-top -n 10                          ten intervals\n"
	"  scmi-top -j -i 100ms -T virtio          one transport, as JSON\n"
	"  scmi-top run.scmi                       replay of a recording\n"
	"  scmi-top trace.txt                      replay of a log\n"
	"  ssh board cat /sys/kernel/tracing/trace_pipe | scmi-top -F -\n";

#define KEY_CALLERS 0x300

static const struct argp_option options[] = {
	{"follow", 'F', "FILE", 0,
	 "Read an ftrace text log and follow it as it grows; - is standard "
	 "input",
	 0},
	{"interval", 'i', "TIME", 0,
	 "Length of an interval, 100ms or more (1s); on a terminal also the "
	 "speed of a replay",
	 0},
	{"iterations", 'n', "COUNT", 0, "Stop after COUNT intervals", 0},
	{"batch", 'b', 0, 0, "Print each interval instead of showing a screen",
	 0},
	{"sort", 's', "KEY", 0,
	 "Sort by p99 (the default), p50, p90, max, rate, time, errors or "
	 "name",
	 0},
	{"invert", 'r', 0, 0, "Invert the order", 0},
	{"group", 'g', "BY", 0,
	 "Group by message (the default), resource (as with --by resource), "
	 "task or driver (as with --callers), protocol, channel, instance or "
	 "transport",
	 0},
	{"window", 'w', "TIME", 0,
	 "Percentiles of the last TIME, 1s or more (10s); 'interval': of the "
	 "last interval",
	 0},
	{"columns", 'c', "LIST", 0,
	 "Show some of these columns, separated by commas: rate, p50, p90, "
	 "p99, max, count, all-p50, all-p90, all-p99, all-max, time, errors, "
	 "phase, phases, history; auto (the default): as many as fit",
	 0},
	{"alert", 'a', "CONDITION", 0,
	 "Mark rows with p50, p90, p99, max, rate, errors or timeouts above or "
	 "below a limit, such as 'p99>1ms' or 'rate<10', and ring the bell; "
	 "with --batch, the exit status is 2 if there was one. Repeatable",
	 0},
	{"callers", KEY_CALLERS, 0, 0,
	 "Of a running kernel, also measure who sends and who holds a channel: "
	 "keys g and C show it",
	 0},
	{"filter", 'f', "TEXT", 0, "Show only rows whose name contains TEXT",
	 0},
	{0}};

struct top_options {
	const char *profile, *follow; /* at most one of them */
	struct top_settings set;
	bool interval_given, group_given;
	uint64_t iterations; /* 0: no limit */
	bool batch;
	const char *filter;
	struct alerts alerts;
	struct live_options live;
};

static void set(struct top_options *o, enum top_setting key, const char *value,
		const char *option, struct argp_state *state)
{
	if (settings_set(&o->set, key, value))
		cli_invalid(value, option, settings_values(key), state);
}

static void add_alert(struct top_options *o, const char *arg,
		      struct argp_state *state)
{
	const int err = alerts_add(&o->alerts, arg);

	if (err == -E2BIG)
		argp_error(state, "more than %d alerts", ALERTS_MAX);
	if (err)
		cli_invalid(arg, "alert", "such as 'p99>1ms' or 'rate<10'",
			    state);
}

static bool is_screen(const struct top_options *o)
{
	return !o->batch && isatty(STDOUT_FILENO);
}

static void check(const struct top_options *o, struct argp_state *state)
{
	if (o->profile && o->follow)
		argp_error(state, "--follow cannot be used with a PROFILE");
	if ((o->profile || o->follow) && running_kernel_needed(&o->live))
		argp_error(state,
			   "--protocol, --message, --transport, "
			   "--instance, --resource, --hooks, "
			   "--self-cost, --source and --ring-size need a "
			   "running kernel; use --filter");
	if (o->profile && o->interval_given && !is_screen(o))
		argp_error(state, "--interval cannot change the intervals of a "
				  "PROFILE");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct top_options *o = state->input;

	switch (key) {
	case 'F':
		o->follow = arg;
		return 0;
	case 'i':
		set(o, TOP_SET_INTERVAL, arg, "interval", state);
		o->interval_given = true;
		return 0;
	case 'n':
		o->iterations = (uint64_t)cli_number(arg, "iterations", 1,
						     INT64_MAX, state);
		return 0;
	case 'b':
		o->batch = true;
		return 0;
	case 's':
		set(o, TOP_SET_SORT, arg, "sort", state);
		return 0;
	case 'r':
		o->set.inverted = true;
		return 0;
	case 'g':
		set(o, TOP_SET_GROUPING, arg, "group", state);
		o->group_given = true;
		return 0;
	case 'a':
		add_alert(o, arg, state);
		return 0;
	case KEY_CALLERS:
		o->live.recorder.callers = CALLERS_MAX;
		return 0;
	case 'w':
		set(o, TOP_SET_WINDOW, arg, "window", state);
		return 0;
	case 'c':
		set(o, TOP_SET_COLUMNS, arg, "columns", state);
		return 0;
	case 'f':
		if (strlen(arg) >= sizeof(((struct top_view *)0)->filter))
			cli_invalid(arg, "filter", "too long", state);
		o->filter = arg;
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &o->live;
		return 0;
	case ARGP_KEY_ARG:
		if (o->profile)
			argp_error(state, "unexpected argument '%s'", arg);
		o->profile = arg;
		return 0;
	case ARGP_KEY_END:
		o->batch = o->batch || cli_json;
		check(o, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static struct top_source *open_source(struct top_model *m,
				      const struct top_options *o)
{
	if (o->profile)
		return top_replay_open(m, o->profile);
	if (o->follow)
		return top_follow_open(m, o->follow, o->set.interval_ns);
	return running_kernel_open(m, &o->live, "watch", o->set.interval_ns);
}

/* Reports losses and their remedies. */
static void warn_of_losses(const struct top_source *s)
{
	const struct top_status *status = &s->model->status;
	char *sentence = unparsed_sentence(status->unparsed_lines);

	losses_warn(status->lost, s->run);
	if (sentence)
		diag_warning("%s", sentence);
	free(sentence);
}

/* Uses the groupings that the source has. Returns 0 or -ENODATA, reported. */
static int set_groupings(const struct top_options *o, const struct top_model *m,
			 struct top_view *v)
{
	memcpy(v->lacks, m->lacks, sizeof(v->lacks));
	if (!m->lacks[v->set.grouping])
		return 0;
	if (!o->group_given) {
		v->set.grouping = TOP_BY_MESSAGE; /* settings had another */
		return 0;
	}
	if (v->set.grouping == TOP_BY_DRIVER) {
		diag_error("this source does not have the drivers that send");
		diag_hint("only a running kernel with BPF has them");
	} else {
		diag_error("this source does not have tasks by time");
		diag_hint("a log has them; of a profile, 'scmi-perf report "
			  "--callers' shows those of its whole time");
	}
	return -ENODATA;
}

/* Returns the exit status. */
static int show(const struct top_options *o, struct top_model *m, bool screen,
		const char *message)
{
	struct top_view v = {.set = o->set, .alerts = o->alerts};
	struct top_source *s = open_source(m, o);
	bool exceeded;
	int err;

	if (!s)
		return EXIT_ERROR;
	if (set_groupings(o, m, &v)) {
		s->close(s);
		return EXIT_ERROR;
	}
	if (o->filter)
		strcpy(v.filter, o->filter);
	snprintf(v.message, sizeof(v.message), "%s", message);
	if (!screen)
		v.set.interval_ns = s->step_ns;
	err = screen ? top_run_screen(s, &v, o->iterations)
		     : top_run_batch(s, &v, cli_json, o->iterations);
	exceeded = !screen && v.alerts.ever;
	top_view_free(&v);
	warn_of_losses(s);
	s->close(s);
	return err ? EXIT_ERROR : exceeded ? EXIT_EXCEEDED : EXIT_OK;
}

/* Returns true if a screen is to be shown; warns if the terminal cannot. */
static bool can_show(const struct top_options *o)
{
	const char *type = getenv("TERM"), *why;

	if (!is_screen(o))
		return false;
	if (terminal_can_show(&why))
		return true;
	diag_warning("terminal '%s': %s; printing as with --batch",
		     type ? type : "", why);
	return false;
}

int cmd_top(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&common_argp, 0, "General:", -1},
		{&recorder_argp, 0, "For a running kernel:", 1},
		{0}};
	static const struct argp argp = {
		options, parse, "[PROFILE|LOG]", doc, children, NULL, NULL};
	static const struct top_options defaults = {
		.set = {.interval_ns = 1000000000, .window_ns = TOP_WINDOW_NS},
		.live = RECORDER_DEFAULTS};
	struct top_options o = defaults;
	struct top_model *m;
	char message[160] = "";
	bool screen;
	int status;

	cli_parse(&argp, argc, argv, 0, &o);
	screen = can_show(&o);
	if (screen) {
		/* Options override saved settings, so they are parsed again. */
		o = defaults;
		settings_read(&o.set, message, sizeof(message));
		if (*message)
			diag_warning("%s", message);
		cli_parse(&argp, argc, argv, 0, &o);
	}
	if (o.live.recorder.by_resource && !o.group_given)
		o.set.grouping = TOP_BY_RESOURCE;
	o.live.recorder.by_resource |= o.set.grouping == TOP_BY_RESOURCE;
	if (o.set.grouping == TOP_BY_TASK || o.set.grouping == TOP_BY_DRIVER)
		o.live.recorder.callers = CALLERS_MAX;
	m = top_model_new();
	m->lacks[TOP_BY_RESOURCE] = !o.live.recorder.by_resource;
	top_set_window(m, o.set.window_ns);
	status = show(&o, m, screen, message);
	top_model_free(m);
	return status;
}
