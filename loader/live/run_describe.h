/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_RUN_DESCRIBE_H
#define SCMI_PERF_RUN_DESCRIBE_H

#include "profile.h"

/*
 * Fills in what is known of a recording on this machine when it begins, now.
 * Returns 0 or -ENOMEM, reported.
 */
int run_describe(struct run *run);

#endif
