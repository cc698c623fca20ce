// SPDX-License-Identifier: GPL-2.0-only
#include "perfetto_tracks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "names.h"

#define TRACK_NAME_LEN 64

void perfetto_tracks_free(struct perfetto_tracks *t)
{
	free(t->instance);
	free(t->channel);
}

static size_t find_instance(struct perfetto_tracks *t,
			    const struct series_key *key)
{
	char name[TRACK_NAME_LEN];
	size_t i;

	for (i = 0; i < t->n_instances; i++)
		if (t->instance[i].number == key->instance &&
		    t->instance[i].transport == key->transport)
			return i;
	if (key->transport == TRANSPORT_UNKNOWN)
		snprintf(name, sizeof(name), "SCMI instance %u", key->instance);
	else
		snprintf(name, sizeof(name), "SCMI instance %u (%s)",
			 key->instance, transport_names[key->transport]);
	array_reserve(t->instance, t->n_instances, t->cap_instances);
	t->instance[t->n_instances++] = (struct perfetto_instance){
		.number = key->instance,
		.transport = key->transport,
		.root = packet_track(t->w, 0, name),
	};
	return i;
}

static bool is_channel(const struct perfetto_tracks *t, size_t channel,
		       const struct series_key *key)
{
	const struct perfetto_channel *c = &t->channel[channel];

	return c->number == key->channel &&
	       t->instance[c->instance].number == key->instance &&
	       t->instance[c->instance].transport == key->transport;
}

size_t tracks_channel(struct perfetto_tracks *t, const struct series_key *key)
{
	if (t->n_channels && is_channel(t, t->last, key))
		return t->last;
	for (t->last = 0; t->last < t->n_channels; t->last++)
		if (is_channel(t, t->last, key))
			return t->last;
	array_reserve(t->channel, t->n_channels, t->cap_channels);
	t->channel[t->n_channels] = (struct perfetto_channel){
		.instance = find_instance(t, key), .number = key->channel};
	return t->n_channels++;
}

static uint64_t root_of(const struct perfetto_tracks *t, size_t channel)
{
	return t->instance[t->channel[channel].instance].root;
}

/* FNV-1a */
static unsigned int set_of(const struct lane_owner *owner)
{
	const unsigned char *byte = (const unsigned char *)owner;
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < sizeof(*owner); i++)
		hash = (hash ^ byte[i]) * 16777619u;
	return (hash ^ hash >> 16) & (LANE_SETS - 1);
}

static void unlink_lane(struct perfetto_tracks *t, uint32_t index)
{
	uint16_t *plus = &t->first_plus[set_of(&t->lane[index].owner)];

	while (*plus != index + 1)
		plus = &t->lane[*plus - 1].next_plus;
	*plus = t->lane[index].next_plus;
}

/* Makes a lane. A full table forgets its oldest one, which gets no more slices. */
static struct lane *new_lane(struct perfetto_tracks *t,
			     const struct lane_owner *owner, uint64_t parent,
			     const char *name)
{
	const uint32_t index = t->lanes % LANES_MAX;
	uint16_t *first = &t->first_plus[set_of(owner)];
	struct lane *lane = &t->lane[index];

	if (t->lanes >= LANES_MAX)
		unlink_lane(t, index);
	/* The remainder is that of the number of lanes that were made. */
	if (++t->lanes == 2 * LANES_MAX)
		t->lanes = LANES_MAX;
	*lane = (struct lane){.owner = *owner,
			      .track = packet_track(t->w, parent, name),
			      .next_plus = *first};
	*first = (uint16_t)(index + 1);
	return lane;
}

/* Of the lanes with room from @begin on, the one that had room the latest. */
static struct lane *find_lane(struct perfetto_tracks *t,
			      const struct lane_owner *owner, uint64_t begin)
{
	struct lane *best = NULL, *lane;

	for (uint16_t plus = t->first_plus[set_of(owner)]; plus;
	     plus = lane->next_plus) {
		lane = &t->lane[plus - 1];
		if (!memcmp(&lane->owner, owner, sizeof(*owner)) &&
		    lane->free_ns <= begin &&
		    (!best || lane->free_ns > best->free_ns))
			best = lane;
	}
	return best;
}

static uint64_t lane_track(struct perfetto_tracks *t,
			   const struct lane_owner *owner, uint64_t parent,
			   const char *name, uint64_t begin, uint64_t end)
{
	struct lane *lane = find_lane(t, owner, begin);

	if (!lane)
		lane = new_lane(t, owner, parent, name);
	lane->free_ns = end;
	return lane->track;
}

uint64_t tracks_channel_lane(struct perfetto_tracks *t, size_t channel,
			     uint64_t begin, uint64_t end)
{
	struct lane_owner owner;
	char name[TRACK_NAME_LEN];

	memset(&owner, 0, sizeof(owner)); /* with its padding */
	owner.id = (uint32_t)channel;
	snprintf(name, sizeof(name), "channel %u", t->channel[channel].number);
	return lane_track(t, &owner, root_of(t, channel), name, begin, end);
}

uint64_t tracks_task_lane(struct perfetto_tracks *t,
			  const struct trace_event *e, uint64_t begin,
			  uint64_t end)
{
	struct lane_owner owner;
	char name[TRACK_NAME_LEN];

	memset(&owner, 0, sizeof(owner));
	owner.task = true;
	owner.id = e->tid;
	strncpy(owner.comm, e->comm, sizeof(owner.comm));
	snprintf(name, sizeof(name), "%.16s %" PRIu32, e->comm, e->tid);
	if (!t->tasks)
		t->tasks = packet_track(t->w, 0, "SCMI tasks");
	return lane_track(t, &owner, t->tasks, name, begin, end);
}

/* Makes the track *@track of the channel's instance, unless it exists. */
static uint64_t of_instance(struct perfetto_tracks *t, size_t channel,
			    uint64_t *track, const char *name)
{
	if (!*track)
		*track = packet_track(t->w, root_of(t, channel), name);
	return *track;
}

uint64_t tracks_instants(struct perfetto_tracks *t, size_t channel,
			 enum perfetto_category category)
{
	struct perfetto_instance *in =
		&t->instance[t->channel[channel].instance];

	switch (category) {
	case CATEGORY_DELAYED:
		return of_instance(t, channel, &in->delayed,
				   "delayed responses");
	case CATEGORY_NOTIFICATION:
		return of_instance(t, channel, &in->notifications,
				   "notifications");
	default:
		return of_instance(t, channel, &in->anomalies, "anomalies");
	}
}

/* Makes the counter *@track of a channel, unless it exists. */
static uint64_t counter_of(struct perfetto_tracks *t, size_t channel,
			   uint64_t *track, const char *what, const char *unit)
{
	char name[TRACK_NAME_LEN];

	if (*track)
		return *track;
	snprintf(name, sizeof(name), "channel %u: %s",
		 t->channel[channel].number, what);
	*track = packet_counter_track(t->w, root_of(t, channel), name, unit);
	return *track;
}

uint64_t tracks_in_flight(struct perfetto_tracks *t, size_t channel)
{
	return counter_of(t, channel, &t->channel[channel].in_flight_track,
			  "in flight", "transfers");
}

uint64_t tracks_rate(struct perfetto_tracks *t, size_t channel)
{
	return counter_of(t, channel, &t->channel[channel].rate_track, "rate",
			  "transfers/s");
}

uint64_t tracks_lost(struct perfetto_tracks *t)
{
	if (!t->lost)
		t->lost = packet_track(t->w, 0, "SCMI events lost");
	return t->lost;
}
