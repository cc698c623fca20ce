// SPDX-License-Identifier: GPL-2.0-only
#include "line_search.h"

#include "event_fields.h"
#include "event_head.h"
#include "kernel_message.h"

static enum ftrace_kind skip_kind(struct span *s)
{
	if (SKIP(s, "xfer_begin"))
		return FTRACE_BEGIN;
	if (SKIP(s, "xfer_response_wait"))
		return FTRACE_WAIT;
	if (SKIP(s, "rx_done"))
		return FTRACE_RX_DONE;
	if (SKIP(s, "xfer_end"))
		return FTRACE_END;
	if (SKIP(s, "msg_dump"))
		return FTRACE_DUMP;
	if (SKIP(s, "fc_call"))
		return FTRACE_FAST_CALL;
	return FTRACE_NONE;
}

/* Parses the name whose "scmi_" starts at @start. */
static bool parse_name(struct span line, const char *start,
		       struct event_name *name)
{
	struct span s = {start + sizeof("scmi_") - 1, line.end};

	if (start > line.p && is_name(start[-1]))
		return false;
	name->kind = skip_kind(&s);
	if (name->kind == FTRACE_NONE)
		return false;
	name->call = SKIP(&s, "(");
	if (!name->call && !SKIP(&s, ":"))
		return false;
	name->start = start;
	name->fields = s.p;
	return true;
}

/* Returns the first name that a colon or a parenthesis follows. */
static bool find_name(struct span line, struct event_name *name)
{
	const char *p = line.p;

	while ((p = memmem(p, (size_t)(line.end - p), "scmi_", 5))) {
		if (parse_name(line, p, name))
			return true;
		p += 5;
	}
	return false;
}

/* Returns true if a field of an event follows its name, and not prose. */
static bool has_field(const struct event_name *name, const char *end)
{
	struct span s = {name->fields, end};

	skip_blanks(&s);
	if (SKIP(&s, "[0x"))
		return true;
	while (s.p < s.end && is_name(*s.p))
		s.p++;
	return s.p > name->fields && s.p < s.end &&
	       (*s.p == '=' || (*s.p == ':' && name->call));
}

enum ftrace_kind line_search(struct span line, struct ftrace_event *ev,
			     enum unread_cause *why)
{
	struct event_name name;
	bool timed;

	*ev = (struct ftrace_event){.kind = FTRACE_TEXT};
	if (!find_name(line, &name))
		return kernel_message_parse(line, ev) ? ev->kind : FTRACE_TEXT;
	timed = event_head_parse((struct span){line.p, name.start}, &name, ev,
				 why);
	if (!timed && !has_field(&name, line.end))
		return FTRACE_TEXT;
	ev->has_time = timed;
	if (timed && (ev->context.cpu || ev->context.pid || *ev->context.comm))
		ev->cpu_plus = ev->context.cpu < UINT8_MAX
				       ? (uint16_t)(ev->context.cpu + 1)
				       : 0;
	if (!timed || !event_fields_parse(&name, line.end, ev, why))
		ev->kind = FTRACE_UNPARSED;
	return ev->kind;
}
