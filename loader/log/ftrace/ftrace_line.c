// SPDX-License-Identifier: GPL-2.0-only
#include "ftrace_line.h"

#include <string.h>

#include "anomaly.h"
#include "ftrace_message.h"
#include "ftrace_span.h"
#include "ftrace_stamp.h"
#include "tracer_remark.h"

/*
 * Maximum length of a task's name (TASK_COMM_LEN - 1). Such a name can look
 * like the head of an event, as in "1.0: x:".
 */
#define COMM_MAX 15

enum field {
	FIELD_PT,	   /* protocol, hexadecimal dialect */
	FIELD_PROTOCOL_ID, /* protocol, decimal dialect */
	FIELD_MSG_ID,
	FIELD_SEQ,
	FIELD_TRANSFER_ID,
	FIELD_POLL,
	FIELD_TIMEOUT,
	FIELD_STATUS,
	FIELD_MSG_TYPE,
	FIELD_UNKNOWN, /* another one, such as inflight: ignored */
	FIELDS
};

#define BIT(field) (1u << (field))

/* Skips "name=" and returns the field; returns FIELDS for any other text. */
static enum field skip_name(struct span *s)
{
	const char *start = s->p;

	switch (*start) {
	case 'p':
		if (SKIP(s, "pt="))
			return FIELD_PT;
		if (SKIP(s, "poll="))
			return FIELD_POLL;
		if (SKIP(s, "protocol_id="))
			return FIELD_PROTOCOL_ID;
		break;
	case 'm':
		if (SKIP(s, "msg_id="))
			return FIELD_MSG_ID;
		if (SKIP(s, "msg_type="))
			return FIELD_MSG_TYPE;
		break;
	case 's':
		if (SKIP(s, "seq="))
			return FIELD_SEQ;
		if (SKIP(s, "s=") || SKIP(s, "status="))
			return FIELD_STATUS;
		break;
	case 't':
		if (SKIP(s, "transfer_id="))
			return FIELD_TRANSFER_ID;
		if (SKIP(s, "tmo_ms=") || SKIP(s, "timeout="))
			return FIELD_TIMEOUT;
		break;
	}
	while (s->p < s->end && is_name(*s->p))
		s->p++;
	return s->p > start && SKIP(s, "=") ? FIELD_UNKNOWN : FIELDS;
}

/*
 * Splits "name=value name=value …". Returns the set of fields, or 0 if there is
 * any other text or a field occurs twice.
 */
static unsigned int split_fields(struct span s, struct span value[FIELDS])
{
	unsigned int seen = 0;

	for (skip_blanks(&s); s.p < s.end; skip_blanks(&s)) {
		enum field field = skip_name(&s);

		if (field == FIELDS ||
		    (field != FIELD_UNKNOWN && (seen & BIT(field))))
			return 0;
		seen |= BIT(field);
		value[field].p = s.p;
		while (s.p < s.end && !is_blank(*s.p))
			s.p++;
		value[field].end = s.p;
	}
	return seen;
}

/* Parses the fields that all four events have. */
static bool parse_common(unsigned int seen, const struct span *value,
			 struct ftrace_event *ev)
{
	bool hex = seen & BIT(FIELD_PT);
	const unsigned int base = hex ? 16 : 10;
	enum field protocol = hex ? FIELD_PT : FIELD_PROTOCOL_ID;
	unsigned int needed = BIT(protocol) | BIT(FIELD_MSG_ID) |
			      BIT(FIELD_SEQ) | BIT(FIELD_TRANSFER_ID);
	uint64_t pt, msg, seq, id;
	int32_t decimal_id;

	if ((seen & needed) != needed ||
	    (hex && (seen & BIT(FIELD_PROTOCOL_ID))))
		return false;
	if (!read_number(value[protocol], base, UINT8_MAX, &pt) ||
	    !read_number(value[FIELD_MSG_ID], base, UINT8_MAX, &msg) ||
	    !read_number(value[FIELD_SEQ], base, UINT16_MAX, &seq))
		return false;
	/* An int that one dialect prints with %d, the other with %X. */
	if (hex) {
		if (!read_number(value[FIELD_TRANSFER_ID], 16, UINT32_MAX, &id))
			return false;
	} else {
		if (!read_int(value[FIELD_TRANSFER_ID], &decimal_id))
			return false;
		id = (uint32_t)decimal_id;
	}
	ev->protocol = (uint8_t)pt;
	ev->message = (uint8_t)msg;
	ev->seq = (uint16_t)seq;
	ev->transfer_id = (uint32_t)id;
	return true;
}

