/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes the packets of a Perfetto trace, one after the other. */
#ifndef SCMI_PERF_PERFETTO_PACKET_H
#define SCMI_PERF_PERFETTO_PACKET_H

#include <stdio.h>

#include "perfetto_fields.h"
#include "perfetto_trace.h"
#include "protobuf.h"

/* The kinds of events: a category each. */
enum perfetto_category {
	CATEGORY_TRANSFER,
	CATEGORY_PHASE,
	CATEGORY_CALL, /* a transfer, on the track of its task */
	CATEGORY_UNENDED,
	CATEGORY_DELAYED,
	CATEGORY_NOTIFICATION,
	CATEGORY_ANOMALY,
	CATEGORY_LOST,
	CATEGORIES
};

enum perfetto_argument {
	ARGUMENT_TOKEN,
	ARGUMENT_STATUS,
	ARGUMENT_TRANSPORT,
	ARGUMENT_RESOURCE,
	ARGUMENT_TASK,
	ARGUMENT_TID,
	ARGUMENT_CPU,
	ARGUMENT_MESSAGE,
	ARGUMENT_AGE_NS,
	ARGUMENT_COUNT,
	ARGUMENT_OVERLAPPED,
	ARGUMENTS
};

struct packet_writer {
	FILE *out;
	/* Messages that are not complete; a part is one of an event or packet. */
	struct protobuf trace, packet, event, part;
	uint64_t tracks; /* made so far */
};

void packet_writer_free(struct packet_writer *w);

/* Writes the packets at the start of a trace whose first event is at @ns. */
void packet_start(struct packet_writer *w, const struct perfetto_clocks *clocks,
		  uint64_t ns);

/* Writes the description of a track and returns its number. @parent 0: none. */
uint64_t packet_track(struct packet_writer *w, uint64_t parent,
		      const char *name);
/* The same of a counter; the values are of this unit. */
uint64_t packet_counter_track(struct packet_writer *w, uint64_t parent,
			      const char *name, const char *unit);

/* Start and end an event. The functions below add to it. */
void packet_event_begin(struct packet_writer *w, enum perfetto_type type,
			uint64_t track, uint64_t ns);
void packet_event_end(struct packet_writer *w);

void packet_category(struct packet_writer *w, enum perfetto_category category);
void packet_name(struct packet_writer *w, const char *name);
void packet_phase(struct packet_writer *w, enum lc_phase phase);
void packet_flow(struct packet_writer *w, uint64_t flow, bool ends);
void packet_uint(struct packet_writer *w, enum perfetto_argument name,
		 uint64_t value);
void packet_text(struct packet_writer *w, enum perfetto_argument name,
		 const char *value);
void packet_true(struct packet_writer *w, enum perfetto_argument name);

/* Write whole events. */
void packet_slice_end(struct packet_writer *w, uint64_t track, uint64_t ns);
void packet_count(struct packet_writer *w, uint64_t track, uint64_t ns,
		  int64_t value);
void packet_rate(struct packet_writer *w, uint64_t track, uint64_t ns,
		 double value);

#endif
