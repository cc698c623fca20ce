/* SPDX-License-Identifier: GPL-2.0-only */
/* Options of the commands that measure a running kernel. */
#ifndef SCMI_PERF_OPTIONS_RECORD_H
#define SCMI_PERF_OPTIONS_RECORD_H

#include <argp.h>

#include "recorder.h"

/* Without any option. */
#define RECORDER_DEFAULTS                \
	{                                \
		.level = HOOKS_TRANSPORT \
	}

/*
 * --protocol, --message, --transport and --instance: a child for a command's argp;
 * its input is a struct filter.
 */
extern const struct argp filter_argp;

/* These, --hooks and --self-cost; its input is a struct recorder_options. */
extern const struct argp recorder_argp;

#endif
