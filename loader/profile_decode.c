// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading is strict: what is read has been checked to be what a writer can
 * have written, and nothing is skipped. Everything that is understood is taken
 * out of the tree of values; what remains in an object at its end is unknown.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "names.h"
#include "profile_check.h"
#include "profile_json.h"
#include "text.h"

struct decoder {
	char where[64]; /* "series 3, phase total" */
	char *why;
	size_t why_len;
};

/* Says what is wrong with the object at hand. Returns -EINVAL. */
__attribute__((format(printf, 2, 3))) static int fail(struct decoder *d,
						      const char *fmt, ...)
{
	char *plain = NULL, *escaped = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&plain, fmt, ap) < 0)
		plain = NULL;
	va_end(ap);
	if (plain)
		escaped = text_escape(plain);
	snprintf(d->why, d->why_len, "%s%s%s", d->where, *d->where ? ": " : "",
		 escaped ? escaped : "out of memory");
	free(escaped);
	free(plain);
	return -EINVAL;
}

/* Index of a name among the @n that @name_of() gives; @n: not among them. */
#define FIND(name_of, n, name)                                  \
	({                                                      \
		int i_ = 0;                                     \
		while (i_ < (n) && strcmp(name_of(i_), (name))) \
			i_++;                                   \
		i_;                                             \
	})

static int to_number(struct decoder *d, const json_t *value, const char *what,
		     uint64_t min, uint64_t max, uint64_t *out)
{
	json_int_t n;

	if (!value)
		return fail(d, "%s is missing", what);
	if (!json_is_integer(value))
		return fail(d, "%s is no integer", what);
	n = json_integer_value(value);
	if (n < 0 || (uint64_t)n < min || (uint64_t)n > max)
		return fail(d,
			    "%s is %" JSON_INTEGER_FORMAT
			    ", which is out of range",
			    what, n);
	*out = (uint64_t)n;
	return 0;
}

static int take_number(struct decoder *d, json_t *object, const char *key,
		       uint64_t max, uint64_t *out)
{
	int err = to_number(d, json_object_get(object, key), key, 0, max, out);

	json_object_del(object, key);
	return err;
}

static int take_byte(struct decoder *d, json_t *object, const char *key,
		     uint8_t *out)
{
	uint64_t n = 0;
	int err = take_number(d, object, key, UINT8_MAX, &n);

	*out = (uint8_t)n;
	return err;
}

/* A string that may be absent: NULL. The caller owns *@out. */
static int take_string(struct decoder *d, json_t *object, const char *key,
		       char **out)
{
	const json_t *value = json_object_get(object, key);

	*out = NULL;
	if (!value)
		return 0;
	if (!json_is_string(value))
		return fail(d, "%s is no string", key);
	*out = strdup(json_string_value(value));
	json_object_del(object, key);
	return *out ? 0 : -ENOMEM;
}

/* A string that must be there; valid as long as @object is left alone. */
static int get_string(struct decoder *d, const json_t *object, const char *key,
		      const char **out)
{
	*out = json_string_value(json_object_get(object, key));
	return *out ? 0 : fail(d, "%s is missing, or no string", key);
}

static int get_object(struct decoder *d, const json_t *object, const char *key,
		      json_t **out)
{
	*out = json_object_get(object, key);
	return json_is_object(*out)
		       ? 0
		       : fail(d, "%s is missing, or no object", key);
}

static int get_array(struct decoder *d, const json_t *object, const char *key,
		     json_t **out)
{
	*out = json_object_get(object, key);
	return json_is_array(*out) ? 0
				   : fail(d, "%s is missing, or no array", key);
}

/* At the end of an object: nothing may be left in it. */
static int nothing_left(struct decoder *d, json_t *object)
{
	void *left = json_object_iter(object);

	return left ? fail(d, "'%s' is unknown", json_object_iter_key(left))
		    : 0;
}

static int decode_hook(struct decoder *d, json_t *object, struct run *run)
{
	const char *name, *how;
	int err = get_string(d, object, "name", &name);

	if (!err)
		err = get_string(d, object, "how", &how);
	if (err)
		return err;
	for (size_t i = 0; i < run->n_hooks; i++)
		if (!strcmp(run->hooks[i].name, name))
			return fail(d, "two hooks are named '%s'", name);
	err = run_add_hook(run, name, how);
	json_object_del(object, "name");
	json_object_del(object, "how");
	return err ? err : nothing_left(d, object);
}

