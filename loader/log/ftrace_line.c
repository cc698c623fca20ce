// SPDX-License-Identifier: GPL-2.0-only
#include "ftrace_line.h"

#include <string.h>

#include "anomaly.h"
#include "ftrace_message.h"
#include "ftrace_span.h"

/*
 * A task can choose its name and so print what looks like the head of an
 * event, as in "1.0: x:", but only in this many bytes (TASK_COMM_LEN - 1).
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
	FIELD_UNKNOWN, /* others, such as inflight: not needed */
	FIELDS
};

#define BIT(field) (1u << (field))

/* Skips "name="; returns FIELDS when there is none. */
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
 * Splits "name=value name=value …". Returns which fields there are, or 0 when
 * anything else stands between them or one of them is there twice.
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

/* The fields that every event has. */
static bool read_common(unsigned int seen, const struct span *value,
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
	/* An int, printed with %d in one dialect and with %X in the other. */
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

static bool read_poll(unsigned int seen, const struct span *value,
		      struct ftrace_event *ev)
{
	uint64_t poll;

	if (!(seen & BIT(FIELD_POLL)) ||
	    !read_number(value[FIELD_POLL], 10, 1, &poll))
		return false;
	ev->poll = poll;
	return true;
}

/* Reads the fields of an event of ev->kind, all that its kind has. */
static bool read_fields(struct span s, struct ftrace_event *ev)
{
	struct span value[FIELDS];
	unsigned int seen = split_fields(s, value);
	uint64_t v;

	if (!read_common(seen, value, ev))
		return false;
	switch (ev->kind) {
	case FTRACE_BEGIN:
		return read_poll(seen, value, ev);
	case FTRACE_WAIT:
		if (!(seen & BIT(FIELD_TIMEOUT)) ||
		    !read_number(value[FIELD_TIMEOUT], 10, UINT32_MAX, &v))
			return false;
		ev->timeout_ms = (uint32_t)v;
		return read_poll(seen, value, ev);
	case FTRACE_RX_DONE:
		if (!(seen & BIT(FIELD_MSG_TYPE)) ||
		    !read_number(value[FIELD_MSG_TYPE], 10, UINT8_MAX, &v))
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

/* Skips the name of one of the four events, and the colon after it. */
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

/* What stands before the colon after which an event's name may follow. */
enum stamp {
	STAMP_NONE,	  /* no time stamp: no event */
	STAMP_UNREADABLE, /* one without a unit: of a counter as trace_clock */
	STAMP_READ,
};

/*
 * Reads the decimal digits that end before *@end, backwards, and moves *@end to
 * the first of them. Returns how many there are; *@value is valid up to 16.
 */
static size_t read_back(const char *line, const char **end, uint64_t *value)
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
 * Skips backwards the "us" of the option latency-format, and the mark for a
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
 * Reads the time stamp that ends before @colon, "<sec>.<1 to 9 digits>" or
 * "<us>us"; *@start is where it starts.
 */
static enum stamp read_stamp(const char *line, const char *colon,
			     const char **start, struct ftrace_event *ev)
{
	static const uint32_t unit_ns[] = {0,	   100000000, 10000000, 1000000,
					   100000, 10000,     1000,	100,
					   10,	   1};
	const char *p = colon;
	bool us = skip_us_back(line, &p);
	bool unit = us;
	uint64_t frac = 0, sec;
	size_t decimals = 6, n = read_back(line, &p, &sec);

	if (!us && n && p > line && p[-1] == '.') {
		unit = true;
		decimals = n;
		frac = sec;
		p--;
		n = read_back(line, &p, &sec);
	}
	/* Not the end of a word, an address or a version. */
	if (!n || (p > line && (is_name(p[-1]) || p[-1] == '.' ||
				p[-1] == '-' || p[-1] == ':')))
		return STAMP_NONE;
	*start = p;
	if (!unit || decimals > 9 || n > 16)
		return STAMP_UNREADABLE;
	if (us) {
		frac = sec % 1000000;
		sec /= 1000000;
	}
	if (sec > SECONDS_MAX)
		return STAMP_UNREADABLE;
	ev->decimals = (uint8_t)decimals;
	ev->time_ns = sec * 1000000000 + frac * unit_ns[decimals];
	return STAMP_READ;
}

/* "<n> EVENTS", or "EVENTS" where the tracer does not know how many. */
static bool read_lost_count(struct span *s, uint64_t *lost)
{
	*lost = 1;
	if (SKIP(s, "EVENTS"))
		return true;
	return read_digits(s, 10, lost) && *lost && SKIP(s, " EVENTS");
}

/*
 * Lines that belong to no event: what trace_pipe ("CPU:1 [LOST 12 EVENTS]") and
 * trace-cmd ("CPU:1 [12 EVENTS DROPPED]") print where events are missing, and
 * the head of a trace file, whose buffer may have run over.
 */
static enum ftrace_kind read_remark(struct span s, struct ftrace_event *ev)
{
	uint64_t cpu, in_buffer, written;

	while (s.p < s.end && (is_blank(*s.p) || *s.p == '>' || *s.p == '|'))
		s.p++;
	if (SKIP(&s, "CPU:")) {
		if (!read_digits(&s, 10, &cpu) || !SKIP(&s, " ["))
			return FTRACE_NONE;
		if (SKIP(&s, "LOST ")) {
			if (!read_lost_count(&s, &ev->lost) || !SKIP(&s, "]"))
				return FTRACE_NONE;
		} else if (!read_lost_count(&s, &ev->lost) ||
			   !SKIP(&s, " DROPPED]")) {
			return FTRACE_NONE;
		}
		skip_blanks(&s);
		return s.p == s.end ? FTRACE_LOST : FTRACE_NONE;
	}
	if (SKIP(&s, "# tracer: "))
		return FTRACE_HEADER;
	if (SKIP(&s, "# entries-in-buffer/entries-written: ") &&
	    read_digits(&s, 10, &in_buffer) && SKIP(&s, "/") &&
	    read_digits(&s, 10, &written) && written > in_buffer) {
		ev->lost = written - in_buffer;
		return FTRACE_LOST;
	}
	return FTRACE_NONE;
}

/*
 * What else may follow a time stamp that begins at @start: another event, of
 * SCMI or not, or what perf script --show-lost-events prints. Returns false
 * when it may be a part of a task's name.
 */
static bool read_other(struct span s, const char *start,
		       struct ftrace_event *ev)
{
	bool scmi = (SKIP(&s, "scmi:"), SKIP(&s, "scmi_"));
	const char *name = s.p;

	if (SKIP(&s, "PERF_RECORD_LOST lost ") &&
	    read_digits(&s, 10, &ev->lost) && ev->lost) {
		ev->kind = FTRACE_LOST;
		return true;
	}
	while (s.p < s.end && is_name(*s.p))
		s.p++;
	if (!SKIP(&s, ":") || s.p - start <= COMM_MAX)
		return false;
	ev->kind = scmi ? ftrace_read_message((struct span){name, s.end}, ev)
			: FTRACE_NONE;
	return true;
}

/* Whether somebody may want to know who ran there. */
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
 * Reads the event whose time stamp ends at @colon. Returns false when that is
 * not where the line's event is.
 */
static bool read_event(struct span line, const char *colon,
		       struct ftrace_event *ev)
{
	struct span rest = {colon + 1, line.end}, fields;
	const char *start;
	enum stamp stamp;

	if (rest.p == rest.end || !is_blank(*rest.p))
		return false;
	stamp = read_stamp(line.p, colon, &start, ev);
	if (stamp == STAMP_NONE)
		return false;
	skip_blanks(&rest);
	fields = rest;
	SKIP(&fields, "scmi:");
	ev->kind = skip_event(&fields);
	if (ev->kind == FTRACE_NONE) {
		if (stamp != STAMP_READ || !read_other(rest, start, ev))
			return false;
	} else if (stamp == STAMP_UNREADABLE || !read_fields(fields, ev)) {
		ev->kind = FTRACE_UNPARSED;
	}
	if (may_be_anomaly(ev))
		ftrace_read_context((struct span){line.p, start}, &ev->context);
	return true;
}

enum ftrace_kind ftrace_line_parse(const char *line, size_t len,
				   struct ftrace_event *ev)
{
	const struct span all = {line, line + len};
	const char *colon = line;

	/*
	 * The first head of an event that is too long for a task's name is
	 * the line's own. What comes after it, such as a file's name or the
	 * text of a trace marker, can be anyone's choice.
	 */
	while ((colon = memchr(colon, ':', (size_t)(all.end - colon)))) {
		if (read_event(all, colon, ev))
			return ev->kind;
		colon++;
	}
	return ev->kind = read_remark(all, ev);
}
