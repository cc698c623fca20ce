/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the path of an output leads. */
#ifndef SCMI_PERF_OUTPUT_PATH_H
#define SCMI_PERF_OUTPUT_PATH_H

/*
 * Returns the descriptor of this process that @path names, through links or not,
 * or -1. "-" is standard output. Opening such a path again would start at the file's
 * beginning, and a socket cannot be opened at all.
 */
int output_path_descriptor(const char *path);

/*
 * Returns the path without links of the file that a write to @path replaces or
 * makes: two outputs to the same file have the same one. The caller frees. NULL, with
 * errno set, if no file can be made there, because its folder is missing for example.
 */
char *output_path_target(const char *path);

#endif
