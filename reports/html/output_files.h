/* SPDX-License-Identifier: GPL-2.0-only */
/* Results that are files: a page, pictures. */
#ifndef SCMI_PERF_OUTPUT_FILES_H
#define SCMI_PERF_OUTPUT_FILES_H

#include <stdbool.h>

#include "html_page.h"

/* Where to, or NULL: not asked for. */
struct output_files {
	const char *html;      /* a file; "-": standard output */
	const char *svg, *png; /* a folder, made when it is not there */
	const char *pdf;       /* a file, all pictures in it */
};

bool output_files_any(const struct output_files *o);

/*
 * Writes them. Without gnuplot a page has no pictures and says so, as does a
 * message. Returns 0 or -errno, reported: no gnuplot for pictures of their own,
 * or nothing to draw.
 */
int output_files_write(const struct output_files *o, struct page page);

#endif
