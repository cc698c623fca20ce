// SPDX-License-Identifier: GPL-2.0-only
#include "event_fields.h"

#include "anomaly.h"
#include "ftrace_message.h"

#define ADDRESS_MIN 8 /* digits */

enum event_field {
	F_PROTOCOL,
	F_MESSAGE,
	F_SEQ,
	F_ID,
	F_POLL,
	F_TIMEOUT,
	F_STATUS,
	F_TYPE,
	F_TAG,
	F_INSTANCE,
	F_CHANNEL,
	F_DOMAIN,
	F_VALUES,
	F_VALUE_1,
	F_VALUE_2,
	F_PAYLOAD,
	F_OTHER,
	FIELDS
};

static const struct {
	const char *name;
	enum event_field field;
} names[] = {
	{"pt", F_PROTOCOL},    {"protocol_id", F_PROTOCOL},
	{"msg_id", F_MESSAGE}, {"seq", F_SEQ},
	{"transfer_id", F_ID}, {"poll", F_POLL},
	{"tmo_ms", F_TIMEOUT}, {"timeout", F_TIMEOUT},
	{"s", F_STATUS},       {"status", F_STATUS},
	{"msg_type", F_TYPE},  {"t", F_TAG},
	{"tag", F_TAG},	       {"id", F_INSTANCE},
	{"ch", F_CHANNEL},     {"channel_id", F_CHANNEL},
	{"res_id", F_DOMAIN},  {"vals", F_VALUES},
	{"val1", F_VALUE_1},   {"val2", F_VALUE_2},
	{"pyld", F_PAYLOAD},   {"cmd", F_PAYLOAD},
};

struct fields {
	unsigned int seen; /* bits of enum event_field */
	bool hexadecimal;  /* the dialect with pt= */
	bool zeros_omitted;
	bool cut; /* the text ends in a name */
	struct span value[FIELDS];
};

static enum event_field field_of(struct span name)
{
	const size_t len = (size_t)(name.end - name.p);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i].name) == len &&
		    !memcmp(names[i].name, name.p, len))
			return names[i].field;
	return F_OTHER;
}

/* Skips to the first @stop, or to the end, and returns the skipped text. */
static struct span skip_until(struct span *s, const char *stop)
{
	struct span skipped = {s->p, s->p};

	while (s->p < s->end && !strchr(stop, *s->p))
		s->p++;
	skipped.end = s->p;
	if (s->p < s->end)
		s->p++;
	return skipped;
}

/* Skips a value: 26, 0x1a (26), (26), "CMND", ARRAY[00, 01] or {0x00}. */
static struct span skip_value(struct span *s)
{
	const char *start = s->p;

	if (SKIP(s, "("))
		return skip_until(s, ")");
	if (SKIP(s, "\""))
		return skip_until(s, "\"");
	if (SKIP(s, "ARRAY["))
		return skip_until(s, "]");
	if (SKIP(s, "{"))
		return skip_until(s, "}");
	while (s->p < s->end && !is_blank(*s->p) &&
	       !memchr(",)'\"}`", *s->p, 6))
		s->p++;
	return (struct span){start, s->p};
}

/* Skips the decimal number after a hexadecimal one, "0x1a (26)": the value. */
static void skip_second_value(struct span *s, struct span *value)
{
	struct span next = *s, hex = *value;

	if (!SKIP(&hex, "0x"))
		return;
	skip_blanks(&next);
	if (!SKIP(&next, "("))
		return;
	*value = skip_until(&next, ")");
	*s = next;
}

/* Returns true if only marks that close a comment, a call or a quote follow. */
static bool only_closers(struct span s)
{
	while (s.p < s.end && (is_blank(*s.p) || memchr(")*/`'\"}|", *s.p, 8)))
		s.p++;
	return s.p == s.end;
}

/*
 * Returns true if somebody's remark follows, such as "<-- slow", or the address and
 * symbol of perf script -F +ip,+sym.
 */
static bool is_remark(struct span s)
{
	const char *const start = s.p;
	uint64_t address;

	if (s.p == s.end || !is_blank(s.p[-1]))
		return false;
	if (SKIP(&s, "<-") || SKIP(&s, "#") || SKIP(&s, "//"))
		return true;
	return read_digits(&s, 16, &address) && s.p - start >= ADDRESS_MIN &&
	       (s.p == s.end || is_blank(*s.p));
}