static int decode_run(struct decoder *d, json_t *object, struct run *run)
{
	const char *source;
	json_t *hooks, *hook;
	size_t i;
	int err;

	if ((err = get_string(d, object, "source", &source)))
		return err;
	run->source = FIND(source_name, SOURCES, source);
	if (run->source == SOURCES)
		return fail(d, "source '%s' is unknown", source);
	json_object_del(object, "source");
	if ((err = take_string(d, object, "kernel", &run->kernel)) ||
	    (err = take_string(d, object, "arch", &run->arch)) ||
	    (err = take_string(d, object, "host", &run->host)) ||
	    (err = take_string(d, object, "command", &run->command)) ||
	    (err = take_string(d, object, "tool", &run->tool)) ||
	    (err = take_number(d, object, "start_unix_s", PROFILE_NS_MAX,
			       &run->start_unix_s)) ||
	    (err = take_number(d, object, "duration_ns", PROFILE_NS_MAX,
			       &run->duration_ns)) ||
	    (err = take_number(d, object, "resolution_ns", PROFILE_NS_MAX,
			       &run->resolution_ns)) ||
	    (err = get_array(d, object, "hooks", &hooks)))
		return err;
	json_array_foreach(hooks, i, hook) {
		if ((err = decode_hook(d, hook, run)))
			return err;
	}
	json_object_del(object, "hooks");
	return nothing_left(d, object);
}

static int decode_buckets(struct decoder *d, const json_t *buckets,
			  struct hist *h)
{
	const json_t *pair;
	uint64_t least = 0, index, n;
	size_t i;
	int err;

	json_array_foreach(buckets, i, pair) {
		if (!json_is_array(pair) || json_array_size(pair) != 2)
			return fail(d, "bucket %zu is no pair", i);
		if ((err = to_number(d, json_array_get(pair, 0),
				     "a bucket's index", least,
				     HIST_BUCKETS - 1, &index)) ||
		    (err = to_number(d, json_array_get(pair, 1),
				     "a bucket's count", 1, PROFILE_COUNT_MAX,
				     &n)) ||
		    (err = hist_add_bucket(h, (uint32_t)index, n)))
			return err;
		least = index + 1;
	}
	return 0;
}

static int decode_hist(struct decoder *d, json_t *object, struct hist *h)
{
	const char *wrong;
	json_t *buckets;
	uint64_t count;
	int err;

	if ((err = to_number(d, json_object_get(object, "count"), "count", 1,
			     PROFILE_COUNT_MAX, &count)) ||
	    (err = take_number(d, object, "sum_ns", PROFILE_NS_MAX, &h->sum)) ||
	    (err = take_number(d, object, "min_ns", PROFILE_NS_MAX, &h->min)) ||
	    (err = take_number(d, object, "max_ns", PROFILE_NS_MAX, &h->max)) ||
	    (err = get_array(d, object, "buckets", &buckets)) ||
	    (err = decode_buckets(d, buckets, h)))
		return err;
	if (h->count != count)
		return fail(d, "count is %llu, but its buckets add up to %llu",
			    (unsigned long long)count,
			    (unsigned long long)h->count);
	wrong = hist_check(h);
	if (wrong)
		return fail(d, "%s", wrong);
	json_object_del(object, "count");
	json_object_del(object, "buckets");
	return nothing_left(d, object);
}

static int decode_phases(struct decoder *d, json_t *object, struct series *s)
{
	const size_t where = strlen(d->where);
	const char *name;
	json_t *value;
	int err;

	json_object_foreach(object, name, value) {
		int i = FIND(phase_name, LC_PHASES, name);

		if (i == LC_PHASES)
			return fail(d, "phase '%s' is unknown", name);
		snprintf(d->where + where, sizeof(d->where) - where,
			 ", phase %s", phase_name(i));
		if ((err = decode_hist(d, value, &s->phase[i])))
			return err;
		d->where[where] = '\0';
	}
	return 0;
}

static int decode_counters(struct decoder *d, json_t *object, struct series *s)
{
	int err;

	for (int i = 0; i < LC_COUNTERS; i++)
		if ((err = take_number(d, object, counter_name(i),
				       PROFILE_COUNT_MAX, &s->counter[i])))
			return err;
	if ((err = take_number(d, object, "in_flight", PROFILE_COUNT_MAX,
			       &s->in_flight)))
		return err;
	return nothing_left(d, object);
}

static int decode_key(struct decoder *d, json_t *object, struct series_key *key)
{
	const char *transport;
	int err;

	if ((err = take_byte(d, object, "instance", &key->instance)) ||
	    (err = take_byte(d, object, "channel", &key->channel)) ||
	    (err = take_byte(d, object, "protocol", &key->protocol)) ||
	    (err = take_byte(d, object, "message", &key->message)) ||
	    (err = get_string(d, object, "transport", &transport)))
		return err;
	key->transport = (uint8_t)FIND(transport_name, TRANSPORTS, transport);
	if (key->transport == TRANSPORTS)
		return fail(d, "transport '%s' is unknown", transport);
	json_object_del(object, "transport");
	return 0;
}

