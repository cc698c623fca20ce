// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading is strict: it accepts only numbers that a writer can have written, and
 * no unknown keys. Each value that is read is removed from the tree, so any that
 * remains in an object is unknown. The first error is the result; what is read
 * after it is dropped with the profile.
 */
#include "profile_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "delta.h"
#include "fast_calls_decode.h"
#include "json_read.h"
#include "names.h"
#include "profile_check.h"
#include "profile_values.h"
#include "callers_json.h"
#include "resource_names_decode.h"
#include "run_label.h"
#include "vendor_messages.h"

/* Returns the index of the @name of a @kind among @n @names. */
static int index_of(struct json_reader *r, const char *kind, const char *name,
		    const char *const *names, int n)
{
	const int index = name_index(names, n, name);

	if (index < n)
		return index;
	json_fail(r, "unknown %s '%s'", kind, name);
	return 0;
}

static void decode_hook(struct json_reader *r, json_t *object, struct run *run)
{
	const char *name = json_pop_string(r, object, "name");
	const char *how = json_pop_string(r, object, "how");

	for (size_t i = 0; i < run->n_hooks && !r->failed; i++)
		if (!strcmp(run->hooks[i].name, name))
			json_fail(r, "two hooks are named '%s'", name);
	run_add_hook(run, name, how);
	json_check_empty(r, object);
}

static void decode_vendor(struct json_reader *r, json_t *object,
			  struct run *run)
{
	const uint8_t instance = read_byte(r, object, "instance");
	char *vendor = json_pop_text(r, object, "vendor");
	char *sub_vendor = json_pop_text(r, object, "sub_vendor");

	/* In this order, because equal data have one spelling. */
	if (run->n_vendors &&
	    run->vendors[run->n_vendors - 1].instance >= instance)
		json_fail(r, "the vendors of instances are out of order");
	run_add_vendor(run, instance, vendor, sub_vendor);
	vendor_use_for(instance, vendor, sub_vendor);
	free(vendor);
	free(sub_vendor);
	json_check_empty(r, object);
}

static void decode_vendors(struct json_reader *r, json_t *object,
			   struct run *run)
{
	json_t *vendors, *vendor;
	size_t i;

	vendor_use(run->vendor, run->sub_vendor);
	if (!json_object_get(object, "vendors"))
		return;
	vendors = json_pop_array(r, object, "vendors");
	if (!json_array_size(vendors))
		json_fail(r, "vendors is empty");
	json_array_foreach(vendors, i, vendor) {
		if (!r->failed)
			decode_vendor(r, vendor, run);
	}
}

static void decode_run(struct json_reader *r, json_t *object, struct run *run)
{
	const char *source = json_pop_string(r, object, "source");
	json_t *hooks, *hook;
	size_t i;

	run->source = index_of(r, "source", source, source_names, SOURCES);
	run->kernel = json_pop_text(r, object, "kernel");
	run->arch = json_pop_text(r, object, "arch");
	run->host = json_pop_text(r, object, "host");
	run->command = json_pop_text(r, object, "command");
	run->tool = json_pop_text(r, object, "tool");
	run->label = json_pop_text(r, object, "label");
	if (run->label && run_label_error(run->label))
		json_fail(r, "the label %s", run_label_error(run->label));
	run->vendor = json_pop_text(r, object, "vendor");
	run->sub_vendor = json_pop_text(r, object, "sub_vendor");
	decode_vendors(r, object, run);
	run->start_unix_s = read_ns(r, object, "start_unix_s");
	run->duration_ns = read_ns(r, object, "duration_ns");
	run->resolution_ns = read_ns(r, object, "resolution_ns");
	run->log_start_ns = read_ns_if(r, object, "log_start_ns");
	run->deterministic = json_pop_true(r, object, "deterministic");
	run->misses_counted = json_pop_true(r, object, "misses_counted");
	run->self_runs = read_count(r, object, "self_runs");
	run->self_ns = read_ns(r, object, "self_ns");
	hooks = json_pop_array(r, object, "hooks");
	if (json_array_size(hooks) > PROFILE_HOOKS)
		json_fail(r, "there are too many hooks");
	if (r->failed)
		return;
	json_array_foreach(hooks, i, hook)
		decode_hook(r, hook, run);
	json_check_empty(r, object);
}

