// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "alloc.h"
#include "encode_intervals.h"
#include "json_read.h"
#include "names.h"
#include "profile_json.h"
#include "profile_values.h"
#include "callers_json.h"
#include "text.h"

static json_t *number(struct encoder *e, uint64_t value, uint64_t max)
{
	e->out_of_range |= value > max;
	return json_integer((json_int_t)value);
}

void set_count(struct encoder *e, json_t *object, const char *key,
	       uint64_t value)
{
	json_object_set_new(object, key, number(e, value, PROFILE_COUNT_MAX));
}

void set_ns(struct encoder *e, json_t *object, const char *key, uint64_t value)
{
	json_object_set_new(object, key, number(e, value, PROFILE_NS_MAX));
}

/* Absent strings have no key. */
void set_string(json_t *object, const char *key, const char *value)
{
	char *utf8;

	if (!value)
		return;
	utf8 = text_utf8(value);
	json_object_set_new(object, key, json_string(utf8));
	free(utf8);
}

/*
 * A task's name, still no longer than in the kernel: as UTF-8, invalid bytes
 * become longer.
 */
void set_comm(json_t *object, const char *comm)
{
	size_t len = sizeof(((struct anomaly_event *)0)->comm) - 1;
	char *utf8 = text_utf8(comm);

	if (strlen(utf8) > len) {
		while ((utf8[len] & 0xc0) == 0x80)
			len--; /* do not cut a character */
		utf8[len] = '\0';
	}
	json_object_set_new(object, "comm", json_string(utf8));
	free(utf8);
}

/* Absent if all instances have the same vendor, or none is known. */
static void encode_vendors(json_t *object, const struct run *run)
{
	json_t *vendors = json_array();

	for (size_t i = 0; i < run->n_vendors; i++) {
		const struct instance_vendor *v = &run->vendors[i];
		json_t *vendor = json_object();

		json_object_set_new(vendor, "instance",
				    json_integer(v->instance));
		set_string(vendor, "vendor", v->vendor);
		set_string(vendor, "sub_vendor", v->sub_vendor);
		json_array_append_new(vendors, vendor);
	}
	if (run->n_vendors)
		json_object_set_new(object, "vendors", vendors);
	else
		json_decref(vendors);
}

static json_t *encode_run(struct encoder *e, const struct run *run)
{
	json_t *object = json_object(), *hooks = json_array();

	set_string(object, "source", source_names[run->source]);
	set_string(object, "kernel", run->kernel);
	set_string(object, "arch", run->arch);
	set_string(object, "host", run->host);
	set_string(object, "command", run->command);
	set_string(object, "tool", run->tool);
	set_string(object, "label", run->label);
	set_string(object, "vendor", run->vendor);
	set_string(object, "sub_vendor", run->sub_vendor);
	encode_vendors(object, run);
	set_ns(e, object, "start_unix_s", run->start_unix_s);
	set_ns(e, object, "duration_ns", run->duration_ns);
	set_ns(e, object, "resolution_ns", run->resolution_ns);
	if (run->log_start_ns) /* else absent, as the next ones */
		set_ns(e, object, "log_start_ns", run->log_start_ns);
	if (run->deterministic)
		json_object_set_new(object, "deterministic", json_true());
	if (run->misses_counted)
		json_object_set_new(object, "misses_counted", json_true());
	set_count(e, object, "self_runs", run->self_runs);
	set_ns(e, object, "self_ns", run->self_ns);
	for (size_t i = 0; i < run->n_hooks; i++) {
		json_t *hook = json_object();

		set_string(hook, "name", run->hooks[i].name);
		set_string(hook, "how", run->hooks[i].how);
		json_array_append_new(hooks, hook);
	}
	json_object_set_new(object, "hooks", hooks);
	return object;
}

json_t *encode_buckets(struct encoder *e, const struct hist *h)
{
	json_t *buckets = json_array();

	for (uint32_t i = 0; i < h->n_buckets; i++) {
		json_t *bucket = json_array();

		json_array_append_new(bucket, json_integer(h->bucket[i].index));
		json_array_append_new(
			bucket, number(e, h->bucket[i].n, PROFILE_COUNT_MAX));
		json_array_append_new(buckets, bucket);
	}
	return buckets;
}

