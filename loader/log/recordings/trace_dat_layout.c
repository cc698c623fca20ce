// SPDX-License-Identifier: GPL-2.0-only
#include "trace_dat_layout.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ftrace_message.h"

#define BIT(field) (1u << (field))
#define TRANSFER   (BIT(DAT_TRANSFER_ID) | MESSAGE)
#define MESSAGE \
	(BIT(DAT_PID) | BIT(DAT_PROTOCOL) | BIT(DAT_MESSAGE) | BIT(DAT_SEQ))
#define TYPE_SIZE 2 /* of an event's number, at the start of all events */

static const char *const field_name[DAT_FIELDS] = {
	[DAT_TRANSFER_ID] = "transfer_id",
	[DAT_PROTOCOL] = "protocol_id",
	[DAT_MESSAGE] = "msg_id",
	[DAT_SEQ] = "seq",
	[DAT_POLL] = "poll",
	[DAT_TIMEOUT] = "timeout",
	[DAT_STATUS] = "status",
	[DAT_MSG_TYPE] = "msg_type",
	[DAT_INSTANCE] = "id",
	[DAT_CHANNEL] = "channel_id",
	[DAT_TAG] = "tag",
	[DAT_DOMAIN] = "res_id",
	[DAT_VALUE1] = "val1",
	[DAT_VALUE2] = "val2",
	[DAT_PAYLOAD] = "cmd",
	[DAT_PID] = "common_pid",
};

static const struct dat_type {
	const char *name;
	enum ftrace_kind kind; /* DUMP: or BAD */
	unsigned int needs;    /* bits of enum dat_field */
} type[DAT_EVENTS] = {
	{"scmi_xfer_begin", FTRACE_BEGIN, TRANSFER | BIT(DAT_POLL)},
	{"scmi_xfer_response_wait", FTRACE_WAIT,
	 TRANSFER | BIT(DAT_POLL) | BIT(DAT_TIMEOUT)},
	{"scmi_rx_done", FTRACE_RX_DONE, TRANSFER | BIT(DAT_MSG_TYPE)},
	{"scmi_xfer_end", FTRACE_END, TRANSFER | BIT(DAT_STATUS)},
	{"scmi_msg_dump", FTRACE_DUMP,
	 MESSAGE | BIT(DAT_TAG) | BIT(DAT_STATUS)},
	{"scmi_fc_call", FTRACE_FAST_CALL,
	 BIT(DAT_PID) | BIT(DAT_PROTOCOL) | BIT(DAT_MESSAGE) | BIT(DAT_DOMAIN) |
		 BIT(DAT_VALUE1) | BIT(DAT_VALUE2)},
};

/* Fields of more than 8 bytes other than the tag are not those that are known. */
static bool is_usable(const struct tep_format_field *f, enum dat_field field)
{
	return f && f->offset >= 0 && f->size > 0 && f->offset < 4096 &&
	       (f->size <= 8 || (field == DAT_TAG && f->size < 64));
}

bool dat_has_fields(const struct tep_event *event)
{
	return event->format.nr_fields;
}

static void init_event(struct dat_event *e, const struct dat_type *t,
		       struct tep_event *event)
{
	*e = (struct dat_event){.type = t};
	/* The library has kept the fields before an error, or none. */
	if (!dat_has_fields(event))
		return;
	for (int i = 0; i < DAT_FIELDS; i++) {
		const struct tep_format_field *f =
			tep_find_any_field(event, field_name[i]);

		if (!is_usable(f, (enum dat_field)i))
			continue;
		e->field[i].offset = f->offset;
		e->field[i].size = f->size;
		e->fields |= BIT(i);
		if (f->offset + f->size > e->size)
			e->size = f->offset + f->size;
	}
}

static const char *comm_of_file(void *ctx, int pid)
{
	return tep_data_comm_from_pid(ctx, pid);
}

bool dat_uses(const char *event)
{
	for (uint8_t i = 0; i < DAT_EVENTS; i++)
		if (!strcmp(event, type[i].name))
			return true;
	return false;
}

bool dat_layout_init(struct dat_layout *layout, struct tep_handle *tep)
{
	struct tep_event **event = tep_list_events(tep, TEP_EVENT_SORT_ID);

	if (!event)
		return false;
	memset(layout->by_id, DAT_UNKNOWN, sizeof(layout->by_id));
	layout->tep = tep;
	layout->comm = comm_of_file;
	layout->comm_ctx = tep;
	layout->swapped = tep_is_file_bigendian(tep) !=
			  tep_is_local_bigendian(tep);
	for (; *event; event++) {
		const int id = (*event)->id;
		uint8_t *index = &layout->by_id[id & 0xffff];

		if (id < 0 || id > 0xffff)
			continue;
		*index = DAT_NONE;
		if (strcmp((*event)->system, "scmi"))
			continue;
		*index = DAT_OTHER;
		for (uint8_t i = 0; i < DAT_EVENTS; i++) {
			if (strcmp((*event)->name, type[i].name))
				continue;
			*index = i;
			init_event(&layout->event[i], &type[i], *event);
		}
	}
	return true;
}

