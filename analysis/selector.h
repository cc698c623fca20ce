/* SPDX-License-Identifier: GPL-2.0-only */
/* Which series and phases a limit is for, as users write it. */
#ifndef SCMI_PERF_SELECTOR_H
#define SCMI_PERF_SELECTOR_H

#include <stdbool.h>

#include "profile.h"

#define SELECT_ANY (-1)

struct selector {
	int transport; /* enum transport, or SELECT_ANY; so are those below */
	int protocol;
	int message;
	const char *message_name; /* or, with SELECT_ANY, all of this name */
	int phase;
};

/*
 * Parses "TRANSPORT MESSAGE PHASE", with blanks between: "virtio
 * SENSOR_READING_GET total". MESSAGE is a name, in whatever protocol, or
 * PROTOCOL:MESSAGE with names or numbers ("SENSOR:6", "0x80:0x03"). * is any,
 * also for either side of the colon. A notification is of its name, or *; numbers
 * are of commands. Returns 0, or -EINVAL with the reason in
 * @why (of @why_len bytes).
 */
int selector_parse(struct selector *s, const char *text, char *why,
		   size_t why_len);

bool selector_has_key(const struct selector *s, const struct series_key *key);

/* Any phase is each but timeout: its times are those of the kernel's timer. */
bool selector_has_phase(const struct selector *s, enum lc_phase phase);

#endif
