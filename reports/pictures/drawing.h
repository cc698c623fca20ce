/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Has gnuplot draw pictures. It is started without a shell,
 * with arguments of ours, in a new folder where it finds data and leaves
 * pictures: nothing from a profile or a user is a command to it.
 */
#ifndef SCMI_PERF_DRAWING_H
#define SCMI_PERF_DRAWING_H

#include "pictures.h"

enum drawing_format {
	DRAWING_BARE, /* SVG for a page that has a legend */
	DRAWING_SVG,
	DRAWING_PNG,
	DRAWING_PDF, /* all pictures in the first */
};

struct drawing {
	char *data[PICTURES]; /* NULL: there is none */
	size_t len[PICTURES];
};

/*
 * Draws what @f has. Returns 0, or -errno, reported: -ENOENT when there is no
 * gnuplot. @d is then empty; else drawing_free() it.
 */
int drawing_make(struct drawing *d, const struct figures *f,
		 enum drawing_format format);

void drawing_free(struct drawing *d);

#endif
