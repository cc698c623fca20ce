// SPDX-License-Identifier: GPL-2.0-only
#include "profile_decode.h"

#include <stdio.h>
#include <string.h>

#include "names.h"
#include "profile_check.h"
#include "profile_json.h"

static int decode_buckets(struct json_reader *r, const json_t *buckets,
			  struct hist *h)
{
	const json_t *pair;
	uint64_t least = 0, index, n;
	size_t i;
	int err;

	json_array_foreach(buckets, i, pair) {
		if (!json_is_array(pair) || json_array_size(pair) != 2)
			return json_fail(r, "bucket %zu is not a pair", i);
		if ((err = json_read_value(r, json_array_get(pair, 0),
					   "a bucket's index", least,
					   HIST_BUCKETS - 1, &index)) ||
		    (err = json_read_value(r, json_array_get(pair, 1),
					   "a bucket's count", 1,
					   PROFILE_COUNT_MAX, &n)))
			return err;
		hist_add_bucket(h, (uint32_t)index, n);
		least = index + 1;
	}
	return 0;
}

static int decode_range(struct json_reader *r, json_t *object, struct hist *h)
{
	const char *wrong;
	int err;

	if ((err = json_read_number(r, object, "min_ns", PROFILE_NS_MAX,
				    &h->min)) ||
	    (err = json_read_number(r, object, "max_ns", PROFILE_NS_MAX,
				    &h->max)))
		return err;
	wrong = hist_check(h);
	return wrong ? json_fail(r, "%s", wrong) : 0;
}

/* @exact: as in decode_phases(). */
static int decode_hist(struct json_reader *r, json_t *object, struct hist *h,
		       bool exact)
{
	json_t *buckets;
	uint64_t count;
	int err;

	if ((err = json_read_value(r, json_object_get(object, "count"), "count",
				   exact, PROFILE_COUNT_MAX, &count)) ||
	    (err = json_read_number(r, object, "sum_ns", PROFILE_NS_MAX,
				    &h->sum)) ||
	    (err = json_need_array(r, object, "buckets", &buckets)) ||
	    (err = decode_buckets(r, buckets, h)))
		return err;
	if (h->count != count)
		return json_fail(
			r, "count is %llu, but its buckets add up to %llu",
			(unsigned long long)count,
			(unsigned long long)h->count);
	if (exact && (err = decode_range(r, object, h)))
		return err;
	if (!h->count && !h->sum)
		return json_fail(r, "a phase without a change");
	json_object_del(object, "count");
	json_object_del(object, "buckets");
	return json_read_end(r, object);
}

int decode_phases(struct json_reader *r, json_t *object, struct hist *phase,
		  bool exact)
{
	const size_t where = strlen(r->where);
	const char *name;
	json_t *value;
	int err;

	json_object_foreach(object, name, value) {
		int i = NAME_INDEX(phase_name, LC_PHASES, name);

		if (i == LC_PHASES)
			return json_fail(r, "unknown phase '%s'", name);
		snprintf(r->where + where, sizeof(r->where) - where,
			 ", phase %s", phase_name(i));
		if ((err = decode_hist(r, value, &phase[i], exact)))
			return err;
		r->where[where] = '\0';
	}
	return 0;
}

static int decode_counters(struct json_reader *r, json_t *object,
			   struct series *s)
{
	int err;

	for (int i = 0; i < LC_COUNTERS; i++) {
		/* See decode_anomaly_counts(). */
		if (i == LC_OUT_OF_ORDER &&
		    !json_object_get(object, counter_name(i)))
			continue;
		if ((err = json_read_number(r, object, counter_name(i),
					    PROFILE_COUNT_MAX, &s->counter[i])))
			return err;
	}
	if ((err = json_read_number(r, object, "in_flight", PROFILE_COUNT_MAX,
				    &s->in_flight)))
		return err;
	return json_read_end(r, object);
}

int decode_anomaly_counts(struct json_reader *r, json_t *object,
			  uint64_t *anomaly, uint64_t *counter)
{
	json_t *value;
	const char *name;
	int err;

	json_object_foreach(object, name, value) {
		int i = NAME_INDEX(anomaly_name, LA_KINDS, name);
		uint64_t *to = &anomaly[i];

		if (!strcmp(name, counter_name(LC_OUT_OF_ORDER)))
			to = &counter[LC_OUT_OF_ORDER];
		else if (i == LA_KINDS)
			return json_fail(r, "unknown anomaly \'%s\'", name);
		if ((err = json_read_value(r, value, name, 1, PROFILE_COUNT_MAX,
					   to)))
			return err;
	}
	return 0;
}

static int decode_anomalies(struct json_reader *r, json_t *series,
			    struct series *s)
{
	json_t *object;
	int err;

	if ((err = json_need_object(r, series, "anomalies", &object)) ||
	    (err = decode_anomaly_counts(r, object, s->anomaly, s->counter)))
		return err;
	json_object_del(series, "anomalies");
	return 0;
}

static int decode_type(struct json_reader *r, json_t *object, uint8_t *type)
{
	const char *name;
	int err;

	if ((err = json_need_string(r, object, "type", &name)))
		return err;
	*type = (uint8_t)NAME_INDEX(message_type_name, MESSAGE_TYPES, name);
	if (*type == MESSAGE_TYPES)
		return json_fail(r, "unknown type \'%s\'", name);
	json_object_del(object, "type");
	return 0;
}

int decode_key(struct json_reader *r, json_t *object, struct series_key *key)
{
	const char *transport;
	int err;

	if ((err = json_read_byte(r, object, "instance", &key->instance)) ||
	    (err = json_read_byte(r, object, "channel", &key->channel)) ||
	    (err = json_read_byte(r, object, "protocol", &key->protocol)) ||
	    (err = json_read_byte(r, object, "message", &key->message)) ||
	    (err = decode_type(r, object, &key->type)) ||
	    (err = json_need_string(r, object, "transport", &transport)))
		return err;
	key->transport =
		(uint8_t)NAME_INDEX(transport_name, TRANSPORTS, transport);
	if (key->transport == TRANSPORTS)
		return json_fail(r, "unknown transport \'%s\'", transport);
	json_object_del(object, "transport");
	return 0;
}

int decode_series(struct json_reader *r, json_t *object, struct profile *p)
{
	json_t *counters, *phases;
	const char *wrong;
	struct series_key key;
	struct series *s;
	int err;

	if ((err = decode_key(r, object, &key)))
		return err;
	if (p->n_series &&
	    memcmp(&p->series[p->n_series - 1].key, &key, sizeof(key)) >= 0)
		return json_fail(r,
				 "appears twice, or not in the order of keys");
	s = profile_append_series(p, key);
	if ((err = json_need_object(r, object, "counters", &counters)) ||
	    (err = decode_counters(r, counters, s)) ||
	    (err = decode_anomalies(r, object, s)) ||
	    (err = json_need_object(r, object, "phases", &phases)) ||
	    (err = decode_phases(r, phases, s->phase, true)))
		return err;
	wrong = series_check(s);
	if (wrong)
		return json_fail(r, "%s", wrong);
	json_object_del(object, "counters");
	json_object_del(object, "phases");
	return json_read_end(r, object);
}
