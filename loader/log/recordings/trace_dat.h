/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Imports a recording of trace-cmd (trace.dat), with its times in ns.
 *
 * The library that reads such files trusts them: a damaged one can make it crash
 * or never return. So it runs in a process of its own, which sends the events in
 * batches through a pipe, and this process feeds them to the importer as if they
 * were the lines of a text log. Its end before the last batch is an error.
 *
 * A file has a top buffer and any number of named ones (trace-cmd record -B). Their
 * events are unrelated, or the same twice, so one buffer is imported.
 */
#ifndef SCMI_PERF_TRACE_DAT_H
#define SCMI_PERF_TRACE_DAT_H

#include <stdbool.h>
#include <stddef.h>

#include "import.h"

/* The name of the buffer that has none. */
#define TRACE_DAT_TOP "top"

/* False if scmi-perf was built without libtracecmd. */
extern const bool trace_dat_supported;

/* Returns true if the first @len bytes of a file are those of a trace.dat. */
bool trace_dat_recognise(const char *head, size_t len);

/*
 * Feeds the events of @buffer to @im, which had no other input; NULL selects the
 * only buffer with SCMI events. @fd is a regular file called @name. The import
 * ends early, with -EINTR, if @signal_fd becomes readable (-1: none). Returns 0 or
 * -errno, reported. The caller finishes the import.
 */
int trace_dat_import(struct importer *im, int fd, const char *name,
		     const char *buffer, int signal_fd);

#endif
