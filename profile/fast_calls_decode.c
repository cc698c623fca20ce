// SPDX-License-Identifier: GPL-2.0-only
#include "fast_calls_decode.h"

#include <stdio.h>

static struct fast_channel decode_one(struct json_reader *r, json_t *object)
{
	struct fast_channel f = {
		.protocol = read_byte(r, object, "protocol"),
		.message = read_byte(r, object, "message"),
		.domain = (uint32_t)json_pop_number(r, object, "domain", 0,
						    UINT32_MAX),
		.calls = json_pop_number(r, object, "calls", 1,
					 PROFILE_COUNT_MAX),
		.periods = read_count(r, object, "periods"),
		.period_sum_ns = read_ns(r, object, "period_sum_ns"),
		.period_min_ns = read_ns(r, object, "period_min_ns"),
		.period_max_ns = read_ns(r, object, "period_max_ns"),
	};
	json_t *values = json_pop_array(r, object, "values");
	const char *wrong;

	if (json_array_size(values) != 2)
		json_fail(r, "it has not two values");
	for (size_t i = 0; i < 2 && !r->failed; i++)
		f.value[i] = (uint32_t)json_read_number(
			r, json_array_get(values, i), "value", 0, UINT32_MAX);
	if (!r->failed && (wrong = fast_channel_check(&f)))
		json_fail(r, "%s", wrong);
	json_check_empty(r, object);
	return f;
}

/* They are sorted, so each key is there once. */
void fast_calls_decode(struct json_reader *r, json_t *root, struct profile *p)
{
	json_t *channels, *value;
	size_t i;

	if (!json_object_get(root, "fast_channels"))
		return;
	channels = json_pop_array(r, root, "fast_channels");
	if (!json_array_size(channels) ||
	    json_array_size(channels) > PROFILE_FAST_CHANNELS)
		json_fail(r, "no fast channels, or too many of them");
	json_array_foreach(channels, i, value) {
		struct fast_channel f;

		if (r->failed)
			return;
		snprintf(r->where, sizeof(r->where), "fast channel %zu", i);
		f = decode_one(r, value);
		if (i && fast_channel_compare(&p->fast[i - 1], &f) >= 0)
			json_fail(r, "it is not in order");
		if (!r->failed)
			profile_add_fast(p, &f);
	}
	*r->where = '\0';
}
