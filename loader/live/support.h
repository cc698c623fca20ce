/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What this machine offers to a recording, looked at from outside: privileges,
 * lockdown, tracepoints, types, devices. `doctor` prints all of it; `record`
 * and `trace` refuse on the first failure with the same words.
 */
#ifndef SCMI_PERF_SUPPORT_H
#define SCMI_PERF_SUPPORT_H

#include "doctor_report.h"

/* Fills @checks and returns their number, less than DOCTOR_CHECKS_MAX. */
size_t support_check(struct doctor_check checks[DOCTOR_CHECKS_MAX]);

/*
 * Whether something is known to stand in the way of @command ("record"), which
 * is reported; nothing should be tried then.
 */
bool support_refuses(const char *command);

/* Says what may be behind a failure that was not foreseen. */
void support_explain_failure(void);

#endif
