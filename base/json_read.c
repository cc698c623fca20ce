// SPDX-License-Identifier: GPL-2.0-only
#include "json_read.h"

#include <errno.h>
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

int json_fail(struct json_reader *r, const char *fmt, ...)
{
	char *plain, *escaped;
	va_list ap;

	va_start(ap, fmt);
	plain = xvasprintf(fmt, ap);
	va_end(ap);
	escaped = text_escape(plain);
	snprintf(r->why, r->why_len, "%s%s%s", r->where, *r->where ? ": " : "",
		 escaped);
	free(escaped);
	free(plain);
	return -EINVAL;
}

int json_read_value(struct json_reader *r, const json_t *value,
		    const char *name, uint64_t min, uint64_t max, uint64_t *out)
{
	json_int_t n;

	if (!value)
		return json_fail(r, "%s is missing", name);
	if (!json_is_integer(value))
		return json_fail(r, "%s is not an integer", name);
	n = json_integer_value(value);
	if (n < 0 || (uint64_t)n < min || (uint64_t)n > max)
		return json_fail(r,
				 "%s is %" JSON_INTEGER_FORMAT
				 ", which is out of range",
				 name, n);
	*out = (uint64_t)n;
	return 0;
}

int json_read_number(struct json_reader *r, json_t *object, const char *key,
		     uint64_t max, uint64_t *out)
{
	int err = json_read_value(r, json_object_get(object, key), key, 0, max,
				  out);

	json_object_del(object, key);
	return err;
}

int json_read_byte(struct json_reader *r, json_t *object, const char *key,
		   uint8_t *out)
{
	uint64_t n = 0;
	int err = json_read_number(r, object, key, UINT8_MAX, &n);

	*out = (uint8_t)n;
	return err;
}

int json_read_string(struct json_reader *r, json_t *object, const char *key,
		     char **out)
{
	const json_t *value = json_object_get(object, key);

	*out = NULL;
	if (!value)
		return 0;
	if (!json_is_string(value))
		return json_fail(r, "%s is not a string", key);
	*out = xstrdup(json_string_value(value));
	json_object_del(object, key);
	return 0;
}

int json_read_true(struct json_reader *r, json_t *object, const char *key,
		   bool *out)
{
	const json_t *value = json_object_get(object, key);

	*out = value != NULL;
	if (value && !json_is_true(value))
		return json_fail(r, "%s is neither true nor absent", key);
	json_object_del(object, key);
	return 0;
}

int json_need_string(struct json_reader *r, const json_t *object,
		     const char *key, const char **out)
{
	*out = json_string_value(json_object_get(object, key));
	return *out ? 0 : json_fail(r, "%s is missing or not a string", key);
}

int json_need_object(struct json_reader *r, const json_t *object,
		     const char *key, json_t **out)
{
	*out = json_object_get(object, key);
	return json_is_object(*out)
		       ? 0
		       : json_fail(r, "%s is missing or not an object", key);
}

int json_need_array(struct json_reader *r, const json_t *object,
		    const char *key, json_t **out)
{
	*out = json_object_get(object, key);
	return json_is_array(*out)
		       ? 0
		       : json_fail(r, "%s is missing or not an array", key);
}

int json_read_end(struct json_reader *r, json_t *object)
{
	void *left = json_object_iter(object);

	return left ? json_fail(r, "unknown key '%s'",
				json_object_iter_key(left))
		    : 0;
}
