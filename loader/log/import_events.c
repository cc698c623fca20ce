// SPDX-License-Identifier: GPL-2.0-only
#include "import_events.h"

#include <errno.h>
#include <string.h>

#include "anomaly.h"
#include "phases.h"

/* The instance of every transfer: a log does not tell. */
#define INSTANCE 0

/*
 * Index of the series of protocol and message, -ENOSPC when there are
 * IMPORT_SERIES_MAX others (which is counted), or -ENOMEM.
 */
static int series_index(struct import_events *ie, enum message_type type,
			uint8_t protocol, uint8_t message)
{
	const struct series_key key = {
		.protocol = protocol, .message = message, .type = type};
	uint16_t *known = &ie->series[type][protocol][message];
	struct series *s;

	if (*known)
		return *known - 1;
	if (ie->profile->n_series >= IMPORT_SERIES_MAX) {
		ie->profile->lost[LOST_SERIES]++;
		return -ENOSPC;
	}
	s = profile_series(ie->profile, key);
	if (!s)
		return -ENOMEM;
	*known = (uint16_t)(s - ie->profile->series + 1);
	return *known - 1;
}

/* Adds one to a counter of a message's series. Returns 0 or -ENOMEM. */
static int count_message(struct import_events *ie, enum message_type type,
			 const struct ftrace_event *ev, enum lc_counter counter)
{
	int index = series_index(ie, type, ev->protocol, ev->message);

	if (index == -ENOMEM)
		return index;
	if (index >= 0)
		ie->profile->series[index].counter[counter]++;
	return 0;
}

/* Counts an anomaly, and notes it among the last. @age_ns 0: not known. */
static int note_anomaly(struct import_events *ie, unsigned int index,
			enum lc_anomaly kind, const struct ftrace_event *ev,
			uint64_t age_ns)
{
	struct series *s = &ie->profile->series[index];
	struct anomaly_event event = {
		.key = s->key,
		.kind = (uint8_t)kind,
		.token = ev->seq & (LC_TOKENS - 1),
		.cpu = ev->context.cpu,
		.pid = ev->context.pid,
		.age_ns = age_ns,
	};

	event.time_ns = ie->earlier_ns + (ev->time_ns - ie->first_ns);
	memcpy(event.comm, ev->context.comm, sizeof(event.comm));
	s->anomaly[kind]++;
	return profile_add_event(ie->profile, &event);
}

/* A transfer of series @index is in flight no more, and had no end. */
static void count_fate(struct import_events *ie, uint16_t index,
		       enum lc_counter fate)
{
	ie->profile->series[index].counter[fate]++;
	ie->profile->series[index].in_flight--;
}

static int take_begin(struct import_events *ie, const struct ftrace_event *ev,
		      uint64_t now)
{
	int index =
		series_index(ie, MESSAGE_COMMAND, ev->protocol, ev->message);
	struct lc_displaced displaced;
	int result;

	if (index < 0)
		return index == -ENOSPC ? 0 : index;
	result = lc_begin(ie->slot, ev->transfer_id, (uint16_t)index,
			  ie->waits_seen, now, &displaced);
	if (result < 0) {
		ie->profile->lost[LOST_IN_FLIGHT]++;
		return 0;
	}
	if (result > 0)
		count_fate(ie, displaced.series, displaced.fate);
	ie->profile->series[index].counter[LC_BEGUN]++;
	ie->profile->series[index].in_flight++;
	return 0;
}

/* Whether what is in flight was sent cannot be told: take it for sent. */
static void assume_sent(struct import_events *ie)
{
	for (size_t i = 0; i < LC_SLOTS; i++)
		if (ie->slot[i].tag && !ie->slot[i].wait)
			ie->slot[i].wait = LC_WAITING;
}

static void take_wait(struct import_events *ie, const struct ftrace_event *ev)
{
	if (!ie->waits_seen)
		assume_sent(ie);
	ie->waits_seen = true;
	lc_wait(ie->slot, ev->transfer_id,
		ev->timeout_ms < LC_WAITING ? ev->timeout_ms : LC_WAITING - 1);
}

