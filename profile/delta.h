/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What series delta in an interval: counts only grow, so it is the difference
 * of two looks at them. Least and greatest times have no difference; those of
 * an interval are known as far as its buckets tell.
 */
#ifndef SCMI_PERF_DELTA_H
#define SCMI_PERF_DELTA_H

#include "profile.h"

/*
 * Sets @g, which is empty, but its series, to all that a series has. Returns 0,
 * -ENOMEM, or -ERANGE: a bucket has more than a delta can hold. Only after 0 is
 * there something to free.
 */
int delta_of_series(const struct series *s, struct delta *g);

/*
 * Sets @g, but its series, to what @now has that @before had not. Returns 1; 0
 * when that is nothing; -ERANGE when anything was more @before; or -ENOMEM. Only
 * after 1 is there something to free.
 */
int delta_subtract(const struct delta *before, const struct delta *now,
		   struct delta *g);

/* The same of series; -ERANGE as delta_of_series() has it, too. */
int delta_between(const struct series *before, const struct series *now,
		  struct delta *g);

/* Appends a bucket above those that there are. Returns 0 or -ENOMEM. */
int delta_append_bucket(struct delta_phase *phase, uint32_t index, uint64_t n);

/*
 * Adds @g to a series; the least and greatest time of its phases are not set.
 * Returns 0, -ENOMEM, or -ERANGE when a sum is beyond 64 bits.
 */
int delta_add(const struct delta *g, struct series *s);

/*
 * The times of a phase as a histogram, empty before: min and max are the bounds
 * of the outer buckets. Returns as delta_add(); the caller frees it.
 */
int delta_hist(const struct delta_phase *phase, struct hist *h);

/*
 * A percentile of a phase's times, as hist_percentile() has it: the largest
 * value of the bucket. Returns false, and leaves *@value, when there is none.
 */
bool delta_percentile(const struct delta_phase *phase, unsigned int permille,
		      uint64_t *value);

/* Adds what @src has to @dst, but its series. Returns 0 or -ENOMEM. */
int delta_merge(struct delta *dst, const struct delta *src);

/* About a tenth of its bytes in a file. */
size_t delta_size(const struct delta *g);

void delta_free(struct delta *g);

/* Empties it, and keeps its memory for what comes. */
void delta_clear(struct delta *g);

/* Appends @g, which is taken over. Returns 0, or -ENOMEM: it was freed. */
int interval_append(struct interval *i, struct delta *g);

/* Sorts deltas by series, and adds up those of the same. 0 or -ENOMEM. */
int interval_sort(struct interval *i);

/*
 * Lengthens @dst by @src, the one after it, which is empty then, even after
 * -ENOMEM. Returns 0 or -ENOMEM.
 */
int interval_join(struct interval *dst, struct interval *src);

void interval_free(struct interval *i);

/*
 * Adds what series @series gained in all of @n intervals to @sum. To be called
 * for each series in ascending order, @next being the caller's: as many zeros
 * before. Returns as delta_add().
 */
int intervals_sum(const struct interval *intervals, size_t n, size_t *next,
		  size_t series, struct series *sum);

#endif
