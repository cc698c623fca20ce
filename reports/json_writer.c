// SPDX-License-Identifier: GPL-2.0-only
#include "json_writer.h"

#include <errno.h>
#include <stdlib.h>

#include "../loader/names.h"
#include "../loader/text.h"

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

int json_print(struct json_writer *w, json_t *root, FILE *out)
{
	const size_t flags = JSON_INDENT(2) | JSON_ENSURE_ASCII |
			     JSON_REAL_PRECISION(15);
	char *text = w->failed ? NULL : json_dumps(root, flags);

	json_decref(root);
	if (!text)
		return -ENOMEM;
	fputs(text, out);
	fputc('\n', out);
	free(text);
	return 0;
}
