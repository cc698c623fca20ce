/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of accepted changes: a label a line, blank lines and lines that start with #. */
#ifndef SCMI_PERF_ACCEPTED_CHANGES_H
#define SCMI_PERF_ACCEPTED_CHANGES_H

#include <stddef.h>

struct accepted_changes {
	char *text;
	char **label; /* into text */
	size_t n, cap;
};

/* Returns 0 or -errno, reported. The caller frees @a in either case. */
int accepted_changes_read(struct accepted_changes *a, const char *path);
void accepted_changes_free(struct accepted_changes *a);

#endif
