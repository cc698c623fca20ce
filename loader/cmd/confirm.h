/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_CONFIRM_H
#define SCMI_PERF_CONFIRM_H

#include <stddef.h>

#include "run_set.h"

/*
 * Runs @command with sh, with its output on standard error. It must write each
 * of the @n files. Returns 0 or -errno, reported.
 */
int confirm_record(const char *command, char *const *paths, size_t n);

/*
 * Checks that all runs of @again started after all those of @first: checked runs and
 * baseline. Runs without a start time pass. Returns 0 or -EINVAL, reported.
 */
int confirm_check_new(const char *command, const struct run_set *const first[2],
		      const struct run_set *again);

#endif
