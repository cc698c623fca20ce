/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls the trace_sink of an import with single transfers, anomalies and
 * notifications. Each does nothing without a sink.
 */
#ifndef SCMI_PERF_IMPORT_TRACE_H
#define SCMI_PERF_IMPORT_TRACE_H

#include "import_events.h"

/*
 * Returns true for anomalies that are reported when they are noted, and not with their
 * transfer, which may have no end.
 */
static inline bool import_trace_is_alone(const struct import_events *ie,
					 enum lc_anomaly kind)
{
	return !(TRACE_OF_TRANSFER & 1u << kind) ||
	       (ie->trace_flight && kind == LA_DELAYED_FIRST);
}

/* A transfer has ended, with these times of the state machine. */
void import_trace_transfer(const struct import_events *ie,
			   const struct ftrace_event *ev,
			   const struct series_key *key, struct lc_stamps t,
			   uint32_t anomalies);

/* Another event, of a transfer that began @age_ns ago; 0: unknown. */
void import_trace_other(const struct import_events *ie,
			const struct ftrace_event *ev,
			const struct series_key *key, enum trace_type type,
			uint16_t token, uint64_t age_ns, uint32_t anomalies);

/* A transfer of which only the timeout is known. */
void import_trace_timeout(const struct import_events *ie,
			  const struct ftrace_event *ev,
			  const struct series_key *key, uint16_t token);

/* A transfer at the end of a log that was not sent, with the time it began. */
void import_trace_failed_send(const struct import_events *ie,
			      const struct series_key *key, uint64_t begin_ns,
			      uint16_t token);

/* The rest is emitted on request only: importer_trace_flight(). */

/* @step is added to the transfers of a series in flight. */
void import_trace_change(const struct import_events *ie,
			 const struct series_key *key, int step,
			 uint64_t time_ns);

static inline void import_trace_step(const struct import_events *ie,
				     const struct series_key *key, int step,
				     uint64_t time_ns)
{
	if (ie->trace_flight && step)
		import_trace_change(ie, key, step, time_ns);
}

/* The transfer in a slot is in flight at the end of the log. */
void import_trace_unended(const struct import_events *ie,
			  const struct lc_slot *slot,
			  const struct series_key *key, uint64_t last_ns);

/* The log has ended: the next event can be earlier than the last one. */
void import_trace_log_end(const struct import_events *ie, uint64_t last_ns);

#endif
