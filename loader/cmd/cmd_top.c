// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "loop.h"
#include "losses.h"
#include "options_record.h"
#include "settings.h"
#include "support.h"
#include "terminal.h"

static const char doc[] =
	"Show what SCMI messages take their time, and where they spend it, "
	"each "
	"interval anew: on the running kernel, in a PROFILE that was recorded "
	"with --interval, or in a text log that grows."
	"\vThe slowest messages of the last interval come first; those without "
	"a reply count as long as was waited for them.\n\n"
	"Examples:\n"
	"  scmi-perf top, or scmi-top              the running kernel\n"
	"  scmi-top -n 10                          ten intervals\n"
	"  scmi-top -j -i 100ms -T virtio          as JSON, of one transport\n"
	"  scmi-top run.scmi                       what was recorded\n"
	"  ssh board cat /sys/kernel/tracing/trace_pipe | scmi-top -F -\n";

static const struct argp_option options[] = {
	{"follow", 'F', "FILE", 0,
	 "Read an ftrace text log instead, and go on as it grows; - is "
	 "standard "
	 "input",
	 0},
	{"interval", 'i', "TIME", 0,
	 "Length of an interval, 100ms or more (1s); on a terminal also how "
	 "fast a PROFILE is shown",
	 0},
	{"iterations", 'n', "COUNT", 0, "Stop after COUNT intervals", 0},
	{"batch", 'b', 0, 0, "Print each interval, as if there was no terminal",
	 0},
	{"json", 'j', 0, 0, "Print JSON, an object a line; implies --batch", 0},
	{"sort", 's', "KEY", 0,
	 "p99 (the default), p50, p90, max, rate, time, errors or name", 0},
	{"invert", 'r', 0, 0, "Sort the other way round", 0},
	{"group", 'g', "BY", 0,
	 "A row for each message (the default), protocol or transport", 0},
	{"filter", 'f', "TEXT", 0, "Only rows with TEXT in their name", 0},
	{0}};

struct options {
	const char *profile, *follow; /* at most one of them */
	struct top_settings set;
	bool interval_given;
	uint64_t iterations; /* 0: no limit */
	bool batch, json;
	const char *filter;
	struct recorder_options recorder;
};

static void set(struct options *o, enum top_setting key, const char *value,
		const char *hint, struct argp_state *state)
{
	if (settings_set(&o->set, key, value))
		argp_error(state, "'%s' is %s", value, hint);
}

static uint64_t count(const char *arg, struct argp_state *state)
{
	char *end;
	const unsigned long long n = strtoull(arg, &end, 10);

	if (*arg < '0' || *arg > '9' || *end || !n)
		argp_error(state, "'%s' is no count; it is 1 or more", arg);
	return n;
}

/* Whether anything asks for a part of what a running kernel does. */
static bool is_about_kernel(const struct recorder_options *r)
{
	static const struct recorder_options defaults = RECORDER_DEFAULTS;

	return filter_is_set(&r->filter) || r->self_cost ||
	       r->level != defaults.level || r->keys != defaults.keys;
}

static bool is_screen(const struct options *o)
{
	return !o->batch && isatty(STDOUT_FILENO);
}

