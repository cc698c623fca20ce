/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares two sets of runs, A (before) and B (after), or two transports of one
 * set. Each key, phase and statistic gets the size of the difference, its
 * interval, and the probability that it is chance.
 */
#ifndef SCMI_PERF_COMPARE_H
#define SCMI_PERF_COMPARE_H

#include "count_test.h"
#include "quantile.h"
#include "rank_tests.h"
#include "run_set.h"

/* A difference is significant if its corrected p is at most this. */
#define COMPARE_ALPHA	   0.05
#define COMPARE_CONFIDENCE 0.95 /* of intervals */

enum verdict {
	VERDICT_NEITHER, /* no run has a value; only of total times */
	VERDICT_ONLY_A,	 /* B has no value */
	VERDICT_ONLY_B,
	VERDICT_UNTESTED,	 /* fewer than two runs on a side */
	VERDICT_EQUAL,		 /* deterministic, and no difference */
	VERDICT_NOT_SIGNIFICANT, /* may be chance */
	VERDICT_FASTER,		 /* B is faster */
	VERDICT_SLOWER,
	VERDICTS
};

extern const char *const verdict_names[VERDICTS]; /* "only_a" … */

/* Times are in ns, counts are numbers; each run has one value. */
struct difference {
	struct series_key key;	    /* of B */
	enum transport transport_a; /* of A, if transports are compared */
	enum lc_phase phase;
	enum statistic statistic;
	size_t n_a, n_b;       /* runs with a value; 0: no estimate */
	struct estimate a, b;  /* the median of the runs */
	struct estimate shift; /* B is slower by this */
	bool exact;	       /* deterministic: the shift is certain */
	bool tested;	       /* the members below are valid */
	struct rank_test test;
	double p; /* the p of the test, corrected for n_tests */
	enum verdict verdict;
};

/* Returns true if B is faster or slower, or has less or more. */
static inline bool difference_is_significant(const struct difference *d)
{
	return d->verdict == VERDICT_FASTER || d->verdict == VERDICT_SLOWER;
}

/* How much a run sent. "More" is VERDICT_SLOWER, "less" VERDICT_FASTER. */
enum total_measure {
	TOTAL_MESSAGES, /* series_messages() */
	TOTAL_TIME,	/* series_time_ns() */
	TOTALS
};

extern const char *const total_names[TOTALS]; /* "messages", "time" */

/* Of @of, key, transport_a, phase and statistic are not set. */
struct total_row {
	struct series_key key;
	enum transport transport_a;
	struct difference of[TOTALS];
};

/*
 * How many messages had an event, in all runs of a side together. "More" is
 * VERDICT_SLOWER, "less" VERDICT_FASTER; VERDICT_ONLY_A: B sent no such message.
 */
struct count_difference {
	struct series_key key; /* of B */
	enum transport transport_a;
	int kind; /* enum lc_counter, or enum event_kind */
	struct event_count a, b;
	bool exact;    /* deterministic: the difference is certain */
	bool tested;   /* the members below are valid */
	bool bursts;   /* p is at least that of the runs' ranks */
	double p;      /* two-sided, corrected for n_count_tests */
	double p_more; /* one-sided, of B having more; not corrected */
	enum verdict verdict;
};

struct comparison {
	const struct run_set *a, *b; /* the same set for transports */
	struct difference *rows;     /* in the order of keys */
	size_t n_rows, cap_rows;
	size_t n_tests;		  /* rows with a test: Holm's family */
	struct total_row *totals; /* in the order of keys */
	size_t n_totals, cap_totals;
	size_t n_total_tests; /* a family of its own */
	struct count_difference
		*counts; /* in the order of keys; the last: losses */
	size_t n_counts, cap_counts;
	size_t n_count_tests; /* a family of its own, too */
	bool changed_only;    /* for reports: leave out what does not differ */
};

/*
 * Compares @row->n_a values of A with @row->n_b values of B, which it sorts. The
 * other members that are not set are zero. p is not corrected.
 */
void difference_of_values(struct difference *row, bool deterministic, double *a,
			  double *b);

/*
 * Compares the values of a row: by Mann-Whitney U, or, if the runs were recorded in
 * turns on a machine that drifted meanwhile, by aligned_test(). The caller sets key, transport_a, phase and
 * statistic and zeroes the rest. p is not corrected.
 */
void difference_between(struct difference *row, const struct run_set *a,
			const struct run_set *b);

/*
 * Tests whether B exceeds A after each value of A became @factor times that and
 * @add more: whether the difference is more than that.
 */
struct rank_test difference_beyond(const struct difference *row,
				   const struct run_set *a,
				   const struct run_set *b, double factor,
				   double add);

/* Returns the smallest one-sided p that such a test can have. */
double difference_smallest_p(const struct rank_test *test, size_t n_a,
			     size_t n_b);

/* Fills in @c, which the caller frees. The sets must live as long as @c. */
void compare_sets(struct comparison *c, const struct run_set *a,
		  const struct run_set *b);

/*
 * The same for each other transport in @runs (B) and @base (A). run_set_flatten()
 * must have been called on @runs.
 */
void compare_transports(struct comparison *c, const struct run_set *runs,
			enum transport base);

/* Returns the number of rows with this verdict. */
size_t comparison_count(const struct comparison *c, enum verdict verdict);

/* Returns the number of rows in which both sides have a value. */
size_t comparison_compared(const struct comparison *c);

/* Returns true if transports of the same runs are compared. */
static inline bool comparison_by_transport(const struct comparison *c)
{
	return c->a == c->b;
}

/* Returns true if there are differences, and each of them is certain. */
bool comparison_is_exact(const struct comparison *c);

void comparison_free(struct comparison *c);

/*
 * Returns the number of runs a side with which a difference can be significant at
 * @alpha. @n_tails is the size of the family: each one-sided test has one tail,
 * each two-sided test two.
 */
size_t runs_needed(size_t n_tails, double alpha);

/* The same in blocks of two runs a side, for aligned_test(). */
size_t blocks_needed(size_t n_tails, double alpha);

#endif
