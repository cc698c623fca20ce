/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_RUN_DESCRIBE_H
#define SCMI_PERF_RUN_DESCRIBE_H

#include "profile.h"

/*
 * Describes a recording that starts now: kernel, architecture, host name, program
 * and time. The strings are freed with the profile of @run.
 */
void run_describe(struct run *run);

#endif
