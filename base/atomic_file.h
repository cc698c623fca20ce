/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_ATOMIC_FILE_H
#define SCMI_PERF_ATOMIC_FILE_H

#include <stddef.h>

/*
 * Writes a file whole or not at all: a temporary file beside it, fsync, rename,
 * fsync of the folder. "-" is standard output. A pipe, a terminal or a device
 * is not replaced. Returns 0 or -errno, not reported.
 */
int atomic_file_write(const char *path, const void *data, size_t len);

#endif
