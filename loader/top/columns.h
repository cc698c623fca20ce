/* SPDX-License-Identifier: GPL-2.0-only */
/* The columns of the table: their names and titles, and which of them fit. */
#ifndef SCMI_PERF_COLUMNS_H
#define SCMI_PERF_COLUMNS_H

#include "view.h"

/* From left to right; times in the order of enum top_time. */
enum top_column {
	COLUMN_NAME,
	COLUMN_RATE,
	COLUMN_P50, /* of the window */
	COLUMN_P90,
	COLUMN_P99,
	COLUMN_MAX,
	COLUMN_COUNT,
	COLUMN_ALL_P50, /* since the start */
	COLUMN_ALL_P90,
	COLUMN_ALL_P99,
	COLUMN_ALL_MAX,
	COLUMN_TIME,
	COLUMN_ERRORS,
	COLUMN_PHASE,
	COLUMN_BAR,
	COLUMN_HISTORY,
	TOP_COLUMNS
};

/* Widths include the blank before a column; TOP_SORTS: not a sort key. */
struct column_form {
	const char *name; /* in options and settings; NULL: always shown */
	const char *title;
	int width;
	enum top_sort sort;
};

extern const struct column_form top_columns[TOP_COLUMNS];

/* The width of each column; 0: it is not shown. */
struct columns {
	int width[TOP_COLUMNS];
	int room; /* what is left of the table's width */
};

/*
 * Chooses columns for a table of @width columns: the most important ones of
 * @chosen, a bit for each, or of all if that is 0.
 */
struct columns columns_fit(uint32_t chosen, int width);
/* Widens columns if there is room, first that of names to the longest name. */
void columns_widen(struct columns *c, int longest_name);

#define COLUMNS_LEN 160

/* Parses "rate,p99,max", or "auto", which is 0. Returns 0 or -EINVAL. */
int columns_parse(const char *list, uint32_t *chosen);
/* Formats it. Returns @list. */
const char *columns_format(uint32_t chosen, char list[COLUMNS_LEN]);

#endif
