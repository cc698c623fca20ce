// SPDX-License-Identifier: GPL-2.0-only
#include "ftrace_message.h"

#include "anomaly.h"

/* Not a message type of the specification: the core does not know it either. */
#define UNKNOWN_TYPE 1

/*
 * The tag of a message that the core did not take, which tells its type.
 * Returns false when it is none.
 */
static bool skip_bad_tag(struct span *s, struct ftrace_event *ev)
{
	if (SKIP(s, "!RESP"))
		ev->msg_type = LC_MSG_RESPONSE;
	else if (SKIP(s, "!DLYD"))
		ev->msg_type = LC_MSG_DELAYED_RESPONSE;
	else if (SKIP(s, "!NOTI"))
		ev->msg_type = LC_MSG_NOTIFICATION;
	else if (SKIP(s, "!UNKN"))
		ev->msg_type = UNKNOWN_TYPE;
	else
		return false;
	return true;
}

static bool skip_hex(struct span *s, uint64_t max, uint64_t *value)
{
	return read_digits(s, 16, value) && *value <= max;
}

/* "-1" … "-5". */
static bool skip_bad_status(struct span *s, struct ftrace_event *ev)
{
	uint64_t value;

	if (!SKIP(s, "-") || !read_digits(s, 10, &value) ||
	    value > -LC_BAD_INTERRUPT || !value)
		return false;
	ev->status = -(int32_t)value;
	return true;
}

/* Skips the separator of two fields in any of the texts. */
static bool skip_gap(struct span *s)
{
	const char *start = s->p;

	skip_blanks(s);
	return s->p > start;
}

/* "[0x15]:!RESP:[0x06]:[001A]:[-1]: …" */
static bool read_first_dump(struct span s, struct ftrace_event *ev)
{
	uint64_t protocol, message, seq;

	if (!SKIP(&s, "[0x") || !skip_hex(&s, UINT8_MAX, &protocol) ||
	    !SKIP(&s, "]:") || !skip_bad_tag(&s, ev) || !SKIP(&s, ":[0x") ||
	    !skip_hex(&s, UINT8_MAX, &message) || !SKIP(&s, "]:[") ||
	    !skip_hex(&s, UINT16_MAX, &seq) || !SKIP(&s, "]:[") ||
	    !skip_bad_status(&s, ev) || !SKIP(&s, "]:"))
		return false;
	ev->protocol = (uint8_t)protocol;
	ev->message = (uint8_t)message;
	ev->seq = (uint16_t)seq;
	return true;
}

/* "pt=15 t=!RESP msg_id=06 seq=001A s=-1 …", perhaps after "id=0 ch=10". */
static bool read_dump(struct span s, struct ftrace_event *ev)
{
	uint64_t protocol, message, seq, ignored;

	if (SKIP(&s, "id=") &&
	    (!read_digits(&s, 10, &ignored) || !skip_gap(&s) ||
	     !SKIP(&s, "ch=") || !skip_hex(&s, UINT8_MAX, &ignored) ||
	     !skip_gap(&s)))
		return false;
	if (!SKIP(&s, "pt=") || !skip_hex(&s, UINT8_MAX, &protocol) ||
	    !skip_gap(&s) || !SKIP(&s, "t=") || !skip_bad_tag(&s, ev) ||
	    !skip_gap(&s) || !SKIP(&s, "msg_id=") ||
	    !skip_hex(&s, UINT8_MAX, &message) || !skip_gap(&s) ||
	    !SKIP(&s, "seq=") || !skip_hex(&s, UINT16_MAX, &seq) ||
	    !skip_gap(&s) || !SKIP(&s, "s=") || !skip_bad_status(&s, ev) ||
	    (s.p < s.end && !is_blank(*s.p)))
		return false;
	ev->protocol = (uint8_t)protocol;
	ev->message = (uint8_t)message;
	ev->seq = (uint16_t)seq;
	return true;
}

/* Whose message, and which: the rest differs from kernel to kernel. */
static bool read_fast_call(struct span s, struct ftrace_event *ev)
{
	uint64_t protocol, message;

	if (SKIP(&s, "[0x")) {
		if (!skip_hex(&s, UINT8_MAX, &protocol) || !SKIP(&s, "]:[0x") ||
		    !skip_hex(&s, UINT8_MAX, &message) || !SKIP(&s, "]:"))
			return false;
	} else if (!SKIP(&s, "pt=") || !skip_hex(&s, UINT8_MAX, &protocol) ||
		   !skip_gap(&s) || !SKIP(&s, "msg_id=") ||
		   !skip_hex(&s, UINT8_MAX, &message) || !skip_gap(&s)) {
		return false;
	}
	ev->protocol = (uint8_t)protocol;
	ev->message = (uint8_t)message;
	return true;
}

enum ftrace_kind ftrace_read_message(struct span s, struct ftrace_event *ev)
{
	if (SKIP(&s, "msg_dump:")) {
		/* Nothing else of a dump has this character. */
		if (!memchr(s.p, '!', (size_t)(s.end - s.p)))
			return FTRACE_OTHER;
		skip_blanks(&s);
		return read_dump(s, ev) || read_first_dump(s, ev)
			       ? FTRACE_BAD
			       : FTRACE_UNPARSED;
	}
	if (SKIP(&s, "fc_call:")) {
		skip_blanks(&s);
		return read_fast_call(s, ev) ? FTRACE_FAST_CALL
					     : FTRACE_UNPARSED;
	}
	return FTRACE_OTHER;
}

static void trim(struct span *s)
{
	while (s->end > s->p && is_blank(s->end[-1]))
		s->end--;
}

/* Reads the number that @s ends with, and takes it off. */
static bool take_number_back(struct span *s, uint32_t *value)
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

/* Finds "[<cpu>]", or "<cpu><flags>", and leaves what stands before it. */
static void take_cpu_back(struct span *s, uint32_t *cpu)
{
	const char *open = memrchr(s->p, '[', (size_t)(s->end - s->p));
	struct span number;
	uint64_t v;

	if (open) {
		number = (struct span){open + 1, s->end};
		if (read_digits(&number, 10, &v) && SKIP(&number, "]") &&
		    v <= UINT32_MAX) {
			s->end = open;
			*cpu = (uint32_t)v;
			return;
		}
	}
	trim(s);
	number = (struct span){s->end, s->end};
	while (number.p > s->p && !is_blank(number.p[-1]))
		number.p--;
	s->end = number.p;
	if (read_digits(&number, 10, &v) && v <= UINT32_MAX)
		*cpu = (uint32_t)v;
}

void ftrace_read_context(struct span head, struct ftrace_context *context)
{
	size_t len;

	*context = (struct ftrace_context){0};
	while (head.p < head.end &&
	       (is_blank(*head.p) || *head.p == '>' || *head.p == '|'))
		head.p++; /* of a mail */
	take_cpu_back(&head, &context->cpu);
	trim(&head);
	/* "(  <tgid>)" or "(-------)", with the option record-tgid. */
	if (head.end > head.p && head.end[-1] == ')') {
		const char *open =
			memrchr(head.p, '(', (size_t)(head.end - head.p));

		if (open)
			head.end = open;
		trim(&head);
	}
	if (!take_number_back(&head, &context->pid))
		return;
	if (head.end > head.p && head.end[-1] == '-')
		head.end--;
	trim(&head);
	len = (size_t)(head.end - head.p);
	if (len < sizeof(context->comm))
		memcpy(context->comm, head.p, len);
}
