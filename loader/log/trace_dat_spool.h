/* SPDX-License-Identifier: GPL-2.0-only */
/* A trace.dat that comes through a pipe, as a file: the library needs one. */
#ifndef SCMI_PERF_TRACE_DAT_SPOOL_H
#define SCMI_PERF_TRACE_DAT_SPOOL_H

#include <stddef.h>

/*
 * Copies the @len bytes at @head and the rest of @fd, called @name, to a file
 * without a name in $TMPDIR or /tmp. Returns its descriptor, or -errno, reported:
 * -EINTR if @signal_fd becomes readable.
 */
int trace_dat_spool(int fd, const char *name, const char *head, size_t len,
		    int signal_fd);

#endif
