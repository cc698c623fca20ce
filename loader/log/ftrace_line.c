// SPDX-License-Identifier: GPL-2.0-only
#include "ftrace_line.h"

#include <string.h>

#include "anomaly.h"
#include "ftrace_message.h"
#include "ftrace_span.h"
#include "profile.h"

/*
 * Maximum length of a task's name (TASK_COMM_LEN - 1). Such a name can look
 * like the head of an event, as in "1.0: x:".
 */
#define COMM_MAX 15

#define SECONDS_MAX 9223372035u /* the last full second in 63 bits of ns */

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

/* Result of parse_stamp(). */
enum stamp {
	STAMP_NONE,	/* not a time stamp, so no event follows */
	STAMP_UNPARSED, /* without a unit: trace_clock is 'counter' */
	STAMP_PARSED,
};

/*
 * Parses the decimal digits that end before *@end, backwards, and moves *@end
 * to the first of them. Returns the number of digits; *@value is valid up to
 * 16.
 */
static size_t parse_back(const char *line, const char **end, uint64_t *value)
{
	const char *p = *end;
	uint64_t v = 0, unit = 1;
	size_t n;

	for (; p > line && is_decimal(p[-1]); p--) {
		v += unit * (unsigned int)(p[-1] - '0');
		unit *= 10;
	}
	n = (size_t)(*end - p);
	*end = p;
	*value = v;
	return n;
}

/*
 * Skips the "us" of the option latency-format backwards, and the mark for a
 * long delay after it, which may be a blank.
 */
static bool skip_us_back(const char *line, const char **end)
{
	const char *p = *end;

	if (p - line < 4 || !memchr(" +!#*@$", p[-1], 7) || p[-2] != 's' ||
	    p[-3] != 'u')
		return false;
	*end = p - 3;
	return true;
}

/*
 * Parses the time stamp that ends before @colon, "<sec>.<1 to 9 digits>" or
 * "<us>us", and returns its start in *@start.
 */
static enum stamp parse_stamp(const char *line, const char *colon,
			      const char **start, struct ftrace_event *ev)
{
	static const uint32_t unit_ns[] = {0,	   100000000, 10000000, 1000000,
					   100000, 10000,     1000,	100,
					   10,	   1};
	const char *p = colon;
	bool us = skip_us_back(line, &p);
	bool unit = us;
	uint64_t frac = 0, sec;
	size_t decimals = 6, n = parse_back(line, &p, &sec);

	if (!us && n && p > line && p[-1] == '.') {
		unit = true;
		decimals = n;
		frac = sec;
		p--;
		n = parse_back(line, &p, &sec);
	}
	/* The end of a word, an address or a version is not a time stamp. */
	if (!n || (p > line && (is_name(p[-1]) || p[-1] == '.' ||
				p[-1] == '-' || p[-1] == ':')))
		return STAMP_NONE;
	*start = p;
	if (!unit || decimals > 9 || n > 16)
		return STAMP_UNPARSED;
	if (us) {
		frac = sec % 1000000;
		sec /= 1000000;
	}
	if (sec > SECONDS_MAX)
		return STAMP_UNPARSED;
	ev->decimals = (uint8_t)decimals;
	ev->time_ns = sec * 1000000000 + frac * unit_ns[decimals];
	return STAMP_PARSED;
}

/* Reads a number of lost events, UINT64_MAX for one of more than 16 digits. */
static bool read_lost(struct span *s, uint64_t *lost)
{
	const char *start = s->p;

	if (!read_digits(s, 10, lost))
		*lost = UINT64_MAX;
	return s->p > start;
}

/* A line that reports more lost events than any tracer can have lost is mangled. */
static enum ftrace_kind lost_kind(uint64_t lost)
{
	if (!lost)
		return FTRACE_NONE;
	return lost <= PROFILE_COUNT_MAX ? FTRACE_LOST : FTRACE_UNPARSED;
}

/* Parses "<n> EVENTS", or "EVENTS" if the tracer does not know the number. */
static bool parse_lost_count(struct span *s, uint64_t *lost)
{
	*lost = 1;
	if (SKIP(s, "EVENTS"))
		return true;
	return read_lost(s, lost) && SKIP(s, " EVENTS");
}

