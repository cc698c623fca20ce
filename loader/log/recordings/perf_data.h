/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recordings of perf (perf.data), as the text that perf script prints: the format
 * belongs to perf, and the program is where such files come from.
 */
#ifndef SCMI_PERF_PERF_DATA_H
#define SCMI_PERF_PERF_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PERF_DATA_MAGIC "PERFILE2" /* the first bytes */

/* Returns true if the first @len bytes of a file are those of a perf.data. */
bool perf_data_recognise(const char *head, size_t len);

/*
 * Starts perf script for the regular file @fd. Returns a descriptor from which its
 * text can be read, and sets @pid; or returns -errno, not reported: -ENOENT if perf
 * is not installed.
 */
int perf_data_open(int fd, pid_t *pid);

/*
 * Closes the descriptor and ends perf script if it has not ended. Returns 0, or
 * -EINVAL, reported, if perf could not read the file @name to its end; that is not
 * checked after an error @err, which is returned.
 */
int perf_data_close(int text, pid_t pid, const char *name, int err);

#endif
