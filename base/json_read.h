/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads values out of a JSON tree that comes from an untrusted file. Every value
 * is checked for its type and range. Members are removed as they are read, so
 * that json_read_end() finds unknown ones. Functions return 0, or -EINVAL with
 * the reason in the reader.
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
};

/*
 * Estimates the memory in bytes that the tree of a JSON text needs, from the
 * number of its values. The text may be invalid.
 */
size_t json_cost(const char *json, size_t len);

/* Sets the error message, after the name of the object. Returns -EINVAL. */
__attribute__((format(printf, 2, 3))) int json_fail(struct json_reader *r,
						    const char *fmt, ...);

/* Reads an integer from @min to @max; @name is for the error message. */
int json_read_value(struct json_reader *r, const json_t *value,
		    const char *name, uint64_t min, uint64_t max,
		    uint64_t *out);

/* Read a member of @object and remove it. */
int json_read_number(struct json_reader *r, json_t *object, const char *key,
		     uint64_t max, uint64_t *out);
int json_read_byte(struct json_reader *r, json_t *object, const char *key,
		   uint8_t *out);
/* The member may be absent: *@out is NULL then. The caller owns *@out. */
int json_read_string(struct json_reader *r, json_t *object, const char *key,
		     char **out);
/* A boolean is true or absent, because equal data have one spelling. */
int json_read_true(struct json_reader *r, json_t *object, const char *key,
		   bool *out);

/*
 * Get a required member, which stays in the object. *@out is valid until the
 * caller removes it.
 */
int json_need_string(struct json_reader *r, const json_t *object,
		     const char *key, const char **out);
int json_need_object(struct json_reader *r, const json_t *object,
		     const char *key, json_t **out);
int json_need_array(struct json_reader *r, const json_t *object,
		    const char *key, json_t **out);

/* Fails if @object still has a member. */
int json_read_end(struct json_reader *r, json_t *object);

#endif