static void check(const struct options *o, struct argp_state *state)
{
	if (o->profile && o->follow)
		argp_error(state, "a PROFILE or --follow, not both");
	if ((o->profile || o->follow) && is_about_kernel(&o->recorder))
		argp_error(state, "--hooks, --keys, --self-cost and what to "
				  "measure are for a running kernel; --filter "
				  "is for all");
	if (o->profile && o->interval_given && !is_screen(o))
		argp_error(state, "the intervals of a PROFILE are as long as "
				  "they were recorded");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'F':
		o->follow = arg;
		return 0;
	case 'i':
		set(o, TOP_SET_INTERVAL, arg,
		    "no interval from 100ms to 1h; write 500ms, 2s", state);
		o->interval_given = true;
		return 0;
	case 'n':
		o->iterations = count(arg, state);
		return 0;
	case 'j':
		o->json = true;
		/* fall through */
	case 'b':
		o->batch = true;
		return 0;
	case 's':
		set(o, TOP_SET_SORT, arg,
		    "no key to sort by; there is p99, p50, p90, max, rate, "
		    "time, errors and name",
		    state);
		return 0;
	case 'r':
		o->set.inverted = true;
		return 0;
	case 'g':
		set(o, TOP_SET_GROUPING, arg,
		    "no grouping; there is message, protocol and transport",
		    state);
		return 0;
	case 'f':
		if (strlen(arg) >= sizeof(((struct top_view *)0)->filter))
			argp_error(state, "--filter: '%s' is too long", arg);
		o->filter = arg;
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &o->recorder;
		return 0;
	case ARGP_KEY_ARG:
		if (o->profile)
			argp_error(state, "one PROFILE at a time");
		o->profile = arg;
		return 0;
	case ARGP_KEY_END:
		check(o, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static struct top_source *open_source(struct top_model *m,
				      const struct options *o)
{
	if (o->profile)
		return top_replay_open(m, o->profile);
	if (o->follow)
		return top_follow_open(m, o->follow, o->set.interval_ns);
	return support_refuses("watch")
		       ? NULL
		       : top_live_open(m, &o->recorder, o->set.interval_ns);
}

/* What was not measured, and what to do about it. */
static void warn_of_losses(const struct top_status *status)
{
	struct profile p;

	profile_init(&p);
	memcpy(p.lost, status->lost, sizeof(p.lost));
	losses_warn(&p);
	if (status->unparsed_lines)
		diag_warning("%" PRIu64 " lines hold an SCMI event that cannot "
			     "be read; 'scmi-perf import' shows some",
			     status->unparsed_lines);
}

static int show(const struct options *o, struct top_model *m, bool screen,
		const char *message)
{
	struct top_view v = {.set = o->set};
	struct top_source *s = open_source(m, o);
	int err;

	if (!s)
		return -1;
	if (o->filter)
		strcpy(v.filter, o->filter);
	snprintf(v.message, sizeof(v.message), "%s", message);
	if (!screen)
		v.set.interval_ns = s->step_ns;
	err = screen ? top_run_screen(s, &v, o->iterations)
		     : top_run_batch(s, &v, o->json, o->iterations);
	top_view_free(&v);
	s->close(s);
	warn_of_losses(top_status(m));
	return err;
}

/* Whether there can be a screen, where one is wanted. */
static bool can_show(const struct options *o)
{
	const char *type = getenv("TERM"), *why;

	if (!is_screen(o))
		return false;
	if (terminal_can_show(&why))
		return true;
	diag_warning("terminal '%s': %s: this is printed as with --batch",
		     type ? type : "", why);
	return false;
}

int cmd_top(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&common_argp, 0, "General:", -1},
		{&recorder_argp, 0, "Of a running kernel:", 1},
		{0}};
	static const struct argp argp = {options,  parse, "[PROFILE]", doc,
					 children, NULL,  NULL};
	static const struct options defaults = {
		.set = {.interval_ns = 1000000000},
		.recorder = RECORDER_DEFAULTS};
	struct options o = defaults;
	struct top_model *m;
	char message[160] = "";
	bool screen;
	int err;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	screen = can_show(&o);
	if (screen) {
		/* What the user keeps comes first, options are stronger. */
		o = defaults;
		settings_read(&o.set, message, sizeof(message));
		if (*message)
			diag_warning("%s", message);
		argp_parse(&argp, argc, argv, 0, NULL, &o);
	}
	m = top_model_new();
	if (!m) {
		diag_error("out of memory");
		return EXIT_ERROR;
	}
	err = show(&o, m, screen, message);
	top_model_free(m);
	return err ? EXIT_ERROR : EXIT_OK;
}
