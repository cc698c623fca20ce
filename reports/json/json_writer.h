/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the writers of JSON have in common. Building a tree of values goes on
 * after a failure: a value that could not be made is NULL, fails where it is
 * put, and nothing is printed in the end.
 */
#ifndef SCMI_PERF_JSON_WRITER_H
#define SCMI_PERF_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

#include "profile.h"

struct json_writer {
	bool failed;
};

/* Both take @value over. */
void json_put(struct json_writer *w, json_t *object, const char *key,
	      json_t *value);
void json_add(struct json_writer *w, json_t *array, json_t *value);

/* A number below 2^63. */
json_t *json_number(uint64_t n);

/* A string of a profile or a user, which may hold any bytes; NULL is null. */
json_t *json_text(const char *s);

/* A percentile of @h, @permille of 1000, or null: too few samples. */
json_t *json_percentile(const struct hist *h, unsigned int permille);

/* The key of a series, with numbers and names, as a new object. */
json_t *json_key(struct json_writer *w, const struct series_key *key);

/* An object with the kind of an anomaly, then the key of its series. */
json_t *json_anomaly(struct json_writer *w, enum lc_anomaly kind,
		     const struct series_key *key);

/* One that was seen. */
json_t *json_event(struct json_writer *w, const struct anomaly_event *e);

/* Drops by cause. */
json_t *json_lost(struct json_writer *w, const uint64_t lost[LOST_CAUSES]);

/*
 * Prints @root, which is taken over, in ASCII: a terminal finds no command in
 * it. Returns 0 or -ENOMEM; errors of @out are the caller's to look for.
 */
int json_print(struct json_writer *w, json_t *root, FILE *out);
/* The same on a line of its own. */
int json_print_line(struct json_writer *w, json_t *root, FILE *out);

#endif