static json_t *encode_hist(struct encoder *e, const struct hist *h)
{
	json_t *object = json_object();

	set_count(e, object, "count", h->count);
	set_ns(e, object, "sum_ns", h->sum);
	set_ns(e, object, "min_ns", h->min);
	set_ns(e, object, "max_ns", h->max);
	json_object_set_new(object, "buckets", encode_buckets(e, h));
	return object;
}

static json_t *encode_phases(struct encoder *e, const struct hist *phase)
{
	json_t *object = json_object();

	for (int i = 0; i < LC_PHASES; i++)
		if (phase[i].count)
			json_object_set_new(object, phase_names[i],
					    encode_hist(e, &phase[i]));
	return object;
}

void encode_key(json_t *object, const struct series_key *key)
{
	json_object_set_new(object, "instance", json_integer(key->instance));
	set_string(object, "transport", transport_names[key->transport]);
	json_object_set_new(object, "channel", json_integer(key->channel));
	json_object_set_new(object, "protocol", json_integer(key->protocol));
	json_object_set_new(object, "message", json_integer(key->message));
	set_string(object, "type", message_type_names[key->type]);
	if (key->resource_plus) /* else absent */
		json_object_set_new(object, "resource",
				    json_integer(key->resource_plus - 1));
}

static json_t *encode_event(struct encoder *e, const struct anomaly_event *ev)
{
	json_t *object = json_object();

	encode_key(object, &ev->key);
	set_string(object, "kind", anomaly_names[ev->kind]);
	set_ns(e, object, "time_ns", ev->time_ns);
	set_ns(e, object, "age_ns", ev->age_ns);
	if (ev->stamp_ns) /* else absent */
		set_ns(e, object, "stamp_ns", ev->stamp_ns);
	json_object_set_new(object, "token", json_integer(ev->token));
	json_object_set_new(object, "cpu", json_integer(ev->cpu));
	json_object_set_new(object, "pid", json_integer(ev->pid));
	set_comm(object, ev->comm);
	return object;
}

/* Counts by their names; without @zeros, a count of 0 has no key. */
static json_t *encode_counts(struct encoder *e, const char *const *names,
			     const uint64_t *count, int n, bool zeros)
{
	json_t *object = json_object();

	for (int i = 0; i < n; i++)
		if (count[i] || zeros)
			set_count(e, object, names[i], count[i]);
	return object;
}

/* The same as a member of @object, which is absent if all are 0. */
static void encode_counts_if(struct encoder *e, json_t *object, const char *key,
			     const char *const *names, const uint64_t *count,
			     int n)
{
	json_t *counts = encode_counts(e, names, count, n, false);

	if (json_object_size(counts))
		json_object_set(object, key, counts);
	json_decref(counts);
}

static json_t *encode_anomalies(struct encoder *e, const uint64_t *anomaly)
{
	return encode_counts(e, anomaly_names, anomaly, LA_KINDS, false);
}

static json_t *encode_series(struct encoder *e, const struct series *s)
{
	json_t *object = json_object();
	json_t *counters =
		encode_counts(e, counter_names, s->counter, LC_COUNTERS, true);

	encode_key(object, &s->key);
	set_count(e, counters, "in_flight", s->in_flight);
	json_object_set_new(object, "counters", counters);
	json_object_set_new(object, "anomalies",
			    encode_anomalies(e, s->anomaly));
	encode_counts_if(e, object, "statuses", status_names, s->status,
			 LC_STATUSES);
	json_object_set_new(object, "phases", encode_phases(e, s->phase));
	return object;
}

static int compare_keys(const void *a, const void *b)
{
	const struct series *const *left = a, *const *right = b;

	return series_key_compare(&(*left)->key, &(*right)->key);
}

static json_t *encode_all_series(struct encoder *e, const struct profile *p)
{
	const struct series **sorted = xcalloc(p->n_series, sizeof(*sorted));
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_series; i++)
		sorted[i] = &p->series[i];
	qsort(sorted, p->n_series, sizeof(*sorted), compare_keys);
	for (size_t i = 0; i < p->n_series; i++)
		json_array_append_new(array, encode_series(e, sorted[i]));
	free(sorted);
	return array;
}

/* Only the length of the intervals: insert_intervals() adds the others. */
static void encode_intervals(struct encoder *e, json_t *root,
			     const struct profile *p)
{
	if (!p->n_intervals)
		return;
	set_ns(e, root, "interval_ns", p->interval_ns);
	json_object_set_new(root, "intervals", json_array());
}

