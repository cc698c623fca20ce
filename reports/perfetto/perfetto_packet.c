// SPDX-License-Identifier: GPL-2.0-only
#include "perfetto_packet.h"

#include <stdlib.h>

#include "names.h"
#include "text.h"

/* All packets are those of one writer. */
#define SEQUENCE 1

static const char *const category_names[CATEGORIES] = {
	[CATEGORY_TRANSFER] = "transfer",
	[CATEGORY_PHASE] = "phase",
	[CATEGORY_CALL] = "call",
	[CATEGORY_UNENDED] = "unended",
	[CATEGORY_DELAYED] = "delayed",
	[CATEGORY_NOTIFICATION] = "notification",
	[CATEGORY_ANOMALY] = "anomaly",
	[CATEGORY_LOST] = "lost",
};

static const char *const argument_names[ARGUMENTS] = {
	[ARGUMENT_TOKEN] = "token",
	[ARGUMENT_STATUS] = "status",
	[ARGUMENT_TRANSPORT] = "transport",
	[ARGUMENT_RESOURCE] = "resource",
	[ARGUMENT_TASK] = "task",
	[ARGUMENT_TID] = "tid",
	[ARGUMENT_CPU] = "cpu",
	[ARGUMENT_MESSAGE] = "message",
	[ARGUMENT_AGE_NS] = "age_ns",
	[ARGUMENT_COUNT] = "count",
	[ARGUMENT_OVERLAPPED] = "overlapped",
};

void packet_writer_free(struct packet_writer *w)
{
	protobuf_free(&w->trace);
	protobuf_free(&w->packet);
	protobuf_free(&w->event);
	protobuf_free(&w->part);
}

/* Adds a field with text of any bytes, as valid UTF-8. */
static void add_text(struct protobuf *to, uint32_t field, const char *text)
{
	char *utf8 = text_utf8(text);

	protobuf_string(to, field, utf8);
	free(utf8);
}

static void packet_begin(struct packet_writer *w, unsigned int flags)
{
	protobuf_clear(&w->packet);
	protobuf_varint(&w->packet, PACKET_SEQUENCE, SEQUENCE);
	protobuf_varint(&w->packet, PACKET_SEQUENCE_FLAGS, flags);
}

/* An error of the stream stays until it is closed. */
static void packet_end(struct packet_writer *w)
{
	protobuf_clear(&w->trace);
	protobuf_message(&w->trace, TRACE_PACKET, &w->packet);
	fwrite(w->trace.data, 1, w->trace.len, w->out);
}

/* Defines the numbers 1 … @n of these names, in @to. */
static void intern(struct packet_writer *w, struct protobuf *to, uint32_t field,
		   const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		protobuf_clear(&w->part);
		protobuf_varint(&w->part, INTERNED_ID, i + 1);
		protobuf_string(&w->part, INTERNED_NAME, names[i]);
		protobuf_message(to, field, &w->part);
	}
}

static void write_names(struct packet_writer *w)
{
	struct protobuf *const to = &w->event;

	packet_begin(w, SEQUENCE_CLEARED);
	protobuf_varint(&w->packet, PACKET_FIRST, 1);
	protobuf_clear(to);
	intern(w, to, INTERNED_CATEGORIES, category_names, CATEGORIES);
	intern(w, to, INTERNED_EVENTS, phase_names, LC_PHASES);
	intern(w, to, INTERNED_ANNOTATIONS, argument_names, ARGUMENTS);
	protobuf_message(&w->packet, PACKET_INTERNED, to);
	packet_end(w);
}

static void add_clock(struct packet_writer *w, uint32_t id, uint64_t ns)
{
	protobuf_clear(&w->part);
	protobuf_varint(&w->part, SNAPSHOT_CLOCK_ID, id);
	protobuf_varint(&w->part, SNAPSHOT_TIMESTAMP, ns);
	protobuf_message(&w->event, SNAPSHOT_CLOCKS, &w->part);
}

/* Names the clock of all times. Without it they are of the default clock. */
static void write_clocks(struct packet_writer *w,
			 const struct perfetto_clocks *clocks, uint64_t ns)
{
	static const uint32_t ids[STAMP_CLOCKS] = {
		[STAMP_CLOCK_MONOTONIC] = BUILTIN_MONOTONIC,
		[STAMP_CLOCK_MONOTONIC_RAW] = BUILTIN_MONOTONIC_RAW,
		[STAMP_CLOCK_BOOTTIME] = BUILTIN_BOOTTIME,
	};
	const bool same_time = clocks->realtime_ns && clocks->boottime_ns;

	if (!ids[clocks->clock])
		return;
	packet_begin(w, SEQUENCE_NEEDS_NAMES);
	protobuf_clear(&w->event);
	add_clock(w, ids[clocks->clock], same_time ? clocks->stamp_ns : ns);
	if (same_time) {
		add_clock(w, BUILTIN_REALTIME, clocks->realtime_ns);
		add_clock(w, BUILTIN_BOOTTIME, clocks->boottime_ns);
	}
	protobuf_varint(&w->event, SNAPSHOT_PRIMARY, ids[clocks->clock]);
	protobuf_message(&w->packet, PACKET_CLOCK_SNAPSHOT, &w->event);
	packet_end(w);
}

