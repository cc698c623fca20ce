/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pictures there are. gnuplot draws them, from templates of the same names
 * (reports/pictures/NAME.gp); it gets numbers, and names of series, transports and sides,
 * which are the specification's or ours.
 */
#ifndef SCMI_PERF_PICTURES_H
#define SCMI_PERF_PICTURES_H

#include <stdbool.h>
#include <stdio.h>

#include "figures.h"

/* A picture more is a value here, a line in pictures.c and a template. */
enum picture {
	PICTURE_LATENCY,
	PICTURE_PERCENTILES,
	PICTURE_PHASES,
	PICTURE_TIMELINE,
	PICTURES
};

const char *picture_name(enum picture picture);	 /* of template and file */
const char *picture_title(enum picture picture); /* a heading */
/* How to read it, of a comparison or not. */
const char *picture_caption(enum picture picture, const struct figures *f);

/*
 * Writes what gnuplot is to draw. Sets *@any when there is something. Returns 0
 * or -ENOMEM.
 */
int picture_data(const struct figures *f, enum picture picture, FILE *out,
		 bool *any);

/*
 * The shares of a histogram's samples in @n_bins bins of one ratio, from @low to
 * @high ns; @h is not empty.
 */
void picture_bins(const struct hist *h, double low, double high, double *share,
		  int n_bins);

/* The one of them that is over time: reports/pictures/picture_timeline.c. */
int timeline_data(const struct figures *f, FILE *out, bool *any);

#endif
