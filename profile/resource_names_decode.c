// SPDX-License-Identifier: GPL-2.0-only
#include "resource_names_decode.h"

#include <stdio.h>
#include <string.h>

#include "fast_calls_decode.h"

static uint32_t decode_id(struct json_reader *r, json_t *object)
{
	return (uint32_t)json_pop_number(r, object, "resource", 0,
					 UINT32_MAX - 1);
}

uint32_t resource_plus_decode(struct json_reader *r, json_t *object)
{
	return json_object_get(object, "resource") ? decode_id(r, object) + 1
						   : 0;
}

static void decode_name(struct json_reader *r, json_t *object,
			struct resource_names *names)
{
	const uint8_t instance = read_byte(r, object, "instance");
	const uint8_t protocol = read_byte(r, object, "protocol");
	const uint32_t id = decode_id(r, object);
	const char *text = json_pop_string(r, object, "name");
	const size_t before = names->n;
	const struct resource_name *last;

	resource_names_add_text(names, instance, protocol, id, text,
				strlen(text));
	/* As the writer has them, because equal data have one spelling. */
	last = names->n > before ? &names->name[before] : NULL;
	if (!last || last->instance != instance || last->protocol != protocol ||
	    last->id != id || strcmp(last->name, text))
		json_fail(r, "it is not in order, or its name is not one");
	json_check_empty(r, object);
}

void resource_names_decode(struct json_reader *r, json_t *root,
			   struct profile *p)
{
	json_t *array, *value;
	size_t i;

	if (!json_object_get(root, "resource_names"))
		return;
	array = json_pop_array(r, root, "resource_names");
	if (!json_array_size(array) ||
	    json_array_size(array) > PROFILE_RESOURCE_NAMES)
		json_fail(r, "no names of resources, or too many of them");
	json_array_foreach(array, i, value) {
		if (r->failed)
			return;
		snprintf(r->where, sizeof(r->where), "name of a resource %zu",
			 i);
		decode_name(r, value, &p->names);
	}
	resource_names_use(&p->names);
	*r->where = '\0';
}
