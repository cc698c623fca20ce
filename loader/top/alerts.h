/* SPDX-License-Identifier: GPL-2.0-only */
/* Conditions that a user wants to know of: "p99>1ms". */
#ifndef SCMI_PERF_ALERTS_H
#define SCMI_PERF_ALERTS_H

#include "model.h"

enum alert_value {
	ALERT_P50, /* to max: times of the window, in the order of enum top_time */
	ALERT_P90,
	ALERT_P99, /* at most the maximum if there are too few samples */
	ALERT_MAX,
	ALERT_RATE,   /* messages per second in the last interval */
	ALERT_ERRORS, /* errors, timeouts and failed sends in the last interval */
	ALERT_TIMEOUTS, /* in the last interval */
	ALERT_VALUES
};

struct alert {
	enum alert_value value;
	bool below;   /* it applies below the limit, not above it */
	double limit; /* ns, per second, or a number */
	const char *text;
};

#define ALERTS_MAX 8

/* All-zero has none. */
struct alerts {
	struct alert alert[ALERTS_MAX];
	size_t n;
	/* Set by alerts_update(): rows for which one applies, and their grouping. */
	struct series_key *row;
	size_t n_rows, cap_rows;
	enum top_grouping grouping;
	bool is_new; /* one applies to a row for which none did */
	bool ever;   /* one has applied since the start */
};

/* Adds an alert; keeps @text. Returns 0, -EINVAL, or -E2BIG if there are too many. */
int alerts_add(struct alerts *a, const char *text);
void alerts_free(struct alerts *a);

/* Returns the first alert that applies to a row now; NULL if none does. */
const struct alert *alerts_find(const struct alerts *a,
				const struct top_model *m,
				const struct top_row *row);

/* To be called after each interval with the rows that are shown. */
void alerts_update(struct alerts *a, const struct top_model *m,
		   enum top_grouping grouping,
		   const struct top_row *const *rows, size_t n);

#endif