/* Parses "<in buffer>/<written>", of which the tracer has lost the difference. */
static enum ftrace_kind parse_overrun(struct span s, struct ftrace_event *ev)
{
	uint64_t in_buffer, written;

	if (!read_digits(&s, 10, &in_buffer) || !SKIP(&s, "/") ||
	    !read_digits(&s, 10, &written) || written < in_buffer)
		return FTRACE_UNPARSED;
	ev->lost = written - in_buffer;
	return lost_kind(ev->lost);
}

/*
 * Parses lines that are not events. trace_pipe and trace-cmd report missing
 * events ("CPU:1 [LOST 12 EVENTS]", "CPU:1 [12 EVENTS DROPPED]"). The header of
 * a trace file shows if its buffer has overrun.
 */
static enum ftrace_kind parse_remark(struct span s, struct ftrace_event *ev)
{
	uint64_t cpu;

	while (s.p < s.end && (is_blank(*s.p) || *s.p == '>' || *s.p == '|'))
		s.p++;
	if (SKIP(&s, "CPU:")) {
		if (!read_digits(&s, 10, &cpu) || !SKIP(&s, " ["))
			return FTRACE_NONE;
		if (SKIP(&s, "LOST ")) {
			if (!parse_lost_count(&s, &ev->lost) || !SKIP(&s, "]"))
				return FTRACE_NONE;
		} else if (!parse_lost_count(&s, &ev->lost) ||
			   !SKIP(&s, " DROPPED]")) {
			return FTRACE_NONE;
		}
		skip_blanks(&s);
		return s.p == s.end ? lost_kind(ev->lost) : FTRACE_NONE;
	}
	if (SKIP(&s, "# tracer: "))
		return FTRACE_HEADER;
	if (SKIP(&s, "# entries-in-buffer/entries-written: "))
		return parse_overrun(s, ev);
	return FTRACE_NONE;
}

/*
 * Parses the text @s after the time stamp at @start as any other event, of SCMI
 * or not, or as a line of perf script --show-lost-events. Returns false if it
 * may be a part of a task's name.
 */
static bool parse_other(struct span s, const char *start,
			struct ftrace_event *ev)
{
	bool scmi = (SKIP(&s, "scmi:"), SKIP(&s, "scmi_"));
	const char *name = s.p;

	if (SKIP(&s, "PERF_RECORD_LOST lost ") && read_lost(&s, &ev->lost)) {
		ev->kind = lost_kind(ev->lost);
		return true;
	}
	while (s.p < s.end && is_name(*s.p))
		s.p++;
	if (!SKIP(&s, ":") || s.p - start <= COMM_MAX)
		return false;
	ev->kind = scmi ? ftrace_parse_message((struct span){name, s.end}, ev)
			: FTRACE_NONE;
	return true;
}

/* Returns true if an anomaly may need the context of the event. */
static bool may_be_anomaly(const struct ftrace_event *ev)
{
	switch (ev->kind) {
	case FTRACE_END:
		return ev->status == LC_STATUS_TIMEOUT;
	case FTRACE_RX_DONE:
		return ev->msg_type == LC_MSG_DELAYED_RESPONSE;
	default:
		return ev->kind == FTRACE_BAD;
	}
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
	skip_blanks(&rest);
	fields = rest;
	SKIP(&fields, "scmi:");
	ev->kind = skip_event(&fields);
	if (ev->kind == FTRACE_NONE) {
		if (stamp != STAMP_PARSED || !parse_other(rest, start, ev))
			return false;
	} else if (stamp == STAMP_UNPARSED || !parse_fields(fields, ev)) {
		ev->kind = FTRACE_UNPARSED;
	}
	if (may_be_anomaly(ev))
		ftrace_parse_context((struct span){line.p, start},
				     &ev->context);
	return true;
}

enum ftrace_kind ftrace_line_parse(const char *line, size_t len,
				   struct ftrace_event *ev)
{
	const struct span all = {line, line + len};
	const char *colon = line;

	/*
	 * The event of the line is the first one whose head is too long for a
	 * task's name. The text after it, such as a file name or the text of a
	 * trace marker, is arbitrary.
	 */
	while ((colon = memchr(colon, ':', (size_t)(all.end - colon)))) {
		if (parse_event(all, colon, ev))
			return ev->kind;
		colon++;
	}
	return ev->kind = parse_remark(all, ev);
}