/* A response, a delayed response or a notification. */
static int take_rx_done(struct import_events *ie, const struct ftrace_event *ev,
			uint64_t now)
{
	struct lc_delayed d;
	struct lc_slot *s;
	int err = 0;

	/* A notification has an id of its own, and no begin. */
	if (ev->msg_type == LC_MSG_NOTIFICATION)
		return count_message(ie, MESSAGE_NOTIFICATION, ev, LC_NOTIFIED);
	s = lc_rx_done(ie->slot, ev->transfer_id, 0, now);
	if (ev->msg_type != LC_MSG_DELAYED_RESPONSE)
		return 0;
	if (!lc_delayed(ie->slot, s, ev->transfer_id, now, &d)) {
		ie->profile->untracked++;
		return 0;
	}
	if (d.first)
		err = note_anomaly(ie, d.series, LA_DELAYED_FIRST, ev,
				   d.delayed_ns);
	return err ? err
		   : hist_add(&ie->profile->series[d.series].phase[LC_DELAYED],
			      d.delayed_ns);
}

static int take_end(struct import_events *ie, const struct ftrace_event *ev,
		    uint64_t now)
{
	struct lc_stamps stamps;
	struct lc_ended end;
	struct series *s;
	int err = 0;

	if (!lc_remove(ie->slot, ev->transfer_id, false, false, now, &stamps)) {
		ie->profile->untracked++;
		return 0;
	}
	lc_split_phases(&stamps, ev->status, &end);
	s = &ie->profile->series[stamps.series];
	s->in_flight--;
	s->counter[end.outcome]++;
	s->counter[LC_ERRORS] += end.error;
	s->counter[LC_OVERLAPPED] += end.overlapped;
	if (end.outcome == LC_TIMED_OUT) {
		lc_expire(&ie->expired, INSTANCE, ev->seq, LA_TIMEOUT);
		err = note_anomaly(ie, stamps.series, LA_TIMEOUT, ev,
				   end.ns[LC_TIMEOUT]);
	}
	for (int i = 0; i < LC_PHASES && !err; i++)
		if (end.phases & 1u << i)
			err = hist_add(&s->phase[i], end.ns[i]);
	return err;
}

/* A message that the core did not take. */
static int take_bad(struct import_events *ie, const struct ftrace_event *ev,
		    uint64_t now)
{
	const enum message_type type = ev->msg_type == LC_MSG_NOTIFICATION
					       ? MESSAGE_NOTIFICATION
					       : MESSAGE_COMMAND;
	enum lc_anomaly kind = lc_bad_message(
		ie->slot, &ie->expired, INSTANCE, (enum lc_bad)ev->status,
		ev->msg_type, ev->seq & (LC_TOKENS - 1), now);
	int index;

	if (kind == LA_NONE)
		return 0;
	index = series_index(ie, type, ev->protocol, ev->message);
	if (index < 0)
		return index == -ENOSPC ? 0 : index;
	return note_anomaly(ie, (unsigned int)index, kind, ev, 0);
}

int import_events_take(struct import_events *ie, const struct ftrace_event *ev)
{
	/* To the state machine 0 is no time. Only differences matter. */
	const uint64_t now = ev->time_ns + 1;

	switch (ev->kind) {
	case FTRACE_BEGIN:
		return take_begin(ie, ev, now);
	case FTRACE_WAIT:
		take_wait(ie, ev);
		return 0;
	case FTRACE_RX_DONE:
		return take_rx_done(ie, ev, now);
	case FTRACE_END:
		return take_end(ie, ev, now);
	case FTRACE_BAD:
		return take_bad(ie, ev, now);
	case FTRACE_FAST_CALL:
		return count_message(ie, MESSAGE_COMMAND, ev, LC_FAST_CALLS);
	case FTRACE_LOST:
		assume_sent(ie);
		return 0;
	default:
		return 0;
	}
}

void import_events_expire(const struct import_events *ie, uint64_t last_ns,
			  struct profile *p)
{
	const uint64_t now = last_ns + 1;

	for (size_t i = 0; i < LC_SLOTS; i++) {
		const struct lc_slot *slot = &ie->slot[i];
		enum lc_counter fate;
		struct series *s;

		if (!slot->tag)
			continue;
		fate = lc_fate(now > slot->begin_ns ? now - slot->begin_ns : 0,
			       slot->wait, ie->waits_seen);
		if (fate == LC_BEGUN)
			continue;
		s = &ie->profile->series[lc_tag_series(slot->tag)];
		s = profile_series(p, s->key);
		s->counter[fate]++;
		s->in_flight--;
	}
}

void import_events_end(struct import_events *ie, uint64_t last_ns)
{
	import_events_expire(ie, last_ns, ie->profile);
	memset(ie->slot, 0, sizeof(ie->slot));
	memset(&ie->expired, 0, sizeof(ie->expired));
	ie->waits_seen = false;
}
