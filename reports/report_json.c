// SPDX-License-Identifier: GPL-2.0-only
/*
 * The report as JSON. Its keys are a contract, docs/report.schema.json: keys
 * are added, never taken away or given another meaning.
 */
#include "report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "../loader/names.h"
#include "../loader/text.h"

/* A value that could not be made is NULL and fails where it is set. */
struct writer {
	bool failed;
};

static void set(struct writer *w, json_t *object, const char *key,
		json_t *value)
{
	w->failed |= json_object_set_new(object, key, value) != 0;
}

static void append(struct writer *w, json_t *array, json_t *value)
{
	w->failed |= json_array_append_new(array, value) != 0;
}

static json_t *number(uint64_t n)
{
	return json_integer((json_int_t)n);
}

/* A string, or null for one that is not known. */
static json_t *string(const char *s)
{
	char *utf8 = s ? text_utf8(s) : NULL;
	json_t *value = s ? json_string(utf8) : json_null();

	free(utf8);
	return value;
}

static json_t *hooks_of(struct writer *w, const struct run *run)
{
	json_t *hooks = json_object();

	for (size_t i = 0; i < run->n_hooks; i++) {
		char *name = text_utf8(run->hooks[i].name);

		set(w, hooks, name, string(run->hooks[i].how));
		free(name);
	}
	return hooks;
}

static json_t *meta_of_run(struct writer *w, const struct run *run)
{
	json_t *meta = json_object();

	set(w, meta, "source", string(source_name(run->source)));
	set(w, meta, "kernel", string(run->kernel));
	set(w, meta, "arch", string(run->arch));
	set(w, meta, "hooks", hooks_of(w, run));
	set(w, meta, "duration_ns", number(run->duration_ns));
	set(w, meta, "resolution_ns", number(run->resolution_ns));
	set(w, meta, "start_unix_s",
	    run->start_unix_s ? number(run->start_unix_s) : json_null());
	set(w, meta, "host", string(run->host));
	set(w, meta, "command", string(run->command));
	set(w, meta, "tool", string(run->tool));
	return meta;
}

/*
 * What holds for all runs: their common value, null where they differ, the sum
 * of their durations.
 */
static json_t *meta_of_all(struct writer *w, const struct profile *p)
{
	json_t *meta = meta_of_run(w, &p->runs[0]), *runs = json_array();
	uint64_t duration_ns = 0;

	for (size_t i = 0; i < p->n_runs; i++) {
		json_t *run = meta_of_run(w, &p->runs[i]), *value;
		const char *key;

		json_object_foreach(run, key, value) {
			if (!json_equal(json_object_get(meta, key), value))
				set(w, meta, key, json_null());
		}
		duration_ns += p->runs[i].duration_ns;
		append(w, runs, run);
	}
	set(w, meta, "duration_ns", number(duration_ns));
	set(w, meta, "runs", runs);
	return meta;
}

static json_t *key_of(struct writer *w, const struct series_key *key)
{
	json_t *object = json_object();
	char buf[8];

	set(w, object, "instance", json_integer(key->instance));
	set(w, object, "transport",
	    json_string(transport_name(key->transport)));
	set(w, object, "channel", json_integer(key->channel));
	set(w, object, "protocol", json_integer(key->protocol));
	set(w, object, "protocol_name",
	    json_string(protocol_label(key->protocol, buf, sizeof(buf))));
	set(w, object, "message", json_integer(key->message));
	set(w, object, "message_name",
	    json_string(message_label(key->protocol, key->message, buf,
				      sizeof(buf))));
	return object;
}

static json_t *percentile(const struct hist *h, unsigned int permille)
{
	uint64_t value;

	return hist_percentile(h, permille, &value) ? number(value)
						    : json_null();
}

static json_t *phase_of(struct writer *w, const struct series *s,
			enum lc_phase phase)
{
	const struct hist *h = &s->phase[phase];
	json_t *object = key_of(w, &s->key);

	set(w, object, "phase", json_string(phase_name(phase)));
	set(w, object, "count", number(h->count));
	set(w, object, "min_ns", number(h->min));
	set(w, object, "max_ns", number(h->max));
	set(w, object, "mean_ns", json_real((double)h->sum / (double)h->count));
	set(w, object, "p50_ns", percentile(h, 500));
	set(w, object, "p90_ns", percentile(h, 900));
	set(w, object, "p99_ns", percentile(h, 990));
	set(w, object, "p999_ns", percentile(h, 999));
	set(w, object, "sum_ns", number(h->sum));
	return object;
}

static json_t *all_phases(struct writer *w, const struct profile *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_series; i++)
		for (int phase = 0; phase < LC_PHASES; phase++)
			if (p->series[i].phase[phase].count)
				append(w, array,
				       phase_of(w, &p->series[i], phase));
	return array;
}

/* begun = completed + timed_out + send_failed + aged_out + in_flight */
static json_t *counters(struct writer *w, const struct profile *p)
{
	json_t *object = json_object(), *lost = json_object();

	for (int i = 0; i < LC_COUNTERS; i++) {
		if (i == LC_OVERLAPPED)
			set(w, object, "in_flight",
			    number(profile_in_flight(p)));
		set(w, object, counter_name(i), number(profile_total(p, i)));
	}
	set(w, object, "unparsed_lines", number(p->unparsed_lines));
	for (int i = 0; i < LOST_CAUSES; i++)
		set(w, lost, lost_name(i), number(p->lost[i]));
	set(w, object, "lost", lost);
	set(w, object, "untracked", number(p->untracked));
	return object;
}

static json_t *timeouts_of(struct writer *w, const struct series *s)
{
	json_t *object = json_object(), *key = key_of(w, &s->key);

	set(w, object, "kind", json_string("timeout"));
	w->failed |= json_object_update(object, key) != 0;
	json_decref(key);
	set(w, object, "count", number(s->counter[LC_TIMED_OUT]));
	return object;
}

static json_t *anomalies(struct writer *w, const struct profile *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_series; i++)
		if (p->series[i].counter[LC_TIMED_OUT])
			append(w, array, timeouts_of(w, &p->series[i]));
	return array;
}

/* The counters of each series, those without a latency included. */
static json_t *transfers(struct writer *w, const struct profile *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];
		json_t *object = key_of(w, &s->key);

		for (int c = 0; c < LC_COUNTERS; c++)
			set(w, object, counter_name(c), number(s->counter[c]));
		set(w, object, "in_flight", number(s->in_flight));
		append(w, array, object);
	}
	return array;
}

int report_json(const struct profile *p, FILE *out)
{
	/* ASCII only: escapes what a terminal could take for a command. */
	const size_t flags = JSON_INDENT(2) | JSON_ENSURE_ASCII |
			     JSON_REAL_PRECISION(15);
	json_t *root = json_object();
	struct writer w = {0};
	char *text = NULL;

	set(&w, root, "schema", json_string("scmi-perf-report/1"));
	set(&w, root, "meta", meta_of_all(&w, p));
	set(&w, root, "series", all_phases(&w, p));
	set(&w, root, "counters", counters(&w, p));
	set(&w, root, "anomalies", anomalies(&w, p));
	set(&w, root, "transfers", transfers(&w, p));
	if (!w.failed)
		text = json_dumps(root, flags);
	json_decref(root);
	if (!text)
		return -ENOMEM;
	fputs(text, out);
	fputc('\n', out);
	free(text);
	return 0;
}
