/* SPDX-License-Identifier: GPL-2.0-only */
/* Values that several parts of a profile file have. */
#ifndef SCMI_PERF_PROFILE_VALUES_H
#define SCMI_PERF_PROFILE_VALUES_H

#include <jansson.h>

#include "json_read.h"
#include "profile.h"

struct encoder {
	bool out_of_range; /* a number is beyond the limits of the format */
};

/* In profile_encode.c. Absent strings have no key. */
void set_count(struct encoder *e, json_t *object, const char *key,
	       uint64_t value);
void set_ns(struct encoder *e, json_t *object, const char *key, uint64_t value);
void set_string(json_t *object, const char *key, const char *value);
void set_comm(json_t *object, const char *comm);
void encode_key(json_t *object, const struct series_key *key);
json_t *encode_buckets(struct encoder *e, const struct hist *h); /* new */

/* In profile_decode.c. @object may have other members. */
void decode_key(struct json_reader *r, json_t *object, struct series_key *key);

/* Adds the pairs of a list to the empty @h. */
void decode_buckets(struct json_reader *r, const json_t *buckets,
		    struct hist *h);

/* Reads a task's name. */
void read_comm(struct json_reader *r, json_t *object, const char *key,
	       char comm[16]);
/* Returns 0 if the member is absent; one that is there is not 0. */
uint64_t read_ns_if(struct json_reader *r, json_t *object, const char *key);

#endif
