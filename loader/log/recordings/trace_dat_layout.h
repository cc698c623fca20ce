/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Decodes the SCMI events of ring buffers, those of a trace.dat or of tracefs, by
 * the formats that the traced kernel has for them.
 */
#ifndef SCMI_PERF_TRACE_DAT_LAYOUT_H
#define SCMI_PERF_TRACE_DAT_LAYOUT_H

#include <event-parse.h>
#include <stdint.h>

#include "ftrace_line.h"
#include "import.h"

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
	DAT_CHANNEL,
	DAT_TAG,
	DAT_DOMAIN,
	DAT_VALUE1,
	DAT_VALUE2,
	DAT_PAYLOAD,
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

/* The SCMI events of a kernel, by their numbers. */
struct dat_layout {
	struct tep_handle *tep;
	bool swapped;  /* the file has the other byte order */
	bool complete; /* all its events have a format; set after init */
	/* Returns the name of a task, "" or NULL; set after dat_layout_init(). */
	const char *(*comm)(void *ctx, int pid);
	void *comm_ctx;
	struct ftrace_context task[DAT_TASKS];
	struct dat_event event[DAT_EVENTS];
	/* DAT_UNKNOWN, NONE or OTHER, or an index in @event, by number. */
	uint8_t by_id[65536];
};

#define DAT_UNKNOWN 0xff /* it has no format */
#define DAT_NONE    0xfe
#define DAT_OTHER   0xfd

/* Returns true if events of this name are used. */
bool dat_uses(const char *event);

/* Returns true if a format was parsed to the end of its fields. */
bool dat_has_fields(const struct tep_event *event);

/* Returns false if memory has run out. */
bool dat_layout_init(struct dat_layout *layout, struct tep_handle *tep);

/*
 * Decodes a record into @ev; returns its kind, NONE if the record does not have an
 * SCMI event. A record without a format is UNPARSED if layout->complete: the library
 * leaves out those that it could not store, and the event can be any.
 */
enum ftrace_kind dat_decode(struct dat_layout *layout,
			    struct tep_record *record, struct ftrace_event *ev);

/*
 * Writes "pyld=", and the payload of the record of @ev in hexadecimal, to @text, without
 * a NUL, if it is a reply with names of resources. Returns the length, 0 for others.
 */
#define DAT_NAMES_TEXT (2 * IMPORT_PAYLOAD_MAX + 5)
size_t dat_names_text(const struct dat_layout *layout,
		      const struct tep_record *record,
		      const struct ftrace_event *ev, char text[DAT_NAMES_TEXT]);

/* Makes the event with the number of those that are missing before @record. */
struct ftrace_event dat_lost_before(const struct tep_record *record);

/* Returns true if the event of a record has a format. */
bool dat_is_known(const struct dat_layout *layout,
		  const struct tep_record *record);

/*
 * Writes "scmi_xfer_end on CPU 0 at 1.234567890 s" of a record that dat_decode() has
 * decoded. Returns as snprintf().
 */
int dat_describe(const struct dat_layout *layout,
		 const struct tep_record *record, char *text, size_t size);

#endif
