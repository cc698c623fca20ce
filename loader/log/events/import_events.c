// SPDX-License-Identifier: GPL-2.0-only
#include "import_events.h"

#include <string.h>

#include "accounting.h"
#include "import_delayed.h"
#include "import_fast.h"
#include "import_instances.h"
#include "import_trace.h"
#include "import_waits.h"
#include "import_resources.h"

/* The account of a series of the profile, for the event that is applied. */
struct lc_account {
	struct import_events *ie;
	const struct ftrace_event *ev;
	struct series *series;
};

LC_INLINE void lc_select(struct lc_account *a, __u32 series)
{
	a->series = &a->ie->profile->series[series];
}

LC_INLINE void lc_count(struct lc_account *a, enum lc_counter counter)
{
	const int step = lc_in_flight_step(counter);

	a->series->counter[counter]++;
	a->series->in_flight += (uint64_t)step;
	import_trace_step(a->ie, &a->series->key, step, a->ev->time_ns);
}

LC_INLINE void lc_count_status(struct lc_account *a, __s32 status)
{
	a->series->status[lc_status_of(status, a->ie->applies_dump)]++;
}

LC_INLINE void lc_measure(struct lc_account *a, enum lc_phase phase, __u64 ns)
{
	/* A dump does not show when the caller continues. */
	if (a->ie->applies_dump && phase == LC_WAKEUP)
		return;
	hist_add(&a->series->phase[phase], ns);
}

/* Converts a time stamp of the log. */
static uint64_t profile_time(const struct import_events *ie, uint64_t log_ns)
{
	return sum_of(ie->earlier_ns,
		      log_ns > ie->first_ns ? log_ns - ie->first_ns : 0);
}

LC_INLINE void lc_note(struct lc_account *a, enum lc_anomaly kind, __u16 token,
		       __u64 age_ns)
{
	const struct import_events *ie = a->ie;
	struct anomaly_event event = {
		.key = a->series->key,
		.kind = (uint8_t)kind,
		.token = token & (LC_TOKENS - 1),
		.time_ns = profile_time(ie, a->ev->time_ns),
		.stamp_ns = a->ev->time_ns,
		.age_ns = age_ns,
	};

	/* A failed send is noticed at the start of another transfer. */
	if (kind != LA_SEND_FAILED) {
		event.cpu = a->ev->context.cpu;
		event.pid = a->ev->context.pid;
		memcpy(event.comm, a->ev->context.comm, sizeof(event.comm));
	}
	a->series->anomaly[kind]++;
	profile_add_event(ie->profile, &event);
	if (import_trace_is_alone(ie, kind))
		import_trace_other(ie, a->ev, &a->series->key, TRACE_ANOMALY,
				   token, age_ns, 1u << kind);
}

/*
 * Selects the series of the event's protocol and message. Returns false if
 * IMPORT_SERIES_MAX others exist, and counts that.
 */
static bool select_message(struct lc_account *a, enum message_type type)
{
	const struct ftrace_event *ev = a->ev;
	const uint16_t instance = import_instance_of(a->ie, ev);
	const struct series_key key = {
		.instance = (uint8_t)(instance ? instance - 1 : 0),
		.transport = a->ie->transport[instance],
		.channel = a->ie->channel[instance][ev->protocol],
		.protocol = ev->protocol,
		.message = ev->message,
		.type = type,
		.resource_plus = import_resource_of(a->ie, ev)};
	uint16_t *index_plus =
		import_series_of(a->ie, instance, type, ev, key.resource_plus);
	struct profile *p = a->ie->profile;
	struct series *s;

	if (!*index_plus) {
		if (p->n_series >= IMPORT_SERIES_MAX) {
			p->lost[LOST_SERIES]++;
			return false;
		}
		s = profile_series(p, key); /* may move p->series */
		*index_plus = (uint16_t)(s - p->series + 1);
	}
	lc_select(a, *index_plus - 1u);
	return true;
}

static void apply_begin(struct lc_account *a, uint64_t now)
{
	struct import_events *ie = a->ie;
	struct lc_start start = {
		.waits_seen = ie->waits_seen,
		.hooked = ie->hooked,
	};
	struct lc_displaced displaced;
	uint32_t series;
	int result;

	ie->began = true;
	if (!select_message(a, MESSAGE_COMMAND))
		return;
	start.tag = lc_tag_of(a->ev->transfer_id,
			      (uint32_t)(a->series - ie->profile->series),
			      import_instance_of(ie, a->ev));
	import_delayed_begin(ie, a->ev->seq, now);
	result = lc_begin(ie->slot, lc_home(ie->slot, a->ev->seq), &start, now,
			  &displaced);
	if (result < 0) {
		ie->profile->lost[LOST_IN_FLIGHT]++;
		return;
	}
	lc_count(a, LC_BEGUN);
	series = (uint32_t)(a->series - ie->profile->series);
	if (result > 0) {
		import_senders_leave(&ie->senders, displaced.series);
		lc_account_displaced(a, &displaced);
	}
	import_senders_begin(&ie->senders, series,
			     import_instance_of(ie, a->ev),
			     import_channel_of(ie, a->ev));
}

