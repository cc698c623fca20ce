/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads values out of a JSON tree that comes from an untrusted file. Every value
 * is checked for its type and range. Members are removed when they are read, so
 * that json_check_empty() finds unknown ones. After the first error all functions
 * return 0, "" or NULL, so that a caller need not check each.
 */
#ifndef SCMI_PERF_JSON_READ_H
#define SCMI_PERF_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct json_reader {
	char where[64]; /* the current object: "series 3, phase total" */
	char *why;	/* the error message, safe to print on a terminal */
	size_t why_len;
	bool failed;
	json_t *popped; /* an array of the members that were popped, or NULL */
};

/*
 * Estimates the memory in bytes that the tree of a JSON text needs, from the
 * number of its values. The text may be invalid.
 */
size_t json_cost(const char *json, size_t len);

/* Sets the error message, after the name of the object, if it is the first. */
__attribute__((format(printf, 2, 3))) void json_fail(struct json_reader *r,
						     const char *fmt, ...);

/* Returns an integer from @min to @max; @name is for the error message. */
uint64_t json_read_number(struct json_reader *r, const json_t *value,
			  const char *name, uint64_t min, uint64_t max);

/*
 * Remove a required member of @object and return it, which is valid until
 * json_reader_free().
 */
uint64_t json_pop_number(struct json_reader *r, json_t *object, const char *key,
			 uint64_t min, uint64_t max);
const char *json_pop_string(struct json_reader *r, json_t *object,
			    const char *key);
json_t *json_pop_object(struct json_reader *r, json_t *object, const char *key);
json_t *json_pop_array(struct json_reader *r, json_t *object, const char *key);

/* The member may be absent: NULL. The caller frees. */
char *json_pop_text(struct json_reader *r, json_t *object, const char *key);
/* A boolean is true or absent, because equal data have one spelling. */
bool json_pop_true(struct json_reader *r, json_t *object, const char *key);

/* Fails if @object still has a member. */
void json_check_empty(struct json_reader *r, json_t *object);

/* Frees all memory of @r. */
void json_reader_free(struct json_reader *r);

#endif
