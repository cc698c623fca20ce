/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests whether rare events, such as timeouts, are more frequent in B than in A.
 *
 * The exact conditional test: if the events of both sides are independent of each
 * other and equally frequent, then, given their sum, the number in B is binomial
 * with B's share of all messages. (Przyborowski and Wilenski, Biometrika 31, 1940;
 * Lehmann and Romano, Testing Statistical Hypotheses, 2005, section 4.5.)
 */
#ifndef SCMI_PERF_COUNT_TEST_H
#define SCMI_PERF_COUNT_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exact up to this number of events; beyond, by normal approximation. */
#define COUNT_TEST_EXACT_MAX 10000000

/* The events of one side, and the messages that could have had them. */
struct event_count {
	uint64_t events, messages;
};

/* Returns P(X >= @k) for a binomial X of @n trials with probability @share. */
double binomial_at_least(uint64_t n, uint64_t k, double share);

/* Returns P(X <= @k). */
double binomial_at_most(uint64_t n, uint64_t k, double share);

/*
 * Returns the one-sided p of B's frequency being above that of A times
 * 1 + @slack. 1 without events or messages.
 */
double count_p_more(struct event_count a, struct event_count b, double slack);

/* Returns the two-sided p: twice that of the smaller tail. */
double count_p(struct event_count a, struct event_count b);

/*
 * Returns true if the runs of each side differ more from each other than
 * independent events do: the index of dispersion (Pearson's chi-square divided by
 * its degrees of freedom) is above 1 by three standard deviations. Such events come
 * in bursts, and the test above would take a burst for many.
 */
bool counts_in_bursts(const struct event_count *a, size_t n_a,
		      const struct event_count *b, size_t n_b);

#endif
