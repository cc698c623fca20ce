/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_CONFIRM_H
#define SCMI_PERF_CONFIRM_H

#include <stddef.h>

/*
 * Runs @command with sh, with its output on standard error. It must write each
 * of the @n files. Returns 0 or -errno, reported.
 */
int confirm_record(const char *command, char *const *paths, size_t n);

#endif
