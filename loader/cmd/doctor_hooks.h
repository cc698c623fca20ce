/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_DOCTOR_HOOKS_H
#define SCMI_PERF_DOCTOR_HOOKS_H

#include "doctor_report.h"
#include "hooks.h"

/*
 * Fills @hook with the choice for each target and returns their number. The
 * strings are constants.
 */
size_t doctor_hooks(const struct hook_choice choice[HOOKS_MAX],
		    struct doctor_hook hook[DOCTOR_HOOKS_MAX]);

#endif
