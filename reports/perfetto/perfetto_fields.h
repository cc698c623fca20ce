/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers of the fields and values of a Perfetto trace that are written. The
 * messages are those of https://github.com/google/perfetto, protos/perfetto/:
 * trace/trace.proto, trace/trace_packet.proto, trace/clock_snapshot.proto,
 * trace/interned_data/interned_data.proto, common/builtin_clock.proto and, in
 * trace/track_event/, track_descriptor.proto, counter_descriptor.proto,
 * track_event.proto and debug_annotation.proto (at commit ec5d16b14b74).
 */
#ifndef SCMI_PERF_PERFETTO_FIELDS_H
#define SCMI_PERF_PERFETTO_FIELDS_H

/* message Trace */
enum {
	TRACE_PACKET = 1,
};

/* message TracePacket */
enum {
	PACKET_CLOCK_SNAPSHOT = 6,
	PACKET_TIMESTAMP = 8,
	PACKET_SEQUENCE = 10, /* trusted_packet_sequence_id */
	PACKET_EVENT = 11,
	PACKET_INTERNED = 12,
	PACKET_SEQUENCE_FLAGS = 13,
	PACKET_CLOCK = 58,
	PACKET_TRACK = 60, /* track_descriptor */
	PACKET_FIRST = 87, /* first_packet_on_sequence */
};

/* enum SequenceFlags: the packet uses names that an earlier one has defined. */
enum {
	SEQUENCE_CLEARED = 1,
	SEQUENCE_NEEDS_NAMES = 2,
};

/* message ClockSnapshot, and Clock within it */
enum {
	SNAPSHOT_CLOCKS = 1,
	SNAPSHOT_PRIMARY = 2,
	SNAPSHOT_CLOCK_ID = 1,
	SNAPSHOT_TIMESTAMP = 2,
};

/* enum BuiltinClock */
enum {
	BUILTIN_REALTIME = 1,
	BUILTIN_MONOTONIC = 3,
	BUILTIN_MONOTONIC_RAW = 5,
	BUILTIN_BOOTTIME = 6,
};

/* message InternedData, and a name within it */
enum {
	INTERNED_CATEGORIES = 1,
	INTERNED_EVENTS = 2,
	INTERNED_ANNOTATIONS = 3, /* debug_annotation_names */
	INTERNED_ID = 1,
	INTERNED_NAME = 2,
};

/* message TrackDescriptor, and CounterDescriptor */
enum {
	TRACK_UUID = 1,
	TRACK_NAME = 2,
	TRACK_PARENT = 5,
	TRACK_COUNTER = 8,
	COUNTER_UNIT_NAME = 6,
};

/* message TrackEvent */
enum {
	EVENT_CATEGORY_ID = 3,
	EVENT_ANNOTATION = 4, /* debug_annotations */
	EVENT_TYPE = 9,
	EVENT_NAME_ID = 10,
	EVENT_TRACK = 11,
	EVENT_NAME = 23,
	EVENT_COUNTER = 30,
	EVENT_COUNTER_DOUBLE = 44,
	EVENT_FLOW = 47,
	EVENT_FLOW_ENDS = 48, /* terminating_flow_ids */
};

/* enum Type of a TrackEvent */
enum perfetto_type {
	TYPE_SLICE_BEGIN = 1,
	TYPE_SLICE_END = 2,
	TYPE_INSTANT = 3,
	TYPE_COUNTER = 4,
};

/* message DebugAnnotation */
enum {
	ANNOTATION_NAME_ID = 1,
	ANNOTATION_BOOL = 2,
	ANNOTATION_UINT = 3,
	ANNOTATION_TEXT = 6,
};

#endif
