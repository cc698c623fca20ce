/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes reports, and keeps recordings: an output never replaces an input of the same command, and
 * only a profile replaces a profile. A pattern of the shell after an option with
 * a FILE makes its first match the output.
 */
#ifndef SCMI_PERF_OUTPUT_GUARD_H
#define SCMI_PERF_OUTPUT_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* Returns true for "-". @path may be NULL. */
bool is_stdout(const char *path);

/*
 * Returns 0, or -EEXIST, reported, if the output @path is the same regular file
 * as one of the @n @inputs. "-" is a standard stream; @path may be NULL.
 */
int output_refuse_input(const char *path, char *const *inputs, size_t n);

/*
 * Returns 0, or -EEXIST, reported, if the file at @path is a profile. "-" is standard
 * output, which can have been opened to append to one.
 */
int output_refuse_profile(const char *path);

/*
 * Writes a report with atomic_file_write(), but not over a profile. Returns 0 or
 * -errno, reported.
 */
int output_write(const char *path, const void *data, size_t len);

/*
 * Appends a report with atomic_file_append(), but not to a profile; "-" is standard
 * output. Returns 0 or -errno, reported.
 */
int output_append(const char *path, const void *data, size_t len);

#endif
