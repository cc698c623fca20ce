/* SPDX-License-Identifier: GPL-2.0-only */
/* The messages of a profile by their summed time, the longest first. */
#ifndef SCMI_PERF_MESSAGE_TABLE_H
#define SCMI_PERF_MESSAGE_TABLE_H

#include "profile.h"

#define MESSAGE_COLUMNS 3

struct message_table {
	const struct profile *p;
	const struct series **series; /* those with a message */
	size_t n;
	double unit_ns;
	uint64_t all_ns; /* profile_time_ns(): 100 % */
};

struct message_row {
	char cell[MESSAGE_COLUMNS][32]; /* "-": no such figure */
};

extern const char *const message_titles[MESSAGE_COLUMNS]; /* "count" … */

/* The table refers to @p. Free it with message_table_free(). */
void message_table_init(struct message_table *t, const struct profile *p);
void message_table_free(struct message_table *t);

/* The sum of all, its share of the duration, and units. The caller frees. */
char *message_legend(const struct message_table *t);

/* Fills the row of series @i, which is below @t->n. */
void message_row(const struct message_table *t, size_t i,
		 struct message_row *row);

#endif
