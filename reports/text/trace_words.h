/* SPDX-License-Identifier: GPL-2.0-only */
/* The cells of a trace that all text formats share. No cell has a blank. */
#ifndef SCMI_PERF_TRACE_WORDS_H
#define SCMI_PERF_TRACE_WORDS_H

#include "transfer.h"

#define TRACE_WORD	80 /* a task's name of 16 bytes, escaped */
#define TRACE_STATUS	24
#define TRACE_ANOMALIES (24 * LA_KINDS)

/* The phases of a transfer, in the order of their occurrence. */
#define TRACE_PHASES 6
extern const enum lc_phase trace_phases[TRACE_PHASES];

/* All return @buf or a constant; "-" is an unknown value. */

/* The name of the sender, which any user can choose, as one word. */
const char *trace_comm(const struct trace_event *e, char buf[TRACE_WORD]);

/* "SENSOR_READING_GET", "0x80", or the number of a notification. */
const char *trace_message(const struct series_key *key, char buf[8]);

/* "ok", "-EIO", "delayed", "notified". */
const char *trace_status(const struct trace_event *e, char buf[TRACE_STATUS]);

/* The names of the bits in @anomalies. */
const char *trace_anomalies(uint32_t anomalies, const char *separator,
			    char buf[TRACE_ANOMALIES]);

#endif
