// SPDX-License-Identifier: GPL-2.0-only
#include "profile_decode.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "names.h"
#include "profile_check.h"
#include "profile_json.h"

static int decode_buckets(struct taker *t, const json_t *buckets,
			  struct hist *h)
{
	const json_t *pair;
	uint64_t least = 0, index, n;
	size_t i;
	int err;

	json_array_foreach(buckets, i, pair) {
		if (!json_is_array(pair) || json_array_size(pair) != 2)
			return take_fail(t, "bucket %zu is no pair", i);
		if ((err = take_value(t, json_array_get(pair, 0),
				      "a bucket's index", least,
				      HIST_BUCKETS - 1, &index)) ||
		    (err = take_value(t, json_array_get(pair, 1),
				      "a bucket's count", 1, PROFILE_COUNT_MAX,
				      &n)) ||
		    (err = hist_add_bucket(h, (uint32_t)index, n)))
			return err;
		least = index + 1;
	}
	return 0;
}

static int decode_hist(struct taker *t, json_t *object, struct hist *h)
{
	const char *wrong;
	json_t *buckets;
	uint64_t count;
	int err;

	if ((err = take_value(t, json_object_get(object, "count"), "count", 1,
			      PROFILE_COUNT_MAX, &count)) ||
	    (err = take_number(t, object, "sum_ns", PROFILE_NS_MAX, &h->sum)) ||
	    (err = take_number(t, object, "min_ns", PROFILE_NS_MAX, &h->min)) ||
	    (err = take_number(t, object, "max_ns", PROFILE_NS_MAX, &h->max)) ||
	    (err = take_peek_array(t, object, "buckets", &buckets)) ||
	    (err = decode_buckets(t, buckets, h)))
		return err;
	if (h->count != count)
		return take_fail(
			t, "count is %llu, but its buckets add up to %llu",
			(unsigned long long)count,
			(unsigned long long)h->count);
	wrong = hist_check(h);
	if (wrong)
		return take_fail(t, "%s", wrong);
	json_object_del(object, "count");
	json_object_del(object, "buckets");
	return take_end(t, object);
}

/* What version 1 had: one transport, unknown, and these phases. */
static bool was_in_version_1(enum lc_phase phase)
{
	return phase == LC_TOTAL || phase == LC_TRANSPORT ||
	       phase == LC_WAKEUP || phase == LC_TIMEOUT;
}

static int decode_phases(struct taker *t, json_t *object, struct series *s)
{
	const size_t where = strlen(t->where);
	const char *name;
	json_t *value;
	int err;

	json_object_foreach(object, name, value) {
		int i = TAKE_FIND(phase_name, LC_PHASES, name);

		if (i == LC_PHASES || (t->version < 2 && !was_in_version_1(i)))
			return take_fail(t, "phase '%s' is unknown", name);
		snprintf(t->where + where, sizeof(t->where) - where,
			 ", phase %s", phase_name(i));
		if ((err = decode_hist(t, value, &s->phase[i])))
			return err;
		t->where[where] = '\0';
	}
	return 0;
}

static int decode_counters(struct taker *t, json_t *object, struct series *s)
{
	int err;

	for (int i = 0; i < LC_COUNTERS; i++) {
		if (t->version < 2 && (i == LC_NOTIFIED || i == LC_FAST_CALLS))
			continue;
		if ((err = take_number(t, object, counter_name(i),
				       PROFILE_COUNT_MAX, &s->counter[i])))
			return err;
	}
	if ((err = take_number(t, object, "in_flight", PROFILE_COUNT_MAX,
			       &s->in_flight)))
		return err;
	return take_end(t, object);
}

int decode_anomaly_counts(struct taker *t, json_t *object, uint64_t *anomaly)
{
	json_t *value;
	const char *name;
	int err;

	json_object_foreach(object, name, value) {
		int i = TAKE_FIND(anomaly_name, LA_KINDS, name);

		if (i == LA_KINDS)
			return take_fail(t, "anomaly '%s' is unknown", name);
		if ((err = take_value(t, value, name, 1, PROFILE_COUNT_MAX,
				      &anomaly[i])))
			return err;
	}
	return 0;
}

static int decode_anomalies(struct taker *t, json_t *series, struct series *s)
{
	json_t *object;
	int err;

	if (t->version < 2) {
		/* It told no other kind, and this one by the account. */
		s->anomaly[LA_TIMEOUT] = s->counter[LC_TIMED_OUT];
		return 0;
	}
	if ((err = take_peek_object(t, series, "anomalies", &object)) ||
	    (err = decode_anomaly_counts(t, object, s->anomaly)))
		return err;
	json_object_del(series, "anomalies");
	return 0;
}

static int decode_type(struct taker *t, json_t *object, uint8_t *type)
{
	const char *name;
	int err;

	*type = MESSAGE_COMMAND;
	if (t->version < 2)
		return 0;
	if ((err = take_peek_string(t, object, "type", &name)))
		return err;
	*type = (uint8_t)TAKE_FIND(message_type_name, MESSAGE_TYPES, name);
	if (*type == MESSAGE_TYPES)
		return take_fail(t, "type '%s' is unknown", name);
	json_object_del(object, "type");
	return 0;
}

int decode_key(struct taker *t, json_t *object, struct series_key *key)
{
	const char *transport;
	int err;

	if ((err = take_byte(t, object, "instance", &key->instance)) ||
	    (err = take_byte(t, object, "channel", &key->channel)) ||
	    (err = take_byte(t, object, "protocol", &key->protocol)) ||
	    (err = take_byte(t, object, "message", &key->message)) ||
	    (err = decode_type(t, object, &key->type)) ||
	    (err = take_peek_string(t, object, "transport", &transport)))
		return err;
	key->transport =
		(uint8_t)TAKE_FIND(transport_name, TRANSPORTS, transport);
	if (key->transport == TRANSPORTS ||
	    (t->version < 2 && key->transport != TRANSPORT_UNKNOWN))
		return take_fail(t, "transport '%s' is unknown", transport);
	json_object_del(object, "transport");
	return 0;
}

int decode_series(struct taker *t, json_t *object, struct profile *p)
{
	json_t *counters, *phases;
	const char *wrong;
	struct series_key key;
	struct series *s;
	int err;

	if ((err = decode_key(t, object, &key)))
		return err;
	if (p->n_series &&
	    memcmp(&p->series[p->n_series - 1].key, &key, sizeof(key)) >= 0)
		return take_fail(t,
				 "appears twice, or not in the order of keys");
	s = profile_append_series(p, key);
	if (!s)
		return -ENOMEM;
	if ((err = take_peek_object(t, object, "counters", &counters)) ||
	    (err = decode_counters(t, counters, s)) ||
	    (err = decode_anomalies(t, object, s)) ||
	    (err = take_peek_object(t, object, "phases", &phases)) ||
	    (err = decode_phases(t, phases, s)))
		return err;
	wrong = series_check(s);
	if (wrong)
		return take_fail(t, "%s", wrong);
	json_object_del(object, "counters");
	json_object_del(object, "phases");
	return take_end(t, object);
}
