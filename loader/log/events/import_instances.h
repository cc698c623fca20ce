/* SPDX-License-Identifier: GPL-2.0-only */
/* The SCMI instances and channels that the dumps of a log name. */
#ifndef SCMI_PERF_IMPORT_INSTANCES_H
#define SCMI_PERF_IMPORT_INSTANCES_H

#include "import_events.h"

/* Returns the index of the event's instance; 0: unknown, or the only one. */
uint16_t import_instance_of(const struct import_events *ie,
			    const struct ftrace_event *ev);

/* Returns the channel of the event's protocol in its instance; 0: unknown so far. */
uint8_t import_channel_of(const struct import_events *ie,
			  const struct ftrace_event *ev);

/* Returns the key of a series with its instance and channel, as far as known. */
struct series_key import_label_of(const struct import_events *ie,
				  const struct series_key *of);

/* Returns the tag of the last transfer with this token, or 0. */
uint64_t import_tag_of_token(const struct import_events *ie, uint16_t token);

/*
 * Returns the instance of a message as the tags of its token have it: 0 if that of
 * a transfer was unknown when it began.
 */
uint16_t import_tagged_instance(const struct import_events *ie, uint16_t token,
				uint16_t instance);

#endif
