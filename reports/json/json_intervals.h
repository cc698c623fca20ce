/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_JSON_INTERVALS_H
#define SCMI_PERF_JSON_INTERVALS_H

#include "json_writer.h"

/* The time series as an array, which is empty when there is none. */
json_t *json_intervals(const struct profile *p);

/* Adds the counters, anomalies and phases of delta @g to @object. */
void json_delta(json_t *object, const struct delta *g);

#endif
