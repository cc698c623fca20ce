/* SPDX-License-Identifier: GPL-2.0-only */
/* Results in files: a page, pictures. */
#ifndef SCMI_PERF_OUTPUT_FILES_H
#define SCMI_PERF_OUTPUT_FILES_H

#include <stdbool.h>

#include "command_files.h"
#include "html_page.h"

/* Destinations; NULL: not requested. */
struct output_files {
	const char *html;      /* a file; "-": standard output */
	const char *svg, *png; /* a folder, created if missing */
	const char *pdf;       /* a file, all pictures in it */
};

bool output_files_any(const struct output_files *o);

/* Adds all files that output_files_write() can write. */
void output_files_add(const struct output_files *o, struct command_files *f);

/*
 * Returns 0, or -ENOENT, reported, if gnuplot is needed and missing. To be called before
 * a long recording, as command_files_check().
 */
int output_files_try(const struct output_files *o);

/*
 * Writes the files. Returns 0 or -errno, reported; pictures in files of their own
 * fail without gnuplot and without anything to draw.
 */
int output_files_write(const struct output_files *o, struct page page);

#endif
