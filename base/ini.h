/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines of an ini file, taken apart one by one: [section], key = value; lines
 * that are empty or begin with # or ; are comments.
 *
 * The reader is ours, as common ones are lenient where nothing must be guessed:
 * they drop empty sections, split or join lines, and do not tell the line.
 */
#ifndef SCMI_PERF_INI_H
#define SCMI_PERF_INI_H

#include <stddef.h>

/* Set text and len; the rest is 0. */
struct ini {
	const char *text; /* what is not yet read */
	size_t len;
	unsigned int line; /* the last one that was read, 1 … */
	char *name;	 /* the section's or the key's, without blanks around */
	char *value;	 /* the key's; NULL: it is a section */
	const char *why; /* it was refused */
	char *copy;
};

/*
 * Reads on. Returns 1; 0 at the end; -EINVAL for a line that is none, with the
 * reason in why: the next call goes on after it; or -ENOMEM. name and value are
 * valid until then.
 */
int ini_next(struct ini *ini);
void ini_free(struct ini *ini);

#endif
