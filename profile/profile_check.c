// SPDX-License-Identifier: GPL-2.0-only
#include "profile_check.h"

#include "delta.h"

/* @sum + @n * @value, or UINT64_MAX when that is more. */
static uint64_t add_times(uint64_t sum, uint64_t n, uint64_t value)
{
	if (__builtin_mul_overflow(n, value, &value) ||
	    __builtin_add_overflow(sum, value, &sum))
		return UINT64_MAX;
	return sum;
}

static uint64_t clamp(uint64_t value, const struct hist *h)
{
	if (value < h->min)
		return h->min;
	return value < h->max ? value : h->max;
}

/*
 * One sample is exactly min, one exactly max, the others lie inside their
 * buckets and between the two. Sums that do not fit are above any sum that a
 * file can hold.
 */
const char *hist_check(const struct hist *h)
{
	uint64_t least = 0, most = 0, n;
	uint32_t first = HIST_BUCKETS, last = 0;

	if (h->min > h->max)
		return "min_ns is greater than max_ns";
	for (uint32_t i = 0; (n = hist_next(h, &i)); i++) {
		if (first == HIST_BUCKETS)
			first = i;
		last = i;
		least = add_times(least, n, clamp(hist_lower(i), h));
		most = add_times(most, n, clamp(hist_upper(i), h));
	}
	if (hist_index(h->min) != first)
		return "min_ns is not in the first bucket";
	if (hist_index(h->max) != last)
		return "max_ns is not in the last bucket";
	least = add_times(least, 1, h->max - clamp(hist_lower(last), h));
	most -= clamp(hist_upper(first), h) - h->min;
	if (h->sum < least || h->sum > most)
		return "sum_ns is not what the buckets can add up to";
	return NULL;
}

/* How many samples a phase can have at most. */
static uint64_t most_samples(const uint64_t *counter, enum lc_phase phase)
{
	switch (phase) {
	case LC_TIMEOUT:
		return counter[LC_TIMED_OUT];
	case LC_HANDLING:
		return counter[LC_NOTIFIED];
	case LC_DELAYED:
		/* Of a transfer that had begun before, too. */
		return UINT64_MAX;
	default:
		return counter[LC_COMPLETED];
	}
}

const char *series_check(const struct series *s)
{
	const uint64_t *c = s->counter;

	if (c[LC_BEGUN] != c[LC_COMPLETED] + c[LC_TIMED_OUT] +
				   c[LC_SEND_FAILED] + c[LC_AGED_OUT] +
				   s->in_flight)
		return "begun is not the sum of what became of them";
	if (c[LC_ERRORS] > c[LC_COMPLETED])
		return "more errors than completed transfers";
	if (c[LC_OVERLAPPED] > c[LC_COMPLETED] + c[LC_TIMED_OUT])
		return "more overlapped than ended transfers";
	if (s->key.type == MESSAGE_NOTIFICATION ? c[LC_BEGUN] : c[LC_NOTIFIED])
		return "commands and notifications in one series";
	for (int i = 0; i < LC_PHASES; i++)
		if (s->phase[i].count > most_samples(c, i))
			return "a phase has more samples than there were "
			       "transfers";
	/* What a timeout is, is told by one of the two. */
	if (s->anomaly[LA_TIMEOUT] + s->anomaly[LA_LOST_DOORBELL] >
	    c[LC_TIMED_OUT])
		return "more timeouts among its anomalies than transfers that "
		       "timed out";
	return NULL;
}

const char *intervals_check(const struct profile *p)
{
	size_t next[PROFILE_INTERVALS] = {0};
	bool equal = true;

	if (!p->n_intervals)
		return NULL;
	if (p->n_runs != 1)
		return "of several runs, which have no time in common";
	if (p->intervals[p->n_intervals - 1].end_ns != p->runs[0].duration_ns)
		return "the last does not end with the recording";
	for (size_t i = 0; i < p->n_series && equal; i++) {
		struct series sum = {0};
		struct delta rest = {0};
		int more;

		more = intervals_sum(p->intervals, p->n_intervals, next, i,
				     &sum);
		if (!more)
			more = delta_between(&sum, &p->series[i], &rest);
		if (more > 0)
			delta_free(&rest);
		equal = !more;
		for (int ph = 0; ph < LC_PHASES; ph++)
			hist_free(&sum.phase[ph]);
	}
	return equal ? NULL : "they do not add up to the series";
}
