/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fast channels of a live view. Sources count their calls since they started; a
 * row has those of the last interval and since a reset, too.
 */
#ifndef SCMI_PERF_FAST_ROWS_H
#define SCMI_PERF_FAST_ROWS_H

#include "profile.h"

struct fast_row {
	struct fast_channel now;    /* since the source started */
	struct fast_channel before; /* at the start of the last interval */
	struct fast_channel reset;  /* at the reset */
};

struct fast_rows {
	struct fast_row *row; /* sorted by channel */
	size_t n;
};

/* Starts an interval with @n channels, sorted, as they are at its end. */
void fast_rows_update(struct fast_rows *rows, const struct fast_channel *now,
		      size_t n);
void fast_rows_reset(struct fast_rows *rows);
void fast_rows_free(struct fast_rows *rows);
/* Free with fast_rows_free(). */
struct fast_rows fast_rows_copy(const struct fast_rows *rows);

/* Calls of the last interval, and since the reset. */
uint64_t fast_row_last(const struct fast_row *row);
uint64_t fast_row_calls(const struct fast_row *row);

/* The mean time between calls since the reset, ns; TOP_NO_VALUE if there is none. */
uint64_t fast_row_period(const struct fast_row *row);

#endif
