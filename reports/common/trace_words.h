/* SPDX-License-Identifier: GPL-2.0-only */
/* The cells of a trace that its formats share. No cell has a blank. */
#ifndef SCMI_PERF_TRACE_WORDS_H
#define SCMI_PERF_TRACE_WORDS_H

#include "phases.h"
#include "transfer.h"

#define TRACE_WORD	80 /* a task's name of 16 bytes, escaped */
#define TRACE_STATUS	24
#define TRACE_US	32 /* a time */
#define TRACE_ANOMALIES (24 * LA_KINDS)

/* The phases of a transfer, in the order of their occurrence. */
#define TRACE_PHASES 6
extern const enum lc_phase trace_phases[TRACE_PHASES];

extern const char *const trace_type_names[TRACE_LINES]; /* "transfer" … */

/* Returns the times of the phases of a transfer; of other events, none. */
struct lc_ended trace_split(const struct trace_event *e);

/* All return @buf or a constant; "-" is an unknown value. */

/* The name of the sender, which any user can choose, as one word. */
const char *trace_comm(const struct trace_event *e, char buf[TRACE_WORD]);

/* The message, with the number of its resource: "SENSOR_READING_GET(3)", "0x80". */
#define TRACE_MESSAGE 64
const char *trace_about(const struct series_key *key, char buf[TRACE_MESSAGE]);

/* "ok", "-EIO", "delayed", "notified". */
const char *trace_status(const struct trace_event *e, char buf[TRACE_STATUS]);

/* The names of the bits in @anomalies. */
const char *trace_anomalies(uint32_t anomalies, const char *separator,
			    char buf[TRACE_ANOMALIES]);

/*
 * Both in us to the nanosecond, so that phases still add up: the age of the
 * transfer, and phase @i of trace_phases. Without a value they return @unknown.
 */
const char *trace_total(const struct trace_event *e, const char *unknown,
			char buf[TRACE_US]);
const char *trace_phase(const struct lc_ended *ended, int i,
			const char *unknown, char buf[TRACE_US]);

#endif
