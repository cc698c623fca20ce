/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of the SCMI specification (DEN0056E, v3.2), of phases and of counters. */
#ifndef SCMI_PERF_NAMES_H
#define SCMI_PERF_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "doctor_report.h"
#include "profile.h"

/*
 * "SENSOR" for 0x15; NULL for protocols that are neither in the specification nor
 * known of the vendor of this SCMI instance.
 */
const char *protocol_name(uint8_t instance, uint8_t protocol);

/* "SENSOR_READING_GET" for 0x15, 6; NULL as above. */
const char *message_name(uint8_t instance, uint8_t protocol, uint8_t message);

/* "SENSOR_UPDATE" for 0x15, 1; NULL as above. */
const char *notification_name(uint8_t instance, uint8_t protocol,
			      uint8_t message);

/* The name of a command or of a notification, by the type of the key. */
const char *key_message_name(const struct series_key *key);

/*
 * A name, or else the number, "0x80", in @buf. Returns a constant or @buf.
 */
const char *protocol_label(const struct series_key *key, char *buf, size_t len);

const char *key_message_label(const struct series_key *key, char *buf,
			      size_t len);

/*
 * The resource of a series, "3" or "soc-temp(3)", in @buf; NULL: it has none.
 */
#define RESOURCE_LABEL_LEN (RESOURCE_NAME_LEN + 12)
const char *key_resource_label(const struct series_key *key,
			       char buf[RESOURCE_LABEL_LEN]);

/*
 * The title of a series: "SENSOR SENSOR_UPDATE notification, virtio, instance 1,
 * channel 2", without the default type, an unknown transport and zeros; of one
 * resource "SENSOR SENSOR_READING_GET soc-temp(3), virtio". Returns @buf.
 */
#define KEY_TITLE_LEN 192
const char *key_title(const struct series_key *key, char buf[KEY_TITLE_LEN]);

/* Returns the index of @name among @n @names; @n if it is not one of them. */
int name_index(const char *const *names, int n, const char *name);

extern const char *const phase_names[LC_PHASES];     /* "total" … */
extern const char *const counter_names[LC_COUNTERS]; /* "begun" … */
extern const char *const status_names[LC_STATUSES];  /* "NOT_SUPPORTED" … */
extern const char *const anomaly_names[LA_KINDS];    /* "late_reply" … */
/* The meaning of an anomaly, as the end of a sentence. */
extern const char *const anomaly_meanings[LA_KINDS];
extern const char *const message_type_names[MESSAGE_TYPES]; /* "command" … */
extern const char *const transport_names[TRANSPORTS];
extern const char *const source_names[SOURCES]; /* "bpf", "ftrace" … */
/* Limits of the source tracefs: with all of its hooks, and without kprobe events. */
extern const char tracefs_unknown[], tracefs_unknown_without_kprobes[];
extern const char *const lost_names[LOST_CAUSES]; /* "in_flight_table" … */
extern const char *const gap_names[LC_GAPS];	  /* "unannounced" … */
/* The meaning of a gap: after its number the noun, in singular, and the rest. */
extern const struct gap_meaning {
	const char *noun, *rest;
} gap_meanings[LC_GAPS];
/* The remedy of a loss in a recording or an import, as the end of a sentence. */
const char *lost_remedy(enum lost_cause cause, enum profile_source source);
extern const char *const doctor_state_names[]; /* "ok" … */

#endif
