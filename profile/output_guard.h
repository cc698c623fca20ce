/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes reports, and keeps recordings: an output never replaces an input of the same
 * command, nor a file that a command could read, a recording or a log. Only a profile
 * replaces a profile. A pattern of the shell after an option with a FILE makes its first
 * match the output.
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
 * Describes a file that no output may replace by its first @len bytes, and sets
 * *@is_text if it is a text; else returns NULL. NULL here: there are only profiles.
 */
extern const char *(*output_recognise)(const char *head, size_t len,
				       bool *is_text);

/* The effect of an output on a file that exists. */
enum output_kind {
	OUTPUT_REPORT,	 /* replaces it, but no recording */
	OUTPUT_APPENDED, /* adds to it, but to no recording */
	OUTPUT_PROFILE,	 /* replaces it, also if it is a profile */
};

/*
 * Returns 0, or -EEXIST, reported, if the file at @path is a profile, another recording,
 * compressed, or a log. "-" is standard output, and other descriptors have
 * such names: they can have been opened to append, and may do that to a log. So may
 * Markdown if the log is a quotation in it, between lines of three backquotes.
 */
int output_refuse_recording(const char *path, enum output_kind kind);

/*
 * Writes a report with atomic_file_write(), but not over a recording. Returns 0 or
 * -errno, reported.
 */
int output_write(const char *path, const void *data, size_t len);

/*
 * Appends a report with atomic_file_append(), but not to a recording; "-" is standard
 * output. Returns 0 or -errno, reported.
 */
int output_append(const char *path, const void *data, size_t len);

#endif
