// SPDX-License-Identifier: GPL-2.0-only
#include "options_actions.h"

#include "cli.h"

enum {
	KEY_ON = 256,
	KEY_DO,
	KEY_EVERY,
	KEY_KEEP,
};

static const struct argp_option options[] = {
	{"on", KEY_ON, "CONDITION", 0,
	 "Report when it applies: 'latency>5ms', 'anomaly=late_reply', "
	 "'p99(SENSOR_READING_GET)>1ms', 'timeouts>0', 'rate>1000'; repeatable",
	 0},
	{"do", KEY_DO, "ACTION", 0,
	 "Do this then, too; repeatable: snapshot[=FILE] writes the last "
	 "transfers to a file, trace-off stops the kernel's own trace buffer, "
	 "exec=COMMAND, stop",
	 0},
	{"every", KEY_EVERY, "TIME", 0,
	 "At most once in TIME for each condition (10s)", 0},
	{"keep", KEY_KEEP, "TIME", 0,
	 "What a snapshot has: the last TIME (10s), at most 65536 lines", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct actions *a = state->input;
	char why[192];

	switch (key) {
	case KEY_ON:
		if (actions_add_condition(a, arg, why, sizeof(why)))
			argp_error(state, "invalid value '%s' for --on: %s",
				   arg, why);
		return 0;
	case KEY_DO:
		if (actions_add_action(a, arg, why, sizeof(why)))
			argp_error(state, "invalid value '%s' for --do: %s",
				   arg, why);
		return 0;
	case KEY_EVERY:
		a->every_ns =
			cli_time(arg, "every", 0, "such as 10s, 5m", state);
		return 0;
	case KEY_KEEP:
		a->flight.keep_ns =
			cli_time(arg, "keep", 1, "such as 500ms, 10s", state);
		return 0;
	case ARGP_KEY_END:
		if (a->n_actions && !a->n_conditions)
			argp_error(state, "--do needs a condition, --on");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp actions_argp = {.options = options, .parser = parse};

#define RING_BYTES (1024 * 1024)

void actions_record_all(struct recorder_options *o)
{
	static const struct trace_filter all = {.enabled = 1,
						.max_ns = UINT64_MAX};

	o->trace = &all;
	if (!o->ring_bytes)
		o->ring_bytes = RING_BYTES;
}
