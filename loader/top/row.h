/* SPDX-License-Identifier: GPL-2.0-only */
/* A row of the model in an interval that it deltas something in. */
#ifndef SCMI_PERF_ROW_H
#define SCMI_PERF_ROW_H

#include "model.h"

/* One that never had traffic. NULL when out of memory. */
struct top_row *row_new(struct series_key key);
/* The same again; NULL when out of memory. */
struct top_row *row_copy(const struct top_row *row);
void row_free(struct top_row *row);
/* As it was when it was new. */
void row_clear(struct top_row *row);

/* Interval @number begins for the row: what was its last one is forgotten. */
void row_begin(struct top_row *row, uint64_t number);

/* Adds to the interval. Returns 0 or -ENOMEM. */
int row_delta(struct top_row *row, const struct delta *g);

/*
 * The interval ends, @end_ns after the begin, @span_ns long: makes its figures
 * and adds it to all. Returns 0 or -ENOMEM.
 */
int row_end(struct top_row *row, uint64_t end_ns, uint64_t span_ns);

#endif
