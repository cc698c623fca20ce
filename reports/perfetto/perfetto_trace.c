// SPDX-License-Identifier: GPL-2.0-only
#include "perfetto_trace.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "names.h"
#include "perfetto_tracks.h"
#include "text.h"
#include "trace_words.h"

#define EVENT_NAME_LEN (TRACE_MESSAGE + 16)

/* The rate is that of each part of a second. */
#define BINS   10
#define BIN_NS (1000000000ull / BINS)

/* A log that began at an earlier time than the one before it follows it. */
#define BETWEEN_LOGS_NS 1000000000ull

struct perfetto_trace {
	struct packet_writer w;
	struct perfetto_tracks tracks;
	struct perfetto_clocks clocks;
	bool started, log_ended, shifted;
	uint64_t shift_ns; /* added to the times of this log */
	uint64_t last_ns;  /* the latest time so far, with it */
	uint64_t flows;
	uint64_t lost[LOST_CAUSES];
};

struct perfetto_trace *perfetto_trace_new(FILE *out)
{
	struct perfetto_trace *t = xcalloc(1, sizeof(*t));

	t->w.out = out;
	t->tracks.w = &t->w;
	return t;
}

void perfetto_trace_clocks(struct perfetto_trace *t,
			   const struct perfetto_clocks *clocks)
{
	t->clocks = *clocks;
}

bool perfetto_trace_is_shifted(const struct perfetto_trace *t)
{
	return t->shifted;
}

/* Writes the start of the trace before its first event. */
static void start(struct perfetto_trace *t, uint64_t ns)
{
	if (!t->started)
		packet_start(&t->w, &t->clocks, sum_of(ns, 0));
	t->started = true;
}

/* Converts a time of the log. */
static uint64_t time_of(struct perfetto_trace *t, uint64_t ns)
{
	const uint64_t at = sum_of(ns, t->shift_ns);

	if (at > t->last_ns)
		t->last_ns = at;
	return at;
}

/* No transfer is in flight between two logs. */
static void clear_in_flight(struct perfetto_trace *t)
{
	for (size_t i = 0; i < t->tracks.n_channels; i++) {
		if (!t->tracks.channel[i].in_flight)
			continue;
		t->tracks.channel[i].in_flight = 0;
		packet_count(&t->w, tracks_in_flight(&t->tracks, i), t->last_ns,
			     0);
	}
}

/* The first line of another log: times of the trace do not go back. */
static void start_log(struct perfetto_trace *t, uint64_t ns)
{
	clear_in_flight(t);
	t->log_ended = false;
	t->shift_ns = 0;
	if (ns >= t->last_ns)
		return;
	t->shift_ns = sum_of(t->last_ns, BETWEEN_LOGS_NS) - ns;
	t->shifted = true;
}

static const char *event_label(const struct series_key *key,
			       char buf[EVENT_NAME_LEN])
{
	char protocol[8], message[8];

	*buf = '\0';
	text_append(buf, EVENT_NAME_LEN, "%s: %s",
		    protocol_label(key, protocol, sizeof(protocol)),
		    key_message_label(key, message, sizeof(message)));
	if (key->resource_plus)
		text_append(buf, EVENT_NAME_LEN, "(%" PRIu32 ")",
			    key->resource_plus - 1);
	return buf;
}

static void write_key(struct perfetto_trace *t, const struct trace_line *line)
{
	char resource[RESOURCE_LABEL_LEN];
	const char *label = key_resource_label(&line->key, resource);

	packet_uint(&t->w, ARGUMENT_TOKEN, line->event->token);
	packet_text(&t->w, ARGUMENT_TRANSPORT,
		    transport_names[line->key.transport]);
	if (label)
		packet_text(&t->w, ARGUMENT_RESOURCE, label);
}

static bool has_task(const struct trace_event *e)
{
	return e->comm[0] || e->tid;
}

static void write_task(struct perfetto_trace *t, const struct trace_event *e)
{
	char comm[sizeof(e->comm) + 1];

	if (!has_task(e))
		return;
	snprintf(comm, sizeof(comm), "%.16s", e->comm);
	packet_text(&t->w, ARGUMENT_TASK, comm);
	packet_uint(&t->w, ARGUMENT_TID, e->tid);
}

static void begin_slice(struct perfetto_trace *t, uint64_t track, uint64_t ns,
			enum perfetto_category category,
			const struct trace_line *line)
{
	char name[EVENT_NAME_LEN];

	packet_event_begin(&t->w, TYPE_SLICE_BEGIN, track, ns);
	packet_category(&t->w, category);
	packet_name(&t->w, event_label(&line->key, name));
}

