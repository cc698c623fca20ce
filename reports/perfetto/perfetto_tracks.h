/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tracks of a Perfetto trace. The slices of a track must not overlap, so that
 * transfers that do are on several tracks of the same name: the lanes of a channel
 * or of a task, which Perfetto shows as one.
 */
#ifndef SCMI_PERF_PERFETTO_TRACKS_H
#define SCMI_PERF_PERFETTO_TRACKS_H

#include "perfetto_packet.h"

/* All numbers of tracks: 0 if they do not exist yet. */
struct perfetto_instance {
	uint8_t number, transport;
	uint64_t root, anomalies, notifications, delayed;
};

struct perfetto_channel {
	size_t instance; /* index */
	uint8_t number;
	uint64_t in_flight_track, rate_track;
	int64_t in_flight;
	uint64_t bin,
		in_bin; /* transfers that ended in this part of a second */
};

/* Of lanes that have no room for a slice at the same time. */
#define LANES_MAX 4096
#define LANE_SETS 1024 /* a power of two */

/* A channel, by its index, or a task. */
struct lane_owner {
	bool task;
	uint32_t id; /* index or thread */
	char comm[16];
};

struct lane {
	struct lane_owner owner;
	uint64_t track;
	uint64_t free_ns;   /* the end of its last slice */
	uint16_t next_plus; /* of the same hash; index + 1, 0: none */
};

struct perfetto_tracks {
	struct packet_writer *w;
	struct perfetto_instance *instance;
	size_t n_instances, cap_instances;
	struct perfetto_channel *channel;
	size_t n_channels, cap_channels;
	size_t last; /* the channel of the last call */
	struct lane lane[LANES_MAX];
	uint32_t lanes; /* made so far; the oldest is replaced */
	uint16_t first_plus[LANE_SETS]; /* by hash */
	uint64_t tasks, lost;		/* tracks */
};

void perfetto_tracks_free(struct perfetto_tracks *t);

/* Returns the index of the channel of a message. */
size_t tracks_channel(struct perfetto_tracks *t, const struct series_key *key);

/* Return a track that has no slice from @begin to @end, for a new one there. */
uint64_t tracks_channel_lane(struct perfetto_tracks *t, size_t channel,
			     uint64_t begin, uint64_t end);
uint64_t tracks_task_lane(struct perfetto_tracks *t,
			  const struct trace_event *e, uint64_t begin,
			  uint64_t end);

/* The track of what a message caused that is not a transfer. */
uint64_t tracks_instants(struct perfetto_tracks *t, size_t channel,
			 enum perfetto_category category);

/* Makes the track *@track of the channel's instance, unless it exists. */
uint64_t tracks_in_flight(struct perfetto_tracks *t, size_t channel);
uint64_t tracks_rate(struct perfetto_tracks *t, size_t channel);

uint64_t tracks_lost(struct perfetto_tracks *t);

#endif