/* A response, a delayed response or a notification. */
static void apply_rx_done(struct lc_account *a, uint64_t now)
{
	struct import_events *ie = a->ie;
	const uint32_t id = a->ev->transfer_id, token = a->ev->seq;
	struct lc_delayed d;

	/* The transfer_id of a notification belongs to no begin. */
	if (a->ev->msg_type == LC_MSG_NOTIFICATION) {
		if (select_message(a, MESSAGE_NOTIFICATION)) {
			lc_count(a, LC_NOTIFIED);
			import_trace_other(ie, a->ev, &a->series->key,
					   TRACE_NOTIFICATION, a->ev->seq, 0,
					   0);
			if (a->ev->dropped)
				lc_note(a, LA_NOTIFICATION_DROPPED, 0, 0);
		}
		return;
	}
	if (a->ev->msg_type != LC_MSG_DELAYED_RESPONSE) {
		if (!lc_rx_done(ie->slot, id, token,
				hook_events_signal(&ie->hooks, a->ev), now))
			lc_rx_done_past(ie->slot, id, token, now);
		return;
	}
	if (lc_delayed(ie->slot, id, token, 0, now, &d)) {
		lc_account_delayed(a, &d, a->ev->seq);
		import_trace_other(ie, a->ev, &a->series->key, TRACE_DELAYED,
				   a->ev->seq, d.delayed_ns, 0);
	} else {
		ie->profile->untracked++;
	}
}

static void apply_end(struct lc_account *a, uint64_t now)
{
	struct import_events *ie = a->ie;
	const struct ftrace_event *ev = a->ev;
	struct lc_stamps stamps;
	uint32_t anomalies;

	if (!hook_events_remove(ie->slot, ev, ie->hooked, ie->trace,
				ie->waits_seen, now, &stamps)) {
		ie->profile->untracked++;
		return;
	}
	anomalies =
		lc_account_end(a, &ie->expired, &stamps, ev->status, ev->seq);
	import_trace_transfer(ie, ev, &a->series->key, stamps, anomalies);
	import_senders_end(&ie->senders, ev, &stamps,
			   profile_time(ie, stamps.begin_ns - 1));
}

/* A message that the core rejected. */
static void apply_bad(struct lc_account *a, uint64_t now)
{
	struct import_events *ie = a->ie;
	const struct ftrace_event *ev = a->ev;
	const enum message_type type = ev->msg_type == LC_MSG_NOTIFICATION
					       ? MESSAGE_NOTIFICATION
					       : MESSAGE_COMMAND;
	const uint16_t token = ev->seq & (LC_TOKENS - 1);
	const uint16_t instance = import_instance_of(ie, ev);
	const struct lc_rejected m = {
		.instance = import_tagged_instance(ie, token, instance),
		.token = token,
		.series = import_series_of_rejected(ie, instance, type, ev),
		.type = ev->msg_type,
		.bad = ev->status,
	};
	enum lc_anomaly kind = import_delayed_bad(ie, &m, now);
	const bool known = ie->by_resource && m.series >= 0;

	if (known)
		lc_select(a, (uint32_t)m.series);
	if (kind != LA_NONE && (known || select_message(a, type)))
		lc_note(a, kind, m.token, 0);
}

/* Selects the series of messages whose protocol and message are unknown. */
static void select_unknown(struct lc_account *a)
{
	const struct series_key key = {
		.instance =
			(uint8_t)(a->ev->instance ? a->ev->instance - 1 : 0)};

	a->series = profile_series(a->ie->profile, key);
}

