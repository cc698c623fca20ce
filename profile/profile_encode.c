// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "names.h"
#include "profile_json.h"
#include "text.h"

/*
 * Building a tree of values goes on after a failure, with NULL values that
 * jansson ignores; what failed first is kept here.
 */
struct encoder {
	int err;
};

static json_t *check(struct encoder *e, json_t *value)
{
	if (!value && !e->err)
		e->err = -ENOMEM;
	return value;
}

static void set(struct encoder *e, json_t *object, const char *key,
		json_t *value)
{
	if (json_object_set_new(object, key, check(e, value)) && !e->err)
		e->err = -ENOMEM;
}

static void append(struct encoder *e, json_t *array, json_t *value)
{
	if (json_array_append_new(array, check(e, value)) && !e->err)
		e->err = -ENOMEM;
}

static json_t *number(struct encoder *e, uint64_t value, uint64_t max)
{
	if (value > max && !e->err)
		e->err = -ERANGE;
	return json_integer((json_int_t)value);
}

static void set_count(struct encoder *e, json_t *object, const char *key,
		      uint64_t value)
{
	set(e, object, key, number(e, value, PROFILE_COUNT_MAX));
}

static void set_ns(struct encoder *e, json_t *object, const char *key,
		   uint64_t value)
{
	set(e, object, key, number(e, value, PROFILE_NS_MAX));
}

/* Absent strings have no key. */
static void set_string(struct encoder *e, json_t *object, const char *key,
		       const char *value)
{
	char *utf8;

	if (!value)
		return;
	utf8 = text_utf8(value);
	set(e, object, key, utf8 ? json_string(utf8) : NULL);
	free(utf8);
}

/*
 * A task's name as UTF-8, and still no longer than the kernel has them: what
 * is no UTF-8 takes more bytes as such.
 */
static void set_comm(struct encoder *e, json_t *object, const char *comm)
{
	size_t len = sizeof(((struct anomaly_event *)0)->comm) - 1;
	char *utf8 = text_utf8(comm);

	if (utf8 && strlen(utf8) > len) {
		while ((utf8[len] & 0xc0) == 0x80)
			len--; /* not inside a character */
		utf8[len] = '\0';
	}
	set(e, object, "comm", utf8 ? json_string(utf8) : NULL);
	free(utf8);
}

static json_t *encode_run(struct encoder *e, const struct run *run)
{
	json_t *object = json_object(), *hooks = json_array();

	set_string(e, object, "source", source_name(run->source));
	set_string(e, object, "kernel", run->kernel);
	set_string(e, object, "arch", run->arch);
	set_string(e, object, "host", run->host);
	set_string(e, object, "command", run->command);
	set_string(e, object, "tool", run->tool);
	set_ns(e, object, "start_unix_s", run->start_unix_s);
	set_ns(e, object, "duration_ns", run->duration_ns);
	set_ns(e, object, "resolution_ns", run->resolution_ns);
	if (run->deterministic) /* else absent */
		set(e, object, "deterministic", json_true());
	set_count(e, object, "self_runs", run->self_runs);
	set_ns(e, object, "self_ns", run->self_ns);
	for (size_t i = 0; i < run->n_hooks; i++) {
		json_t *hook = json_object();

		set_string(e, hook, "name", run->hooks[i].name);
		set_string(e, hook, "how", run->hooks[i].how);
		append(e, hooks, hook);
	}
	set(e, object, "hooks", hooks);
	return object;
}

static void append_bucket(struct encoder *e, json_t *buckets, uint32_t index,
			  uint64_t n)
{
	json_t *bucket = json_array();

	append(e, bucket, json_integer(index));
	append(e, bucket, number(e, n, PROFILE_COUNT_MAX));
	append(e, buckets, bucket);
}

static json_t *encode_hist(struct encoder *e, const struct hist *h)
{
	json_t *object = json_object(), *buckets = json_array();
	uint64_t n;

	set_count(e, object, "count", h->count);
	set_ns(e, object, "sum_ns", h->sum);
	set_ns(e, object, "min_ns", h->min);
	set_ns(e, object, "max_ns", h->max);
	for (uint32_t i = 0; (n = hist_next(h, &i)); i++)
		append_bucket(e, buckets, i, n);
	set(e, object, "buckets", buckets);
	return object;
}

static void encode_key(struct encoder *e, json_t *object,
		       const struct series_key *key)
{
	set(e, object, "instance", json_integer(key->instance));
	set_string(e, object, "transport", transport_name(key->transport));
	set(e, object, "channel", json_integer(key->channel));
	set(e, object, "protocol", json_integer(key->protocol));
	set(e, object, "message", json_integer(key->message));
	set_string(e, object, "type", message_type_name(key->type));
}

static json_t *encode_event(struct encoder *e, const struct anomaly_event *ev)
{
	json_t *object = json_object();

	encode_key(e, object, &ev->key);
	set_string(e, object, "kind", anomaly_name(ev->kind));
	set_ns(e, object, "time_ns", ev->time_ns);
	set_ns(e, object, "age_ns", ev->age_ns);
	set(e, object, "token", json_integer(ev->token));
	set(e, object, "cpu", json_integer(ev->cpu));
	set(e, object, "pid", json_integer(ev->pid));
	set_comm(e, object, ev->comm);
	return object;
}

