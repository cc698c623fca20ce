/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks whether this machine can record: privileges, lockdown, tracepoints,
 * types, devices. `doctor` prints all checks; other commands refuse to run on the
 * first failure, with the same message.
 */
#ifndef SCMI_PERF_SUPPORT_H
#define SCMI_PERF_SUPPORT_H

#include "doctor_report.h"

/* Fills @checks. Returns their number, less than DOCTOR_CHECKS_MAX. */
size_t support_check(struct doctor_check checks[DOCTOR_CHECKS_MAX]);

/*
 * Returns true, and reports the reason, if @command ("record") cannot work on this
 * machine.
 */
bool support_refuses(const char *command);

/*
 * Returns what BPF programs lack if this kernel has some of the SCMI tracepoints, but
 * not all that they need, as Linux 5.10; else NULL.
 */
const char *support_lacks_event(void);

/* Prints hints on an unexpected failure. */
void support_explain_failure(void);

#endif
