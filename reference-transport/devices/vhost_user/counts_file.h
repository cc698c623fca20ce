/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_REF_COUNTS_FILE_H
#define SCMI_REF_COUNTS_FILE_H

#include <stdbool.h>

struct seq_file;

/* Returns whether the file @path can be written, or is NULL. Reports errors. */
bool counts_file_try(const char *path);

/*
 * Replaces the file @path by what @show prints; nothing if @path is NULL. Reports
 * errors.
 */
void counts_file_write(const char *path,
		       void (*show)(struct seq_file *seq, void *context),
		       void *context);

#endif
