// SPDX-License-Identifier: GPL-2.0-only
#include "json_read.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "text.h"

int take_fail(struct taker *t, const char *fmt, ...)
{
	char *plain = NULL, *escaped = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&plain, fmt, ap) < 0)
		plain = NULL;
	va_end(ap);
	if (plain)
		escaped = text_escape(plain);
	snprintf(t->why, t->why_len, "%s%s%s", t->where, *t->where ? ": " : "",
		 escaped ? escaped : "out of memory");
	free(escaped);
	free(plain);
	return -EINVAL;
}

int take_value(struct taker *t, const json_t *value, const char *what,
	       uint64_t min, uint64_t max, uint64_t *out)
{
	json_int_t n;

	if (!value)
		return take_fail(t, "%s is missing", what);
	if (!json_is_integer(value))
		return take_fail(t, "%s is no integer", what);
	n = json_integer_value(value);
	if (n < 0 || (uint64_t)n < min || (uint64_t)n > max)
		return take_fail(t,
				 "%s is %" JSON_INTEGER_FORMAT
				 ", which is out of range",
				 what, n);
	*out = (uint64_t)n;
	return 0;
}

int take_number(struct taker *t, json_t *object, const char *key, uint64_t max,
		uint64_t *out)
{
	int err = take_value(t, json_object_get(object, key), key, 0, max, out);

	json_object_del(object, key);
	return err;
}

int take_byte(struct taker *t, json_t *object, const char *key, uint8_t *out)
{
	uint64_t n = 0;
	int err = take_number(t, object, key, UINT8_MAX, &n);

	*out = (uint8_t)n;
	return err;
}

int take_string(struct taker *t, json_t *object, const char *key, char **out)
{
	const json_t *value = json_object_get(object, key);

	*out = NULL;
	if (!value)
		return 0;
	if (!json_is_string(value))
		return take_fail(t, "%s is no string", key);
	*out = strdup(json_string_value(value));
	json_object_del(object, key);
	return *out ? 0 : -ENOMEM;
}

int take_true(struct taker *t, json_t *object, const char *key, bool *out)
{
	const json_t *value = json_object_get(object, key);

	*out = value != NULL;
	if (value && !json_is_true(value))
		return take_fail(t, "%s is neither true nor absent", key);
	json_object_del(object, key);
	return 0;
}

int take_peek_string(struct taker *t, const json_t *object, const char *key,
		     const char **out)
{
	*out = json_string_value(json_object_get(object, key));
	return *out ? 0 : take_fail(t, "%s is missing, or no string", key);
}

int take_peek_object(struct taker *t, const json_t *object, const char *key,
		     json_t **out)
{
	*out = json_object_get(object, key);
	return json_is_object(*out)
		       ? 0
		       : take_fail(t, "%s is missing, or no object", key);
}

int take_peek_array(struct taker *t, const json_t *object, const char *key,
		    json_t **out)
{
	*out = json_object_get(object, key);
	return json_is_array(*out)
		       ? 0
		       : take_fail(t, "%s is missing, or no array", key);
}

int take_end(struct taker *t, json_t *object)
{
	void *left = json_object_iter(object);

	return left ? take_fail(t, "'%s' is unknown",
				json_object_iter_key(left))
		    : 0;
}
