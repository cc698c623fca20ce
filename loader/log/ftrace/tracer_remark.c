// SPDX-License-Identifier: GPL-2.0-only
#include "tracer_remark.h"

#include <strings.h>

#include "profile.h"

bool tracer_read_lost(struct span *s, uint64_t *lost)
{
	const char *start = s->p;

	if (!read_digits(s, 10, lost))
		*lost = UINT64_MAX;
	return s->p > start;
}

enum ftrace_kind tracer_lost_kind(uint64_t lost)
{
	if (!lost)
		return FTRACE_NONE;
	return lost <= PROFILE_COUNT_MAX ? FTRACE_LOST : FTRACE_UNPARSED;
}

/*
 * Parses "LOST <n> EVENTS]" or "<n> EVENTS DROPPED]", without <n> if the tracer
 * does not know the number.
 */
static bool parse_lost(struct span s, uint64_t *lost)
{
	const bool dropped = !SKIP(&s, "LOST ");

	*lost = 1;
	if (!SKIP(&s, "EVENTS") &&
	    (!tracer_read_lost(&s, lost) || !SKIP(&s, " EVENTS")))
		return false;
	if (!(dropped ? SKIP(&s, " DROPPED]") : SKIP(&s, "]")))
		return false;
	while (s.p < s.end && (is_blank(*s.p) || memchr("`|*'\"", *s.p, 5)))
		s.p++;
	return s.p == s.end;
}

/* Returns true if "CPU:<n> " or the start of the line is before @open. */
static bool follows_cpu(struct span line, const char *open)
{
	const char *p = open;

	while (p > line.p && is_blank(p[-1]))
		p--;
	if (p == line.p)
		return true;
	while (p > line.p && is_decimal(p[-1]))
		p--;
	return p - line.p >= 4 && !memcmp(p - 4, "CPU:", 4);
}

/* Parses the remark around the word EVENTS, such as "CPU:1 [LOST 9 EVENTS]". */
static enum ftrace_kind parse_lost_line(struct span line,
					struct ftrace_event *ev)
{
	const char *word =
		memmem(line.p, (size_t)(line.end - line.p), "EVENTS", 6);
	const char *open = word ? memrchr(line.p, '[', (size_t)(word - line.p))
				: NULL;

	if (!open || !follows_cpu(line, open) ||
	    !parse_lost((struct span){open + 1, line.end}, &ev->lost))
		return FTRACE_NONE;
	return tracer_lost_kind(ev->lost);
}

/* Parses "LOST <n> events!" of perf trace. */
static enum ftrace_kind parse_perf_trace(struct span line,
					 struct ftrace_event *ev)
{
	const char *word =
		memmem(line.p, (size_t)(line.end - line.p), "LOST ", 5);
	struct span s;

	if (!word)
		return FTRACE_NONE;
	s = (struct span){word + 5, line.end};
	return tracer_read_lost(&s, &ev->lost) && SKIP(&s, " events!")
		       ? tracer_lost_kind(ev->lost)
		       : FTRACE_NONE;
}

/*
 * Parses the number between two texts. Returns false if they are not in the line. A
 * part of a hundred stands for an unknown number.
 */
static bool parse_between(struct span line, const char *before,
			  const char *after, uint64_t *lost)
{
	const char *end = memmem(line.p, (size_t)(line.end - line.p), after,
				 strlen(after));
	const size_t len = strlen(before);
	struct span s = {end, end};

	if (!end)
		return false;
	while (s.p > line.p && (is_decimal(s.p[-1]) || s.p[-1] == '.'))
		s.p--;
	if ((size_t)(s.p - line.p) < len || memcmp(s.p - len, before, len) ||
	    !tracer_read_lost(&s, lost))
		return false;
	if (s.p < end)
		*lost = 1;
	return true;
}

/* Parses what the kernel, journald and perf print about lost messages. */
static enum ftrace_kind parse_summary(struct span line, struct ftrace_event *ev)
{
	static const struct {
		const char *before, *after;
	} remarks[] = {{"** ", " printk messages dropped **"},
		       {"Missed ", " kernel messages"},
		       {" events and lost ", " chunks!"},
		       {" samples and lost ", "%!"}};

	const size_t len = (size_t)(line.end - line.p);

	/* Each of them has one of these. */
	if (!memmem(line.p, len, " messages", 9) &&
	    !memmem(line.p, len, " and lost ", 10))
		return FTRACE_NONE;
	for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++)
		if (parse_between(line, remarks[i].before, remarks[i].after,
				  &ev->lost))
			return tracer_lost_kind(ev->lost);
	return FTRACE_NONE;
}

/* Parses "<in buffer>/<written>", of which the tracer has lost the difference. */
static enum ftrace_kind parse_overrun(struct span s, struct ftrace_event *ev)
{
	uint64_t in_buffer, written;

	if (!read_digits(&s, 10, &in_buffer) || !SKIP(&s, "/") ||
	    !read_digits(&s, 10, &written) || written < in_buffer)
		return FTRACE_UNPARSED;
	ev->lost = written - in_buffer;
	return tracer_lost_kind(ev->lost);
}

/* Parses the header of a trace file from its '#' on. */
static enum ftrace_kind parse_header(struct span s, struct ftrace_event *ev)
{
	if (SKIP(&s, "# tracer: "))
		return FTRACE_HEADER;
	if (SKIP(&s, "# entries-in-buffer/entries-written: "))
		return parse_overrun(s, ev);
	return FTRACE_NONE;
}

bool tracer_is_base64(struct span line)
{
	static const char header[] = "content-transfer-encoding: base64";

	return (size_t)(line.end - line.p) >= strlen(header) &&
	       !strncasecmp(line.p, header, strlen(header));
}

enum ftrace_kind tracer_remark_parse(struct span line, struct ftrace_event *ev)
{
	const size_t len = (size_t)(line.end - line.p);
	const char *p = memmem(line.p, len, "EVENTS", 6);
	enum ftrace_kind kind;

	if (p)
		return parse_lost_line(line, ev);
	if (len > 4 && !memcmp(line.p, "==> ", 4))
		return FTRACE_HEADER; /* of tail or head */
	if (tracer_is_base64(line))
		return FTRACE_HEADER;
	p = memchr(line.p, '#', len);
	kind = p ? parse_header((struct span){p, line.end}, ev) : FTRACE_NONE;
	if (kind == FTRACE_NONE)
		kind = parse_perf_trace(line, ev);
	return kind == FTRACE_NONE ? parse_summary(line, ev) : kind;
}
