// SPDX-License-Identifier: GPL-2.0-only
#include "options_record.h"

#include <stdlib.h>
#include <string.h>

enum {
	OPT_SELF_COST = 0x400,
};

static const struct argp_option options[] = {
	{"hooks", 'k', "LEVEL", 0,
	 "core: only the tracepoints; transport (default): also functions of "
	 "the transports, for all phases; all: also rarely needed, more "
	 "expensive hooks",
	 0},
	{"self-cost", OPT_SELF_COST, 0, 0, "Measure scmi-perf's own overhead",
	 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct recorder_options *o = state->input;

	switch (key) {
	case 'k':
		o->level = HOOKS_CORE;
		while (strcmp(hook_level_name(o->level), arg))
			if (++o->level == HOOK_LEVELS)
				argp_error(state,
					   "invalid value '%s' for --hooks "
					   "(one of: core, transport, all)",
					   arg);
		return 0;
	case OPT_SELF_COST:
		o->self_cost = true;
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->filter;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_child children[] = {
	{&filter_argp, 0, "What to measure:", 1},
	{0},
};

const struct argp recorder_argp = {options,  parse, NULL, NULL,
				   children, NULL,  NULL};
