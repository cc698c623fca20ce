/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of the SCMI specification (DEN0056E, v3.2), of phases and of counters. */
#ifndef SCMI_PERF_NAMES_H
#define SCMI_PERF_NAMES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "doctor_report.h"
#include "profile.h"

/* "SENSOR" for 0x15; NULL for protocols that are not in the specification. */
const char *protocol_name(uint8_t protocol);

/* "SENSOR_READING_GET" for 0x15, 6; NULL for those not in the specification. */
const char *message_name(uint8_t protocol, uint8_t message);

/* "SENSOR_UPDATE" for 0x15, 1; NULL for those not in the specification. */
const char *notification_name(uint8_t protocol, uint8_t message);

/* The name of a command or of a notification, by the type of the key. */
const char *key_message_name(const struct series_key *key);

/*
 * A name from the specification, or else the number, "0x80", in @buf. Returns a
 * constant or @buf.
 */
const char *protocol_label(uint8_t protocol, char *buf, size_t len);
const char *message_label(uint8_t protocol, uint8_t message, char *buf,
			  size_t len);

const char *key_message_label(const struct series_key *key, char *buf,
			      size_t len);

/*
 * The title of a series: "SENSOR SENSOR_UPDATE notification, virtio, instance 1,
 * channel 2", without the default type, an unknown transport and zeros. Returns
 * @buf.
 */
#define KEY_TITLE_LEN 128
const char *key_title(const struct series_key *key, char buf[KEY_TITLE_LEN]);

/* Index of @name among the @n names that @name_of() returns; @n if absent. */
#define NAME_INDEX(name_of, n, name)                            \
	({                                                      \
		int i_ = 0;                                     \
		while (i_ < (n) && strcmp(name_of(i_), (name))) \
			i_++;                                   \
		i_;                                             \
	})

const char *phase_name(enum lc_phase phase);	   /* "total" … */
const char *counter_name(enum lc_counter counter); /* "begun" … */
const char *anomaly_name(enum lc_anomaly kind);	   /* "late_reply" … */
/* The meaning of an anomaly, as the end of a sentence. */
const char *anomaly_meaning(enum lc_anomaly kind);
const char *message_type_name(enum message_type type); /* "command" … */
const char *transport_name(enum transport transport);
const char *source_name(enum profile_source source); /* "bpf", "ftrace" */
const char *lost_name(enum lost_cause cause);	     /* "in_flight_table" … */
/* The remedy of a loss in a recording or an import, as the end of a sentence. */
const char *lost_remedy(enum lost_cause cause, enum profile_source source);
const char *doctor_state_name(enum doctor_state state); /* "ok" … */

#endif