/* Reads a decimal field, at most @max. Returns false if it is not in @seen. */
static bool read_field(unsigned int seen, const struct span *value,
		       enum field field, uint64_t max, uint64_t *v)
{
	return (seen & BIT(field)) && read_number(value[field], 10, max, v);
}

static bool parse_poll(unsigned int seen, const struct span *value,
		       struct ftrace_event *ev)
{
	uint64_t poll;

	if (!read_field(seen, value, FIELD_POLL, 1, &poll))
		return false;
	ev->poll = poll;
	return true;
}

/* Parses all fields that an event of ev->kind has. */
static bool parse_fields(struct span s, struct ftrace_event *ev)
{
	struct span value[FIELDS];
	unsigned int seen = split_fields(s, value);
	uint64_t v;

	if (!parse_common(seen, value, ev))
		return false;
	switch (ev->kind) {
	case FTRACE_BEGIN:
		return parse_poll(seen, value, ev);
	case FTRACE_WAIT:
		if (!read_field(seen, value, FIELD_TIMEOUT, UINT32_MAX, &v))
			return false;
		ev->timeout_ms = (uint32_t)v;
		return parse_poll(seen, value, ev);
	case FTRACE_RX_DONE:
		if (!read_field(seen, value, FIELD_MSG_TYPE, UINT8_MAX, &v))
			return false;
		ev->msg_type = (uint8_t)v;
		return true;
	case FTRACE_END:
		return (seen & BIT(FIELD_STATUS)) &&
		       read_int(value[FIELD_STATUS], &ev->status);
	default:
		return false;
	}
}

/* Skips the name of one of the four events and its colon. */
static enum ftrace_kind skip_event(struct span *s)
{
	if (!SKIP(s, "scmi_"))
		return FTRACE_NONE;
	if (SKIP(s, "xfer_begin:"))
		return FTRACE_BEGIN;
	if (SKIP(s, "xfer_end:"))
		return FTRACE_END;
	if (SKIP(s, "rx_done:"))
		return FTRACE_RX_DONE;
	if (SKIP(s, "xfer_response_wait:"))
		return FTRACE_WAIT;
	return FTRACE_NONE;
}

/*
 * Skips "name: " or "system:name: ", but not "sugov:0-402", which is a task.
 * Returns the number of names.
 */
static int skip_event_name(struct span *s)
{
	for (int names = 1; names <= 2; names++) {
		const char *start = s->p;

		while (s->p < s->end && is_name(*s->p))
			s->p++;
		if (s->p == start || !SKIP(s, ":"))
			return 0;
		if (s->p == s->end || is_blank(*s->p))
			return names;
	}
	return 0;
}

/*
 * Returns true if the time stamp at @start and the name before @rest are what
 * another program printed before the line of a tracer, as in
 * "1795870741.000000: console:   cat-400 [000] .....  7044.000100: scmi_…".
 */
static bool is_prefix(struct span line, const char *start, struct span rest)
{
	const char *p, *open;

	while (line.p < start && (is_blank(*line.p) || *line.p == '>'))
		line.p++;
	if (line.p < start)
		return false;
	p = memmem(rest.p, (size_t)(rest.end - rest.p), "scmi_", 5);
	open = p ? memchr(rest.p, '[', (size_t)(p - rest.p)) : NULL;
	return open && is_decimal(open[1]);
}

/*
 * Parses the text @s after the time stamp at @start as any other event, of SCMI
 * or not, or as a line of perf script --show-lost-events. Returns false if it
 * may be a part of a task's name.
 */
static bool parse_other(struct span line, struct span s, const char *start,
			struct ftrace_event *ev)
{
	bool scmi = (SKIP(&s, "scmi:"), SKIP(&s, "scmi_"));
	const char *name = s.p;
	int names;

	if (SKIP(&s, "PERF_RECORD_LOST lost ") &&
	    tracer_read_lost(&s, &ev->lost)) {
		ev->kind = tracer_lost_kind(ev->lost);
		return true;
	}
	names = skip_event_name(&s);
	if (!names || s.p - start <= COMM_MAX)
		return false;
	if (!scmi && names == 1 && is_prefix(line, start, s))
		return false;
	ev->kind = scmi ? ftrace_parse_message((struct span){name, s.end}, ev)
			: FTRACE_NONE;
	return true;
}

