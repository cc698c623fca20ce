/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What pictures show, the same of a profile and of a comparison: distributions
 * of latency, and bars of phases. In a profile each series has a row and a
 * colour of its own; in a comparison a row is a message, and the sides, each in
 * its colour, lie over each other in it.
 */
#ifndef SCMI_PERF_FIGURES_H
#define SCMI_PERF_FIGURES_H

#include "compare.h"
#include "names.h"

#define FIGURES_ROWS  8 /* so many can be told apart by colour */
#define FIGURES_SIDES TRANSPORTS

/* The pieces of a bar; the last is what no phase tells. */
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

const char *figures_piece_name(enum figures_piece piece);

/* How whole transfers are distributed. */
struct figures_curve {
	unsigned int row, color; /* from 0 */
	struct hist total;	 /* of all runs together */
};

/* What a transfer takes on average. */
struct figures_bar {
	unsigned int row; /* those of another stand off */
	const char *side; /* whose it is: "virtio", "A" */
	double ns[FIGURES_PIECES];
};

struct figures {
	const char *unit; /* of times */
	double unit_ns;
	char row[FIGURES_ROWS][KEY_TITLE_LEN]; /* what they are */
	size_t n_rows;
	size_t all_rows;		 /* those that could have been chosen */
	const char *side[FIGURES_SIDES]; /* what is compared, by colour */
	size_t n_sides;			 /* 0: nothing is */
	struct figures_curve curve[FIGURES_ROWS * FIGURES_SIDES];
	size_t n_curves;
	struct figures_bar bar[FIGURES_ROWS * FIGURES_SIDES];
	size_t n_bars;
	const struct profile *timed; /* it has a time series; or NULL */
};

/*
 * Those of a profile: the series that took the most time, in its order, and
 * each transport's phases. @p must live as long. Returns 0 or -ENOMEM; free
 * @f in each case.
 */
int figures_of_profile(struct figures *f, const struct profile *p);

/*
 * Those of a comparison: messages that both sides have, first those with a
 * difference, then those that took the most time. Returns as the former.
 */
int figures_of_comparison(struct figures *f, const struct comparison *c);

void figures_free(struct figures *f);

/* Sums up pieces, of as many transfers as total has, ... */
void figures_add_pieces(double sum[FIGURES_PIECES], const struct series *s);
/* ... of which a bar shows the mean. @count is not 0. */
void figures_add_bar(struct figures *f, unsigned int row, const char *side,
		     const double sum[FIGURES_PIECES], uint64_t count);

#endif