/* Reads the members of a key; @object may have others. */
void decode_key(struct json_reader *r, json_t *object, struct series_key *key)
{
	const char *type, *transport;

	key->instance = read_byte(r, object, "instance");
	key->channel = read_byte(r, object, "channel");
	key->protocol = read_byte(r, object, "protocol");
	key->message = read_byte(r, object, "message");
	type = json_pop_string(r, object, "type");
	key->type = (uint8_t)index_of(r, "type", type, message_type_names,
				      MESSAGE_TYPES);
	transport = json_pop_string(r, object, "transport");
	key->transport = (uint8_t)index_of(r, "transport", transport,
					   transport_names, TRANSPORTS);
	key->resource_plus = resource_plus_decode(r, object);
}

/*
 * Before out_of_order was a counter, it was an anomaly; it is added to that
 * counter.
 */
static void decode_anomalies(struct json_reader *r, json_t *object,
			     uint64_t *anomaly, uint64_t *counter)
{
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value) {
		uint64_t *to = &counter[LC_OUT_OF_ORDER];

		if (strcmp(name, counter_names[LC_OUT_OF_ORDER]))
			to = &anomaly[index_of(r, "anomaly", name,
					       anomaly_names, LA_KINDS)];
		*to = json_read_number(r, value, name, 1, PROFILE_COUNT_MAX);
	}
}

/* A count of 0 is absent, because equal data have one spelling. */
static void decode_counts(struct json_reader *r, json_t *object,
			  const char *kind, const char *const *names, int n,
			  uint64_t *count)
{
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value)
		count[index_of(r, kind, name, names, n)] =
			json_read_number(r, value, name, 1, PROFILE_COUNT_MAX);
}

/* The same for a member of @object, which can be absent. */
static void decode_counts_if(struct json_reader *r, json_t *object,
			     const char *key, const char *kind,
			     const char *const *names, int n, uint64_t *count)
{
	if (json_object_get(object, key))
		decode_counts(r, json_pop_object(r, object, key), kind, names,
			      n, count);
}

void decode_buckets(struct json_reader *r, const json_t *buckets,
		    struct hist *h)
{
	const json_t *pair;
	uint64_t least = 0;
	size_t i;

	json_array_foreach(buckets, i, pair) {
		uint64_t index, n;

		if (!json_is_array(pair) || json_array_size(pair) != 2)
			json_fail(r, "bucket %zu is not a pair", i);
		index = json_read_number(r, json_array_get(pair, 0),
					 "a bucket's index", least,
					 HIST_BUCKETS - 1);
		n = json_read_number(r, json_array_get(pair, 1),
				     "a bucket's count", 1, PROFILE_COUNT_MAX);
		if (r->failed)
			return;
		hist_add_bucket(h, (uint32_t)index, n);
		least = index + 1;
	}
}

/*
 * With @exact a histogram has min_ns and max_ns; without, as in deltas, min and
 * max are the bounds of buckets.
 */
static void decode_hist(struct json_reader *r, json_t *object, struct hist *h,
			bool exact)
{
	const uint64_t count =
		json_pop_number(r, object, "count", exact, PROFILE_COUNT_MAX);
	const char *wrong;

	h->sum = read_ns(r, object, "sum_ns");
	decode_buckets(r, json_pop_array(r, object, "buckets"), h);
	if (h->count != count)
		json_fail(r, "count is %llu, but its buckets add up to %llu",
			  (unsigned long long)count,
			  (unsigned long long)h->count);
	if (exact) {
		h->min = read_ns(r, object, "min_ns");
		h->max = read_ns(r, object, "max_ns");
	}
	if (exact && !r->failed && (wrong = hist_check(h)))
		json_fail(r, "%s", wrong);
	if (!h->count && !h->sum)
		json_fail(r, "a phase without a change");
	json_check_empty(r, object);
}

static void decode_phases(struct json_reader *r, json_t *object,
			  struct hist *phase, bool exact)
{
	char *end = r->where + strlen(r->where);
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value) {
		int i = index_of(r, "phase", name, phase_names, LC_PHASES);

		/* As snprintf(), which would be 2 % of the time. */
		strcpy(stpcpy(end, ", phase "), phase_names[i]);
		decode_hist(r, value, &phase[i], exact);
		*end = '\0';
	}
}

/* Appends a series to @p. */
static void decode_series(struct json_reader *r, json_t *object,
			  struct profile *p)
{
	struct series_key key;
	struct series *s;
	const char *wrong;
	json_t *counters;

