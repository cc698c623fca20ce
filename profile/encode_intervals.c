// SPDX-License-Identifier: GPL-2.0-only
#include "encode_intervals.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "names.h"

#define DIGITS 20 /* of a 64-bit number */

struct json_text {
	char *text;
	size_t len, size;
	bool out_of_range;
};

/* Returns space for @len bytes, and for the NUL at the end. */
static char *reserve(struct json_text *t, size_t len)
{
	if (t->len + len >= t->size) {
		t->size = 2 * (t->len + len) + 4096;
		t->text = xreallocarray(t->text, t->size, 1);
	}
	return t->text + t->len;
}

static void put_bytes(struct json_text *t, const char *bytes, size_t len)
{
	memcpy(reserve(t, len), bytes, len);
	t->len += len;
}

#define PUT(t, literal) put_bytes((t), (literal), sizeof(literal) - 1)

static void put_number(struct json_text *t, uint64_t value, uint64_t max)
{
	char digits[DIGITS];
	size_t first = DIGITS;

	t->out_of_range |= value > max;
	do {
		digits[--first] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	put_bytes(t, digits + first, DIGITS - first);
}

/* Starts a member of an object, after a comma unless it is the first one. */
static void put_key(struct json_text *t, const char *name)
{
	if (t->text[t->len - 1] != '{')
		PUT(t, ",");
	PUT(t, "\"");
	put_bytes(t, name, strlen(name));
	PUT(t, "\":");
}

/* The same for an element of an array. */
static void put_element(struct json_text *t)
{
	if (t->text[t->len - 1] != '[')
		PUT(t, ",");
}

/* A count of 0 has no key. */
static void put_counts(struct json_text *t, const char *key,
		       const char *const *names, const uint64_t *count, int n)
{
	put_key(t, key);
	PUT(t, "{");
	for (int i = 0; i < n; i++) {
		if (!count[i])
			continue;
		put_key(t, names[i]);
		put_number(t, count[i], PROFILE_COUNT_MAX);
	}
	PUT(t, "}");
}

/* Minimum and maximum are unknown. */
static void put_hist(struct json_text *t, const struct hist *h)
{
	PUT(t, "{\"count\":");
	put_number(t, h->count, PROFILE_COUNT_MAX);
	PUT(t, ",\"sum_ns\":");
	put_number(t, h->sum, PROFILE_NS_MAX);
	PUT(t, ",\"buckets\":[");
	for (uint32_t i = 0; i < h->n_buckets; i++) {
		put_element(t);
		PUT(t, "[");
		put_number(t, h->bucket[i].index, UINT32_MAX);
		PUT(t, ",");
		put_number(t, h->bucket[i].n, PROFILE_COUNT_MAX);
		PUT(t, "]");
	}
	PUT(t, "]}");
}

static void put_delta(struct json_text *t, const struct delta *g)
{
	PUT(t, "{\"series\":");
	put_number(t, g->series, UINT32_MAX);
	put_counts(t, "counters", counter_names, g->counter, LC_COUNTERS);
	put_counts(t, "anomalies", anomaly_names, g->anomaly, LA_KINDS);
	PUT(t, ",\"phases\":{");
	for (int i = 0; i < LC_PHASES; i++) {
		if (!g->phase[i].count && !g->phase[i].sum)
			continue;
		put_key(t, phase_names[i]);
		put_hist(t, &g->phase[i]);
	}
	PUT(t, "}}");
}

char *encode_interval_text(const struct profile *p, bool *out_of_range)
{
	struct json_text t = {0};

	PUT(&t, "[");
	for (size_t i = 0; i < p->n_intervals; i++) {
		const struct interval *in = &p->intervals[i];

		put_element(&t);
		PUT(&t, "{\"end_ns\":");
		put_number(&t, in->end_ns, PROFILE_NS_MAX);
		PUT(&t, ",\"deltas\":[");
		for (size_t g = 0; g < in->n_deltas; g++) {
			put_element(&t);
			put_delta(&t, &in->delta[g]);
		}
		PUT(&t, "]}");
	}
	PUT(&t, "]");
	*reserve(&t, 1) = '\0';
	*out_of_range |= t.out_of_range;
	return t.text;
}
