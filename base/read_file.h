/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_READ_FILE_H
#define SCMI_PERF_READ_FILE_H

#include <stddef.h>

/*
 * Reads the file @path ("-": standard input), or its first @max + 1 bytes if it is
 * longer than @max. The caller frees *@data, which is NULL after an error. Returns
 * 0 or -errno, not reported.
 */
int read_file(const char *path, size_t max, char **data, size_t *len);

#endif
