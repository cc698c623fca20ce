/* SPDX-License-Identifier: GPL-2.0-only */
/* Protocols and messages as users write them: filters, limits and searches. */
#ifndef SCMI_PERF_MESSAGE_NAME_H
#define SCMI_PERF_MESSAGE_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "profile.h"

#define MESSAGE_ANY (-1)

struct message_match {
	int protocol;	  /* 0 to 255, or MESSAGE_ANY */
	int message;	  /* number of a command, or MESSAGE_ANY */
	const char *name; /* with MESSAGE_ANY: only messages of this name */
};

/* Parses a protocol in any case: SENSOR, 0x15, 21 or *. */
bool protocol_parse(const char *text, int *protocol);

/*
 * Parses a message in any case: SENSOR_READING_GET, SENSOR:6, 0x15/6,
 * SENSOR:SENSOR_READING_GET, SENSOR (all of a protocol) or *, which is also valid
 * on either side of : or /. A name is that of a message before that of a
 * protocol. Numbers are of commands, names also of notifications. Returns false
 * with the reason in @why (of @why_len bytes).
 */
bool message_parse(const char *text, struct message_match *match, char *why,
		   size_t why_len);

bool message_matches(const struct message_match *match,
		     const struct series_key *key);

bool message_match_equal(const struct message_match *a,
			 const struct message_match *b);

#endif
