// SPDX-License-Identifier: GPL-2.0-only
#include "ftrace_message.h"

#include "anomaly.h"
#include "resource_words.h"

/* Not a message type of the specification, and unknown to the core, too. */
#define UNKNOWN_TYPE 1

/* Columns of a task's name, also with the option latency-format. */
#define COMM_WIDTH	   16
#define COMM_WIDTH_LATENCY 8

bool ftrace_skip_tag(struct span *s, struct ftrace_event *ev)
{
	ev->kind = SKIP(s, "!") ? FTRACE_BAD : FTRACE_DUMP;
	ev->command = ev->raw = false;
	if (ev->kind == FTRACE_BAD && SKIP(s, "UNKN")) {
		ev->msg_type = UNKNOWN_TYPE;
		return true;
	}
	if (SKIP(s, "RESP") || SKIP(s, "CMND")) {
		ev->msg_type = LC_MSG_RESPONSE;
		ev->command = s->p[-1] == 'D';
	} else if (SKIP(s, "resp") || SKIP(s, "cmnd")) {
		ev->msg_type = LC_MSG_RESPONSE;
		ev->command = s->p[-1] == 'd';
		ev->raw = true;
	} else if (SKIP(s, "DLYD")) {
		ev->msg_type = LC_MSG_DELAYED_RESPONSE;
	} else if (SKIP(s, "dlyd")) {
		ev->msg_type = LC_MSG_DELAYED_RESPONSE;
		ev->raw = true;
	} else if (SKIP(s, "NOTI")) {
		ev->msg_type = LC_MSG_NOTIFICATION;
	} else if (SKIP(s, "noti")) {
		ev->msg_type = LC_MSG_NOTIFICATION;
		ev->raw = true;
	} else {
		return false;
	}
	return ev->kind == FTRACE_DUMP || (!ev->command && !ev->raw);
}

static bool skip_byte(struct span *s, uint8_t *value)
{
	uint64_t v;

	if (!read_digits(s, 16, &v) || v > UINT8_MAX)
		return false;
	*value = (uint8_t)v;
	return true;
}

static bool skip_seq(struct span *s, struct ftrace_event *ev)
{
	uint64_t v;

	if (!read_digits(s, 16, &v) || v > UINT16_MAX)
		return false;
	ev->seq = (uint16_t)v;
	return true;
}

