/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contents of pictures, for profiles and comparisons alike: distributions of
 * latency and bars of phases. In a profile a row is a series, and in a comparison a
 * message with a curve and a bar for each side.
 */
#ifndef SCMI_PERF_FIGURES_H
#define SCMI_PERF_FIGURES_H

#include "compare.h"
#include "names.h"
#include "summary.h"

#define FIGURES_ROWS  8 /* more are too small to read */
#define FIGURES_SIDES TRANSPORTS

/* The pieces of a bar: summary_phases, and the time that no phase covers. */
#define FIGURES_PIECES SUMMARY_PARTS

/* Returns the name of a piece: of a phase, or "unsplit". */
const char *figures_piece(int piece);

/* Distribution of the total of transfers. */
struct figures_curve {
	unsigned int row, side;	  /* from 0; no sides: 0 */
	const struct hist *total; /* of all runs together */
};

/*
 * Time by phase: in a profile that of all transfers, timeouts included, in a
 * comparison the mean of those that completed.
 */
struct figures_bar {
	unsigned int row;
	const char *side; /* "virtio", "A"; NULL: not a comparison */
	uint64_t count;	  /* of transfers */
	double ns[FIGURES_PIECES];
};

struct figures {
	const char *unit; /* of times */
	double unit_ns;
	char row[FIGURES_ROWS][KEY_TITLE_LEN]; /* titles */
	/* Index in the series of the profile, or in the rows of the comparison. */
	size_t subject[FIGURES_ROWS];
	size_t n_rows;
	size_t all_rows;		 /* before the selection */
	const char *side[FIGURES_SIDES]; /* names of sides, by colour */
	size_t n_sides;			 /* 0: not a comparison */
	struct figures_curve curve[FIGURES_ROWS * FIGURES_SIDES];
	size_t n_curves;
	struct figures_bar bar[FIGURES_ROWS * FIGURES_SIDES];
	size_t n_bars;
	const char *bar_unit;
	double bar_unit_ns;
	const struct profile *timed; /* has a time series; or NULL */
};

/*
 * Both fill in @f; the subject must outlive it.
 *
 * Of a profile: the series that took the most time, that with the most first.
 */
void figures_of_profile(struct figures *f, const struct profile *p);

/*
 * Of a comparison: messages that both sides have, first those with a difference,
 * then those that took the most time.
 */
void figures_of_comparison(struct figures *f, const struct comparison *c);

/* Adds the next bar. Returns it, or NULL if the series has no time. */
struct figures_bar *figures_bar_add(struct figures *f, const struct series *s);
/* Sets the unit of bars, after all have been added. */
void figures_bars_end(struct figures *f);

/* Return the length of a bar, and of the longest: 0 without bars. */
double figures_bar_ns(const struct figures_bar *bar);
double figures_longest_ns(const struct figures *f);

#endif
