/* SPDX-License-Identifier: GPL-2.0-only */
/* A stream for the FILE of an option like --markdown. */
#ifndef SCMI_PERF_OUTPUT_STREAM_H
#define SCMI_PERF_OUTPUT_STREAM_H

#include <stdbool.h>
#include <stdio.h>

/* Returns true for "-". @path may be NULL. */
bool is_stdout(const char *path);

/*
 * Opens @path to append to it; "-" is standard output. Returns NULL on errors,
 * reported. A profile is not appended to.
 */
FILE *output_stream_append(const char *path);

/* Flushes and closes @out. Returns 0 or -EIO, reported. */
int output_stream_close(FILE *out, const char *path);

#endif