/* The phases, from @ns on; @flow ends at the reply. 0: it ended already. */
static void write_phases(struct perfetto_trace *t, uint64_t track, uint64_t ns,
			 const struct lc_ended *ended, uint64_t flow)
{
	for (int i = 0; i < TRACE_PHASES; i++) {
		const enum lc_phase phase = trace_phases[i];

		if (!(ended->phases & 1u << phase))
			continue;
		packet_event_begin(&t->w, TYPE_SLICE_BEGIN, track, ns);
		packet_category(&t->w, CATEGORY_PHASE);
		packet_phase(&t->w, phase);
		if (flow && phase == LC_WAKEUP)
			packet_flow(&t->w, flow, true);
		packet_event_end(&t->w);
		ns = sum_of(ns, ended->ns[phase]);
		packet_slice_end(&t->w, track, ns);
	}
}

/* The slice of a transfer in the channel, from @begin to @end. */
static void write_in_channel(struct perfetto_trace *t, size_t channel,
			     const struct trace_line *line, uint64_t begin,
			     uint64_t end, uint64_t flow)
{
	const struct trace_event *e = line->event;
	const struct lc_ended ended = trace_split(e);
	const uint64_t track =
		tracks_channel_lane(&t->tracks, channel, begin, end);
	const bool replied = ended.phases & 1u << LC_WAKEUP;
	char status[TRACE_STATUS];

	begin_slice(t, track, begin, CATEGORY_TRANSFER, line);
	if (flow && !replied)
		packet_flow(&t->w, flow, true);
	write_key(t, line);
	packet_text(&t->w, ARGUMENT_STATUS, trace_status(e, status));
	write_task(t, e);
	packet_uint(&t->w, ARGUMENT_CPU, e->cpu);
	if (ended.overlapped)
		packet_true(&t->w, ARGUMENT_OVERLAPPED);
	packet_event_end(&t->w);
	write_phases(t, track, begin, &ended, replied ? flow : 0);
	packet_slice_end(&t->w, track, end);
}

/* Writes the rate of the part of a second that is over. */
static void write_rate(struct perfetto_trace *t, size_t channel)
{
	struct perfetto_channel *c = &t->tracks.channel[channel];
	const uint64_t track = tracks_rate(&t->tracks, channel);

	packet_rate(&t->w, track, sum_of(c->bin * BIN_NS, 0),
		    (double)c->in_bin * BINS);
	c->in_bin = 0;
}

/* A transfer of the channel ended. Late ones are those of the last part. */
static void count_ended(struct perfetto_trace *t, size_t channel, uint64_t ns)
{
	struct perfetto_channel *c = &t->tracks.channel[channel];
	const uint64_t bin = ns / BIN_NS;

	if (c->in_bin && bin > c->bin) {
		write_rate(t, channel);
		if (bin > ++c->bin)
			write_rate(t, channel);
	}
	if (bin > c->bin)
		c->bin = bin;
	c->in_bin++;
}

static void write_transfer(struct perfetto_trace *t, size_t channel,
			   const struct trace_line *line)
{
	const struct trace_event *e = line->event;
	const struct lc_ended ended = trace_split(e);
	const bool timed_out = ended.phases & 1u << LC_TIMEOUT;
	uint64_t begin, end, track = 0, flow = 0;

	/* Only the kernel's log reports this timeout: its start is unknown. */
	if (!trace_has_start(e)) {
		count_ended(t, channel, time_of(t, e->t.end_ns));
		return;
	}
	begin = time_of(t, e->t.begin_ns);
	end = sum_of(begin, ended.ns[timed_out ? LC_TIMEOUT : LC_TOTAL]);
	if (end > t->last_ns)
		t->last_ns = end;
	if (has_task(e)) {
		track = tracks_task_lane(&t->tracks, e, begin, end);
		flow = ++t->flows;
		begin_slice(t, track, begin, CATEGORY_CALL, line);
		packet_flow(&t->w, flow, false);
		packet_event_end(&t->w);
	}
	write_in_channel(t, channel, line, begin, end, flow);
	if (track)
		packet_slice_end(&t->w, track, end);
	count_ended(t, channel, end);
}

/* In flight at the end of the log. */
static void write_unended(struct perfetto_trace *t, size_t channel,
			  const struct trace_line *line)
{
	const uint64_t begin = time_of(t, line->event->t.begin_ns);
	const uint64_t end = sum_of(begin, trace_age_ns(line->event));
	const uint64_t track =
		tracks_channel_lane(&t->tracks, channel, begin, end);

	begin_slice(t, track, begin, CATEGORY_UNENDED, line);
	write_key(t, line);
	packet_text(&t->w, ARGUMENT_STATUS, "in flight");
	packet_event_end(&t->w);
	packet_slice_end(&t->w, track, end);
}

static void begin_instant(struct perfetto_trace *t, size_t channel,
			  enum perfetto_category category, uint64_t ns)
{
	const uint64_t track = tracks_instants(&t->tracks, channel, category);

