// SPDX-License-Identifier: GPL-2.0-only
#include "import_trace.h"

#include <string.h>

#include "import_instances.h"

static void emit(const struct import_events *ie, const struct series_key *key,
		 const struct trace_event *event)
{
	struct trace_line line = {.event = event};

	if (!ie->trace)
		return;
	line.key = import_label_of(ie, key);
	ie->trace(ie->trace_ctx, &line);
}

/* The times of the state machine are one more than the log's: it reserves 0. */
void import_trace_transfer(const struct import_events *ie,
			   const struct ftrace_event *ev,
			   const struct series_key *key, struct lc_stamps t,
			   uint32_t anomalies)
{
	struct trace_event event;

	if (!ie->trace)
		return;
	if (import_trace_is_alone(ie, LA_DELAYED_FIRST))
		anomalies &= ~(1u << LA_DELAYED_FIRST);
	event = (struct trace_event){
		.type = TRACE_TRANSFER,
		.anomalies = anomalies,
		.status = ev->status,
		.token = ev->seq & (LC_TOKENS - 1),
		.cpu = ev->context.cpu,
		.tid = ev->context.pid,
	};
	t.begin_ns--;
	t.end_ns--;
	t.rx_ns -= t.rx_ns != 0;
	t.ring_ns -= t.ring_ns != 0;
	t.rung_ns -= t.rung_ns != 0;
	t.signal_ns -= t.signal_ns != 0;
	event.t = t;
	memcpy(event.comm, ev->context.comm, sizeof(event.comm));
	emit(ie, key, &event);
}

void import_trace_other(const struct import_events *ie,
			const struct ftrace_event *ev,
			const struct series_key *key, enum trace_type type,
			uint16_t token, uint64_t age_ns, uint32_t anomalies)
{
	struct trace_event event;

	if (!ie->trace)
		return;
	event = (struct trace_event){
		.t = {.begin_ns = age_ns ? ev->time_ns - age_ns : 0,
		      .end_ns = ev->time_ns},
		.type = type,
		.anomalies = anomalies,
		.token = token & (LC_TOKENS - 1),
		.cpu = ev->context.cpu,
	};
	emit(ie, key, &event);
}

void import_trace_timeout(const struct import_events *ie,
			  const struct ftrace_event *ev,
			  const struct series_key *key, uint16_t token)
{
	const struct trace_event event = {
		.t.end_ns = ev->time_ns,
		.type = TRACE_TRANSFER,
		.anomalies = 1u << LA_TIMEOUT,
		.status = LC_STATUS_TIMEOUT,
		.token = token,
	};

	emit(ie, key, &event);
}

void import_trace_failed_send(const struct import_events *ie,
			      const struct series_key *key, uint64_t begin_ns,
			      uint16_t token)
{
	const struct trace_event event = {
		.t.end_ns = begin_ns,
		.type = TRACE_ANOMALY,
		.anomalies = 1u << LA_SEND_FAILED,
		.token = token,
	};

	emit(ie, key, &event);
}

void import_trace_change(const struct import_events *ie,
			 const struct series_key *key, int step,
			 uint64_t time_ns)
{
	const struct trace_event event = {
		.t.end_ns = time_ns,
		.type = TRACE_STEP,
		.status = step,
	};

	emit(ie, key, &event);
}

void import_trace_unended(const struct import_events *ie,
			  const struct lc_slot *slot,
			  const struct series_key *key, uint64_t last_ns)
{
	const struct trace_event event = {
		.t = {.begin_ns = slot->begin_ns - 1, .end_ns = last_ns},
		.type = TRACE_UNENDED,
		.token = lc_tag_token(slot->tag, (uint32_t)(slot - ie->slot)),
	};

	if (ie->trace_flight)
		emit(ie, key, &event);
}

void import_trace_log_end(const struct import_events *ie, uint64_t last_ns)
{
	const struct series_key none = {0};
	const struct trace_event event = {
		.t.end_ns = last_ns,
		.type = TRACE_LOG_END,
	};

	if (ie->trace_flight)
		emit(ie, &none, &event);
}