/* Reads a field that the event has. The caller's type gives its sign. */
static uint64_t read_field(const struct dat_layout *layout,
			   const struct dat_event *e,
			   const struct tep_record *record,
			   enum dat_field field)
{
	const char *p = (const char *)record->data + e->field[field].offset;
	const int size = e->field[field].size;
	uint64_t v;

	if (size == 1) {
		v = *(const uint8_t *)p;
	} else if (!layout->swapped && size == 2) {
		uint16_t word;

		memcpy(&word, p, sizeof(word));
		v = word;
	} else if (!layout->swapped && size == 4) {
		uint32_t word;

		memcpy(&word, p, sizeof(word));
		v = word;
	} else {
		v = tep_read_number(layout->tep, p, size);
	}
	return v;
}

/* Decodes one of the four events of a transfer, which has all fields. */
static void decode_transfer(const struct dat_layout *layout,
			    const struct dat_event *e,
			    const struct tep_record *record,
			    struct ftrace_event *ev)
{
	ev->kind = e->type->kind;
	ev->transfer_id =
		(uint32_t)read_field(layout, e, record, DAT_TRANSFER_ID);
	ev->protocol = (uint8_t)read_field(layout, e, record, DAT_PROTOCOL);
	ev->message = (uint8_t)read_field(layout, e, record, DAT_MESSAGE);
	ev->seq = (uint16_t)read_field(layout, e, record, DAT_SEQ);
	if (e->type->needs & BIT(DAT_POLL))
		ev->poll = read_field(layout, e, record, DAT_POLL) & 1;
	if (e->type->needs & BIT(DAT_TIMEOUT))
		ev->timeout_ms =
			(uint32_t)read_field(layout, e, record, DAT_TIMEOUT);
	if (e->type->needs & BIT(DAT_STATUS))
		ev->status = (int32_t)read_field(layout, e, record, DAT_STATUS);
	if (e->type->needs & BIT(DAT_MSG_TYPE))
		ev->msg_type =
			(uint8_t)read_field(layout, e, record, DAT_MSG_TYPE);
}

/* Decodes scmi_msg_dump, without the payload. */
static void decode_dump(const struct dat_layout *layout,
			const struct dat_event *e,
			const struct tep_record *record,
			struct ftrace_event *ev)
{
	const char *tag = (const char *)record->data + e->field[DAT_TAG].offset;
	struct span s = {tag, tag + strnlen(tag, e->field[DAT_TAG].size)};
	const uint64_t id =
		e->fields & BIT(DAT_INSTANCE)
			? read_field(layout, e, record, DAT_INSTANCE)
			: UINT64_MAX;

	ev->instance = id < UINT8_MAX ? (uint16_t)(id + 1) : 0;
	ev->channel =
		e->fields & BIT(DAT_CHANNEL)
			? (uint8_t)read_field(layout, e, record, DAT_CHANNEL)
			: 0;
	ev->protocol = (uint8_t)read_field(layout, e, record, DAT_PROTOCOL);
	ev->message = (uint8_t)read_field(layout, e, record, DAT_MESSAGE);
	ev->seq = (uint16_t)read_field(layout, e, record, DAT_SEQ);
	ev->status = (int32_t)read_field(layout, e, record, DAT_STATUS);
	if (!ftrace_skip_tag(&s, ev) || s.p != s.end ||
	    !ftrace_dump_is_valid(ev))
		ev->kind = FTRACE_UNPARSED;
}

/*
 * Returns the payload of a dump, which is behind the event: its position and length are
 * in a field. NULL if it has none, or if nobody asks for resources.
 */
static const uint8_t *payload_of(const struct dat_layout *layout,
				 const struct dat_event *e,
				 const struct tep_record *record, size_t *len)
{
	const uint64_t where =
		e->fields & BIT(DAT_PAYLOAD)
			? read_field(layout, e, record, DAT_PAYLOAD)
			: 0;
	const size_t at = where & 0xffff;

	*len = where >> 16 & 0xffff;
	if (!ftrace_line_resources || at + *len > (size_t)record->size)
		return NULL;
	return (const uint8_t *)record->data + at;
}

static void decode_resource(const struct dat_layout *layout,
			    const struct dat_event *e,
			    const struct tep_record *record,
			    struct ftrace_event *ev)
{
	size_t len;
	const uint8_t *payload = payload_of(layout, e, record, &len);

	if (payload)
		ftrace_dump_resource(ev, payload, len);
}

static void decode_fast_call(const struct dat_layout *layout,
			     const struct dat_event *e,
			     const struct tep_record *record,
			     struct ftrace_event *ev)
{
	ev->kind = FTRACE_FAST_CALL;
	ev->protocol = (uint8_t)read_field(layout, e, record, DAT_PROTOCOL);
	ev->message = (uint8_t)read_field(layout, e, record, DAT_MESSAGE);
	ev->fast.has_domain = true;
	ev->fast.domain = (uint32_t)read_field(layout, e, record, DAT_DOMAIN);
	ev->fast.value[0] = (uint32_t)read_field(layout, e, record, DAT_VALUE1);
	ev->fast.value[1] = (uint32_t)read_field(layout, e, record, DAT_VALUE2);
}

