// SPDX-License-Identifier: GPL-2.0-only
#include "profile_values.h"

#include <string.h>

uint64_t read_ns_if(struct json_reader *r, json_t *object, const char *key)
{
	return json_object_get(object, key)
		       ? json_pop_number(r, object, key, 1, PROFILE_NS_MAX)
		       : 0;
}

void read_comm(struct json_reader *r, json_t *object, const char *key,
	       char comm[16])
{
	const char *text = json_pop_string(r, object, key);

	if (strlen(text) >= 16)
		json_fail(r, "%s is too long", key);
	else
		strcpy(comm, text);
}
