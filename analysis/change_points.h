/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the recordings at which series change, in a history of one recording a night
 * or a commit. Like E-divisive (Matteson and James, 2014, doi
 * 10.1080/01621459.2013.849605; used by Hunter, arXiv 2301.03034), it divides the
 * history at the best point, tests that by permutations of its recordings, and
 * continues on both sides. All series are tested together, by the greatest statistic
 * of any (Westfall and Young, 1993), so p is that of a chance change anywhere. The
 * statistic is the difference of mean robust scores of both sides. Points within the
 * last recordings are tested at a larger share of alpha than all others (weighted as by
 * Holm, 1979, and Genovese, Roeder and Wasserman, 2006).
 *
 * Where values depend on the ones before, permutations are of what the values do not
 * owe to them (a sieve bootstrap of order 1, Bühlmann, 1997). It does not help in a
 * short history, because the dependence can hardly be estimated there.
 */
#ifndef SCMI_PERF_CHANGE_POINTS_H
#define SCMI_PERF_CHANGE_POINTS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A point of the last part with at most this p is reported: its false ones are few in
 * one look.
 */
#define CHANGE_SUSPECT_ALPHA 0.04
/*
 * A point with at most this p is certain: its false ones are few if the history is
 * looked at after each of 80 recordings. scripts/history-power measures both.
 */
#define CHANGE_ALPHA 0.0015
/* The level at which a series belongs to a point, for all of them together. */
#define CHANGE_SERIES_ALPHA 0.01
/* Minimum number of recordings for a certain one. */
#define CHANGE_RECORDINGS 20
/* Minimum number on each side of a point. */
#define CHANGE_SIDE 3
/*
 * Most of alpha is spent on points within this number of last recordings: those before
 * were within them on earlier days.
 */
#define CHANGE_RECENT	    7
#define CHANGE_RECENT_SHARE 0.8

struct change_input {
	size_t n; /* recordings in the order of time */
	size_t n_series;
	const double *value; /* @n of each series; NAN: it has none */
	const bool *fixed; /* known changes, at recording 1 … n - 1; or NULL */
	bool exact;	   /* every difference is real */
};

struct change_point {
	size_t at;     /* the first recording after it */
	size_t from;   /* the first recording that it is compared with */
	size_t end;    /* the one after the last recording with its values */
	double p;      /* 0 if fixed or exact */
	bool certain;  /* by CHANGE_ALPHA, fixed or exact */
	bool fixed;    /* as in the input */
	bool *changed; /* for each series */
};

struct change_points {
	struct change_point *point; /* in the order of time */
	size_t n, cap;
};

/* Fills in @c, which the caller frees. Equal inputs have equal results. */
void change_points_find(struct change_points *c, const struct change_input *in);
void change_points_free(struct change_points *c);

#endif
