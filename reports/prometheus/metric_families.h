/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All metrics of an exposition, in the order of its formats: a family with its name
 * and help, then its samples. The formats implement struct metric_sink.
 */
#ifndef SCMI_PERF_METRIC_FAMILIES_H
#define SCMI_PERF_METRIC_FAMILIES_H

#include "metric_labels.h"
#include "prometheus_reports.h"

enum metric_type {
	METRIC_COUNTER,
	METRIC_GAUGE,
	METRIC_HISTOGRAM,
};

struct metric_family {
	const char *name, *help;
	enum metric_type type;
};

/* A number of a unit of which @per make one of the base unit. */
struct metric_value {
	uint64_t n;
	uint64_t per; /* 1, or a power of ten: 1000000000 for ns */
};

struct metric_sink {
	void (*family)(struct metric_sink *s, const struct metric_family *f);
	void (*sample)(struct metric_sink *s, const struct metric_labels *l,
		       struct metric_value value);
	/* Of nanoseconds, which become seconds. */
	void (*histogram)(struct metric_sink *s, const struct metric_labels *l,
			  const struct hist *h);
	const struct metric_family *current; /* that of family() */
};

void metric_families(const struct exposition *e, struct metric_sink *s);

#endif
