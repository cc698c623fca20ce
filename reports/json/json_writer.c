// SPDX-License-Identifier: GPL-2.0-only
#include "json_writer.h"

#include <errno.h>
#include <stdlib.h>

#include "names.h"
#include "text.h"

void json_put(struct json_writer *w, json_t *object, const char *key,
	      json_t *value)
{
	w->failed |= json_object_set_new(object, key, value) != 0;
}

void json_add(struct json_writer *w, json_t *array, json_t *value)
{
	w->failed |= json_array_append_new(array, value) != 0;
}

json_t *json_number(uint64_t n)
{
	return json_integer((json_int_t)n);
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
	uint64_t value;

	return hist_percentile(h, permille, &value) ? json_number(value)
						    : json_null();
}

json_t *json_key(struct json_writer *w, const struct series_key *key)
{
	json_t *object = json_object();
	char buf[8];

	json_put(w, object, "instance", json_integer(key->instance));
	json_put(w, object, "transport",
		 json_string(transport_name(key->transport)));
	json_put(w, object, "channel", json_integer(key->channel));
	json_put(w, object, "protocol", json_integer(key->protocol));
	json_put(w, object, "protocol_name",
		 json_string(protocol_label(key->protocol, buf, sizeof(buf))));
	json_put(w, object, "message", json_integer(key->message));
	json_put(w, object, "message_name",
		 json_string(key_message_label(key, buf, sizeof(buf))));
	json_put(w, object, "type", json_string(message_type_name(key->type)));
	return object;
}

json_t *json_anomaly(struct json_writer *w, enum lc_anomaly kind,
		     const struct series_key *key)
{
	json_t *object = json_object(), *members = json_key(w, key);

	json_put(w, object, "kind", json_string(anomaly_name(kind)));
	w->failed |= json_object_update(object, members) != 0;
	json_decref(members);
	return object;
}

json_t *json_event(struct json_writer *w, const struct anomaly_event *e)
{
	json_t *object = json_anomaly(w, e->kind, &e->key);

	json_put(w, object, "time_ns", json_number(e->time_ns));
	json_put(w, object, "token", json_integer(e->token));
	json_put(w, object, "cpu", json_integer(e->cpu));
	json_put(w, object, "pid", json_integer(e->pid));
	json_put(w, object, "comm", json_text(e->comm));
	json_put(w, object, "age_ns",
		 e->age_ns ? json_number(e->age_ns) : json_null());
	return object;
}

json_t *json_lost(struct json_writer *w, const uint64_t lost[LOST_CAUSES])
{
	json_t *object = json_object();

	for (int i = 0; i < LOST_CAUSES; i++)
		json_put(w, object, lost_name(i), json_number(lost[i]));
	return object;
}

static int print(struct json_writer *w, json_t *root, size_t flags, FILE *out)
{
	char *text = NULL;

	if (!w->failed)
		text = json_dumps(root, flags | JSON_ENSURE_ASCII |
						JSON_REAL_PRECISION(15));
	json_decref(root);
	if (!text)
		return -ENOMEM;
	fputs(text, out);
	fputc('\n', out);
	free(text);
	return 0;
}

int json_print(struct json_writer *w, json_t *root, FILE *out)
{
	return print(w, root, JSON_INDENT(2), out);
}

int json_print_line(struct json_writer *w, json_t *root, FILE *out)
{
	return print(w, root, JSON_COMPACT, out);
}
