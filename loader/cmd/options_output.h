/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_OPTIONS_OUTPUT_H
#define SCMI_PERF_OPTIONS_OUTPUT_H

#include <argp.h>

#include "output_files.h"

/*
 * --html, --svg, --png and --pdf, and -v and -q. The command sets child_inputs[0]
 * to a struct output_files at ARGP_KEY_INIT.
 */
extern const struct argp_child file_children[];

/* Of a command that has written @o: refuses two things for standard output. */
void file_options_check(struct argp_state *state, const struct output_files *o,
			const char *other);

#endif
