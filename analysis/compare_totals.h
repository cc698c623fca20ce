/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares how much was sent: the number of messages of each series in a run, and
 * their summed time. Percentiles do not show that a boot sends more messages.
 */
#ifndef SCMI_PERF_COMPARE_TOTALS_H
#define SCMI_PERF_COMPARE_TOTALS_H

#include "compare.h"

/* Appends the rows of one key of B, and the transport of A, if a run has any. */
void compare_totals(struct comparison *c, struct series_key key,
		    enum transport transport_a);

/* Returns the number of series with more (VERDICT_SLOWER) messages, or less. */
size_t totals_count(const struct comparison *c, enum verdict verdict);

/* Returns "more", "less", or the name of another verdict. */
const char *total_verdict_name(enum verdict verdict);

#endif
