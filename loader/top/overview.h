/* SPDX-License-Identifier: GPL-2.0-only */
/* All messages over time: a point for each of the last intervals. */
#ifndef SCMI_PERF_OVERVIEW_H
#define SCMI_PERF_OVERVIEW_H

#include <stddef.h>
#include <stdint.h>

#define OVERVIEW_POINTS 256

enum overview_value {
	OVERVIEW_SLOWNESS, /* ns: p99, maximum or timeout, see top_latencies */
	OVERVIEW_RATE,	   /* messages per second */
	OVERVIEW_TIMEOUTS, /* and failed sends */
	OVERVIEW_VALUES
};

struct overview_point {
	uint64_t span_ns;
	double value[OVERVIEW_VALUES];
};

/* All-zero has no points. */
struct overview {
	struct overview_point point[OVERVIEW_POINTS];
	size_t n; /* in all; number n, from 0, is at n % OVERVIEW_POINTS */
};

struct top_row;

/* Adds an interval of @span_ns. @total: all its messages; NULL: it had none. */
void overview_add(struct overview *o, uint64_t span_ns,
		  const struct top_row *total);

/* Returns point @age, 0 being the last; NULL if it is not stored. */
const struct overview_point *overview_at(const struct overview *o, size_t age);

#endif
