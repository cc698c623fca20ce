/* SPDX-License-Identifier: GPL-2.0-only */
/* The cells of the table of latencies: one unit and number of decimals for all. */
#ifndef SCMI_PERF_LATENCY_TABLE_H
#define SCMI_PERF_LATENCY_TABLE_H

#include <stdbool.h>

#include "profile.h"

#define LATENCY_COLUMNS 9

/* Columns that other tables have, too. */
enum {
	LATENCY_P99 = 4,
	LATENCY_MAX = 6,
};

struct latency_table {
	const char *unit;
	double unit_ns;
	int decimals;
	uint64_t all_ns;    /* profile_time_ns(): 100 % */
	bool has_transport; /* some series has no separate phases */
	bool has_timeout;   /* some transfer timed out */
	bool has_answer;    /* a series has the phase answer */
};

/* Large enough for 20 digits, and for 2^63 ns in us. */
struct latency_row {
	char cell[LATENCY_COLUMNS][32]; /* "-": no such figure */
};

/* Chooses the unit for the series of @p. */
void latency_table_init(struct latency_table *t, const struct profile *p);

extern const char *const latency_titles[LATENCY_COLUMNS]; /* "count" … */

/* How to read the table, as sentences. The caller frees. */
char *latency_legend(const struct latency_table *t);

/*
 * Fills the row of a phase. Returns false when it has no samples, and for
 * timeouts, because their scale is another.
 */
bool latency_row(const struct latency_table *t, const struct series *s,
		 enum lc_phase phase, struct latency_row *row);

#endif
