// SPDX-License-Identifier: GPL-2.0-only
#include "import_resources.h"

#include <string.h>

#include "import_instances.h"
#include "resource_words.h"

static uint32_t home_of(const struct import_resource *like)
{
	uint32_t hash = like->resource_plus * 2654435761u;

	hash ^= (uint32_t)like->protocol << 8 | like->message |
		(uint32_t)like->instance << 16 | (uint32_t)like->type << 24;
	hash *= 2654435761u;
	return hash >> 16 & (IMPORT_RESOURCES - 1);
}

static bool is_same(const struct import_resource *a,
		    const struct import_resource *b)
{
	return a->resource_plus == b->resource_plus &&
	       a->protocol == b->protocol && a->message == b->message &&
	       a->instance == b->instance && a->type == b->type;
}

/* The table has twice as many entries as there are series, so one is free. */
static struct import_resource *find(struct import_events *ie,
				    const struct import_resource *like)
{
	for (uint32_t at = home_of(like);; at++) {
		struct import_resource *r =
			&ie->resource[at & (IMPORT_RESOURCES - 1)];

		if (!r->resource_plus || is_same(r, like))
			return r;
	}
}

uint16_t *import_series_of(struct import_events *ie, uint16_t instance,
			   enum message_type type,
			   const struct ftrace_event *ev,
			   uint32_t resource_plus)
{
	const struct import_resource like = {
		.resource_plus = resource_plus,
		.protocol = ev->protocol,
		.message = ev->message,
		.instance = (uint8_t)instance,
		.type = (uint8_t)type,
	};
	struct import_resource *r;

	if (!resource_plus)
		return &ie->series[instance][type][ev->protocol][ev->message];
	r = find(ie, &like);
	/* The caller adds a series for each new entry. */
	if (!r->resource_plus && ie->profile->n_series < IMPORT_SERIES_MAX)
		*r = like;
	return &r->series_plus;
}

void import_resources_move(struct import_events *ie, uint16_t instance)
{
	static struct import_resource old[IMPORT_RESOURCES];

	memcpy(old, ie->resource, sizeof(old));
	memset(ie->resource, 0, sizeof(ie->resource));
	for (size_t i = 0; i < IMPORT_RESOURCES; i++) {
		if (!old[i].resource_plus)
			continue;
		if (!old[i].instance)
			old[i].instance = (uint8_t)instance;
		*find(ie, &old[i]) = old[i];
	}
}

int32_t import_series_of_rejected(const struct import_events *ie,
				  uint16_t instance, enum message_type type,
				  const struct ftrace_event *ev)
{
	const uint16_t token = ev->seq & (LC_TOKENS - 1);
	const struct lc_slot *home = &ie->slot[lc_home_index(token)];
	const uint64_t tags[] = {
		ev->msg_type == LC_MSG_DELAYED_RESPONSE
			? ie->expired.delayed[token].tag
			: 0,
		home->tag,
		home->past,
		ie->expired.token[token].tag,
	};

	for (size_t i = 0; ie->by_resource && i < 4; i++) {
		const uint16_t index = lc_tag_series(tags[i]);
		const struct series_key *key;

		/* Before the first transfer there is no series at all. */
		if (!(tags[i] & LC_LIVE))
			continue;
		key = &ie->profile->series[index].key;
		if (key->protocol == ev->protocol &&
		    key->message == ev->message && key->type == type &&
		    lc_tag_instance(tags[i]) == instance)
			return index;
	}
	return ie->series[instance][type][ev->protocol][ev->message] - 1;
}

uint32_t import_resource_of(struct import_events *ie,
			    const struct ftrace_event *ev)
{
	static const struct resource_words words[RESOURCE_PROTOCOLS] =
		RESOURCE_WORDS;

	if (!ie->by_resource)
		return 0;
	if (ev->kind == FTRACE_FAST_CALL)
		return ev->fast.has_domain ? resource_plus(ev->fast.domain) : 0;
	if (ev->kind == FTRACE_BEGIN) {
		if (ev->resource_plus)
			ie->resources++;
		else if (resource_word(words, ev->protocol, ev->message,
				       false) != RESOURCE_NONE)
			ie->no_resources++;
	}
	return ev->resource_plus;
}