	decode_key(r, object, &key);
	if (p->n_series &&
	    series_key_compare(&p->series[p->n_series - 1].key, &key) >= 0)
		json_fail(r, "appears twice, or not in the order of keys");
	s = profile_append_series(p, key);
	counters = json_pop_object(r, object, "counters");
	for (int i = 0; i < LC_COUNTERS; i++)
		/* See decode_anomalies(). */
		if (i != LC_OUT_OF_ORDER ||
		    json_object_get(counters, counter_names[i]))
			s->counter[i] =
				read_count(r, counters, counter_names[i]);
	s->in_flight = read_count(r, counters, "in_flight");
	json_check_empty(r, counters);
	decode_anomalies(r, json_pop_object(r, object, "anomalies"), s->anomaly,
			 s->counter);
	decode_counts_if(r, object, "statuses", "status", status_names,
			 LC_STATUSES, s->status);
	decode_phases(r, json_pop_object(r, object, "phases"), s->phase, true);
	if ((wrong = series_check(s)))
		json_fail(r, "%s", wrong);
	json_check_empty(r, object);
}

static void decode_event(struct json_reader *r, json_t *object,
			 struct profile *p)
{
	struct anomaly_event event = {0};
	const char *kind;
	bool is_anomaly;

	decode_key(r, object, &event.key);
	event.time_ns = read_ns(r, object, "time_ns");
	event.age_ns = read_ns(r, object, "age_ns");
	event.stamp_ns = read_ns_if(r, object, "stamp_ns");
	event.token =
		(uint16_t)json_pop_number(r, object, "token", 0, LC_TOKENS - 1);
	event.cpu = (uint32_t)json_pop_number(r, object, "cpu", 0, UINT32_MAX);
	event.pid = (uint32_t)json_pop_number(r, object, "pid", 0, UINT32_MAX);
	kind = json_pop_string(r, object, "kind");
	read_comm(r, object, "comm", event.comm);
	/* See decode_anomalies(). */
	is_anomaly = strcmp(kind, counter_names[LC_OUT_OF_ORDER]);
	if (is_anomaly)
		event.kind = (uint8_t)index_of(r, "kind", kind, anomaly_names,
					       LA_KINDS);
	if (is_anomaly)
		profile_add_event(p, &event);
	json_check_empty(r, object);
}

/* The delta's series is from @least to the last one of @p. */
static struct delta decode_delta(struct json_reader *r, json_t *object,
				 uint64_t least, const struct profile *p)
{
	json_t *counters, *anomalies, *phases;
	struct delta g = {0};

	if (!p->n_series)
		json_fail(r, "the profile has no series");
	g.series = (uint32_t)json_pop_number(r, object, "series", least,
					     p->n_series - 1);
	counters = json_pop_object(r, object, "counters");
	anomalies = json_pop_object(r, object, "anomalies");
	phases = json_pop_object(r, object, "phases");
	decode_counts(r, counters, "counter", counter_names, LC_COUNTERS,
		      g.counter);
	decode_anomalies(r, anomalies, g.anomaly, g.counter);
	decode_phases(r, phases, g.phase, false);
	if (!json_object_size(counters) && !json_object_size(anomalies) &&
	    !json_object_size(phases))
		json_fail(r, "a series without a change");
	json_check_empty(r, object);
	return g;
}

static void decode_interval(struct json_reader *r, json_t *object,
			    uint64_t start_ns, const struct profile *p,
			    struct interval *in)
{
	uint64_t least = 0;
	json_t *deltas, *value;
	size_t i;

	in->end_ns = read_ns(r, object, "end_ns");
	deltas = json_pop_array(r, object, "deltas");
	if (in->end_ns <= start_ns)
		json_fail(r, "it does not end after its start");
	json_array_foreach(deltas, i, value) {
		struct delta g = decode_delta(r, value, least, p);

		least = g.series + 1u;
		interval_append(in, &g);
	}
	json_check_empty(r, object);
}

/* Reads the time series of @root, if any. The series are in @p already. */
static void decode_intervals(struct json_reader *r, json_t *root,
			     struct profile *p)
{
	uint64_t start_ns = 0;
	json_t *intervals, *value;
	const char *wrong;
	size_t i;

	if (!json_object_get(root, "intervals"))
		return;
	p->interval_ns =
		json_pop_number(r, root, "interval_ns", 1, PROFILE_NS_MAX);
	intervals = json_pop_array(r, root, "intervals");
	if (!json_array_size(intervals) ||
	    json_array_size(intervals) > PROFILE_INTERVALS)
		json_fail(r, "no intervals, or too many of them");
	if (r->failed)
		return;
	p->intervals =
		xcalloc(json_array_size(intervals), sizeof(*p->intervals));
	json_array_foreach(intervals, i, value) {
		struct interval *in = &p->intervals[p->n_intervals++];

		snprintf(r->where, sizeof(r->where), "interval %zu", i);
		decode_interval(r, value, start_ns, p, in);
		start_ns = in->end_ns;
	}
	snprintf(r->where, sizeof(r->where), "intervals");
	if (!r->failed && (wrong = intervals_check(p)))
		json_fail(r, "%s", wrong);
	*r->where = '\0';
}

