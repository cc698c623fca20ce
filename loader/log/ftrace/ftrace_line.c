// SPDX-License-Identifier: GPL-2.0-only
#include "ftrace_line.h"

#include <string.h>

#include "anomaly.h"
#include "ftrace_message.h"
#include "ftrace_span.h"
#include "ftrace_stamp.h"
#include "tracer_remark.h"

/*
 * Maximum length of a task's name (TASK_COMM_LEN - 1). Such a name can look
 * like the head of an event, as in "1.0: x:".
 */
#define COMM_MAX 15
#define CPU_MAX	 9999 /* a processor's number */

/*
 * Skips @name, " name=", and reads the number after it. The caller checks the end of
 * the number: the next name starts with a blank.
 */
static inline bool read_field(struct span *s, const char *name, size_t len,
			      unsigned int base, uint64_t max, uint64_t *v)
{
	return skip_text(s, name, len) && read_digits(s, base, v) && *v <= max;
}

#define READ(s, name, base, max, v) \
	read_field((s), " " name "=", sizeof(name) + 1, (base), (max), (v))

/* The same for an int, which becomes the same 32 bits. */
static inline bool read_int_field(struct span *s, const char *name, size_t len,
				  uint64_t *v)
{
	bool negative;

	if (!skip_text(s, name, len))
		return false;
	negative = SKIP(s, "-");
	if (!read_digits(s, 10, v) || *v > (uint64_t)INT32_MAX + negative)
		return false;
	*v = negative ? -*v : *v;
	return true;
}

#define READ_INT(s, name, v) \
	read_int_field((s), " " name "=", sizeof(name) + 1, (v))

/* Returns true if the number before @end has leading zeros: see is_padded(). */
static bool ends_padded(const char *end)
{
	struct span number = {end, end};

	while (is_decimal(number.p[-1])) /* a '=' is before it */
		number.p--;
	return is_padded(number);
}

/*
 * Reads "pt=15 msg_id=06 seq=001A transfer_id=" at once, as the kernel prints it.
 * Returns false for any other width of the numbers.
 */
static inline bool read_padded(struct span *s, struct ftrace_event *ev)
{
	const char *const p = s->p;
	unsigned int pt, msg, high, low;

	if (s->end - p < 37 || memcmp(p, "pt=", 3) ||
	    memcmp(p + 5, " msg_id=", 8) || memcmp(p + 15, " seq=", 5) ||
	    memcmp(p + 24, " transfer_id=", 13))
		return false;
	pt = two_digits(p + 3);
	msg = two_digits(p + 13);
	high = two_digits(p + 20);
	low = two_digits(p + 22);
	if ((pt | msg | high | low) > UINT8_MAX)
		return false;
	ev->protocol = (uint8_t)pt;
	ev->message = (uint8_t)msg;
	ev->seq = (uint16_t)(high << 8 | low);
	s->p = p + 37;
	return true;
}

/*
 * Reads the fields that all four events have, in the order of each dialect.
 * trace-cmd aligns the first one.
 */
static bool read_common(struct span *s, struct ftrace_event *ev)
{
	uint64_t pt, msg, seq, id;

	skip_blanks(s);
	if (read_padded(s, ev)) {
		if (!read_digits(s, 16, &id) || id > UINT32_MAX)
			return false;
		ev->transfer_id = (uint32_t)id;
		return true;
	}
	if (read_field(s, "pt=", 3, 16, UINT8_MAX, &pt)) {
		if (!READ(s, "msg_id", 16, UINT8_MAX, &msg) ||
		    !READ(s, "seq", 16, UINT16_MAX, &seq) ||
		    !READ(s, "transfer_id", 16, UINT32_MAX, &id))
			return false;
	} else if (!read_int_field(s, "transfer_id=", 12, &id) ||
		   !READ(s, "msg_id", 10, UINT8_MAX, &msg) ||
		   !READ(s, "protocol_id", 10, UINT8_MAX, &pt) ||
		   !READ(s, "seq", 10, UINT16_MAX, &seq) || ends_padded(s->p)) {
		return false;
	}
	ev->protocol = (uint8_t)pt;
	ev->message = (uint8_t)msg;
	ev->seq = (uint16_t)seq;
	ev->transfer_id = (uint32_t)id;
	return true;
}

static bool read_poll(struct span *s, struct ftrace_event *ev)
{
	uint64_t v;

	if (!READ(s, "poll", 10, 1, &v))
		return false;
	ev->poll = v;
	return true;
}

