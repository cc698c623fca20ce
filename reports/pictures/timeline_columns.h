/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A time series in columns. Intervals are joined into a column, so that every
 * column is wide enough to be visible.
 */
#ifndef SCMI_PERF_TIMELINE_COLUMNS_H
#define SCMI_PERF_TIMELINE_COLUMNS_H

#include "profile.h"

#define TIMELINE_CELLS	32 /* per column, from the fastest to the slowest */
#define TIMELINE_SHADES 12
#define TIMELINE_ALL	SIZE_MAX /* instead of the index of a series */

struct timeline_column {
	double begin, end; /* s */
	struct hist total;
	uint64_t begun, anomalies;
};

struct timeline_columns {
	struct timeline_column *column;
	size_t n;
	double low, high; /* ns, of all columns; high < low: no transfer */
};

/* Of one series of @p, or of TIMELINE_ALL. Free with timeline_columns_free(). */
void timeline_columns_init(struct timeline_columns *t, const struct profile *p,
			   size_t series);
void timeline_columns_free(struct timeline_columns *t);

/* Sets the shade of each cell of a column, 1 … TIMELINE_SHADES; 0: it is empty. */
void timeline_shades(const struct timeline_columns *t,
		     const struct timeline_column *c,
		     int shade[TIMELINE_CELLS]);

/* Returns the transfers started per second. */
double timeline_rate(const struct timeline_column *c);

#endif
