/* SPDX-License-Identifier: GPL-2.0-only */
/* The hooks that were chosen for this kernel, as `doctor` prints them. */
#ifndef SCMI_PERF_DOCTOR_HOOKS_H
#define SCMI_PERF_DOCTOR_HOOKS_H

#include <stdio.h>

#include "doctor_report.h"
#include "hooks.h"

/*
 * Prints a table of all targets, then for each absent one the reason and what is
 * not measured without it.
 */
void doctor_hooks_text(const struct hook_choice choice[HOOKS_MAX], FILE *out);

/*
 * Fills @hook with the choice for each target and returns their number. The
 * strings are constants.
 */
size_t doctor_hooks(const struct hook_choice choice[HOOKS_MAX],
		    struct doctor_hook hook[DOCTOR_HOOKS_MAX]);

#endif
