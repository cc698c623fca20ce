/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contents of pictures, for profiles and comparisons alike: distributions of
 * latency and bars of phases. In a profile each series has its own row and
 * colour. In a comparison a row is a message, in which the sides, each with its
 * colour, overlap.
 */
#ifndef SCMI_PERF_FIGURES_H
#define SCMI_PERF_FIGURES_H

#include "compare.h"
#include "names.h"

#define FIGURES_ROWS  8 /* more colours are hard to distinguish */
#define FIGURES_SIDES TRANSPORTS

/* The pieces of a bar; the last is the time that no phase covers. */
enum figures_piece {
	PIECE_SUBMIT,
	PIECE_DOORBELL,
	PIECE_SERVICE,
	PIECE_DISPATCH,
	PIECE_TRANSPORT,
	PIECE_WAKEUP,
	PIECE_OTHER,
	FIGURES_PIECES
};

extern const char *const figures_piece_names[FIGURES_PIECES];

/* Distribution of the total of transfers. */
struct figures_curve {
	unsigned int row, color;  /* from 0 */
	const struct hist *total; /* of all runs together */
};

/* Mean time of a transfer, by phase. */
struct figures_bar {
	unsigned int row; /* a gap separates rows */
	const char *side; /* "virtio", "A" */
	uint64_t count;	  /* of transfers */
	double ns[FIGURES_PIECES];
};

struct figures {
	const char *unit; /* of times */
	double unit_ns;
	char row[FIGURES_ROWS][KEY_TITLE_LEN]; /* titles */
	size_t n_rows;
	size_t all_rows;		 /* before the selection */
	const char *side[FIGURES_SIDES]; /* names of sides, by colour */
	size_t n_sides;			 /* 0: not a comparison */
	struct figures_curve curve[FIGURES_ROWS * FIGURES_SIDES];
	size_t n_curves;
	struct figures_bar bar[FIGURES_ROWS * FIGURES_SIDES];
	size_t n_bars;
	const struct profile *timed; /* has a time series; or NULL */
};

/*
 * Both fill in @f; the subject must outlive it.
 *
 * Of a profile: the series that took the most time, in the order of @p, and the
 * phases of each transport.
 */
void figures_of_profile(struct figures *f, const struct profile *p);

/*
 * Of a comparison: messages that both sides have, first those with a difference,
 * then those that took the most time.
 */
void figures_of_comparison(struct figures *f, const struct comparison *c);

/* Adds the transfers of @s to the last bar, whose times are sums until its end. */
void figures_bar_add(struct figures *f, const struct series *s);
/* Ends the last bar, which is dropped if it has no transfers. */
void figures_bar_end(struct figures *f, unsigned int row, const char *side);

#endif
