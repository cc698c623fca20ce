/* SPDX-License-Identifier: GPL-2.0-only */
/* The senders of a profile file. */
#ifndef SCMI_PERF_CALLERS_JSON_H
#define SCMI_PERF_CALLERS_JSON_H

#include "profile_values.h"
#include "callers.h"

/* Adds them to @root. NULL: that gets no member. */
void callers_encode(struct encoder *e, json_t *root, const struct callers *s);

/* Reads those of @root, if any, into @p, which has none. */
void callers_decode(struct json_reader *r, json_t *root, struct profile *p);

#endif
