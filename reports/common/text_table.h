/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of latencies: one unit and one number of decimals for all of it,
 * columns as wide as their contents.
 */
#ifndef SCMI_PERF_TEXT_TABLE_H
#define SCMI_PERF_TEXT_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "profile.h"

#define TEXT_TABLE_COLUMNS 9

struct text_table {
	const char *unit;
	double unit_ns;
	int decimals;
	uint64_t all_ns; /* the time of all transfers together: 100 % */
	bool wider;	 /* some phases could not be told apart */
	int gap;	 /* blanks between columns */
	int width[TEXT_TABLE_COLUMNS];
};

/* Large enough for any: 20 digits, or those of 2^63 ns in us. */
struct text_table_row {
	char cell[TEXT_TABLE_COLUMNS][32]; /* "-": there is no such figure */
};

/* Chooses unit and widths for the series of @p; columns: of the terminal. */
void text_table_init(struct text_table *t, const struct profile *p,
		     int columns);

void text_table_header(const struct text_table *t, FILE *out);

const char *text_table_title(int column); /* "count" ... */

/* One row of the above. Returns false when @phase makes none. */
bool text_table_row(const struct text_table *t, const struct series *s,
		    enum lc_phase phase, struct text_table_row *row);

/* A row for each phase of @s, but for timeouts: their scale is another. */
void text_table_rows(const struct text_table *t, const struct series *s,
		     FILE *out);

#endif
