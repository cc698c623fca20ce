/* SPDX-License-Identifier: GPL-2.0-only */
/* The ways to group series into rows, and the names of the rows. */
#ifndef SCMI_PERF_GROUPING_H
#define SCMI_PERF_GROUPING_H

#include <stdbool.h>

#include "profile.h"

/* Most are sums of an earlier one: see grouping_source(). */
enum top_grouping {
	TOP_BY_MESSAGE, /* a row is a message of a channel */
	TOP_BY_RESOURCE, /* a row is a clock, a sensor, a domain …; on demand */
	TOP_BY_TASK,	 /* a row is the tasks of one name, if they are known */
	TOP_BY_DRIVER,	 /* a row is a function that uses SCMI, likewise */
	TOP_BY_PROTOCOL,  /* a row is a protocol of an instance's transport */
	TOP_BY_CHANNEL,	  /* a row is a channel of an instance's transport */
	TOP_BY_INSTANCE,  /* a row is an instance, by its transport */
	TOP_BY_TRANSPORT, /* a row is a transport, of all instances */
	TOP_GROUPINGS,
	TOP_BY_NOTHING = TOP_GROUPINGS /* the only row is the total */
};

extern const char *const top_grouping_names[TOP_GROUPINGS]; /* "message" … */

/* Returns the key of the row that a series, or a row of an earlier one, is in. */
struct series_key top_key_in(struct series_key key, enum top_grouping grouping);

/*
 * Returns the grouping whose rows add up to those of @grouping, with as few rows
 * as possible. Those of series have none: it is returned itself.
 */
enum top_grouping grouping_source(enum top_grouping grouping);

/* Returns true if @series is part of the row with key @row. */
bool top_is_part(enum top_grouping grouping, const struct series_key *row,
		 const struct series_key *series);

/*
 * Formats a row's name in ASCII: "virtio SENSOR_READING_GET". An instance other
 * than 0 follows the transport, "virtio:1"; the protocol precedes messages that
 * every protocol has: "virtio SENSOR PROTOCOL_VERSION". Returns @buf.
 */
#define TOP_NAME_LEN 128
const char *top_row_name(const struct series_key *key,
			 enum top_grouping grouping, char buf[TOP_NAME_LEN]);

#endif