static void decode_profile(struct json_reader *r, json_t *root,
			   struct profile *p)
{
	json_t *runs = json_pop_array(r, root, "runs"), *value;
	json_t *series = json_pop_array(r, root, "series");
	json_t *lost = json_pop_object(r, root, "lost"), *events;
	size_t i;

	if (!json_array_size(runs))
		json_fail(r, "runs is empty");
	if (json_array_size(series) > PROFILE_SERIES_MAX)
		json_fail(r, "there are too many series");
	if (r->failed)
		return;
	json_array_foreach(runs, i, value) {
		snprintf(r->where, sizeof(r->where), "run %zu", i);
		decode_run(r, value, profile_add_run(p));
	}
	json_array_foreach(series, i, value) {
		snprintf(r->where, sizeof(r->where), "series %zu", i);
		decode_series(r, value, p);
	}
	events = json_pop_array(r, root, "events");
	if (json_array_size(events) > PROFILE_EVENTS)
		json_fail(r, "there are too many events");
	json_array_foreach(events, i, value) {
		snprintf(r->where, sizeof(r->where), "event %zu", i);
		decode_event(r, value, p);
	}
	*r->where = '\0';
	fast_calls_decode(r, root, p);
	callers_decode(r, root, p);
	resource_names_decode(r, root, p);
	decode_intervals(r, root, p);
	snprintf(r->where, sizeof(r->where), "lost");
	for (i = 0; i < LOST_CAUSES; i++)
		p->lost[i] = read_count(r, lost, lost_names[(int)i]);
	json_check_empty(r, lost);
	*r->where = '\0';
	decode_counts_if(r, root, "gaps", "gap", gap_names, LC_GAPS, p->gap);
	p->untracked = read_count(r, root, "untracked");
	p->unparsed_lines = read_count(r, root, "unparsed_lines");
	json_object_del(root, "schema");
	json_check_empty(r, root);
}

/* Recognises the format and its version by "schema". */
static enum profile_json_result recognise(struct json_reader *r,
					  const json_t *root)
{
	const size_t len = strlen(PROFILE_FORMAT);
	const char *schema;
	unsigned long version;
	char *end;

	schema = json_string_value(json_object_get(root, "schema"));
	if (!schema || strncmp(schema, PROFILE_FORMAT, len) ||
	    schema[len] < '1' || schema[len] > '9') {
		json_fail(r, "its JSON has no \"schema\": \"" PROFILE_FORMAT
			     "…\"");
		return PROFILE_JSON_FOREIGN;
	}
	version = strtoul(schema + len, &end, 10);
	if (*end) {
		json_fail(r, "schema is '%s'", schema);
		return PROFILE_JSON_FOREIGN;
	}
	if (version != PROFILE_VERSION) {
		json_fail(r, "its format is %s", schema);
		return version > PROFILE_VERSION ? PROFILE_JSON_FUTURE
						 : PROFILE_JSON_OLD;
	}
	return PROFILE_JSON_OK;
}

enum profile_json_result profile_decode(struct profile *p, const char *json,
					size_t len, char *why, size_t why_len)
{
	static const char start[] = "{\"schema\":\"" PROFILE_FORMAT;
	struct json_reader r = {.why = why, .why_len = why_len};
	enum profile_json_result result;
	json_error_t error;
	json_t *root;

	if (json_cost(json, len) > PROFILE_JSON_COST) {
		json_fail(&r, "its JSON has too many values");
		return PROFILE_JSON_CORRUPT;
	}
	root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		json_fail(&r, "byte %d: %s", error.position, error.text);
		return len >= strlen(start) &&
				       !memcmp(json, start, strlen(start))
			       ? PROFILE_JSON_CORRUPT
			       : PROFILE_JSON_FOREIGN;
	}
	result = recognise(&r, root);
	if (result == PROFILE_JSON_OK) {
		decode_profile(&r, root, p);
		json_reader_free(&r);
		result = r.failed ? PROFILE_JSON_CORRUPT : PROFILE_JSON_OK;
	}
	json_decref(root);
	return result;
}