static int decode_series(struct decoder *d, json_t *object, struct profile *p)
{
	json_t *counters, *phases;
	const char *wrong;
	struct series_key key;
	struct series *s;
	int err;

	if ((err = decode_key(d, object, &key)))
		return err;
	if (p->n_series &&
	    memcmp(&p->series[p->n_series - 1].key, &key, sizeof(key)) >= 0)
		return fail(d, "appears twice, or not in the order of keys");
	s = profile_append_series(p, key);
	if (!s)
		return -ENOMEM;
	if ((err = get_object(d, object, "counters", &counters)) ||
	    (err = decode_counters(d, counters, s)) ||
	    (err = get_object(d, object, "phases", &phases)) ||
	    (err = decode_phases(d, phases, s)))
		return err;
	wrong = series_check(s);
	if (wrong)
		return fail(d, "%s", wrong);
	json_object_del(object, "counters");
	json_object_del(object, "phases");
	return nothing_left(d, object);
}

static int decode_lost(struct decoder *d, json_t *object, struct profile *p)
{
	int err;

	snprintf(d->where, sizeof(d->where), "lost");
	for (int i = 0; i < LOST_CAUSES; i++)
		if ((err = take_number(d, object, lost_name(i),
				       PROFILE_COUNT_MAX, &p->lost[i])))
			return err;
	if ((err = nothing_left(d, object)))
		return err;
	*d->where = '\0';
	return 0;
}

static int decode_profile(struct decoder *d, json_t *root, struct profile *p)
{
	json_t *runs, *series, *lost, *value;
	size_t i;
	int err;

	if ((err = get_array(d, root, "runs", &runs)) ||
	    (err = get_array(d, root, "series", &series)) ||
	    (err = get_object(d, root, "lost", &lost)))
		return err;
	if (!json_array_size(runs))
		return fail(d, "there is no run");
	if (json_array_size(series) > PROFILE_SERIES_MAX)
		return fail(d, "there are too many series");
	json_array_foreach(runs, i, value) {
		struct run *run = profile_add_run(p);

		snprintf(d->where, sizeof(d->where), "run %zu", i);
		if (!run)
			return -ENOMEM;
		if ((err = decode_run(d, value, run)))
			return err;
	}
	json_array_foreach(series, i, value) {
		snprintf(d->where, sizeof(d->where), "series %zu", i);
		if ((err = decode_series(d, value, p)))
			return err;
	}
	if ((err = decode_lost(d, lost, p)) ||
	    (err = take_number(d, root, "untracked", PROFILE_COUNT_MAX,
			       &p->untracked)) ||
	    (err = take_number(d, root, "unparsed_lines", PROFILE_COUNT_MAX,
			       &p->unparsed_lines)))
		return err;
	json_object_del(root, "schema");
	json_object_del(root, "runs");
	json_object_del(root, "series");
	json_object_del(root, "lost");
	return nothing_left(d, root);
}

/* Whose text this is, by its "schema". */
static enum profile_json_result recognise(struct decoder *d, const json_t *root)
{
	const size_t len = strlen(PROFILE_FORMAT);
	const char *schema;
	unsigned long version;
	char *end;

	schema = json_string_value(json_object_get(root, "schema"));
	if (!schema || strncmp(schema, PROFILE_FORMAT, len) ||
	    schema[len] < '1' || schema[len] > '9') {
		fail(d, "its JSON has no \"schema\": \"" PROFILE_FORMAT "…\"");
		return PROFILE_JSON_FOREIGN;
	}
	version = strtoul(schema + len, &end, 10);
	if (*end) {
		fail(d, "schema is '%s'", schema);
		return PROFILE_JSON_FOREIGN;
	}
	if (version > PROFILE_VERSION) {
		fail(d, "its format is %s", schema);
		return PROFILE_JSON_FUTURE;
	}
	return PROFILE_JSON_OK;
}

enum profile_json_result profile_decode(struct profile *p, const char *json,
					size_t len, char *why, size_t why_len)
{
	static const char start[] = "{\"schema\":\"" PROFILE_FORMAT;
	struct decoder d = {.why = why, .why_len = why_len};
	enum profile_json_result result;
	json_error_t error;
	json_t *root;
	int err;

	root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		fail(&d, "byte %d: %s", error.position, error.text);
		if (json_error_code(&error) == json_error_out_of_memory)
			return PROFILE_JSON_NO_MEMORY;
		return len >= strlen(start) &&
				       !memcmp(json, start, strlen(start))
			       ? PROFILE_JSON_CORRUPT
			       : PROFILE_JSON_FOREIGN;
	}
	result = recognise(&d, root);
	if (result == PROFILE_JSON_OK) {
		err = decode_profile(&d, root, p);
		if (err)
			result = err == -ENOMEM ? PROFILE_JSON_NO_MEMORY
						: PROFILE_JSON_CORRUPT;
	}
	json_decref(root);
	return result;
}