void ftrace_dump_resource(struct ftrace_event *ev, const uint8_t *payload,
			  size_t len)
{
	static const struct resource_words words[RESOURCE_PROTOCOLS] =
		RESOURCE_WORDS;
	const bool notification = ev->msg_type == LC_MSG_NOTIFICATION;
	const uint8_t *p;
	uint32_t word;

	ev->resource_plus = 0;
	if (ev->kind != FTRACE_DUMP || (!ev->command && !notification))
		return;
	word = resource_word(words, ev->protocol, ev->message, notification);
	if (word == RESOURCE_NONE || len < 4 * (word + 1))
		return;
	p = payload + 4 * word; /* little-endian on all machines */
	ev->resource_plus =
		resource_plus((uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
			      (uint32_t)p[1] << 8 | p[0]);
}

static int hex_digit(char c)
{
	if (is_decimal(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The bytes are "0300…", "03 00 …" or "0x03,0x00,…". */
size_t ftrace_read_payload(struct span s, uint8_t *to, size_t max)
{
	size_t n = 0;

	while (n < max) {
		int high, low;

		while (s.p < s.end && (is_blank(*s.p) || *s.p == ','))
			s.p++;
		SKIP(&s, "0x");
		if (s.end - s.p < 2)
			break;
		high = hex_digit(s.p[0]);
		low = hex_digit(s.p[1]);
		if (high < 0 || low < 0)
			break;
		to[n++] = (uint8_t)(high << 4 | low);
		s.p += 2;
	}
	return n;
}

void ftrace_read_resource(struct span s, struct ftrace_event *ev)
{
	uint8_t payload[8];

	ftrace_dump_resource(ev, payload,
			     ftrace_read_payload(s, payload, sizeof(payload)));
}

bool ftrace_dump_is_valid(const struct ftrace_event *ev)
{
	return ev->kind == FTRACE_DUMP ||
	       (ev->status < 0 && ev->status >= LC_BAD_INTERRUPT);
}

static bool skip_status(struct span *s, struct ftrace_event *ev)
{
	struct span value = *s;

	SKIP(s, "-");
	while (s->p < s->end && is_decimal(*s->p))
		s->p++;
	value.end = s->p;
	return read_int(value, &ev->status) && ftrace_dump_is_valid(ev);
}

/* Skips the blanks between two fields; at least one is needed. */
static bool skip_gap(struct span *s)
{
	const char *start = s->p;

	skip_blanks(s);
	return s->p > start;
}

/* The payload has no colon. */
static void note_other_event(struct span s, struct ftrace_event *ev)
{
	if (memchr(s.p, ':', (size_t)(s.end - s.p)) &&
	    memmem(s.p, (size_t)(s.end - s.p), "scmi_", 5))
		ev->broken = true;
}

/* Reads the payload at @s, if resources are asked for. */
static bool read_payload(struct span s, struct ftrace_event *ev)
{
	skip_blanks(&s);
	SKIP(&s, "pyld=");
	if (ftrace_line_resources)
		ftrace_read_resource(s, ev);
	return true;
}

/* Parses "[0x15]:!RESP:[0x06]:[001A]:[-1]: …". */
static bool parse_first_dump(struct span s, struct ftrace_event *ev)
{
	ev->instance = 0;
	return SKIP(&s, "[0x") && skip_byte(&s, &ev->protocol) &&
	       SKIP(&s, "]:") && ftrace_skip_tag(&s, ev) && SKIP(&s, ":[0x") &&
	       skip_byte(&s, &ev->message) && SKIP(&s, "]:[") &&
	       skip_seq(&s, ev) && SKIP(&s, "]:[") && skip_status(&s, ev) &&
	       SKIP(&s, "]:") && read_payload(s, ev);
}

/*
 * Parses "pt=15 t=!RESP msg_id=06 seq=001A s=-1 …", after "id=0 ch=10" or not.
 */
static bool parse_dump(struct span s, struct ftrace_event *ev)
{
	uint64_t id;
	uint8_t channel;

	ev->instance = 0;
	if (SKIP(&s, "id=")) {
		if (!read_digits(&s, 10, &id) || id >= UINT8_MAX ||
		    !skip_gap(&s) || !SKIP(&s, "ch=") ||
		    !skip_byte(&s, &channel) || !skip_gap(&s))
			return false;
		ev->instance = (uint16_t)(id + 1);
		ev->channel = channel;
	}
	if (!(SKIP(&s, "pt=") && skip_byte(&s, &ev->protocol) && skip_gap(&s) &&
	      SKIP(&s, "t=") && ftrace_skip_tag(&s, ev) && skip_gap(&s) &&
	      SKIP(&s, "msg_id=") && skip_byte(&s, &ev->message) &&
	      skip_gap(&s) && SKIP(&s, "seq=") && skip_seq(&s, ev) &&
	      skip_gap(&s) && SKIP(&s, "s=") && skip_status(&s, ev) &&
	      (s.p == s.end || is_blank(*s.p))))
		return false;
	note_other_event(s, ev);
	skip_blanks(&s);
	ev->partial = !SKIP(&s, "pyld=");
	return read_payload(s, ev);
}

static bool skip_word(struct span *s, unsigned int base, uint32_t *value)
{
	uint64_t v;

	if (!read_digits(s, base, &v) || v > UINT32_MAX)
		return false;
	*value = (uint32_t)v;
	return true;
}

/* Parses "1:0" at the end of the line. */
static bool parse_values(struct span *s, uint32_t value[2])
{
	return skip_word(s, 10, &value[0]) && SKIP(s, ":") &&
	       skip_word(s, 10, &value[1]) &&
	       (s->p == s->end || is_blank(*s->p));
}

/* Skips other fields, such as those of later kernels, up to "vals=". */
static bool skip_to_values(struct span *s)
{
	while (skip_gap(s)) {
		if (SKIP(s, "vals="))
			return true;
		while (s->p < s->end && !is_blank(*s->p))
			s->p++;
	}
	return false;
}

/* Parses protocol and message; the other fields may be missing. */
static bool parse_fast_call(struct span s, struct ftrace_event *ev)
{
	ev->fast.has_domain = false;
	if (SKIP(&s, "[0x")) {
		if (!skip_byte(&s, &ev->protocol) || !SKIP(&s, "]:[0x") ||
		    !skip_byte(&s, &ev->message) || !SKIP(&s, "]:"))
			return false;
		ev->fast.has_domain =
			SKIP(&s, "[") && skip_word(&s, 16, &ev->fast.domain) &&
			SKIP(&s, "]:") && parse_values(&s, ev->fast.value);
		return true;
	}
	if (!SKIP(&s, "pt=") || !skip_byte(&s, &ev->protocol) ||
	    !skip_gap(&s) || !SKIP(&s, "msg_id=") ||
	    !skip_byte(&s, &ev->message) || !skip_gap(&s))
		return false;
	ev->fast.has_domain =
		SKIP(&s, "res_id:") && skip_word(&s, 10, &ev->fast.domain) &&
		skip_to_values(&s) && parse_values(&s, ev->fast.value);
	return true;
}

static bool parse_call(struct span s, struct ftrace_event *ev)
{
	const bool parsed = parse_fast_call(s, ev);

	ev->partial = parsed && !ev->fast.has_domain;
	return parsed;
}

enum ftrace_kind ftrace_parse_message(struct span s, struct ftrace_event *ev)
{
	if (SKIP(&s, "msg_dump:")) {
		skip_blanks(&s);
		return parse_dump(s, ev) || parse_first_dump(s, ev)
			       ? ev->kind
			       : FTRACE_UNPARSED;
	}
	if (SKIP(&s, "fc_call:")) {
		skip_blanks(&s);
		return parse_call(s, ev) ? FTRACE_FAST_CALL : FTRACE_UNPARSED;
	}
	return FTRACE_OTHER;
}

static void trim(struct span *s)
{
	while (s->end > s->p && is_blank(s->end[-1]))
		s->end--;
}

/* Parses the number at the end of @s and removes it from @s. */
static bool cut_number(struct span *s, uint32_t *value)
{
	const char *p = s->end;
	uint64_t v;

	while (p > s->p && is_decimal(p[-1]))
		p--;
	if (!read_number((struct span){p, s->end}, 10, UINT32_MAX, &v))
		return false;
	s->end = p;
	*value = (uint32_t)v;
	return true;
}

/* Returns true if @s is a number, with blanks around it or not. */
static bool is_only_number(struct span s)
{
	uint64_t v;

	skip_blanks(&s);
	trim(&s);
	return read_number(s, 10, UINT32_MAX, &v);
}

/* Parses "[<cpu>]", and flags after it, and removes them from @s. */
static bool cut_brackets(struct span *s, uint32_t *cpu)
{
	const char *open = s->p < s->end
				   ? memrchr(s->p, '[', (size_t)(s->end - s->p))
				   : NULL;
	struct span rest = {open ? open + 1 : s->end, s->end};
	uint64_t v;

	/* A number after them is a thread's, and they are a part of its name. */
	if (!open || !read_digits(&rest, 10, &v) || v > UINT32_MAX ||
	    !SKIP(&rest, "]") || is_only_number(rest))
		return false;
	s->end = open;
	*cpu = (uint32_t)v;
	return true;
}

/* Returns true if a task, "cat-400", is before the last word. */
static bool follows_task(struct span s)
{
	uint32_t pid;

	trim(&s);
	return cut_number(&s, &pid) && s.end > s.p && s.end[-1] == '-';
}

/*
 * Parses the last "[<cpu>]" or "<cpu><flags>" and removes it and the rest of
 * @s. perf script without a processor prints only the thread's number.
 */
static void cut_cpu(struct span *s, uint32_t *cpu)
{
	struct span word, flags;
	uint64_t v;

	if (cut_brackets(s, cpu))
		return;
	trim(s);
	word = (struct span){s->end, s->end};
	while (word.p > s->p && !is_blank(word.p[-1]))
		word.p--;
	flags = word;
	if (!read_digits(&flags, 10, &v)) {
		s->end = word.p;
		return;
	}
	if ((flags.p == flags.end &&
	     !follows_task((struct span){s->p, word.p})) ||
	    SKIP(&flags, "/"))
		return;
	s->end = word.p;
	if (v <= UINT32_MAX)
		*cpu = (uint32_t)v;
}

/* Removes the process before a thread, as in "400/402" of perf script. */
static void cut_process(struct span *s)
{
	struct span rest = *s;
	uint32_t pid;

	if (rest.end == rest.p || *--rest.end != '/' ||
	    !cut_number(&rest, &pid) || rest.end == rest.p ||
	    !is_blank(rest.end[-1]))
		return;
	*s = rest;
}

/*
 * Removes what another program printed before a name: tracers align names to the
 * right, in @width columns.
 */
static void cut_prefix(struct span *name, size_t width)
{
	if (width == COMM_WIDTH || width == COMM_WIDTH_LATENCY)
		return;
	for (const char *p = name->end; p - name->p >= 2; p--)
		if (is_blank(p[-1]) && is_blank(p[-2])) {
			name->p = p;
			return;
		}
}

void ftrace_parse_context(struct span head, struct ftrace_context *context)
{
	const char *const start = head.p;
	size_t len;

	*context = (struct ftrace_context){0};
	while (head.p < head.end &&
	       (is_blank(*head.p) || *head.p == '>' || *head.p == '|'))
		head.p++; /* quotation marks of a mail */
	cut_cpu(&head, &context->cpu);
	trim(&head);
	/* "(  <tgid>)" or "(-------)" of the option record-tgid. */
	if (head.end > head.p && head.end[-1] == ')') {
		const char *open =
			memrchr(head.p, '(', (size_t)(head.end - head.p));

		if (open)
			head.end = open;
		trim(&head);
	}
	if (!cut_number(&head, &context->pid))
		return;
	cut_process(&head);
	if (head.end > head.p && head.end[-1] == '-')
		head.end--;
	len = (size_t)(head.end - start);
	trim(&head);
	cut_prefix(&head, len);
	len = (size_t)(head.end - head.p);
	if (len < sizeof(context->comm))
		memcpy(context->comm, head.p, len);
}