/* Returns true if @s, after the time stamp at @start, is a part of a name. */
static bool is_broken_name(struct span s, const char *start)
{
	SKIP(&s, "scmi:");
	if (!SKIP(&s, "scmi_"))
		return false;
	while (s.p < s.end && is_name(*s.p))
		s.p++;
	return s.p - start > COMM_MAX && (s.p == s.end || is_blank(*s.p));
}

bool ftrace_line_contexts;

/* Returns true if an anomaly, or a line of a trace, may need the context. */
static bool needs_context(const struct ftrace_event *ev)
{
	switch (ev->kind) {
	case FTRACE_END:
		return ftrace_line_contexts || ev->status == LC_STATUS_TIMEOUT;
	case FTRACE_RX_DONE:
		return ev->msg_type == LC_MSG_DELAYED_RESPONSE ||
		       (ftrace_line_contexts &&
			ev->msg_type == LC_MSG_NOTIFICATION);
	case FTRACE_DUMP:
		return !ev->command;
	default:
		return ev->kind == FTRACE_BAD;
	}
}

/*
 * Returns the processor + 1 in "[<cpu>] <flags> " before the time stamp at @start,
 * 0 for other columns.
 */
static uint16_t parse_cpu(const char *line, const char *start)
{
	const char *p = start;
	unsigned int cpu = 0, unit = 1;

	while (p > line && is_blank(p[-1]))
		p--;
	if (p > line && p[-1] != ']') {
		while (p > line && !is_blank(p[-1]))
			p--;
		while (p > line && is_blank(p[-1]))
			p--;
	}
	if (p == line || *--p != ']')
		return 0;
	for (; p > line && is_decimal(p[-1]) && unit < 10000; p--, unit *= 10)
		cpu += unit * (unsigned int)(p[-1] - '0');
	return unit > 1 && p > line && p[-1] == '[' ? (uint16_t)(cpu + 1) : 0;
}

/*
 * Parses the event whose time stamp ends at @colon. Returns false if no event
 * of the line is there.
 */
static bool parse_event(struct span line, const char *colon,
			struct ftrace_event *ev)
{
	struct span rest = {colon + 1, line.end}, fields;
	const char *start;
	enum stamp stamp;

	if (rest.p == rest.end || !is_blank(*rest.p))
		return false;
	stamp = parse_stamp(line.p, colon, &start, ev);
	if (stamp == STAMP_NONE)
		return false;
	ev->has_time = stamp == STAMP_PARSED;
	skip_blanks(&rest);
	fields = rest;
	SKIP(&fields, "scmi:");
	ev->kind = skip_event(&fields);
	if (ev->kind == FTRACE_NONE) {
		if (stamp != STAMP_PARSED ||
		    !parse_other(line, rest, start, ev)) {
			ev->broken |= is_broken_name(rest, start);
			return false;
		}
	} else if (stamp == STAMP_UNPARSED || !parse_fields(fields, ev)) {
		ev->kind = FTRACE_UNPARSED;
	}
	ev->cpu_plus = parse_cpu(line.p, start);
	if (needs_context(ev))
		ftrace_parse_context((struct span){line.p, start},
				     &ev->context);
	return true;
}

enum ftrace_kind ftrace_line_parse(const char *line, size_t len,
				   struct ftrace_event *ev)
{
	const struct span all = {line, line + len};
	/* A tracer's own lines, or an event that somebody has commented out. */
	const bool comment = len && *line == '#';
	const char *colon = line;

	ev->broken = ev->has_time = ev->received = false;
	ev->cpu_plus = 0;
	/*
	 * The event of the line is the first one whose head is too long for a
	 * task's name. The text after it, such as a file name or the text of a
	 * trace marker, is arbitrary.
	 */
	while (!comment &&
	       (colon = memchr(colon, ':', (size_t)(all.end - colon)))) {
		if (parse_event(all, colon, ev))
			return ev->kind;
		colon++;
	}
	ev->kind = tracer_remark_parse(all, ev);
	if (ev->kind == FTRACE_NONE && len && !comment)
		ev->kind = FTRACE_TEXT;
	return ev->kind;
}
