/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of profile_decode(). Each returns 0, or -EINVAL as json_fail(). */
#ifndef SCMI_PERF_PROFILE_DECODE_H
#define SCMI_PERF_PROFILE_DECODE_H

#include "json_read.h"
#include "profile.h"

/* Reads the members of a key; @object may have others. */
int decode_key(struct json_reader *r, json_t *object, struct series_key *key);

/* Appends a series to @p. */
int decode_series(struct json_reader *r, json_t *object, struct profile *p);

/*
 * Reads all members of @object as numbers of anomalies. Before out_of_order was a
 * counter, it was an anomaly; it is added to that counter.
 */
int decode_anomaly_counts(struct json_reader *r, json_t *object,
			  uint64_t *anomaly, uint64_t *counter);

/*
 * Reads all members of @object as histograms. With @exact they have min_ns and
 * max_ns; without, as in deltas, min and max are the bounds of buckets.
 */
int decode_phases(struct json_reader *r, json_t *object, struct hist *phase,
		  bool exact);

/* Reads the time series of @root, if any. All else is in @p already. */
int decode_intervals(struct json_reader *r, json_t *root, struct profile *p);

#endif
