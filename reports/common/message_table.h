/* SPDX-License-Identifier: GPL-2.0-only */
/* A line for each message of a report, in its order. */
#ifndef SCMI_PERF_MESSAGE_TABLE_H
#define SCMI_PERF_MESSAGE_TABLE_H

#include "latency_table.h"
#include "report_view.h"

#define MESSAGE_COLUMNS 5

struct message_table {
	const struct report_view *view;
	const struct series **series; /* those with a message */
	size_t n;
	double unit_ns; /* of sums */
	struct latency_table latency;
};

struct message_row {
	char cell[MESSAGE_COLUMNS][32]; /* "-": no such figure */
};

extern const char *const message_titles[MESSAGE_COLUMNS]; /* "count" … */

/* The table refers to @v. Free it with message_table_free(). */
void message_table_init(struct message_table *t, const struct report_view *v);
void message_table_free(struct message_table *t);

/* The order and the units. The caller frees. */
char *message_legend(const struct message_table *t);

/* Fills the row of series @i, which is below @t->n. */
void message_row(const struct message_table *t, size_t i,
		 struct message_row *row);

#endif