/* Reads the fields that only an event of ev->kind has. */
static bool read_others(struct span *s, struct ftrace_event *ev)
{
	uint64_t v;

	switch (ev->kind) {
	case FTRACE_BEGIN:
		return read_poll(s, ev);
	case FTRACE_WAIT:
		if (!READ(s, "tmo_ms", 10, UINT32_MAX, &v) &&
		    !READ(s, "timeout", 10, UINT32_MAX, &v))
			return false;
		ev->timeout_ms = (uint32_t)v;
		return read_poll(s, ev);
	case FTRACE_RX_DONE:
		if (!READ(s, "msg_type", 10, UINT8_MAX, &v))
			return false;
		ev->msg_type = (uint8_t)v;
		return true;
	case FTRACE_END:
		if (!READ_INT(s, "s", &v) && !READ_INT(s, "status", &v))
			return false;
		ev->status = (int32_t)v;
		return true;
	default:
		return false;
	}
}

/*
 * Skips the fields that later kernels have added, such as inflight, after the last
 * value. Returns false for any other text, also for the fields of another event.
 */
static bool skip_new_fields(struct span s)
{
	static const char *const old[] = {"pt",	      "protocol_id", "msg_id",
					  "seq",      "transfer_id", "poll",
					  "tmo_ms",   "s",	     "status",
					  "msg_type", "timeout"};

	if (s.p < s.end && !is_blank(*s.p))
		return false;
	for (skip_blanks(&s); s.p < s.end; skip_blanks(&s)) {
		const char *name = s.p;

		while (s.p < s.end && is_name(*s.p))
			s.p++;
		for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++)
			if (strlen(old[i]) == (size_t)(s.p - name) &&
			    !memcmp(old[i], name, strlen(old[i])))
				return false;
		if (s.p == name || !SKIP(&s, "="))
			return false;
		while (s.p < s.end && !is_blank(*s.p))
			s.p++;
	}
	return true;
}

