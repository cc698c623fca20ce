// SPDX-License-Identifier: GPL-2.0-only
#include "options_view.h"

#include "cli.h"
#include "names.h"
#include "quantile.h"

enum {
	KEY_PHASE = 0x200,
	KEY_SORT,
	KEY_TOP,
};

static const struct argp_option phase_options[] = {
	{"phase", KEY_PHASE, "NAME", 0,
	 "Only this phase, such as total, service, wakeup; repeatable", 1},
	{0}};

static error_t parse_phase(int key, char *arg, struct argp_state *state)
{
	uint32_t *phases = state->input;
	int phase;

	if (key != KEY_PHASE)
		return ARGP_ERR_UNKNOWN;
	phase = name_index(phase_names, LC_PHASES, arg);
	/* Timeouts have no row: their scale is another. */
	if (phase == LC_PHASES || phase == LC_TIMEOUT)
		cli_invalid(arg, "phase",
			    "one of: total, submit, doorbell, service, "
			    "dispatch, transport, wakeup, answer, delayed, "
			    "handling",
			    state);
	*phases |= 1u << phase;
	return 0;
}

const struct argp phase_argp = {.options = phase_options,
				.parser = parse_phase};

static const struct argp_option order_options[] = {
	{"sort", KEY_SORT, "KEY", 0,
	 "Order messages by time (their sum, default), p99, max, count or key",
	 2},
	{"top", KEY_TOP, "COUNT", 0, "Only the first COUNT messages", 2},
	{0}};

static error_t parse_order(int key, char *arg, struct argp_state *state)
{
	struct view_options *o = state->input;

	switch (key) {
	case KEY_SORT:
		o->sort = (enum view_sort)name_index(view_sort_names,
						     VIEW_SORTS, arg);
		if (o->sort == VIEW_SORTS)
			cli_invalid(arg, "sort",
				    "one of: time, p99, max, count, key",
				    state);
		o->sorted = true;
		return 0;
	case KEY_TOP:
		o->top = (uint32_t)cli_number(arg, "top", 1, 1000000, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp order_argp = {.options = order_options,
				.parser = parse_order};

uint32_t statistic_bit(const char *name, struct argp_state *state)
{
	const int statistic = name_index(statistic_names, STATISTICS, name);

	if (statistic == STATISTICS)
		cli_invalid(name, "statistic",
			    "one of: min, p10, p50, p90, p99, p999, max, mean",
			    state);
	return 1u << statistic;
}
