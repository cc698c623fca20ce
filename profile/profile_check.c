// SPDX-License-Identifier: GPL-2.0-only
#include "profile_check.h"

#include <string.h>

#include "delta.h"

/* Returns @sum + @n * @value, or SUM_MAX if that is greater. */
static uint64_t add_times(uint64_t sum, uint64_t n, uint64_t value)
{
	if (__builtin_mul_overflow(n, value, &value))
		return SUM_MAX;
	return sum_of(sum, value);
}

static uint64_t clamp(uint64_t value, const struct hist *h)
{
	if (value < h->min)
		return h->min;
	return value < h->max ? value : h->max;
}

/*
 * One sample is exactly min, one exactly max, and the others are inside their
 * buckets and between the two.
 */
const char *hist_check(const struct hist *h)
{
	const uint32_t first = h->bucket[0].index;
	const uint32_t last = h->bucket[h->n_buckets - 1].index;
	uint64_t least = h->max, most = h->min;

	if (h->min > h->max)
		return "min_ns is greater than max_ns";
	for (uint32_t i = 0; i < h->n_buckets; i++) {
		const uint32_t index = h->bucket[i].index;
		const uint64_t n = h->bucket[i].n;

		least = add_times(least, n - (index == last),
				  clamp(hist_lower(index), h));
		most = add_times(most, n - (index == first),
				 clamp(hist_upper(index), h));
	}
	if (hist_index(h->min) != first)
		return "min_ns is not in the first bucket";
	if (hist_index(h->max) != last)
		return "max_ns is not in the last bucket";
	if (h->sum < least || h->sum > most)
		return "sum_ns cannot be the sum of the buckets";
	return NULL;
}

/* Maximum number of samples of a phase. */
static uint64_t most_samples(const uint64_t *counter, enum lc_phase phase)
{
	switch (phase) {
	case LC_TIMEOUT:
		return counter[LC_TIMED_OUT];
	case LC_HANDLING:
		return counter[LC_NOTIFIED];
	case LC_DELAYED:
		/* The transfer may have begun before the recording. */
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
		return "begun is not the sum of the ends and those in flight";
	if (c[LC_ERRORS] > c[LC_COMPLETED])
		return "more errors than completed transfers";
	if (sum_of_all(s->status, LC_STATUSES) > c[LC_ERRORS])
		return "more errors by status than errors";
	if (c[LC_OVERLAPPED] > c[LC_COMPLETED] + c[LC_TIMED_OUT])
		return "more overlapped than ended transfers";
	if (c[LC_OUT_OF_ORDER] > c[LC_BEGUN])
		return "more replies out of order than transfers";
	if (s->key.type == MESSAGE_NOTIFICATION ? c[LC_BEGUN] : c[LC_NOTIFIED])
		return "commands and notifications in one series";
	for (int i = 0; i < LC_PHASES; i++)
		if (s->phase[i].count > most_samples(c, i))
			return "a phase has more samples than there were "
			       "transfers";
	/* A timeout is at most one of these anomalies. */
	if (s->anomaly[LA_TIMEOUT] + s->anomaly[LA_LOST_DOORBELL] +
		    s->anomaly[LA_NOT_TAKEN] >
	    c[LC_TIMED_OUT])
		return "more anomalies of timeouts than transfers that timed "
		       "out";
	return NULL;
}

const char *intervals_check(const struct profile *p)
{
	size_t next[PROFILE_INTERVALS] = {0};
	bool equal = true;

	if (!p->n_intervals)
		return NULL;
	if (p->n_runs != 1)
		return "a time series needs exactly one run";
	if (p->intervals[p->n_intervals - 1].end_ns != p->runs[0].duration_ns)
		return "the last does not end with the recording";
	for (size_t i = 0; i < p->n_series && equal; i++) {
		struct delta now = delta_of_series(&p->series[i]);
		struct delta sum = {0}, rest = {0};

		intervals_sum(p->intervals, p->n_intervals, next, i, &sum);
		/* Files do not have them by interval. */
		memset(now.status, 0, sizeof(now.status));
		memset(sum.status, 0, sizeof(sum.status));
		equal = !delta_subtract(&sum, &now, &rest);
		delta_free(&sum);
		delta_free(&rest);
	}
	return equal ? NULL : "they do not add up to the series";
}
