/* SPDX-License-Identifier: GPL-2.0-only */
/* Reports that are files: a page, pictures. */
#ifndef SCMI_PERF_REPORT_FILES_H
#define SCMI_PERF_REPORT_FILES_H

#include "../loader/profile.h"
#include "drawing.h"

/*
 * Writes a page to @path ("-": standard output). Without gnuplot it has no
 * pictures and says so, as does a message. Returns 0 or -errno, reported.
 */
int report_page(const struct profile *p, const char *path);

/*
 * Writes each picture that @p has to @path/NAME.svg or .png, the folder made
 * when it is not there, or all to the file @path for DRAWING_PDF. Returns 0 or
 * -errno, reported; a profile without a transfer has no picture and is refused.
 */
int report_pictures(const struct profile *p, enum drawing_format format,
		    const char *path);

#endif