/* A transfer that was replied to got no delayed response in time. */
static void apply_unanswered(struct lc_account *a, uint64_t now)
{
	struct import_events *ie = a->ie;
	const struct ftrace_event *ev = a->ev;
	const uint16_t token = ev->seq & (LC_TOKENS - 1);
	const struct lc_slot *s = NULL;
	uint64_t tag;

	if (ev->has_message)
		s = lc_find_past(ie->slot, ev->transfer_id, token);
	if (s)
		lc_select(a, lc_tag_series(s->past));
	else if (!ev->has_message)
		select_unknown(a);
	else if (!select_message(a, MESSAGE_COMMAND))
		return;
	tag = s ? s->past
		: lc_tag_of(ev->transfer_id,
			    (uint32_t)(a->series - ie->profile->series),
			    import_instance_of(ie, ev));
	if (ev->has_message)
		lc_expire_delayed(&ie->expired, tag, token, now);
	lc_note(a, LA_DELAYED_TIMEOUT, token, s ? now - s->begin_ns : 0);
}

static void apply(struct import_events *ie, const struct ftrace_event *ev)
{
	struct lc_account a = {.ie = ie, .ev = ev};
	/* The state machine reserves time 0. Only differences matter. */
	const uint64_t now = ev->time_ns + 1;

	if (ie->hooked)
		hook_events_note(&ie->hooks, ev, now);
	switch (ev->kind) {
	case FTRACE_BEGIN:
		apply_begin(&a, now);
		break;
	case FTRACE_WAIT:
		import_wait(ie, ev, now);
		break;
	case FTRACE_RX_DONE:
		apply_rx_done(&a, now);
		break;
	case FTRACE_END:
		apply_end(&a, now);
		break;
	case FTRACE_BAD:
		apply_bad(&a, now);
		break;
	case FTRACE_FAST_CALL:
		if (select_message(&a, MESSAGE_COMMAND)) {
			lc_count(&a, LC_FAST_CALLS);
			import_fast_call(ie, ev, now);
		}
		break;
	case FTRACE_RING:
	case FTRACE_RUNG:
		hook_events_ring(&ie->hooks, ie->slot, ev, now);
		break;
	case FTRACE_UNANSWERED:
		apply_unanswered(&a, now);
		break;
	case FTRACE_LOST:
		import_assume_sent(ie);
		break;
	default:
		break;
	}
}

static void apply_dump(void *ctx, const struct ftrace_event *ev)
{
	struct import_events *ie = ctx;

	ie->applies_dump = true;
	apply(ie, ev);
	ie->applies_dump = false;
}

/*
 * Notes whether raw mode has the events of a transfer, which older kernels do not
 * have: then the dump of a command follows its scmi_xfer_begin.
 */
static void note_raw_begin(struct import_events *ie,
			   const struct ftrace_event *ev)
{
	const uint32_t message = 1u << 16 | ev->protocol << 8 | ev->message;
	uint32_t *begun = &ie->begun[ev->seq & (LC_TOKENS - 1)];

	if (ev->kind == FTRACE_BEGIN)
		*begun = message;
	else if (ev->kind == FTRACE_END)
		*begun = 0;
	else if (ev->kind == FTRACE_DUMP && ev->raw && ev->command &&
		 *begun == message)
		ie->raw_begins = true;
}

void import_events_apply(struct import_events *ie,
			 const struct ftrace_event *ev)
{
	note_raw_begin(ie, ev);
	ie->dumps.apply = apply_dump;
	ie->dumps.ctx = ie;
	dump_transfers_advance(&ie->dumps, ev->time_ns);
	if (ev->kind == FTRACE_DUMP) {
		if ((ev->raw && !ie->raw_begins) || !ie->has_transfers)
			dump_transfers_add(&ie->dumps, ev);
	} else if (ev->kind != FTRACE_RX_DONE ||
		   !dump_transfers_rx_done(&ie->dumps, ev)) {
		apply(ie, ev);
	}
}

/*
 * Returns the anomaly of a fault that the kernel's log reports. Finds the series of
 * its transfer (below 0: unknown) and its token.
 */
static enum lc_anomaly find_fault(struct import_events *ie,
				  const struct ftrace_event *ev,
				  int32_t *series, uint16_t *token)
{
	struct lc_rejected m = {
		.token = *token,
		.type = ev->msg_type,
		.bad = ev->anomaly == LA_WRONG_STATE ? LC_BAD_STATE
						     : LC_BAD_UNEXPECTED,
	};
	const uint64_t now = ev->time_ns + 1;
	uint64_t tag = 0;

	switch (ev->anomaly) {
	case LA_UNEXPECTED_REPLY:
	case LA_WRONG_STATE:
		tag = import_tag_of_token(ie, *token);
		*series = m.series = tag ? lc_tag_series(tag) : -1;
		m.instance = lc_tag_instance(tag);
		return import_delayed_bad(ie, &m, now);
	case LA_DELAYED_TIMEOUT:
		tag = import_delayed_timeout(ie, now, token);
		*series = tag ? lc_tag_series(tag) : -1;
		return LA_DELAYED_TIMEOUT;
	default:
		*series = -1;
		return ev->anomaly;
	}
}