/* Skips "name=" or "name: ". */
static bool skip_field_name(struct span *s, enum event_field *field, bool call)
{
	struct span name = {s->p, s->p};

	while (s->p < s->end && is_name(*s->p))
		s->p++;
	name.end = s->p;
	if (name.end == name.p)
		return false;
	*field = field_of(name);
	if (SKIP(s, "="))
		return true;
	if ((!call && *field != F_DOMAIN) || !SKIP(s, ":"))
		return false;
	skip_blanks(s);
	return true;
}

/*
 * Splits the text. Returns false if it has other words than fields, of which the
 * last one may be a part of a name.
 */
static bool split(struct span s, bool call, struct fields *f)
{
	enum event_field field;

	for (;;) {
		while (s.p < s.end && (is_blank(*s.p) || *s.p == ','))
			s.p++;
		if (only_closers(s) || is_remark(s))
			return true;
		if (!skip_field_name(&s, &field, call)) {
			f->cut = s.p == s.end;
			return false;
		}
		if (field != F_OTHER && f->seen & 1u << field)
			return false;
		f->seen |= 1u << field;
		f->hexadecimal |= field == F_PROTOCOL && s.p[-1] == '=' &&
				  s.p[-2] == 't';
		f->value[field] = skip_value(&s);
		f->hexadecimal |= (field == F_SEQ || field == F_MESSAGE) &&
				  is_padded(f->value[field]);
		skip_second_value(&s, &f->value[field]);
	}
}

static bool is_hexadecimal(const struct fields *f, enum event_field field)
{
	return f->hexadecimal && (field <= F_ID || field == F_CHANNEL);
}

/* Reads a number, which may be negative if @max is that of an int. */
static bool number(const struct fields *f, enum event_field field, uint64_t max,
		   uint64_t *v)
{
	struct span s = f->value[field];
	int32_t i;

	*v = 0;
	if (!(f->seen & 1u << field))
		return f->zeros_omitted;
	if (f->zeros_omitted && SKIP(&s, "0x"))
		return read_number(s, 16, max, v);
	if (read_number(s, is_hexadecimal(f, field) ? 16 : 10, max, v))
		return true;
	if (max != UINT32_MAX || !read_int(s, &i))
		return false;
	*v = (uint32_t)i;
	return true;
}

static bool parse_tag(struct span s, struct ftrace_event *ev)
{
	return ftrace_skip_tag(&s, ev) && s.p == s.end;
}

/* Reads a number that may be missing, but not be wrong; 0 if it is missing. */
static bool optional(const struct fields *f, enum event_field field,
		     uint64_t max, uint64_t *v)
{
	*v = 0;
	return !(f->seen & 1u << field) || number(f, field, max, v);
}

static bool parse_dump(const struct fields *f, struct ftrace_event *ev)
{
	uint64_t pt, msg, seq, status, instance, channel;

	if (!(f->seen & 1u << F_TAG) || !parse_tag(f->value[F_TAG], ev) ||
	    !number(f, F_PROTOCOL, UINT8_MAX, &pt) ||
	    !number(f, F_MESSAGE, UINT8_MAX, &msg) ||
	    !number(f, F_SEQ, UINT16_MAX, &seq) ||
	    !number(f, F_STATUS, UINT32_MAX, &status) ||
	    !optional(f, F_INSTANCE, UINT8_MAX - 1, &instance) ||
	    !optional(f, F_CHANNEL, UINT8_MAX, &channel))
		return false;
	ev->protocol = (uint8_t)pt;
	ev->message = (uint8_t)msg;
	ev->seq = (uint16_t)seq;
	ev->status = (int32_t)(uint32_t)status;
	ev->instance = f->seen & 1u << F_INSTANCE ? (uint16_t)(instance + 1)
						  : 0;
	ev->channel = (uint8_t)channel;
	ev->partial = !(f->seen & 1u << F_PAYLOAD);
	ev->resource_plus = 0;
	if (ftrace_line_resources && f->seen & 1u << F_PAYLOAD)
		ftrace_read_resource(f->value[F_PAYLOAD], ev);
	return ftrace_dump_is_valid(ev);
}

/* Parses "vals=1:0", or "val1: 1, val2: 0" of perf trace. */
static bool parse_values(const struct fields *f, uint64_t value[2])
{
	struct span s = f->value[F_VALUES];

	if (!(f->seen & 1u << F_VALUES))
		return number(f, F_VALUE_1, UINT32_MAX, &value[0]) &&
		       number(f, F_VALUE_2, UINT32_MAX, &value[1]);
	return read_digits(&s, 10, &value[0]) && value[0] <= UINT32_MAX &&
	       SKIP(&s, ":") && read_number(s, 10, UINT32_MAX, &value[1]);
}

