/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pictures of a profile: which there are, and what they show. gnuplot draws
 * them, from templates of the same names (reports/NAME.gp); it gets numbers,
 * and names of series, which are the specification's.
 */
#ifndef SCMI_PERF_PICTURES_H
#define SCMI_PERF_PICTURES_H

#include <stdbool.h>
#include <stdio.h>

#include "../loader/profile.h"
#include "text_table.h"

/* A picture more is a value here, a line in pictures.c and a template. */
enum picture {
	PICTURE_LATENCY,
	PICTURE_PERCENTILES,
	PICTURE_PHASES,
	PICTURES
};

/* So many series can be told apart by colour. */
#define PICTURE_SERIES 8

/* The series that took the most time, in the order of the profile. */
struct picture_series {
	const struct series *series[PICTURE_SERIES];
	size_t n;
	size_t all; /* those that could have been chosen */
};

struct picture_series picture_series(const struct profile *p);

/* The pieces of a bar; the last is what no phase tells. */
enum picture_piece {
	PIECE_SUBMIT,
	PIECE_DOORBELL,
	PIECE_SERVICE,
	PIECE_DISPATCH,
	PIECE_TRANSPORT,
	PIECE_WAKEUP,
	PIECE_OTHER,
	PICTURE_PIECES
};

const char *picture_piece_name(enum picture_piece piece);

/* Mean ns of each piece over all transfers of @transport; false: none ended. */
bool picture_pieces(const struct profile *p, enum transport transport,
		    double ns[PICTURE_PIECES]);

const char *picture_name(enum picture picture);	   /* of template and file */
const char *picture_title(enum picture picture);   /* a heading */
const char *picture_caption(enum picture picture); /* how to read it */

/*
 * Writes what gnuplot is to draw, times in the unit of @t. Returns false when
 * the profile has nothing for this picture.
 */
bool picture_data(const struct profile *p, const struct text_table *t,
		  enum picture picture, FILE *out);

#endif