/* Stores the processor and the task of a record. */
static void read_context(struct dat_layout *layout, const struct dat_event *e,
			 const struct tep_record *record,
			 struct ftrace_context *context)
{
	const int pid = (int)read_field(layout, e, record, DAT_PID);
	struct ftrace_context *task = &layout->task[pid & (DAT_TASKS - 1)];

	if (task->pid != (uint32_t)pid || !*task->comm) {
		const char *comm = layout->comm(layout->comm_ctx, pid);

		task->pid = (uint32_t)pid;
		snprintf(task->comm, sizeof(task->comm), "%s",
			 comm ? comm : "");
	}
	*context = *task;
	context->cpu = (uint32_t)record->cpu;
}

/* Returns the number of the record's event, 0 (of none) if the record is too short. */
static uint16_t event_id(const struct dat_layout *layout,
			 const struct tep_record *record)
{
	uint16_t id;

	if (record->size < TYPE_SIZE)
		return 0;
	memcpy(&id, record->data, TYPE_SIZE);
	return layout->swapped ? __builtin_bswap16(id) : id;
}

/* Returns the index of the record's event, or DAT_UNKNOWN, NONE or OTHER. */
static uint8_t event_index(const struct dat_layout *layout,
			   const struct tep_record *record)
{
	return layout->by_id[event_id(layout, record)];
}

bool dat_is_known(const struct dat_layout *layout,
		  const struct tep_record *record)
{
	return event_index(layout, record) != DAT_UNKNOWN;
}

enum ftrace_kind dat_decode(struct dat_layout *layout,
			    struct tep_record *record, struct ftrace_event *ev)
{
	const uint8_t index = event_index(layout, record);
	const struct dat_event *e = &layout->event[index % DAT_EVENTS];

	if (index == DAT_NONE || (index == DAT_UNKNOWN && !layout->complete))
		return ev->kind = FTRACE_NONE;
	if (index == DAT_OTHER)
		return ev->kind = FTRACE_OTHER;
	*ev = (struct ftrace_event){.time_ns = record->ts, .decimals = 9};
	if (index == DAT_UNKNOWN || record->size < e->size ||
	    record->ts > INT64_MAX ||
	    (e->fields & e->type->needs) != e->type->needs)
		return ev->kind = FTRACE_UNPARSED;
	read_context(layout, e, record, &ev->context);
	switch (e->type->kind) {
	case FTRACE_DUMP:
		decode_dump(layout, e, record, ev);
		decode_resource(layout, e, record, ev);
		break;
	case FTRACE_FAST_CALL:
		decode_fast_call(layout, e, record, ev);
		break;
	default:
		decode_transfer(layout, e, record, ev);
		break;
	}
	return ev->kind;
}

size_t dat_names_text(const struct dat_layout *layout,
		      const struct tep_record *record,
		      const struct ftrace_event *ev, char text[DAT_NAMES_TEXT])
{
	static const char start[] = "pyld=", digits[] = "0123456789abcdef";
	const struct dat_event *e =
		&layout->event[event_index(layout, record) % DAT_EVENTS];
	const uint8_t *payload;
	size_t len, n = sizeof(start) - 1;

	if (ev->kind != FTRACE_DUMP || ev->command ||
	    ev->msg_type != LC_MSG_RESPONSE || ev->status ||
	    !importer_names_in(ev->protocol, ev->message))
		return 0;
	payload = payload_of(layout, e, record, &len);
	if (!payload)
		return 0;
	if (len > IMPORT_PAYLOAD_MAX)
		len = IMPORT_PAYLOAD_MAX;
	memcpy(text, start, n);
	for (size_t i = 0; i < len; i++) {
		text[n++] = digits[payload[i] >> 4];
		text[n++] = digits[payload[i] & 15];
	}
	return n;
}

struct ftrace_event dat_lost_before(const struct tep_record *record)
{
	return (struct ftrace_event){
		.kind = FTRACE_LOST,
		.time_ns = record->ts,
		/* The tracer may not know the number. */
		.lost = record->missed_events > 0
				? (uint64_t)record->missed_events
				: 1,
		.context = {.cpu = (uint32_t)record->cpu},
	};
}

int dat_describe(const struct dat_layout *layout,
		 const struct tep_record *record, char *text, size_t size)
{
	const uint8_t index = event_index(layout, record);
	const uint64_t ns = record->ts;

	char unknown[40];

	snprintf(unknown, sizeof(unknown), "event %u (without a format)",
		 event_id(layout, record));
	return snprintf(text, size,
			"%s on CPU %d at %" PRIu64 ".%09" PRIu64 " s",
			index < DAT_EVENTS ? type[index].name : unknown,
			record->cpu, ns / 1000000000, ns % 1000000000);
}
