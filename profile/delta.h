/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes of series in an interval. Counts only grow, so a delta is the
 * difference of two snapshots. The least and greatest time of an interval are
 * not known: histograms of deltas have the bounds of buckets as min and max.
 */
#ifndef SCMI_PERF_DELTA_H
#define SCMI_PERF_DELTA_H

#include "profile.h"

/*
 * All of @s as the delta since the start, except the series number. It shares
 * the buckets of @s: use it only while @s is unchanged, and do not free it.
 */
struct delta delta_of_series(const struct series *s);

/*
 * Sets @g, except its series number, to the difference @now - @before. Returns
 * 1; 0 if there is none; or -ERANGE if anything was more @before. The caller
 * frees @g after 1 only.
 */
int delta_subtract(const struct delta *before, const struct delta *now,
		   struct delta *g);

/* Adds @src to @dst, except the series number. */
void delta_merge(struct delta *dst, const struct delta *src);

/* About a tenth of its bytes in a file. */
size_t delta_size(const struct delta *g);

void delta_free(struct delta *g);

/* Empties @g but keeps its memory. */
void delta_clear(struct delta *g);

/* Appends @g and takes over its memory. */
void interval_append(struct interval *i, struct delta *g);

/* Sorts deltas by series and adds up those of the same series. */
void interval_sort(struct interval *i);

/* Extends @dst by the following interval @src, which is empty afterwards. */
void interval_join(struct interval *dst, struct interval *src);

void interval_free(struct interval *i);

/*
 * Adds the deltas of @series in all @n intervals to @sum. Call it for each series
 * in ascending order. @next is an array of @n numbers, 0 before the first call.
 */
void intervals_sum(const struct interval *intervals, size_t n, size_t *next,
		   size_t series, struct delta *sum);

#endif