bool import_events_fault(struct import_events *ie,
			 const struct ftrace_event *ev)
{
	struct lc_account a = {.ie = ie, .ev = ev};
	uint16_t token = ev->seq & (LC_TOKENS - 1);
	int32_t series;
	const enum lc_anomaly kind = find_fault(ie, ev, &series, &token);

	if (kind == LA_NONE)
		return false;
	if (series >= 0)
		lc_select(&a, (uint32_t)series);
	else if (!ev->has_message || !select_message(&a, MESSAGE_NOTIFICATION))
		select_unknown(&a);
	if (kind == LA_TIMEOUT) {
		lc_count(&a, LC_BEGUN);
		lc_count(&a, LC_TIMED_OUT);
		import_senders_timeout(
			&ie->senders,
			(uint32_t)(a.series - ie->profile->series));
	}
	lc_note(&a, kind, token, 0);
	if (kind == LA_TIMEOUT)
		import_trace_timeout(ie, ev, &a.series->key, token);
	else if (!import_trace_is_alone(ie, kind))
		/* It has no transfer with which it could be shown. */
		import_trace_other(ie, ev, &a.series->key, TRACE_ANOMALY, token,
				   0, 1u << kind);
	return true;
}

/* A transfer at the end of a log that was not sent, with the time it began. */
static void note_failed_send(const struct import_events *ie,
			     const struct lc_slot *slot, struct series *s,
			     struct profile *p)
{
	const uint64_t begin_ns = slot->begin_ns - 1;
	const struct anomaly_event event = {
		.key = s->key,
		.kind = LA_SEND_FAILED,
		.token = lc_tag_token(slot->tag, (uint32_t)(slot - ie->slot)),
		.time_ns = profile_time(ie, begin_ns),
		.stamp_ns = begin_ns,
	};

	s->anomaly[LA_SEND_FAILED]++;
	profile_add_event(p, &event);
	if (p == ie->profile)
		import_trace_failed_send(ie, &s->key, begin_ns, event.token);
}

/* The transfer in a slot is given up at the end of a log. */
static void expire(const struct import_events *ie, const struct lc_slot *slot,
		   enum lc_counter fate, uint64_t last_ns, struct profile *p)
{
	const uint16_t index = lc_tag_series(slot->tag);
	struct series *s = profile_series(p, ie->profile->series[index].key);
	const int step = lc_in_flight_step(fate);

	s->counter[fate]++;
	s->in_flight += (uint64_t)step;
	if (p == ie->profile)
		import_trace_step(ie, &s->key, step, last_ns);
	if (fate == LC_SEND_FAILED)
		note_failed_send(ie, slot, s, p);
}

void import_events_expire(const struct import_events *ie, uint64_t last_ns,
			  struct profile *p)
{
	for (size_t i = 0; i < LC_SLOTS; i++) {
		const struct lc_slot *slot = &ie->slot[i];
		const uint16_t index = lc_tag_series(slot->tag);
		enum lc_counter fate;

		if (!slot->tag)
			continue;
		fate = lc_slot_fate(slot, last_ns + 1, ie->waits_seen);
		if (fate != LC_BEGUN)
			expire(ie, slot, fate, last_ns, p);
		else if (p == ie->profile)
			import_trace_unended(ie, slot, &p->series[index].key,
					     last_ns);
	}
}

/* Most of the table was never used: writing it all costs memory and time. */
static void forget_transfers(struct import_events *ie)
{
	for (size_t i = 0; i < LC_SLOTS; i++)
		if (ie->slot[i].begin_ns)
			ie->slot[i] = (struct lc_slot){0};
	memset(&ie->expired, 0, sizeof(ie->expired));
	memset(ie->missing, 0, sizeof(ie->missing));
	memset(&ie->hooks, 0, sizeof(ie->hooks));
	memset(ie->dumps.token, 0, sizeof(ie->dumps.token));
	import_senders_end_log(&ie->senders);
	for (size_t i = 0; i < ie->profile->n_fast; i++)
		ie->profile->fast[i].last_ns = 0;
}

void import_events_end(struct import_events *ie, uint64_t last_ns)
{
	dump_transfers_advance(&ie->dumps, UINT64_MAX);
	/* A file may contain many logs without a transfer. */
	if (ie->began) {
		import_events_expire(ie, last_ns, ie->profile);
		forget_transfers(ie);
	}
	import_trace_log_end(ie, last_ns);
	ie->waits_seen = ie->began = false;
}
