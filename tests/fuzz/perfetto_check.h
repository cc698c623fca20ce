/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks a Perfetto trace: that it can be decoded, that slices nest and end,
 * that names and tracks are defined, that no counter is negative.
 */
#ifndef SCMI_PERF_PERFETTO_CHECK_H
#define SCMI_PERF_PERFETTO_CHECK_H

#include <stdbool.h>

#include "fuzz_protobuf.h"
#include "perfetto_fields.h"

struct decoded_event {
	uint64_t ns, type, track;
	size_t order, category, flows, flow_ends;
	int64_t count;
};

/* The events of a trace, and what they add up to. */
struct decoded_trace {
	struct decoded_event *event;
	size_t n_events, cap_events, tracks;
	size_t categories[16]; /* events, by category */
	int64_t *count;	       /* the last value, by track */
	bool named;
};

static inline void decode_event(struct decoded_trace *t, uint64_t ns,
				const struct proto_field *in)
{
	const uint8_t *p = in->data;
	struct proto_field f;
	struct decoded_event *e;

	if (t->n_events == t->cap_events) {
		t->cap_events = 2 * t->cap_events + 64;
		t->event = realloc(t->event, t->cap_events * sizeof(*e));
		MUST(t->event);
	}
	e = &t->event[t->n_events];
	*e = (struct decoded_event){.ns = ns, .order = t->n_events++};
	while (decode_field(&p, in->data + in->len, &f)) {
		switch (f.number) {
		case EVENT_TYPE:
			e->type = f.value;
			break;
		case EVENT_TRACK:
			e->track = f.value;
			break;
		case EVENT_CATEGORY_ID:
			e->category = f.value;
			break;
		case EVENT_COUNTER:
			e->count = (int64_t)f.value;
			break;
		case EVENT_FLOW:
			e->flows++;
			break;
		case EVENT_FLOW_ENDS:
			e->flow_ends++;
			break;
		}
	}
	MUST(e->track && e->track <= t->tracks && e->category < 16);
	t->categories[e->category]++;
}

static inline void decode_packet(struct decoded_trace *t,
				 const struct proto_field *in)
{
	const uint8_t *p = in->data;
	struct proto_field f;
	uint64_t ns = UINT64_MAX;

	while (decode_field(&p, in->data + in->len, &f)) {
		switch (f.number) {
		case PACKET_INTERNED:
			t->named = true;
			break;
		case PACKET_TIMESTAMP:
			ns = f.value;
			break;
		case PACKET_TRACK:
			t->tracks++;
			break;
		case PACKET_EVENT:
			MUST(t->named && ns <= INT64_MAX);
			decode_event(t, ns, &f);
			break;
		}
	}
}

static inline int by_time(const void *a, const void *b)
{
	const struct decoded_event *x = a, *y = b;

	if (x->ns != y->ns)
		return x->ns < y->ns ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* Follows the events of all tracks, as a viewer does. */
static inline void check_events(struct decoded_trace *t)
{
	uint8_t *depth = calloc(t->tracks + 1, 1);
	size_t flows = 0, flow_ends = 0;

	t->count = calloc(t->tracks + 1, sizeof(*t->count));
	MUST(depth && t->count);
	if (t->n_events)
		qsort(t->event, t->n_events, sizeof(*t->event), by_time);
	for (size_t i = 0; i < t->n_events; i++) {
		const struct decoded_event *e = &t->event[i];

		switch (e->type) {
		case TYPE_SLICE_BEGIN:
			/* A phase within its transfer. */
			MUST(depth[e->track]++ == (e->category == 2));
			break;
		case TYPE_SLICE_END:
			MUST(depth[e->track]--);
			break;
		case TYPE_INSTANT:
			MUST(!depth[e->track]);
			break;
		default:
			MUST(e->type == TYPE_COUNTER && e->count >= 0);
			t->count[e->track] = e->count;
		}
		flows += e->flows;
		flow_ends += e->flow_ends;
		MUST(flow_ends <= flows);
	}
	MUST(flow_ends == flows);
	for (size_t i = 0; i <= t->tracks; i++)
		MUST(!depth[i]);
	free(depth);
}

/* Decodes and checks the trace. The caller frees @event and @count. */
static inline struct decoded_trace decode_trace(const void *data, size_t len)
{
	const uint8_t *p = data, *end = p + len;
	struct decoded_trace t = {0};
	struct proto_field f;

	while (decode_field(&p, end, &f)) {
		MUST(f.number == TRACE_PACKET && f.wire == 2);
		decode_packet(&t, &f);
	}
	check_events(&t);
	return t;
}

#endif
