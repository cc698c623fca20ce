/* SPDX-License-Identifier: GPL-2.0-only */
/* The profiles that a command line names: files, and the files in folders. */
#ifndef SCMI_PERF_PROFILE_PATHS_H
#define SCMI_PERF_PROFILE_PATHS_H

#include <stddef.h>

struct profile_paths {
	char **path;
	size_t n, cap;
};

/*
 * Fills in @p from @n arguments, which the caller frees: of a folder its files *.scmi,
 * in the order of their names, numbers by value. Returns 0 or -errno, reported.
 */
int profile_paths_read(struct profile_paths *p, char *const *args, size_t n);
void profile_paths_free(struct profile_paths *p);

#endif
