/* SPDX-License-Identifier: GPL-2.0-only */
/* What is said of a log that gives nothing, or not all: why, and what to do. */
#ifndef SCMI_PERF_IMPORT_MESSAGES_H
#define SCMI_PERF_IMPORT_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "import.h"

/*
 * Whether the file @name, by its first bytes, is a log in another form, which is
 * reported. @command would take its text from a pipe.
 */
bool import_refuses(const char *name, const char *head, size_t len,
		    const char *command);

/* Warns of the lines that could not be read, and shows the first. */
void import_show_unparsed(const struct profile *p,
			  const struct import_stats *st);

/* The error of a log without one event that can be used, and what to do. */
void import_show_empty(const char *name, const struct profile *p,
		       const struct import_stats *st);

#endif
