/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Taking values out of a tree of JSON that anybody may have written: what is
 * taken has been checked for type and range, and what is left of an object at
 * its end is unknown. Functions return 0, -EINVAL with the reason said, or
 * -ENOMEM.
 */
#ifndef SCMI_PERF_JSON_READ_H
#define SCMI_PERF_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <jansson.h>

struct taker {
	unsigned long version; /* of the format that is read */
	char where[64];	       /* the object at hand: "series 3, phase total" */
	char *why;	       /* what is wrong, fit for a terminal */
	size_t why_len;
};

/* Says what is wrong with the object at hand. Returns -EINVAL. */
__attribute__((format(printf, 2, 3))) int take_fail(struct taker *t,
						    const char *fmt, ...);

/* Index of a name among the @n that @name_of() gives; @n: not among them. */
#define TAKE_FIND(name_of, n, name)                             \
	({                                                      \
		int i_ = 0;                                     \
		while (i_ < (n) && strcmp(name_of(i_), (name))) \
			i_++;                                   \
		i_;                                             \
	})

/* An integer from @min to @max; @what says what it is. */
int take_value(struct taker *t, const json_t *value, const char *what,
	       uint64_t min, uint64_t max, uint64_t *out);

/* Members of an object that are taken out of it. */
int take_number(struct taker *t, json_t *object, const char *key, uint64_t max,
		uint64_t *out);
int take_byte(struct taker *t, json_t *object, const char *key, uint8_t *out);
/* A string that may be absent: NULL. The caller owns *@out. */
int take_string(struct taker *t, json_t *object, const char *key, char **out);
/* A boolean that is true or absent, so that there is one way to write it. */
int take_true(struct taker *t, json_t *object, const char *key, bool *out);

/*
 * Members that must be there and stay in the object: valid until the caller
 * deletes them.
 */
int take_peek_string(struct taker *t, const json_t *object, const char *key,
		     const char **out);
int take_peek_object(struct taker *t, const json_t *object, const char *key,
		     json_t **out);
int take_peek_array(struct taker *t, const json_t *object, const char *key,
		    json_t **out);

/* At the end of an object: nothing may be left in it. */
int take_end(struct taker *t, json_t *object);

#endif
