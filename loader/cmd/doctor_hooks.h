/* SPDX-License-Identifier: GPL-2.0-only */
/* What `doctor` says of hooks, as they were chosen for this kernel. */
#ifndef SCMI_PERF_DOCTOR_HOOKS_H
#define SCMI_PERF_DOCTOR_HOOKS_H

#include <stdio.h>

#include "doctor_report.h"
#include "hooks.h"

/*
 * A table of all targets; below it those that will not be attached: why not,
 * and what is not known then.
 */
void doctor_hooks_text(const struct hook_choice choice[HOOKS_MAX], FILE *out);

/*
 * Fills @hook with the choice for each target and returns their number. The
 * strings are constants.
 */
size_t doctor_hooks(const struct hook_choice choice[HOOKS_MAX],
		    struct doctor_hook hook[DOCTOR_HOOKS_MAX]);

#endif
