/* SPDX-License-Identifier: GPL-2.0-only */
/* Results in files: a page, pictures. */
#ifndef SCMI_PERF_OUTPUT_FILES_H
#define SCMI_PERF_OUTPUT_FILES_H

#include <stdbool.h>

#include "html_page.h"

/* Destinations; NULL: not requested. */
struct output_files {
	const char *html;      /* a file; "-": standard output */
	const char *svg, *png; /* a folder, created if missing */
	const char *pdf;       /* a file, all pictures in it */
};

bool output_files_any(const struct output_files *o);

/* Returns 0, or -EEXIST, reported, if a file is a profile or one of @inputs. */
int output_files_refuse(const struct output_files *o, char *const *inputs,
			size_t n);

/*
 * Writes the files. Returns 0 or -errno, reported; pictures in files of their own
 * fail without gnuplot and without anything to draw.
 */
int output_files_write(const struct output_files *o, struct page page);

#endif
