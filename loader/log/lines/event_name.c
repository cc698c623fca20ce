// SPDX-License-Identifier: GPL-2.0-only
#include "event_name.h"

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

/* Skips what separates columns, in CSV or a table, if a field follows. */
static bool skip_separators(struct span *s)
{
	const char *fields;

	while (s->p < s->end && (is_blank(*s->p) || memchr(",;|\"", *s->p, 4)))
		s->p++;
	fields = memmem(s->p, (size_t)(s->end - s->p), "\"pt=", 4);
	if (fields) /* the value of the next key, in JSON */
		s->p = fields + 1;
	return (size_t)(s->end - s->p) > 3 &&
	       (!memcmp(s->p, "pt=", 3) || !memcmp(s->p, "id=", 3) ||
		!memcmp(s->p, "tra", 3) || !memcmp(s->p, "pro", 3)) &&
	       memchr(s->p, '=', (size_t)(s->end - s->p));
}

/* Skips "(    0)" of logcat -v brief, which is before the colon. */
static bool skip_pid(struct span *s)
{
	struct span pid = *s;
	uint64_t v;

	if (!SKIP(&pid, "("))
		return false;
	skip_blanks(&pid);
	if (!read_digits(&pid, 10, &v) || !SKIP(&pid, ")"))
		return false;
	*s = pid;
	return true;
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
	name->call = !skip_pid(&s) && SKIP(&s, "(");
	if (!name->call && !SKIP(&s, ":") && !skip_separators(&s))
		return false;
	name->start = start;
	name->fields = s.p;
	return true;
}

bool event_name_find(struct span line, struct event_name *name)
{
	const char *p = line.p;

	while ((p = memmem(p, (size_t)(line.end - p), "scmi_", 5))) {
		if (parse_name(line, p, name))
			return true;
		p += 5;
	}
	return false;
}
