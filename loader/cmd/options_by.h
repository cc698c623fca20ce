/* SPDX-License-Identifier: GPL-2.0-only */
/* Series of resources, and filters by them. */
#ifndef SCMI_PERF_OPTIONS_BY_H
#define SCMI_PERF_OPTIONS_BY_H

#include <argp.h>
#include <stdbool.h>

#include "transfer_filter.h"

#define KEY_BY_RESOURCE 0x400

/* An element of a command's argp options; by_resource_parse() reads its argument. */
#define OPTION_BY_RESOURCE(help)                         \
	{                                                \
		"by", KEY_BY_RESOURCE, "KEY", 0, help, 0 \
	}

/* Returns true for the argument resource; another ends the program. */
bool by_resource_parse(const char *arg, struct argp_state *state);

/* Adds the argument of --resource to a filter; an invalid one ends the program. */
void filter_add_resource(struct filter *f, const char *arg,
			 struct argp_state *state);

#endif
