/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_OPTIONS_OUTPUT_H
#define SCMI_PERF_OPTIONS_OUTPUT_H

#include <argp.h>

#include "output_files.h"

/*
 * --html, --svg, --png and --pdf, and the common options. At ARGP_KEY_INIT the
 * command sets child_inputs[0] to a struct output_files.
 */
extern const struct argp_child file_children[];

/* Refuses --html - together with @other, an option that prints; NULL: none. */
void file_options_check(struct argp_state *state, const struct output_files *o,
			const char *other);

#endif
