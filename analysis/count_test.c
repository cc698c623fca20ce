// SPDX-License-Identifier: GPL-2.0-only
#include "count_test.h"

#include <math.h>

static double log_term(double n, double k, double share)
{
	return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) +
	       k * log(share) + (n - k) * log1p(-share);
}

/*
 * Sums the terms from @k upwards; each is the one before times a factor that
 * becomes less than 1, so the sum ends when a term no longer changes it, or if
 * even the first one is too small for a double.
 */
static double upper_tail(double n, double k, double share)
{
	const double odds = share / (1 - share);
	double term = exp(log_term(n, k, share)), sum = 0;

	for (; k <= n; k++) {
		const double factor = (n - k) / (k + 1) * odds;

		sum += term;
		if (factor < 1 && term <= sum * 1e-17)
			break;
		term *= factor;
	}
	return sum < 1 ? sum : 1;
}

static double normal_tail(double n, double k, double share)
{
	const double sigma = sqrt(n * share * (1 - share));

	return erfc((k - 0.5 - n * share) / sigma / M_SQRT2) / 2;
}

double binomial_at_least(uint64_t n, uint64_t k, double share)
{
	const double size = (double)n, least = (double)k;

	if (!k || share >= 1)
		return 1;
	if (k > n || share <= 0)
		return 0;
	if (n > COUNT_TEST_EXACT_MAX)
		return normal_tail(size, least, share);
	/* Below the mean the other tail is the shorter sum. */
	if (least <= size * share)
		return 1 - upper_tail(size, size - least + 1, 1 - share);
	return upper_tail(size, least, share);
}

double binomial_at_most(uint64_t n, uint64_t k, double share)
{
	return k >= n ? 1 : binomial_at_least(n, n - k, 1 - share);
}

/* Sets the number of events and B's share of the messages; false without any. */
static bool condition(struct event_count a, struct event_count b, double slack,
		      uint64_t *n, double *share)
{
	const double of_a = (double)a.messages;
	const double of_b = (double)b.messages * (1 + slack);

	*n = a.events + b.events;
	*share = of_a + of_b > 0 ? of_b / (of_a + of_b) : 0;
	return *n && a.messages && b.messages;
}

double count_p_more(struct event_count a, struct event_count b, double slack)
{
	double share;
	uint64_t n;

	if (!condition(a, b, slack, &n, &share))
		return 1;
	return binomial_at_least(n, b.events, share);
}

double count_p(struct event_count a, struct event_count b)
{
	double share, p;
	uint64_t n;

	if (!condition(a, b, 0, &n, &share))
		return 1;
	p = 2 * fmin(binomial_at_least(n, b.events, share),
		     binomial_at_most(n, b.events, share));
	return p < 1 ? p : 1;
}

/* Adds the chi-square of one side; returns its degrees of freedom. */
static double add_dispersion(const struct event_count *side, size_t n,
			     double *chi2)
{
	double events = 0, messages = 0, freedom = 0;

	for (size_t i = 0; i < n; i++) {
		events += (double)side[i].events;
		messages += (double)side[i].messages;
	}
	if (events <= 0 || messages <= 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		const double expected =
			events * (double)side[i].messages / messages;
		const double off = (double)side[i].events - expected;

		if (expected <= 0)
			continue;
		*chi2 += off * off / expected;
		freedom++;
	}
	return freedom - 1;
}

bool counts_in_bursts(const struct event_count *a, size_t n_a,
		      const struct event_count *b, size_t n_b)
{
	double chi2 = 0, freedom = add_dispersion(a, n_a, &chi2);

	freedom += add_dispersion(b, n_b, &chi2);
	return freedom > 0 && chi2 > freedom + 3 * sqrt(2 * freedom);
}