static bool parse_fast_call(const struct fields *f, struct ftrace_event *ev)
{
	uint64_t pt, msg, domain, value[2];

	if (!number(f, F_PROTOCOL, UINT8_MAX, &pt) ||
	    !number(f, F_MESSAGE, UINT8_MAX, &msg))
		return false;
	ev->protocol = (uint8_t)pt;
	ev->message = (uint8_t)msg;
	ev->fast.has_domain = number(f, F_DOMAIN, UINT32_MAX, &domain) &&
			      parse_values(f, value);
	ev->partial = !ev->fast.has_domain;
	if (ev->partial)
		return true;
	ev->fast.domain = (uint32_t)domain;
	ev->fast.value[0] = (uint32_t)value[0];
	ev->fast.value[1] = (uint32_t)value[1];
	return true;
}

/* Parses the fields of the four events of a transfer. */
static bool parse_transfer(const struct fields *f, struct ftrace_event *ev)
{
	uint64_t pt, msg, seq, id, v;

	if (!number(f, F_PROTOCOL, UINT8_MAX, &pt) ||
	    !number(f, F_MESSAGE, UINT8_MAX, &msg) ||
	    !number(f, F_SEQ, UINT16_MAX, &seq) ||
	    !number(f, F_ID, UINT32_MAX, &id))
		return false;
	ev->protocol = (uint8_t)pt;
	ev->message = (uint8_t)msg;
	ev->seq = (uint16_t)seq;
	ev->transfer_id = (uint32_t)id;
	switch (ev->kind) {
	case FTRACE_WAIT:
		if (!number(f, F_TIMEOUT, UINT32_MAX, &v))
			return false;
		ev->timeout_ms = (uint32_t)v;
		/* fall through */
	case FTRACE_BEGIN:
		if (!number(f, F_POLL, 1, &v))
			return false;
		ev->poll = v;
		return true;
	case FTRACE_RX_DONE:
		if (!number(f, F_TYPE, UINT8_MAX, &v))
			return false;
		ev->msg_type = (uint8_t)v;
		return true;
	default:
		if (!number(f, F_STATUS, UINT32_MAX, &v))
			return false;
		ev->status = (int32_t)(uint32_t)v;
		return true;
	}
}

/* Returns why fields that were split cannot be parsed. */
static enum unread_cause cause_of(const struct fields *f, enum ftrace_kind kind)
{
	const bool transfer = kind != FTRACE_DUMP && kind != FTRACE_FAST_CALL;

	if (transfer && f->seen & 1u << F_INSTANCE && !(f->seen & 1u << F_ID))
		return UNREAD_NO_ID;
	return UNREAD_CUT;
}

/* Parses a dump or a fast call in the forms that ftrace_message.c has. */
static bool parse_message(const struct event_name *name, const char *end,
			  struct ftrace_event *ev)
{
	const enum ftrace_kind kind =
		ftrace_parse_message((struct span){name->start + 5, end}, ev);

	if (name->call || (kind != FTRACE_DUMP && kind != FTRACE_BAD &&
			   kind != FTRACE_FAST_CALL))
		return false;
	ev->kind = kind;
	return true;
}

/* Parses a call in either form, without a domain if neither has one. */
static bool parse_any_call(const struct event_name *name, const char *end,
			   const struct fields *f, bool whole,
			   struct ftrace_event *ev)
{
	struct ftrace_event plain = *ev;
	const bool is_plain = parse_message(name, end, &plain);

	if (whole && f->seen && parse_fast_call(f, ev) &&
	    (ev->fast.has_domain || !is_plain))
		return true;
	*ev = plain;
	return is_plain;
}

bool event_fields_parse(const struct event_name *name, const char *end,
			struct ftrace_event *ev, enum unread_cause *why)
{
	struct fields f = {.zeros_omitted =
				   name->call &&
				   !memchr(name->fields, '=',
					   (size_t)(end - name->fields))};
	bool whole;

	ev->kind = name->kind;
	if (name->kind == FTRACE_DUMP && parse_message(name, end, ev))
		return true;
	ev->kind = name->kind;
	whole = split((struct span){name->fields, end}, name->call, &f);
	*why = whole || f.cut ? cause_of(&f, name->kind) : UNREAD_MIXED;
	if (name->kind == FTRACE_FAST_CALL &&
	    parse_any_call(name, end, &f, whole, ev))
		return true;
	if (!f.seen) {
		*why = UNREAD_CUT;
		return false;
	}
	/* The payload at the end of a dump is arbitrary. */
	if (!whole && name->kind != FTRACE_DUMP)
		return false;
	return name->kind == FTRACE_DUMP ? parse_dump(&f, ev)
					 : parse_transfer(&f, ev);
}
