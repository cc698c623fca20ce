/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the fast channels of a profile file, and numbers as all its readers do. */
#ifndef SCMI_PERF_FAST_CALLS_DECODE_H
#define SCMI_PERF_FAST_CALLS_DECODE_H

#include "json_read.h"
#include "profile.h"

static inline uint64_t read_count(struct json_reader *r, json_t *object,
				  const char *key)
{
	return json_pop_number(r, object, key, 0, PROFILE_COUNT_MAX);
}

static inline uint64_t read_ns(struct json_reader *r, json_t *object,
			       const char *key)
{
	return json_pop_number(r, object, key, 0, PROFILE_NS_MAX);
}

static inline uint8_t read_byte(struct json_reader *r, json_t *object,
				const char *key)
{
	return (uint8_t)json_pop_number(r, object, key, 0, UINT8_MAX);
}

/* Reads the fast channels of @root, if any, into @p, which has none. */
void fast_calls_decode(struct json_reader *r, json_t *root, struct profile *p);

#endif
