// SPDX-License-Identifier: GPL-2.0-only
#include "import_instances.h"

#include <string.h>

#include "import_resources.h"

#define TOKEN_TAGS 4

/* All series so far belong to the first instance. */
static void separate(struct import_events *ie)
{
	ie->several = true;
	memcpy(ie->series[ie->instance], ie->series[0], sizeof(ie->series[0]));
	memset(ie->series[0], 0, sizeof(ie->series[0]));
	import_resources_move(ie, ie->instance);
	import_senders_separate(&ie->senders, ie->instance);
}

void import_events_note(struct import_events *ie, const struct ftrace_event *ev)
{
	if (!ev->instance || ev->instance >= LC_TAG_INSTANCES)
		return;
	ie->channel[ev->instance][ev->protocol] = ev->channel;
	if (!ie->instance)
		ie->instance = ev->instance;
	else if (ev->instance != ie->instance && !ie->several)
		separate(ie);
}

void import_events_instance(struct import_events *ie,
			    const struct import_instance *instance,
			    bool several)
{
	const size_t i = several ? instance->number + 1u : 0;

	ie->several |= several;
	if (i >= LC_TAG_INSTANCES)
		return;
	ie->transport[i] = (uint8_t)instance->transport;
	memcpy(ie->channel[i], instance->channel, sizeof(ie->channel[i]));
}

/* Changes the key of a series, and of its anomalies. */
static void change_key(struct profile *p, struct series *s,
		       const struct series_key *key)
{
	for (size_t i = 0; i < p->n_events; i++)
		if (!series_key_compare(&p->events[i].key, &s->key))
			p->events[i].key = *key;
	s->key = *key;
}

static bool has_key(const struct profile *p, const struct series_key *key)
{
	for (size_t i = 0; i < p->n_series; i++)
		if (!series_key_compare(&p->series[i].key, key))
			return true;
	return false;
}

struct series_key import_label_of(const struct import_events *ie,
				  const struct series_key *of)
{
	const uint16_t instance = ie->instance;
	const uint16_t first = ie->several ? instance : 0;
	struct series_key key = *of;

	/* Those of other instances have their key from the start. */
	if (!instance || key.instance || key.channel ||
	    (!key.resource_plus &&
	     !ie->series[first][key.type][key.protocol][key.message]))
		return key;
	key.instance = (uint8_t)(instance - 1);
	key.channel = ie->channel[instance][key.protocol];
	return key;
}

void import_events_label(const struct import_events *ie, struct profile *p)
{
	for (size_t i = 0; i < p->n_series; i++) {
		struct series *s = &p->series[i];
		const struct series_key key = import_label_of(ie, &s->key);

		if (series_key_compare(&key, &s->key) && !has_key(p, &key))
			change_key(p, s, &key);
	}
}

uint16_t import_instance_of(const struct import_events *ie,
			    const struct ftrace_event *ev)
{
	return ie->several && ev->kind != FTRACE_KERNEL &&
			       ev->instance < LC_TAG_INSTANCES
		       ? ev->instance
		       : 0;
}

uint8_t import_channel_of(const struct import_events *ie,
			  const struct ftrace_event *ev)
{
	const uint16_t instance = import_instance_of(ie, ev);
	const uint8_t channel = ie->channel[instance][ev->protocol];

	return channel || ie->several ? channel
				      : ie->channel[ie->instance][ev->protocol];
}

/* Returns the tags of the last transfers with this token. */
static void tags_of_token(const struct import_events *ie, uint16_t token,
			  uint64_t tags[TOKEN_TAGS])
{
	const struct lc_slot *slot = &ie->slot[lc_home_index(token)];

	tags[0] = ie->expired.token[token].tag;
	tags[1] = ie->expired.delayed[token].tag;
	tags[2] = slot->tag;
	tags[3] = slot->past;
}

uint16_t import_tagged_instance(const struct import_events *ie, uint16_t token,
				uint16_t instance)
{
	uint64_t tags[TOKEN_TAGS];
	bool unknown = false;

	tags_of_token(ie, token, tags);
	for (int i = 0; i < TOKEN_TAGS; i++) {
		if (!(tags[i] & LC_LIVE))
			continue;
		if (lc_tag_instance(tags[i]) == instance)
			return instance;
		unknown |= !lc_tag_instance(tags[i]);
	}
	return unknown ? 0 : instance;
}

uint64_t import_tag_of_token(const struct import_events *ie, uint16_t token)
{
	uint64_t tags[TOKEN_TAGS];

	tags_of_token(ie, token, tags);
	for (int i = 0; i < TOKEN_TAGS; i++)
		if (tags[i] & LC_LIVE)
			return tags[i];
	return 0;
}
