/* SPDX-License-Identifier: GPL-2.0-only */
/* What `doctor` says of hooks, as they were chosen for this kernel. */
#ifndef SCMI_PERF_DOCTOR_HOOKS_H
#define SCMI_PERF_DOCTOR_HOOKS_H

#include <stdio.h>

#include <jansson.h>

#include "hooks.h"

/*
 * A table of all targets; below it those that will not be attached: why not,
 * and what is not known then.
 */
void doctor_hooks_text(const struct hook_choice choice[HOOKS_MAX], FILE *out);

/*
 * How each is attached, by name, as reports have it: { "virtqueue_kick/exit":
 * "fexit" }; "none" for those that are not.
 */
json_t *doctor_hooks_json(const struct hook_choice choice[HOOKS_MAX]);

/* The latter: { "smc_send_message": { "why": …, "without": … } }. */
json_t *doctor_absent_json(const struct hook_choice choice[HOOKS_MAX]);

#endif