void packet_start(struct packet_writer *w, const struct perfetto_clocks *clocks,
		  uint64_t ns)
{
	write_names(w);
	write_clocks(w, clocks, ns);
}

static uint64_t write_track(struct packet_writer *w, uint64_t parent,
			    const char *name, const char *unit)
{
	packet_begin(w, SEQUENCE_NEEDS_NAMES);
	protobuf_clear(&w->event);
	protobuf_varint(&w->event, TRACK_UUID, ++w->tracks);
	add_text(&w->event, TRACK_NAME, name);
	if (parent)
		protobuf_varint(&w->event, TRACK_PARENT, parent);
	if (unit) {
		protobuf_clear(&w->part);
		protobuf_string(&w->part, COUNTER_UNIT_NAME, unit);
		protobuf_message(&w->event, TRACK_COUNTER, &w->part);
	}
	protobuf_message(&w->packet, PACKET_TRACK, &w->event);
	packet_end(w);
	return w->tracks;
}

uint64_t packet_track(struct packet_writer *w, uint64_t parent,
		      const char *name)
{
	return write_track(w, parent, name, NULL);
}

uint64_t packet_counter_track(struct packet_writer *w, uint64_t parent,
			      const char *name, const char *unit)
{
	return write_track(w, parent, name, unit);
}

void packet_event_begin(struct packet_writer *w, enum perfetto_type type,
			uint64_t track, uint64_t ns)
{
	packet_begin(w, SEQUENCE_NEEDS_NAMES);
	protobuf_varint(&w->packet, PACKET_TIMESTAMP, ns);
	protobuf_clear(&w->event);
	protobuf_varint(&w->event, EVENT_TYPE, type);
	protobuf_varint(&w->event, EVENT_TRACK, track);
}

void packet_event_end(struct packet_writer *w)
{
	protobuf_message(&w->packet, PACKET_EVENT, &w->event);
	packet_end(w);
}

void packet_category(struct packet_writer *w, enum perfetto_category category)
{
	protobuf_varint(&w->event, EVENT_CATEGORY_ID, category + 1u);
}

void packet_name(struct packet_writer *w, const char *name)
{
	add_text(&w->event, EVENT_NAME, name);
}

void packet_phase(struct packet_writer *w, enum lc_phase phase)
{
	protobuf_varint(&w->event, EVENT_NAME_ID, phase + 1u);
}

void packet_flow(struct packet_writer *w, uint64_t flow, bool ends)
{
	protobuf_fixed64(&w->event, ends ? EVENT_FLOW_ENDS : EVENT_FLOW, flow);
}

static void argument_begin(struct packet_writer *w, enum perfetto_argument name)
{
	protobuf_clear(&w->part);
	protobuf_varint(&w->part, ANNOTATION_NAME_ID, name + 1u);
}

static void argument_end(struct packet_writer *w)
{
	protobuf_message(&w->event, EVENT_ANNOTATION, &w->part);
}

void packet_uint(struct packet_writer *w, enum perfetto_argument name,
		 uint64_t value)
{
	argument_begin(w, name);
	protobuf_varint(&w->part, ANNOTATION_UINT, value);
	argument_end(w);
}

void packet_text(struct packet_writer *w, enum perfetto_argument name,
		 const char *value)
{
	argument_begin(w, name);
	add_text(&w->part, ANNOTATION_TEXT, value);
	argument_end(w);
}

void packet_true(struct packet_writer *w, enum perfetto_argument name)
{
	argument_begin(w, name);
	protobuf_varint(&w->part, ANNOTATION_BOOL, 1);
	argument_end(w);
}

void packet_slice_end(struct packet_writer *w, uint64_t track, uint64_t ns)
{
	packet_event_begin(w, TYPE_SLICE_END, track, ns);
	packet_event_end(w);
}

void packet_count(struct packet_writer *w, uint64_t track, uint64_t ns,
		  int64_t value)
{
	packet_event_begin(w, TYPE_COUNTER, track, ns);
	protobuf_varint(&w->event, EVENT_COUNTER, (uint64_t)value);
	packet_event_end(w);
}

void packet_rate(struct packet_writer *w, uint64_t track, uint64_t ns,
		 double value)
{
	packet_event_begin(w, TYPE_COUNTER, track, ns);
	protobuf_double(&w->event, EVENT_COUNTER_DOUBLE, value);
	packet_event_end(w);
}
