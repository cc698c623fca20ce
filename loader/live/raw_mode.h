/* SPDX-License-Identifier: GPL-2.0-only */
/* The raw mode of the SCMI core: a program sends messages through debugfs. */
#ifndef SCMI_PERF_RAW_MODE_H
#define SCMI_PERF_RAW_MODE_H

#include <stdbool.h>

/*
 * Returns true if an instance has the files of raw mode. @root is put before the path:
 * "" for this machine, a folder for tests. False if debugfs cannot be read.
 */
bool raw_mode_is_on(const char *root);

#endif
