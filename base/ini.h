/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads an ini file line by line: [section] or key = value. Empty lines and
 * lines that start with # or ; are comments, and so is the rest of a line from a # or ;
 * after a blank.
 *
 * This is not a common library because those are too lenient for limits: they
 * drop empty sections, split or join lines, and do not report line numbers.
 */
#ifndef SCMI_PERF_INI_H
#define SCMI_PERF_INI_H

#include <stddef.h>

/* Set text and len; the rest is 0. */
struct ini {
	const char *text; /* the unread rest */
	size_t len;
	unsigned int line; /* number of the last line that was read, from 1 */
	char *name;	   /* of the section or key, without blanks around it */
	char *value;	   /* of the key; NULL for a section */
	const char *why;   /* the reason for -EINVAL */
	char *copy;
};

/*
 * Reads the next section or key. Returns 1, 0 at the end, or -EINVAL for an
 * invalid line, with the reason in why; the next call continues after that line.
 * name and value are valid until the next call.
 */
int ini_next(struct ini *ini);
void ini_free(struct ini *ini);

#endif
