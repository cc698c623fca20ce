/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the fast channels of a profile file. */
#ifndef SCMI_PERF_FAST_CALLS_DECODE_H
#define SCMI_PERF_FAST_CALLS_DECODE_H

#include "json_read.h"
#include "profile.h"

/* Reads the fast channels of @root, if any, into @p, which has none. */
void fast_calls_decode(struct json_reader *r, json_t *root, struct profile *p);

#endif
