/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads a file, or standard input, into an importer. */
#ifndef SCMI_PERF_LOG_FILE_H
#define SCMI_PERF_LOG_FILE_H

#include "import.h"

/*
 * Feeds all of @path ("-": standard input) to @im, and shows the progress on a
 * terminal. A signal ends a stream early, with a warning. @buffer: of a trace.dat,
 * see trace_dat_import(). Returns 0 or -errno, reported. The caller finishes the
 * import.
 */
int log_file_read(struct importer *im, const char *path, const char *buffer);

#endif
