/* SPDX-License-Identifier: GPL-2.0-only */
/* --hooks, --self-cost and the filter: for commands that measure. */
#ifndef SCMI_PERF_OPTIONS_RECORD_H
#define SCMI_PERF_OPTIONS_RECORD_H

#include <argp.h>

#include "options_filter.h"
#include "recorder.h"

/* Without any option. */
#define RECORDER_DEFAULTS                \
	{                                \
		.level = HOOKS_TRANSPORT \
	}

/* A child for a command's argp; its input is a struct recorder_options. */
extern const struct argp recorder_argp;

#endif
