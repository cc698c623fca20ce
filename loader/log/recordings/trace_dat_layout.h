/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Decodes the SCMI events of a trace.dat by the formats that the traced kernel has
 * stored in it.
 */
#ifndef SCMI_PERF_TRACE_DAT_LAYOUT_H
#define SCMI_PERF_TRACE_DAT_LAYOUT_H

#include <event-parse.h>
#include <stdint.h>

#include "ftrace_line.h"

#define DAT_EVENTS 6

/* The members of an event that are used. */
enum dat_field {
	DAT_TRANSFER_ID,
	DAT_PROTOCOL,
	DAT_MESSAGE,
	DAT_SEQ,
	DAT_POLL,
	DAT_TIMEOUT,
	DAT_STATUS,
	DAT_MSG_TYPE,
	DAT_INSTANCE,
	DAT_TAG,
	DAT_DOMAIN,
	DAT_VALUE1,
	DAT_VALUE2,
	DAT_PID,
	DAT_FIELDS
};

/* An event as the traced kernel stores it. */
struct dat_event {
	const struct dat_type *type;
	unsigned int fields; /* bits of enum dat_field */
	int size;	     /* of all fields */
	struct {
		int offset, size;
	} field[DAT_FIELDS];
};

/* Names of tasks that were looked up lately, by the low bits of their pids. */
#define DAT_TASKS 256

/* The SCMI events of a file, by their numbers. */
struct dat_layout {
	struct tep_handle *tep;
	bool swapped; /* the file has the other byte order */
	struct ftrace_context task[DAT_TASKS];
	struct dat_event event[DAT_EVENTS];
	/* DAT_NONE, DAT_OTHER or an index in @event, by number. */
	uint8_t by_id[65536];
};

#define DAT_NONE  0xff
#define DAT_OTHER 0xfe

void dat_layout_init(struct dat_layout *layout, struct tep_handle *tep);

/*
 * Decodes a record into @ev; returns its kind, NONE if the record does not have an
 * SCMI event.
 */
enum ftrace_kind dat_decode(struct dat_layout *layout,
			    struct tep_record *record, struct ftrace_event *ev);

/* Returns the name of the event of a record, which dat_decode() has decoded. */
const char *dat_event_name(const struct dat_layout *layout,
			   struct tep_record *record);

#endif
