/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pictures. gnuplot draws them from templates of the same names
 * (reports/pictures/NAME.gp). Its input is numbers and names of series,
 * transports and sides, which are constants of the specification or of scmi-perf.
 */
#ifndef SCMI_PERF_PICTURES_H
#define SCMI_PERF_PICTURES_H

#include <stdbool.h>
#include <stdio.h>

#include "figures.h"

/* To add a picture: a value here, a line in pictures.c and a template. */
enum picture {
	PICTURE_LATENCY,
	PICTURE_PERCENTILES,
	PICTURE_PHASES,
	PICTURE_TIMELINE,
	PICTURES
};

extern const struct picture_kind {
	const char *name;  /* of template and file */
	const char *title; /* a heading */
	/* Writes its data. Returns false when it has none. */
	bool (*data)(const struct figures *f, FILE *out);
} picture_kinds[PICTURES];

/* Sets the range of all curves in ns, with some space on both ends. */
void picture_scale(const struct figures *f, double *low, double *high);

#define PICTURE_BINS 72 /* per histogram */

/*
 * Computes the shares of the samples of @h, which is not empty, in @n_bins bins
 * from @low to @high ns, of equal width on a logarithmic axis.
 */
void picture_bins(const struct hist *h, double low, double high, double *share,
		  int n_bins);

/* The latency is @ns from @from to @end, which are 1 / (1 - p), 1 … count. */
typedef void picture_step(void *to, double from, double end, double ns);

/*
 * Calls @step with the steps of the quantile function, which joins steps that are
 * too narrow to see. Because the axis is logarithmic, the least time is 1 ns.
 */
void picture_steps(const struct hist *h, picture_step *step, void *to);

/* The data of PICTURE_TIMELINE. */
bool timeline_data(const struct figures *f, FILE *out);

#endif
