// SPDX-License-Identifier: GPL-2.0-only
#include "json_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "alloc.h"
#include "text.h"

size_t json_cost(const char *json, size_t len)
{
	/* Measured with jansson 2.14, in arrays of one kind. */
	static const unsigned char cost[256] = {
		['{'] = 220, ['['] = 140, [','] = 45, ['"'] = 90};
	size_t sum = 0;

	for (const char *end = json + len; json < end; json++) {
		sum += cost[(unsigned char)*json];
		if (*json != '"')
			continue;
		while (++json < end && *json != '"')
			json += *json == '\\';
	}
	return sum;
}

void json_fail(struct json_reader *r, const char *fmt, ...)
{
	char *plain, *escaped;
	va_list ap;

	if (r->failed)
		return;
	r->failed = true;
	va_start(ap, fmt);
	plain = xvasprintf(fmt, ap);
	va_end(ap);
	escaped = text_escape(plain);
	snprintf(r->why, r->why_len, "%s%s%s", r->where, *r->where ? ": " : "",
		 escaped);
	free(escaped);
	free(plain);
}

uint64_t json_read_number(struct json_reader *r, const json_t *value,
			  const char *name, uint64_t min, uint64_t max)
{
	const json_int_t n = json_is_integer(value) ? json_integer_value(value)
						    : -1;

	if (n >= 0 && (uint64_t)n >= min && (uint64_t)n <= max && !r->failed)
		return (uint64_t)n;
	if (!value)
		json_fail(r, "%s is missing", name);
	else if (!json_is_integer(value))
		json_fail(r, "%s is not an integer", name);
	else
		json_fail(r,
			  "%s is %" JSON_INTEGER_FORMAT
			  ", which is out of range",
			  name, n);
	return 0;
}

uint64_t json_pop_number(struct json_reader *r, json_t *object, const char *key,
			 uint64_t min, uint64_t max)
{
	const uint64_t n = json_read_number(r, json_object_get(object, key),
					    key, min, max);

	json_object_del(object, key);
	return n;
}

/* Returns NULL if it is absent. */
static json_t *pop(struct json_reader *r, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	if (!r->popped)
		r->popped = json_array();
	json_array_append(r->popped, value);
	json_object_del(object, key);
	return value;
}

/* Returns NULL after any error. */
static json_t *pop_required(struct json_reader *r, json_t *object,
			    const char *key, json_type type, const char *kind)
{
	json_t *value = pop(r, object, key);

	if (!value || json_typeof(value) != type)
		json_fail(r, "%s is missing or not %s", key, kind);
	return r->failed ? NULL : value;
}

const char *json_pop_string(struct json_reader *r, json_t *object,
			    const char *key)
{
	const char *s = json_string_value(
		pop_required(r, object, key, JSON_STRING, "a string"));

	return s ? s : "";
}

json_t *json_pop_object(struct json_reader *r, json_t *object, const char *key)
{
	return pop_required(r, object, key, JSON_OBJECT, "an object");
}

json_t *json_pop_array(struct json_reader *r, json_t *object, const char *key)
{
	return pop_required(r, object, key, JSON_ARRAY, "an array");
}

char *json_pop_text(struct json_reader *r, json_t *object, const char *key)
{
	const json_t *value = pop(r, object, key);

	if (value && !json_is_string(value))
		json_fail(r, "%s is not a string", key);
	return r->failed ? NULL : xstrdup(json_string_value(value));
}

bool json_pop_true(struct json_reader *r, json_t *object, const char *key)
{
	const json_t *value = pop(r, object, key);

	if (value && !json_is_true(value))
		json_fail(r, "%s is neither true nor absent", key);
	return value;
}

void json_check_empty(struct json_reader *r, json_t *object)
{
	void *left = json_object_iter(object);

	if (left)
		json_fail(r, "unknown key '%s'", json_object_iter_key(left));
}

void json_reader_free(struct json_reader *r)
{
	json_decref(r->popped);
}
