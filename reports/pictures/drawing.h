/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Draws pictures with gnuplot. It runs without a shell and with constant
 * arguments, in a new folder for data and pictures, so that no string of a
 * profile or a user becomes a command.
 */
#ifndef SCMI_PERF_DRAWING_H
#define SCMI_PERF_DRAWING_H

#include "pictures.h"

enum drawing_format {
	DRAWING_SVG,
	DRAWING_PNG,
	DRAWING_PDF, /* all pictures in the first */
};

struct drawing {
	char *data[PICTURES]; /* NULL: no picture */
	size_t len[PICTURES];
};

/*
 * Draws all pictures of @f. Returns 0, or -errno, reported; -ENOENT without
 * gnuplot. On error @d is empty; else drawing_free() it.
 */
int drawing_make(struct drawing *d, const struct figures *f,
		 enum drawing_format format);

/* Returns 0, or -ENOENT, reported, if there is no gnuplot. */
int drawing_try(void);

void drawing_free(struct drawing *d);

#endif