/* Those that there were. */
static json_t *encode_anomalies(struct encoder *e, const uint64_t *anomaly)
{
	json_t *object = json_object();

	for (int i = 0; i < LA_KINDS; i++)
		if (anomaly[i])
			set_count(e, object, anomaly_name(i), anomaly[i]);
	return object;
}

static json_t *encode_series(struct encoder *e, const struct series *s)
{
	json_t *object = json_object();
	json_t *counters = json_object(), *phases = json_object();

	encode_key(e, object, &s->key);
	for (int i = 0; i < LC_COUNTERS; i++)
		set_count(e, counters, counter_name(i), s->counter[i]);
	set_count(e, counters, "in_flight", s->in_flight);
	set(e, object, "counters", counters);
	set(e, object, "anomalies", encode_anomalies(e, s->anomaly));
	for (int i = 0; i < LC_PHASES; i++)
		if (s->phase[i].count)
			set(e, phases, phase_name(i),
			    encode_hist(e, &s->phase[i]));
	set(e, object, "phases", phases);
	return object;
}

static int compare_keys(const void *a, const void *b)
{
	const struct series *const *left = a, *const *right = b;

	return series_key_compare(&(*left)->key, &(*right)->key);
}

static json_t *encode_all_series(struct encoder *e, const struct profile *p)
{
	const struct series **sorted = calloc(p->n_series + 1, sizeof(*sorted));
	json_t *array = json_array();

	if (!sorted || p->n_series > PROFILE_SERIES_MAX) {
		e->err = sorted ? -ERANGE : -ENOMEM;
		free(sorted);
		return array;
	}
	for (size_t i = 0; i < p->n_series; i++)
		sorted[i] = &p->series[i];
	qsort(sorted, p->n_series, sizeof(*sorted), compare_keys);
	for (size_t i = 0; i < p->n_series; i++)
		append(e, array, encode_series(e, sorted[i]));
	free(sorted);
	return array;
}

static json_t *encode_delta_phase(struct encoder *e,
				  const struct delta_phase *phase)
{
	json_t *object = json_object(), *buckets = json_array();

	set_count(e, object, "count", phase->count);
	set_ns(e, object, "sum_ns", phase->sum);
	for (size_t i = 0; i < phase->n_buckets; i++)
		append_bucket(e, buckets, phase->bucket[i].index,
			      phase->bucket[i].n);
	set(e, object, "buckets", buckets);
	return object;
}

static json_t *encode_delta(struct encoder *e, const struct delta *g)
{
	json_t *object = json_object();
	json_t *counters = json_object(), *phases = json_object();

	set(e, object, "series", json_integer(g->series));
	for (int i = 0; i < LC_COUNTERS; i++)
		if (g->counter[i])
			set_count(e, counters, counter_name(i), g->counter[i]);
	set(e, object, "counters", counters);
	set(e, object, "anomalies", encode_anomalies(e, g->anomaly));
	for (int i = 0; i < LC_PHASES; i++)
		if (g->phase[i].count || g->phase[i].sum)
			set(e, phases, phase_name(i),
			    encode_delta_phase(e, &g->phase[i]));
	set(e, object, "phases", phases);
	return object;
}

/* No key at all where no time series was asked for. */
static void encode_intervals(struct encoder *e, json_t *root,
			     const struct profile *p)
{
	json_t *intervals;

	if (!p->n_intervals)
		return;
	intervals = json_array();
	for (size_t i = 0; i < p->n_intervals; i++) {
		const struct interval *in = &p->intervals[i];
		json_t *interval = json_object(), *deltas = json_array();

		set_ns(e, interval, "end_ns", in->end_ns);
		for (size_t g = 0; g < in->n_deltas; g++)
			append(e, deltas, encode_delta(e, &in->delta[g]));
		set(e, interval, "deltas", deltas);
		append(e, intervals, interval);
	}
	set_ns(e, root, "interval_ns", p->interval_ns);
	set(e, root, "intervals", intervals);
}

static json_t *encode_profile(struct encoder *e, const struct profile *p)
{
	json_t *root = json_object();
	json_t *runs = json_array(), *lost = json_object();
	json_t *events = json_array();

	set(e, root, "schema",
	    json_sprintf(PROFILE_FORMAT "%d", PROFILE_VERSION));
	for (size_t i = 0; i < p->n_runs; i++)
		append(e, runs, encode_run(e, &p->runs[i]));
	set(e, root, "runs", runs);
	set(e, root, "series", encode_all_series(e, p));
	for (size_t i = 0; i < p->n_events; i++)
		append(e, events, encode_event(e, &p->events[i]));
	set(e, root, "events", events);
	encode_intervals(e, root, p);
	for (int i = 0; i < LOST_CAUSES; i++)
		set_count(e, lost, lost_name(i), p->lost[i]);
	set(e, root, "lost", lost);
	set_count(e, root, "untracked", p->untracked);
	set_count(e, root, "unparsed_lines", p->unparsed_lines);
	return root;
}

int profile_encode(const struct profile *p, char **json, size_t *len)
{
	struct encoder e = {0};
	json_t *root = encode_profile(&e, p);

	*json = e.err ? NULL : json_dumps(root, JSON_COMPACT);
	json_decref(root);
	if (!*json)
		return e.err ? e.err : -ENOMEM;
	*len = strlen(*json);
	if (*len <= PROFILE_JSON_MAX)
		return 0;
	free(*json);
	return -ERANGE;
}
