// SPDX-License-Identifier: GPL-2.0-only
#include "ftrace_line.h"

#include <string.h>

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

/* A piece of the line, and a place to read it from. */
struct span {
	const char *p, *end;
};

/*
 * Mailers turn blanks into non-breaking ones: U+00A0, in UTF-8 or Latin-1. No
 * field holds either of its bytes, so each counts as a blank by itself.
 */
static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\xc2' || c == '\xa0';
}

static bool is_decimal(char c)
{
	return c >= '0' && c <= '9';
}

/* Of event and field names. */
static bool is_name(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || is_decimal(c) ||
	       c == '_';
}

static void skip_blanks(struct span *s)
{
	while (s->p < s->end && is_blank(*s->p))
		s->p++;
}

static bool skip_text(struct span *s, const char *text, size_t len)
{
	if ((size_t)(s->end - s->p) < len || memcmp(s->p, text, len))
		return false;
	s->p += len;
	return true;
}

#define SKIP(s, literal) skip_text((s), (literal), sizeof(literal) - 1)

/* Value of a digit of base 10 or 16; 16 or more for anything else. */
static unsigned int digit(char c)
{
	if (is_decimal(c))
		return (unsigned int)(c - '0');
	c |= 0x20;
	if (c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a') + 10;
	return 16;
}

/* Reads the digits at @s, 1 … 16 of them, up to what is none. */
static bool read_digits(struct span *s, unsigned int base, uint64_t *value)
{
	const char *start = s->p;
	uint64_t v = 0;
	unsigned int d;

	while (s->p < s->end && (d = digit(*s->p)) < base) {
		v = v * base + d;
		s->p++;
	}
	*value = v;
	return s->p > start && s->p - start <= 16;
}

/* All of @s is a number of @base, at most @max. */
static bool read_number(struct span s, unsigned int base, uint64_t max,
			uint64_t *value)
{
	return read_digits(&s, base, value) && s.p == s.end && *value <= max;
}

/* All of @s is a C int in decimal. */
static bool read_int(struct span s, int32_t *value)
{
	bool negative = SKIP(&s, "-");
	uint64_t v;

	if (!read_number(s, 10, (uint64_t)INT32_MAX + negative, &v))
		return false;
	*value = (int32_t)(negative ? -(int64_t)v : (int64_t)v);
	return true;
}

static enum field field_of(const char *name, size_t len)
{
#define IS(literal, field)                                       \
	do {                                                     \
		if (len == sizeof(literal) - 1 &&                \
		    !memcmp(name, literal, sizeof(literal) - 1)) \
			return field;                            \
	} while (0)
	IS("pt", FIELD_PT);
	IS("msg_id", FIELD_MSG_ID);
	IS("seq", FIELD_SEQ);
	IS("transfer_id", FIELD_TRANSFER_ID);
	IS("protocol_id", FIELD_PROTOCOL_ID);
	IS("poll", FIELD_POLL);
	IS("s", FIELD_STATUS);
	IS("status", FIELD_STATUS);
	IS("msg_type", FIELD_MSG_TYPE);
	IS("tmo_ms", FIELD_TIMEOUT);
	IS("timeout", FIELD_TIMEOUT);
#undef IS
	return FIELD_UNKNOWN;
}

/*
 * Splits "name=value name=value …". Returns which fields there are, or 0 when
 * anything else stands between them or one of them is there twice.
 */
static unsigned int split_fields(struct span s, struct span value[FIELDS])
{
	unsigned int seen = 0;

	for (skip_blanks(&s); s.p < s.end; skip_blanks(&s)) {
		const char *name = s.p;
		enum field field;

		while (s.p < s.end && is_name(*s.p))
			s.p++;
		if (s.p == name || s.p == s.end || *s.p != '=')
			return 0;
		field = field_of(name, (size_t)(s.p - name));
		if (field != FIELD_UNKNOWN && (seen & BIT(field)))
			return 0;
		seen |= BIT(field);
		value[field].p = ++s.p;
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

/* The event called @name. */
static enum ftrace_kind kind_of(struct span name)
{
	if (!SKIP(&name, "scmi_"))
		return FTRACE_NONE;
#define IS(literal, kind)                                                  \
	do {                                                               \
		if (name.end - name.p == (ptrdiff_t)sizeof(literal) - 1 && \
		    !memcmp(name.p, literal, sizeof(literal) - 1))         \
			return kind;                                       \
	} while (0)
	IS("xfer_begin", FTRACE_BEGIN);
	IS("xfer_end", FTRACE_END);
	IS("rx_done", FTRACE_RX_DONE);
	IS("xfer_response_wait", FTRACE_WAIT);
#undef IS
	/* scmi_msg_dump, which tells the anomalies, would be read here. */
	return FTRACE_OTHER;
}

/* What stands before the colon after which an event's name may follow. */
enum stamp {
	STAMP_NONE,	  /* no time stamp: no event */
	STAMP_UNREADABLE, /* one without a unit: of a counter as trace_clock */
	STAMP_READ,
};

/* The first byte of the run of decimal digits that ends before @end. */
static const char *digits_before(const char *line, const char *end)
{
	while (end > line && is_decimal(end[-1]))
		end--;
	return end;
}

/* "<sec>.<1 to 9 digits>", between @start and its end. */
static enum stamp read_seconds(struct span s, struct ftrace_event *ev)
{
	static const uint32_t unit_ns[] = {0,	   100000000, 10000000, 1000000,
					   100000, 10000,     1000,	100,
					   10,	   1};
	uint64_t sec, frac;
	const char *point;

	if (!read_digits(&s, 10, &sec) || sec > SECONDS_MAX)
		return STAMP_UNREADABLE;
	point = s.p++;
	if (s.end - s.p > 9 || !read_digits(&s, 10, &frac))
		return STAMP_UNREADABLE;
	ev->decimals = (uint8_t)(s.end - point - 1);
	ev->time_ns = sec * 1000000000 + frac * unit_ns[ev->decimals];
	return STAMP_READ;
}

/* "1234us", of the option latency-format: since the trace's begin. */
static enum stamp read_microseconds(struct span s, struct ftrace_event *ev)
{
	uint64_t us;

	if (!read_digits(&s, 10, &us) || us > SECONDS_MAX * 1000000ull)
		return STAMP_UNREADABLE;
	ev->decimals = 6;
	ev->time_ns = us * 1000;
	return STAMP_READ;
}

/* Reads the time stamp that ends before @colon; *@start is where it starts. */
static enum stamp read_stamp(const char *line, const char *colon,
			     const char **start, struct ftrace_event *ev)
{
	const char *p = digits_before(line, colon);
	bool seconds = false, microseconds = false;

	/* "us" and a mark for a long delay after it, which may be a blank. */
	if (p == colon) {
		if (p - line < 4 || !strchr(" +!#*@$", p[-1]) || !p[-1] ||
		    p[-2] != 's' || p[-3] != 'u')
			return STAMP_NONE;
		colon = p - 3;
		p = digits_before(line, colon);
		microseconds = true;
	} else if (p > line && p[-1] == '.') {
		p = digits_before(line, p - 1);
		seconds = true;
	}
	if (p == colon || *p == '.')
		return STAMP_NONE;
	/* Not the end of a word, an address or a version. */
	if (p > line &&
	    (is_name(p[-1]) || p[-1] == '.' || p[-1] == '-' || p[-1] == ':'))
		return STAMP_NONE;
	*start = p;
	if (seconds)
		return read_seconds((struct span){p, colon}, ev);
	if (microseconds)
		return read_microseconds((struct span){p, colon}, ev);
	return STAMP_UNREADABLE;
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

/* What follows the time stamp in perf script --show-lost-events. */
static enum ftrace_kind read_perf_lost(struct span s, struct ftrace_event *ev)
{
	if (SKIP(&s, "PERF_RECORD_LOST lost ") &&
	    read_digits(&s, 10, &ev->lost) && ev->lost)
		return FTRACE_LOST;
	return FTRACE_NONE;
}

/*
 * Reads the event whose time stamp ends at @colon. Returns false when that is
 * not where the line's event is.
 */
static bool read_event(struct span line, const char *colon,
		       struct ftrace_event *ev)
{
	struct span rest = {colon + 1, line.end}, name;
	const char *start;
	enum stamp stamp;

	if (rest.p == rest.end || !is_blank(*rest.p))
		return false;
	stamp = read_stamp(line.p, colon, &start, ev);
	if (stamp == STAMP_NONE)
		return false;
	skip_blanks(&rest);
	name = rest;
	while (rest.p < rest.end && is_name(*rest.p))
		rest.p++;
	if (rest.end - name.p > 5 && !memcmp(name.p, "scmi:", 5)) {
		name.p = ++rest.p;
		while (rest.p < rest.end && is_name(*rest.p))
			rest.p++;
	}
	name.end = rest.p;
	if (stamp == STAMP_READ && name.p == name.end) {
		ev->kind = read_perf_lost(rest, ev);
		return ev->kind != FTRACE_NONE;
	}
	if (rest.p == rest.end || *rest.p != ':' ||
	    rest.p + 1 - start <= COMM_MAX)
		return false;
	rest.p++;
	ev->kind = kind_of(name);
	if (ev->kind > FTRACE_UNPARSED &&
	    (stamp == STAMP_UNREADABLE || !read_fields(rest, ev)))
		ev->kind = FTRACE_UNPARSED;
	/* A number without a unit in front of other names may be anything. */
	return stamp == STAMP_READ || ev->kind != FTRACE_NONE;
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
