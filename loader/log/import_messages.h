/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages about logs that cannot be imported, or only in part, and remedies.
 */
#ifndef SCMI_PERF_IMPORT_MESSAGES_H
#define SCMI_PERF_IMPORT_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "import.h"

/*
 * Returns true, and reports an error, if the first @len bytes of the file @name
 * are those of a format other than text. @command reads text from a pipe.
 */
bool import_rejects(const char *name, const char *head, size_t len,
		    const char *command);

/*
 * Returns true if the first @len bytes of a file are those of a format other than
 * text. Sets *@holds_log to its description if such a file can be a recording or have
 * a log in it, and to NULL if it is only something to look at: a picture, a PDF.
 */
bool import_is_foreign(const char *head, size_t len, const char **holds_log);

/* Returns the name of what is counted in @st->lines: "line" or "record". */
const char *import_unit(const struct import_stats *st);

/*
 * Returns true if the traces of single processors follow each other in a pipe, which
 * cannot be read twice to merge them: most transfers are incomplete.
 */
bool import_is_unmerged(const struct import_stats *st);

/* Warns of lines that could not be parsed, and prints the first ones. */
void import_warn_unparsed(const struct profile *p,
			  const struct import_stats *st);

/* Reports that a log has no event that can be used, and a remedy. */
void import_report_empty(const char *name, const struct profile *p,
			 const struct import_stats *st);

/* Warns of transfers of which the resource is unknown. */
void import_warn_resources(const struct import_stats *st);

#endif
