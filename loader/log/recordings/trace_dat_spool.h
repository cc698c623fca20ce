/* SPDX-License-Identifier: GPL-2.0-only */
/* An input that comes through a pipe, or compressed, as a regular file. */
#ifndef SCMI_PERF_TRACE_DAT_SPOOL_H
#define SCMI_PERF_TRACE_DAT_SPOOL_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Returns the length of the next piece, and the piece; 0 at the end of the file, or
 * -errno, of which only -EINVAL is reported: -EINTR after a signal.
 */
typedef ssize_t spool_read(void *ctx, const char **piece);

/*
 * Copies the @len bytes at @head and the rest of the input called @name, which
 * @read returns, to a file without a name in $TMPDIR or /tmp. Returns its
 * descriptor, or -errno, reported.
 */
int trace_dat_spool(const char *name, const char *head, size_t len,
		    spool_read *read, void *ctx);

#endif