	packet_event_begin(&t->w, TYPE_INSTANT, track, ns);
	packet_category(&t->w, category);
}

/* A delayed response or a notification. */
static void write_instant(struct perfetto_trace *t, size_t channel,
			  const struct trace_line *line,
			  enum perfetto_category category)
{
	const struct trace_event *e = line->event;
	char name[EVENT_NAME_LEN];

	begin_instant(t, channel, category, time_of(t, e->t.end_ns));
	packet_name(&t->w, event_label(&line->key, name));
	write_key(t, line);
	if (category == CATEGORY_DELAYED && e->t.begin_ns)
		packet_uint(&t->w, ARGUMENT_AGE_NS, trace_age_ns(e));
	packet_event_end(&t->w);
}

static void write_anomalies(struct perfetto_trace *t, size_t channel,
			    const struct trace_line *line)
{
	const struct trace_event *e = line->event;
	char message[EVENT_NAME_LEN];

	for (int kind = 0; kind < LA_KINDS; kind++) {
		if (!(e->anomalies & 1u << kind))
			continue;
		begin_instant(t, channel, CATEGORY_ANOMALY,
			      time_of(t, e->t.end_ns));
		packet_name(&t->w, anomaly_names[kind]);
		packet_text(&t->w, ARGUMENT_MESSAGE,
			    event_label(&line->key, message));
		write_key(t, line);
		write_task(t, e);
		packet_event_end(&t->w);
	}
}

/* A transfer can begin before its channel is known, and then end on it. */
static size_t channel_of_end(const struct perfetto_trace *t, size_t channel)
{
	if (t->tracks.channel[channel].in_flight)
		return channel;
	for (size_t i = 0; i < t->tracks.n_channels; i++)
		if (t->tracks.channel[i].in_flight)
			return i;
	return channel;
}

/* A transfer more or less is in flight. */
static void write_step(struct perfetto_trace *t, size_t channel,
		       const struct trace_event *e)
{
	struct perfetto_channel *c;
	uint64_t track;

	if (e->status < 0)
		channel = channel_of_end(t, channel);
	c = &t->tracks.channel[channel];
	if (e->status < 0 && !c->in_flight)
		return;
	c->in_flight += e->status < 0 ? -1 : 1;
	track = tracks_in_flight(&t->tracks, channel);
	packet_count(&t->w, track, time_of(t, e->t.end_ns), c->in_flight);
}

void perfetto_trace_line(struct perfetto_trace *t,
			 const struct trace_line *line)
{
	const struct trace_event *e = line->event;
	const bool has_begin = e->type == TRACE_TRANSFER && trace_has_start(e);
	const uint64_t ns = has_begin ? e->t.begin_ns : e->t.end_ns;
	size_t channel;

	if (e->type == TRACE_LOG_END) {
		t->log_ended = true;
		return;
	}
	start(t, ns);
	if (t->log_ended)
		start_log(t, ns);
	channel = tracks_channel(&t->tracks, &line->key);
	switch (e->type) {
	case TRACE_TRANSFER:
		write_transfer(t, channel, line);
		break;
	case TRACE_DELAYED:
		write_instant(t, channel, line, CATEGORY_DELAYED);
		break;
	case TRACE_NOTIFICATION:
		write_instant(t, channel, line, CATEGORY_NOTIFICATION);
		break;
	case TRACE_UNENDED:
		write_unended(t, channel, line);
		break;
	case TRACE_STEP:
		write_step(t, channel, e);
		break;
	}
	write_anomalies(t, channel, line);
}

void perfetto_trace_lost(struct perfetto_trace *t, const char *cause,
			 uint64_t count)
{
	uint64_t track;

	if (!count)
		return;
	start(t, t->last_ns);
	track = tracks_lost(&t->tracks);
	packet_event_begin(&t->w, TYPE_INSTANT, track, t->last_ns);
	packet_category(&t->w, CATEGORY_LOST);
	packet_name(&t->w, cause);
	packet_uint(&t->w, ARGUMENT_COUNT, count);
	packet_event_end(&t->w);
}

void perfetto_trace_losses(struct perfetto_trace *t,
			   const uint64_t lost[LOST_CAUSES])
{
	for (int i = 0; i < LOST_CAUSES; i++) {
		perfetto_trace_lost(t, lost_names[i], lost[i] - t->lost[i]);
		t->lost[i] = lost[i];
	}
}

void perfetto_trace_finish(struct perfetto_trace *t)
{
	if (!t)
		return;
	start(t, 0);
	for (size_t i = 0; i < t->tracks.n_channels; i++) {
		if (!t->tracks.channel[i].in_bin)
			continue;
		write_rate(t, i);
		t->tracks.channel[i].bin++;
		write_rate(t, i);
	}
	perfetto_tracks_free(&t->tracks);
	packet_writer_free(&t->w);
	free(t);
}
