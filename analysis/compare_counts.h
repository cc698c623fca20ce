/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares how frequent timeouts, errors, anomalies and losses are. Latencies do not
 * show these: a transfer that fails at once is a fast one.
 */
#ifndef SCMI_PERF_COMPARE_COUNTS_H
#define SCMI_PERF_COMPARE_COUNTS_H

#include "compare.h"

/* The events that are counted: enum lc_counter below LC_COUNTERS, and these. */
enum event_kind {
	EVENTS_ANOMALIES = LC_COUNTERS, /* all kinds together */
	EVENTS_ANOMALY,			/* + enum lc_anomaly: one kind */
	EVENTS_LOST = EVENTS_ANOMALY + LA_KINDS, /* of all series */
	EVENT_KINDS
};

/* Returns "timed_out", "anomalies", "late_reply", "lost". */
const char *event_name(int kind);

/*
 * Compares the events of @key in @b with those in @a, whose transport is
 * @transport_a. One-sided for B's frequency above that of A times 1 + @slack, and
 * two-sided without regard to it. p is not corrected.
 */
void count_between(struct count_difference *d, const struct run_set *a,
		   const struct run_set *b, double slack);

/* Appends the rows of one key of B: each kind of event that a run has. */
void compare_counts(struct comparison *c, struct series_key key,
		    enum transport transport_a);

/* Appends the row of the losses of both sides, if there are any. */
void compare_losses(struct comparison *c);

/* Returns the number of rows with more (VERDICT_SLOWER) events, or less. */
size_t counts_count(const struct comparison *c, enum verdict verdict);

/* Returns the number of events in B less those that A's frequency would give. */
double count_excess(const struct count_difference *d);

/* Returns that number. */
double count_expected(const struct count_difference *d);

#endif
