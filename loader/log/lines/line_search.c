// SPDX-License-Identifier: GPL-2.0-only
#include "line_search.h"

#include "event_fields.h"
#include "event_head.h"
#include "event_name.h"
#include "kernel_message.h"

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
	struct span vendor, sub_vendor;
	struct event_name name;
	bool timed;

	*ev = (struct ftrace_event){.kind = FTRACE_TEXT};
	if (!event_name_find(line, &name)) {
		if (kernel_message_parse(line, ev))
			return ev->kind;
		*ev = (struct ftrace_event){.kind = FTRACE_TEXT};
		if (kernel_message_vendor(line, &vendor, &sub_vendor))
			ev->kind = FTRACE_VENDOR;
		return ev->kind;
	}
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
