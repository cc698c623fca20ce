/* SPDX-License-Identifier: GPL-2.0-only */
/* The cells of a difference, the same in every table. */
#ifndef SCMI_PERF_COMPARE_CELLS_H
#define SCMI_PERF_COMPARE_CELLS_H

#include "compare.h"

enum compare_column {
	COLUMN_A,
	COLUMN_B,
	COLUMN_SHIFT,
	COLUMN_PERCENT,
	COLUMN_LOW, /* of the interval of the shift */
	COLUMN_HIGH,
	COLUMN_P,
	COLUMN_EFFECT,
	COMPARE_COLUMNS
};

struct compare_cells {
	char cell[COMPARE_COLUMNS][32]; /* "-": no such figure */
};

/* The last title is empty: that of a verdict. */
extern const char *const compare_column_titles[COMPARE_COLUMNS + 1];

/* The unit of all times of a table: us, or ms when no total is below 1 ms. */
struct compare_unit {
	const char *name;
	double ns;
	int decimals;
};

struct compare_unit compare_unit(const struct comparison *c);

void compare_cells(const struct difference *row, struct compare_unit unit,
		   struct compare_cells *cells);

enum count_column {
	COLUMN_EVENTS_A,
	COLUMN_MESSAGES_A,
	COLUMN_EVENTS_B,
	COLUMN_MESSAGES_B,
	COLUMN_P_COUNT,
	COUNT_COLUMNS
};

struct count_cells {
	char cell[COUNT_COLUMNS][32];
};

/* The last title is empty: that of a verdict. */
extern const char *const count_column_titles[COUNT_COLUMNS + 1];

void count_cells(const struct count_difference *d, struct count_cells *cells);

/*
 * Fills the cells of a total, whose scale is its own: the label names it, such as
 * "messages" or "time ms".
 */
void compare_total_cells(const struct total_row *row,
			 enum total_measure measure, char label[32],
			 struct compare_cells *cells);

#endif
