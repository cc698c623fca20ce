// SPDX-License-Identifier: GPL-2.0-only
#include "json_writer.h"

#include <stdlib.h>

#include "names.h"
#include "text.h"

void json_put(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

void json_add(json_t *array, json_t *value)
{
	json_array_append_new(array, value);
}

json_t *json_number(uint64_t n)
{
	return json_integer((json_int_t)sum_of(n, 0));
}

json_t *json_number_if(bool is, uint64_t n)
{
	return is ? json_number(n) : json_null();
}

json_t *json_sum(uint64_t sum)
{
	return json_number_if(sum_is_known(sum), sum);
}

json_t *json_real_if(bool is, double value)
{
	return is ? json_real(value) : json_null();
}

json_t *json_text(const char *s)
{
	char *utf8 = s ? text_utf8(s) : NULL;
	json_t *value = s ? json_string(utf8) : json_null();

	free(utf8);
	return value;
}

json_t *json_percentile(const struct hist *h, unsigned int permille)
{
	uint64_t value = 0;
	const bool is = hist_percentile(h, permille, &value);

	return json_number_if(is, value);
}

static json_t *put_key(json_t *object, const struct series_key *key)
{
	char buf[8];

	json_put(object, "instance", json_integer(key->instance));
	json_put(object, "transport",
		 json_string(transport_names[key->transport]));
	json_put(object, "channel", json_integer(key->channel));
	json_put(object, "protocol", json_integer(key->protocol));
	json_put(object, "protocol_name",
		 json_string(protocol_label(key, buf, sizeof(buf))));
	json_put(object, "message", json_integer(key->message));
	json_put(object, "message_name",
		 json_string(key_message_label(key, buf, sizeof(buf))));
	json_put(object, "type", json_string(message_type_names[key->type]));
	/* Absent without a resource, as they are by default. */
	if (key->resource_plus) {
		const uint32_t id = key->resource_plus - 1;
		const char *name =
			resource_name(key->instance, key->protocol, id);

		json_put(object, "resource", json_integer(id));
		if (name)
			json_put(object, "resource_name", json_string(name));
	}
	return object;
}

json_t *json_key(const struct series_key *key)
{
	return put_key(json_object(), key);
}

json_t *json_anomaly(enum lc_anomaly kind, const struct series_key *key)
{
	json_t *object = json_object();

	json_put(object, "kind", json_string(anomaly_names[kind]));
	return put_key(object, key);
}

json_t *json_event(const struct anomaly_event *e)
{
	json_t *object = json_anomaly(e->kind, &e->key);

	json_put(object, "time_ns", json_number(e->time_ns));
	json_put(object, "token", json_integer(e->token));
	json_put(object, "cpu", json_integer(e->cpu));
	json_put(object, "pid", json_integer(e->pid));
	json_put(object, "comm", json_text(e->comm));
	json_put(object, "age_ns", json_number_if(e->age_ns, e->age_ns));
	json_put(object, "stamp_ns", json_number_if(e->stamp_ns, e->stamp_ns));
	return object;
}

json_t *json_fast_channel(const struct fast_channel *f, uint64_t duration_ns)
{
	json_t *object = json_object(), *values = json_array();
	const struct series_key key = {.protocol = f->protocol,
				       .message = f->message};
	char label[8];

	json_put(object, "protocol", json_integer(f->protocol));
	json_put(object, "protocol_name",
		 json_string(protocol_label(&key, label, sizeof(label))));
	json_put(object, "message", json_integer(f->message));
	json_put(object, "message_name",
		 json_string(key_message_label(&key, label, sizeof(label))));
	json_put(object, "domain", json_number(f->domain));
	json_put(object, "calls", json_number(f->calls));
	json_put(object, "per_second",
		 json_real_if(duration_ns,
			      (double)f->calls * 1e9 / (double)duration_ns));
	json_add(values, json_number(f->value[0]));
	json_add(values, json_number(f->value[1]));
	json_put(object, "last_values", values);
	json_put(object, "periods", json_number(f->periods));
	json_put(object, "period_sum_ns",
		 f->periods ? json_sum(f->period_sum_ns) : json_null());
	json_put(object, "period_min_ns",
		 json_number_if(f->periods, f->period_min_ns));
	json_put(object, "period_max_ns",
		 json_number_if(f->periods, f->period_max_ns));
	return object;
}

void json_put_counts(json_t *object, const char *const *names,
		     const uint64_t *count, int n)
{
	for (int i = 0; i < n; i++)
		json_put(object, names[i], json_number(count[i]));
}

json_t *json_counts(const char *const *names, const uint64_t *count, int n)
{
	json_t *object = json_object();

	json_put_counts(object, names, count, n);
	return object;
}

json_t *json_counts_if(const char *const *names, const uint64_t *count, int n)
{
	json_t *object = json_object();

	for (int i = 0; i < n; i++)
		if (count[i])
			json_put(object, names[i], json_number(count[i]));
	return object;
}

json_t *json_statuses(const struct profile *p)
{
	uint64_t count[LC_STATUSES];

	for (int i = 0; i < LC_STATUSES; i++)
		count[i] = profile_errors(p, i);
	return json_counts_if(status_names, count, LC_STATUSES);
}

static json_t *phase_of(const struct hist *phase)
{
	json_t *object = json_object();

	json_put(object, "count", json_number(phase->count));
	json_put(object, "sum_ns", json_sum(phase->sum));
	json_put(object, "p50_ns", json_percentile(phase, 500));
	json_put(object, "p99_ns", json_percentile(phase, 990));
	return object;
}

void json_delta(json_t *object, const struct delta *g)
{
	json_t *phases = json_object();

	json_put_counts(object, counter_names, g->counter, LC_COUNTERS);
	json_put(object, "anomalies",
		 json_counts_if(anomaly_names, g->anomaly, LA_KINDS));
	for (int i = 0; i < LC_PHASES; i++)
		if (g->phase[i].count)
			json_put(phases, phase_names[i],
				 phase_of(&g->phase[i]));
	json_put(object, "phases", phases);
}

json_t *json_files(const struct run_set *set)
{
	json_t *files = json_array();

	for (size_t i = 0; i < set->n; i++)
		json_add(files, json_text(set->path[i]));
	return files;
}

struct printer {
	FILE *out;
	char last; /* character that was printed */
};

/*
 * Prints a part of a JSON text. Only its strings have "#", so an escape does not
 * change a value. CI runners execute "##[", "##vso[" and others anywhere in a line.
 */
static int print_part(const char *part, size_t len, void *data)
{
	struct printer *p = data;

	for (size_t i = 0; i < len; i++) {
		if (part[i] == '#' && p->last == '#')
			fputs("\\u0023", p->out);
		else
			putc(part[i], p->out);
		p->last = part[i];
	}
	return 0;
}

void json_print_value(const json_t *value, size_t flags, FILE *out)
{
	struct printer p = {.out = out};

	json_dump_callback(value, print_part, &p, flags | JSON_ENSURE_ASCII);
}

static void print(json_t *root, size_t flags, FILE *out)
{
	json_print_value(root, flags | JSON_REAL_PRECISION(15), out);
	fputc('\n', out);
	json_decref(root);
}

void json_print(json_t *root, FILE *out)
{
	print(root, JSON_INDENT(2), out);
}

void json_print_line(json_t *root, FILE *out)
{
	print(root, JSON_COMPACT, out);
}