/* Parses the fields of an event of ev->kind, as the kernel prints them. */
static bool parse_fields(struct span s, struct ftrace_event *ev)
{
	return read_common(&s, ev) && read_others(&s, ev) && skip_new_fields(s);
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

/*
 * Skips "name: " or "system:name: ", but not "sugov:0-402", which is a task.
 * Returns the number of names.
 */
static int skip_event_name(struct span *s)
{
	for (int names = 1; names <= 2; names++) {
		const char *start = s->p;

		while (s->p < s->end && is_name(*s->p))
			s->p++;
		if (s->p == start || !SKIP(s, ":"))
			return 0;
		if (s->p == s->end || is_blank(*s->p))
			return names;
	}
	return 0;
}

/*
 * Returns true if the time stamp at @start and the name before @rest are what
 * another program printed before the line of a tracer, as in
 * "1795870741.000000: console:   cat-400 [000] .....  7044.000100: scmi_…".
 */
static bool is_prefix(struct span line, const char *start, struct span rest)
{
	const char *p, *open;

	while (line.p < start && (is_blank(*line.p) || *line.p == '>'))
		line.p++;
	if (line.p < start)
		return false;
	p = memmem(rest.p, (size_t)(rest.end - rest.p), "scmi_", 5);
	open = p ? memchr(rest.p, '[', (size_t)(p - rest.p)) : NULL;
	return open && is_decimal(open[1]);
}

/*
 * Parses the text @s after the time stamp at @start as any other event, of SCMI
 * or not, or as a line of perf script --show-lost-events. Returns false if it
 * may be a part of a task's name.
 */
static bool parse_other(struct span line, struct span s, const char *start,
			struct ftrace_event *ev)
{
	bool scmi = (SKIP(&s, "scmi:"), SKIP(&s, "scmi_"));
	const char *name = s.p;
	int names;

	if ((SKIP(&s, "PERF_RECORD_LOST lost ") ||
	     SKIP(&s, "PERF_RECORD_LOST_SAMPLES lost ")) &&
	    tracer_read_lost(&s, &ev->lost)) {
		ev->kind = tracer_lost_kind(ev->lost);
		return true;
	}
	names = skip_event_name(&s);
	if (!names || s.p - start <= COMM_MAX)
		return false;
	if (!scmi && names == 1 && is_prefix(line, start, s))
		return false;
	ev->kind = scmi ? ftrace_parse_message((struct span){name, s.end}, ev)
			: FTRACE_NONE;
	/* The rest may be behind a colour, or in the next line. */
	if (ev->partial)
		ev->kind = FTRACE_UNPARSED;
	return true;
}

/* Returns true if @s, after the time stamp at @start, is a part of a name. */
static bool is_broken_name(struct span s, const char *start)
{
	SKIP(&s, "scmi:");
	if (!SKIP(&s, "scmi_"))
		return false;
	while (s.p < s.end && is_name(*s.p))
		s.p++;
	return s.p - start > COMM_MAX && (s.p == s.end || is_blank(*s.p));
}

bool ftrace_line_resources;

/*
 * Returns true if the context may be used: of the caller at the end of a transfer,
 * and of events that may be anomalies or lines of a trace.
 */
static bool needs_context(const struct ftrace_event *ev)
{
	switch (ev->kind) {
	case FTRACE_END:
		return true;
	case FTRACE_RX_DONE:
		return ev->msg_type == LC_MSG_DELAYED_RESPONSE ||
		       ev->msg_type == LC_MSG_NOTIFICATION;
	case FTRACE_DUMP:
		return !ev->command;
	default:
		return ev->kind == FTRACE_BAD;
	}
}

/*
 * Returns the processor + 1 in "[<cpu>] <flags> " before the time stamp at @start,
 * 0 for other columns.
 */
static uint16_t parse_cpu(const char *line, const char *start)
{
	const char *p = start;
	struct span cpu;
	uint64_t v;

	while (p > line && is_blank(p[-1]))
		p--;
	if (p > line && p[-1] != ']') {
		while (p > line && !is_blank(p[-1]))
			p--;
		while (p > line && is_blank(p[-1]))
			p--;
	}
	if (p == line || *--p != ']')
		return 0;
	cpu = (struct span){p, p};
	while (cpu.p > line && is_decimal(cpu.p[-1]))
		cpu.p--;
	return cpu.p > line && cpu.p[-1] == '[' &&
			       read_number(cpu, 10, CPU_MAX, &v)
		       ? (uint16_t)(v + 1)
		       : 0;
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
	ev->has_time = stamp == STAMP_PARSED;
	skip_blanks(&rest);
	fields = rest;
	SKIP(&fields, "scmi:");
	ev->kind = skip_event(&fields);
	if (ev->kind == FTRACE_NONE) {
		if (stamp != STAMP_PARSED ||
		    !parse_other(line, rest, start, ev)) {
			ev->broken |= is_broken_name(rest, start);
			return false;
		}
	} else if (stamp == STAMP_UNPARSED || !parse_fields(fields, ev)) {
		ev->kind = FTRACE_UNPARSED;
	}
	ev->cpu_plus = parse_cpu(line.p, start);
	if (needs_context(ev))
		ftrace_parse_context((struct span){line.p, start},
				     &ev->context);
	return true;
}

/*
 * Returns true if the line starts as tracefs prints a task, "cat-400     [000] " or
 * "cat-400     (    400) ": it has no name of a file or a machine.
 */
static bool starts_with_task(struct span line)
{
	const char *start;

	skip_blanks(&line);
	start = line.p;
	skip_nonblank(&line);
	if (line.p == start || !is_decimal(line.p[-1]))
		return false;
	skip_blanks(&line);
	return line.p < line.end && (*line.p == '[' || *line.p == '(');
}

/* Events of which the line may name a file or a machine. */
#define NAMING_KINDS (1u << FTRACE_BEGIN | 1u << FTRACE_BAD | 1u << FTRACE_DUMP)

enum ftrace_kind ftrace_line_parse(const char *line, size_t len,
				   struct ftrace_event *ev)
{
	const struct span all = {line, line + len};
	/* A tracer's own lines, or an event that somebody has commented out. */
	const bool comment = len && *line == '#';
	const char *colon = line;
	bool first = true;

	ev->dumped = ev->dropped = false;
	ev->broken = ev->task_first = ev->has_time = ev->received = false;
	ev->partial = false;
	ev->context = (struct ftrace_context){0};
	ev->cpu_plus = ev->instance = 0;
	ev->resource_plus = 0;
	/*
	 * The event of the line is the first one whose head is too long for a
	 * task's name. The text after it, such as a file name or the text of a
	 * trace marker, is arbitrary.
	 */
	while (!comment &&
	       (colon = memchr(colon, ':', (size_t)(all.end - colon)))) {
		if (parse_event(all, colon, ev)) {
			ev->task_first = first &&
					 NAMING_KINDS & 1u << ev->kind &&
					 starts_with_task(all);
			return ev->kind;
		}
		first = false;
		colon++;
	}
	ev->kind = tracer_remark_parse(all, ev);
	if (ev->kind == FTRACE_NONE && len && !comment)
		ev->kind = FTRACE_TEXT;
	return ev->kind;
}
