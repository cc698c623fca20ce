// SPDX-License-Identifier: GPL-2.0-only
#include "options_log.h"

#include "cli.h"
#include "log_profile.h"
#include "trace_dat.h"
#include "units.h"

static uint64_t parse_time(const char *arg, const char *option,
			   struct argp_state *state)
{
	uint64_t ns;

	/* Seconds as in the log have no unit; other times have one. */
	if (parse_stamp(arg, &ns) && parse_duration(arg, &ns))
		cli_invalid(arg, option,
			    "a time of the log, such as 7614.373161", state);
	return ns;
}

enum {
	KEY_FROM = 256,
	KEY_TO,
	KEY_BUFFER,
};

static const struct argp_option options[] = {
	{"from", KEY_FROM, "TIME", 0,
	 "Only events of a log from TIME on, as the log has it, in seconds: "
	 "7614.373161",
	 0},
	{"to", KEY_TO, "TIME", 0,
	 "Only events of a log up to TIME, as the log has it", 0},
	{"buffer", KEY_BUFFER, "NAME", 0,
	 "Read this buffer of a trace.dat that has several (the one without a "
	 "name: " TRACE_DAT_TOP ")",
	 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct log_profile_options *o = state->input;

	switch (key) {
	case KEY_FROM:
		o->from_ns = parse_time(arg, "from", state);
		o->has_start = true;
		return 0;
	case KEY_TO:
		o->to_ns = parse_time(arg, "to", state);
		o->has_end = true;
		return 0;
	case KEY_BUFFER:
		o->buffer = arg;
		return 0;
	case ARGP_KEY_END:
		if (o->has_end && o->from_ns > o->to_ns)
			argp_error(state, "--from is later than --to");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp log_argp = {
	.options = options,
	.parser = parse,
};
