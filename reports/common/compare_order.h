/* SPDX-License-Identifier: GPL-2.0-only */
/* The order in which reports show the rows of a comparison. */
#ifndef SCMI_PERF_COMPARE_ORDER_H
#define SCMI_PERF_COMPARE_ORDER_H

#include "compare.h"

/*
 * Rows with a significant difference are first. In both parts the messages with the
 * largest difference come first, each with its rows in the order of phases.
 */
struct compare_order {
	const struct difference **row;
	size_t n, n_changed;
	const struct total_row **total;
	size_t n_totals, n_changed_totals;
	const struct count_difference **count; /* significant ones first */
	size_t n_counts, n_changed_counts;
};

/* The caller frees with compare_order_free(). @c must outlive @o. */
void compare_order_init(struct compare_order *o, const struct comparison *c);
void compare_order_free(struct compare_order *o);

/* Returns true if row @i is the first one of its message in its part. */
bool compare_order_is_title(const struct compare_order *o, size_t i);

/* The same for row @i of the events. */
bool compare_order_is_count_title(const struct compare_order *o, size_t i);

/* The same for totals: either of the two differs. */
bool total_is_significant(const struct total_row *row);

#endif