/* Only if there are fast channels, so that other files stay as they are. */
static void encode_fast(struct encoder *e, json_t *root,
			const struct profile *p)
{
	json_t *channels;

	if (!p->n_fast)
		return;
	channels = json_array();
	for (size_t i = 0; i < p->n_fast; i++) {
		const struct fast_channel *f = &p->fast[i];
		json_t *object = json_object();

		json_object_set_new(object, "protocol",
				    json_integer(f->protocol));
		json_object_set_new(object, "message",
				    json_integer(f->message));
		json_object_set_new(object, "domain", json_integer(f->domain));
		set_count(e, object, "calls", f->calls);
		json_object_set_new(object, "values",
				    json_pack("[I,I]", (json_int_t)f->value[0],
					      (json_int_t)f->value[1]));
		set_count(e, object, "periods", f->periods);
		set_ns(e, object, "period_sum_ns", f->period_sum_ns);
		set_ns(e, object, "period_min_ns", f->period_min_ns);
		set_ns(e, object, "period_max_ns", f->period_max_ns);
		json_array_append_new(channels, object);
	}
	json_object_set_new(root, "fast_channels", channels);
}

/* Absent without names; a resource with two different ones has none. */
static void encode_names(json_t *root, const struct resource_names *names)
{
	json_t *array = json_array();

	for (size_t i = 0; i < names->n; i++) {
		const struct resource_name *n = &names->name[i];

		if (*n->name)
			json_array_append_new(
				array,
				json_pack("{s:i, s:i, s:I, s:s}", "instance",
					  n->instance, "protocol", n->protocol,
					  "resource", (json_int_t)n->id, "name",
					  n->name));
	}
	if (json_array_size(array))
		json_object_set(root, "resource_names", array);
	json_decref(array);
}

static json_t *encode_profile(struct encoder *e, const struct profile *p)
{
	json_t *root = json_object();
	json_t *runs = json_array();
	json_t *events = json_array();

	json_object_set_new(root, "schema",
			    json_sprintf(PROFILE_FORMAT "%d", PROFILE_VERSION));
	for (size_t i = 0; i < p->n_runs; i++)
		json_array_append_new(runs, encode_run(e, &p->runs[i]));
	json_object_set_new(root, "runs", runs);
	json_object_set_new(root, "series", encode_all_series(e, p));
	for (size_t i = 0; i < p->n_events; i++)
		json_array_append_new(events, encode_event(e, &p->events[i]));
	json_object_set_new(root, "events", events);
	encode_fast(e, root, p);
	callers_encode(e, root, p->senders);
	encode_names(root, &p->names);
	encode_intervals(e, root, p);
	json_object_set_new(
		root, "lost",
		encode_counts(e, lost_names, p->lost, LOST_CAUSES, true));
	encode_counts_if(e, root, "gaps", gap_names, p->gap, LC_GAPS);
	set_count(e, root, "untracked", p->untracked);
	set_count(e, root, "unparsed_lines", p->unparsed_lines);
	return root;
}

/* Replaces the empty array of intervals in @json, which is freed. */
static char *insert_intervals(char *json, const char *intervals)
{
	/* In a string of JSON, quotation marks have a backslash before them. */
	static const char key[] = "\"intervals\":";
	const char *at = strstr(json, key) + sizeof(key) - 1;
	char *both = xasprintf("%.*s%s%s", (int)(at - json), json, intervals,
			       at + strlen("[]"));

	free(json);
	return both;
}

/* Returns the text, or NULL if a number is out of range. */
static char *encode_text(const struct profile *p)
{
	struct encoder e = {0};
	json_t *root = encode_profile(&e, p);
	char *intervals = p->n_intervals
				  ? encode_interval_text(p, &e.out_of_range)
				  : NULL;
	char *json = e.out_of_range ? NULL : json_dumps(root, JSON_COMPACT);

	json_decref(root);
	if (json && intervals)
		json = insert_intervals(json, intervals);
	free(intervals);
	return json;
}

int profile_encode(const struct profile *p, char **json, size_t *len)
{
	if (p->n_series > PROFILE_SERIES_MAX)
		return -ERANGE;
	*json = encode_text(p);
	if (!*json)
		return -EOVERFLOW;
	*len = strlen(*json);
	if (*len <= PROFILE_JSON_MAX &&
	    json_cost(*json, *len) <= PROFILE_JSON_COST)
		return 0;
	free(*json);
	return -ERANGE;
}
