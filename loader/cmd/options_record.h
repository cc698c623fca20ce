/* SPDX-License-Identifier: GPL-2.0-only */
/* Options of the commands that measure a running kernel. */
#ifndef SCMI_PERF_OPTIONS_RECORD_H
#define SCMI_PERF_OPTIONS_RECORD_H

#include <argp.h>

#include "live_source.h"

/* Without any option. */
#define RECORDER_DEFAULTS                         \
	{                                         \
		.recorder.level = HOOKS_TRANSPORT \
	}

/*
 * --protocol, --message, --transport and --instance: a child for a command's argp;
 * its input is a struct filter.
 */
extern const struct argp filter_argp;

/*
 * These, --hooks, --self-cost, --source and --ring-size; its input is a struct
 * live_options.
 */
extern const struct argp recorder_argp;

#define SOURCE_HELP                                                       \
	"bpf: programs in the kernel; tracefs: the kernel's trace "       \
	"buffers, where BPF is not available; auto (default): bpf if it " \
	"is available and can hook functions"

/* Parses the argument of --source. An invalid one ends the program. */
enum live_source live_source_parse(const char *arg, struct argp_state *state);

#endif
