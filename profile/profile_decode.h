/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of profile_decode(). Each returns what json_take.h says. */
#ifndef SCMI_PERF_PROFILE_DECODE_H
#define SCMI_PERF_PROFILE_DECODE_H

#include "json_read.h"
#include "profile.h"

/* Takes the members of a key out of @object, which may have others. */
int decode_key(struct json_reader *r, json_t *object, struct series_key *key);

/* Appends a series to @p. */
int decode_series(struct json_reader *r, json_t *object, struct profile *p);

/* Anomalies that there were, those of a whole object. */
int decode_anomaly_counts(struct json_reader *r, json_t *object,
			  uint64_t *anomaly);

/* Takes the time series out of @root, if there is one; all else is in @p. */
int decode_intervals(struct json_reader *r, json_t *root, struct profile *p);

#endif
