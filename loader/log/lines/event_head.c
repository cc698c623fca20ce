// SPDX-License-Identifier: GPL-2.0-only
#include "event_head.h"

#include <time.h>

#include "ftrace_message.h"
#include "ftrace_stamp.h"

#define PERF_DECIMALS 6 /* of perf trace, in seconds: it prints ms with three */
#define DECIMALS_MIN  6 /* of a time of day: fewer cannot measure a transfer */

/* Reads "<digits>.<1 to 9 digits>". */
static bool read_decimal(struct span *s, uint64_t *whole, uint64_t *fraction,
			 size_t *decimals)
{
	const char *start;

	if (!read_digits(s, 10, whole) || !SKIP(s, "."))
		return false;
	start = s->p;
	if (!read_digits(s, 10, fraction))
		return false;
	*decimals = (size_t)(s->p - start);
	return *decimals <= 9;
}

/* Reads "<s>.<decimals>" into the time of @ev. */
static bool read_seconds(struct span *s, struct ftrace_event *ev)
{
	uint64_t whole, fraction;
	size_t decimals;

	if (!read_decimal(s, &whole, &fraction, &decimals) ||
	    whole > SECONDS_MAX)
		return false;
	ev->decimals = (uint8_t)decimals;
	ev->time_ns = whole * 1000000000 + fraction * stamp_unit_ns(decimals);
	return true;
}

/* Reads "<ms>.<decimals>" into the time of @ev. */
static bool read_milliseconds(struct span *s, struct ftrace_event *ev)
{
	uint64_t whole, fraction;
	size_t decimals;

	if (!read_decimal(s, &whole, &fraction, &decimals) || decimals > 6 ||
	    whole / 1000 > SECONDS_MAX)
		return false;
	ev->decimals = (uint8_t)(decimals + 3);
	ev->time_ns = whole * 1000000 + fraction * stamp_unit_ns(decimals + 3);
	return true;
}

/* Parses "7044.000100: <any words>", of which the last time stamp counts. */
static enum stamp parse_colon(struct span head, struct ftrace_event *ev)
{
	enum stamp found = STAMP_NONE;
	const char *colon = head.end, *start;

	while ((colon = memrchr(head.p, ':', (size_t)(colon - head.p)))) {
		if (colon + 1 < head.end && !is_blank(colon[1]))
			continue;
		found = parse_stamp(head.p, colon, &start, ev);
		if (found == STAMP_PARSED)
			ftrace_parse_context((struct span){head.p, start},
					     &ev->context);
		if (found != STAMP_NONE)
			return found;
	}
	return found;
}

/* Parses "7044,000100:", the decimal comma of a spreadsheet. */
static bool parse_comma(struct span head, struct ftrace_event *ev)
{
	const char *p = memrchr(head.p, ':', (size_t)(head.end - head.p));
	uint64_t seconds, fraction;
	size_t decimals;

	if (!p)
		return false;
	decimals = parse_back(head.p, &p, &fraction);
	if ((decimals != 6 && decimals != 9) || p == head.p || *--p != ',' ||
	    !parse_back(head.p, &p, &seconds) || seconds > SECONDS_MAX ||
	    (p > head.p && !is_blank(p[-1])))
		return false;
	ev->decimals = (uint8_t)decimals;
	ev->time_ns = seconds * 1000000000 + fraction * stamp_unit_ns(decimals);
	ftrace_parse_context((struct span){head.p, p}, &ev->context);
	return true;
}

/* Moves *@end to the start of the word before it. */
static struct span last_word(const char *start, const char **end)
{
	struct span word;

	while (*end > start && is_blank((*end)[-1]))
		--*end;
	word.end = *end;
	while (*end > start && !is_blank((*end)[-1]))
		--*end;
	word.p = *end;
	return word;
}

/* Parses "cat 400 0 0 00000000 00000000 [1a3dae964]" of the verbose format. */
static void verbose_context(struct span head, struct ftrace_context *context)
{
	const char *end = head.end;
	struct span word = last_word(head.p, &end);
	uint64_t v;
	size_t len;

	for (int columns = 0; columns < 4; columns++)
		word = last_word(head.p, &end);
	if (read_number(word, 10, UINT32_MAX, &v))
		context->cpu = (uint32_t)v;
	word = last_word(head.p, &end);
	if (read_number(word, 10, UINT32_MAX, &v))
		context->pid = (uint32_t)v;
	while (head.p < end && is_blank(*head.p))
		head.p++;
	while (end > head.p && is_blank(end[-1]))
		end--;
	len = (size_t)(end - head.p);
	if (len < sizeof(context->comm))
		memcpy(context->comm, head.p, len);
}

/* Parses "… 7044000.100ms (+0.009ms):". */
static bool parse_verbose(struct span head, struct ftrace_event *ev)
{
	const char *p = memmem(head.p, (size_t)(head.end - head.p), "ms (+", 5);
	struct span s;

	if (!p)
		return false;
	s.end = p;
	s.p = p;
	while (s.p > head.p && (is_decimal(s.p[-1]) || s.p[-1] == '.'))
		s.p--;
	head.end = s.p;
	if (!read_milliseconds(&s, ev) || s.p != s.end)
		return false;
	verbose_context(head, &ev->context);
	return true;
}

/* Parses "7044.000100 |   0)  cat-400  |" of function_graph. */
static bool parse_graph(struct span head, struct ftrace_event *ev)
{
	const char *bar = memchr(head.p, '|', (size_t)(head.end - head.p));
	struct span s = {head.p, head.end};
	uint64_t cpu;

	while (bar && s.p < bar && !is_decimal(*s.p))
		s.p++;
	if (!bar || !read_seconds(&s, ev))
		return false;
	skip_blanks(&s);
	if (s.p != bar)
		return false;
	s.p++;
	skip_blanks(&s);
	if (read_digits(&s, 10, &cpu) && SKIP(&s, ")"))
		ev->context.cpu = (uint32_t)cpu;
	return true;
}

/* Parses "[ T400]" or "[   C1]". */
static void parse_caller(struct span s, struct ftrace_context *context)
{
	uint64_t v;
	bool task;

	if (!SKIP(&s, "["))
		return;
	skip_blanks(&s);
	task = SKIP(&s, "T");
	if ((!task && !SKIP(&s, "C")) || !read_digits(&s, 10, &v) ||
	    v > UINT32_MAX)
		return;
	if (task)
		context->pid = (uint32_t)v;
	else
		context->cpu = (uint32_t)v;
}

bool event_head_printk(struct span head, struct ftrace_event *ev)
{
	const char *open = head.end;

	while ((open = memrchr(head.p, '[', (size_t)(open - head.p)))) {
		struct span s = {open + 1, head.end};

		skip_blanks(&s);
		if (!read_seconds(&s, ev))
			continue;
		/* journalctl's short-delta has blanks for the first difference. */
		skip_blanks(&s);
		if (!SKIP(&s, "]") && !SKIP(&s, "<"))
			continue;
		parse_caller(s, &ev->context);
		return true;
	}
	return false;
}

/* Parses "     0.000 ( 0.010 ms): cat/400" of perf trace. */
static bool parse_perf_trace(struct span head, struct ftrace_event *ev)
{
	struct span s = head, name;
	const char *slash;
	uint64_t pid;
	size_t len;

	skip_blanks(&s);
	if (!read_milliseconds(&s, ev) || ev->decimals != PERF_DECIMALS ||
	    s.p == s.end || !is_blank(*s.p))
		return false;
	skip_blanks(&s);
	if (SKIP(&s, "(")) {
		s.p = memchr(s.p, ')', (size_t)(s.end - s.p));
		if (!s.p)
			return true;
		s.p++;
		SKIP(&s, ":");
	}
	skip_blanks(&s);
	slash = memrchr(s.p, '/', (size_t)(s.end - s.p));
	name = s;
	if (!slash)
		return true;
	s.p = slash + 1;
	len = (size_t)(slash - name.p);
	if (read_digits(&s, 10, &pid) && pid <= UINT32_MAX)
		ev->context.pid = (uint32_t)pid;
	if (len < sizeof(ev->context.comm))
		memcpy(ev->context.comm, name.p, len);
	return true;
}

/* The same behind what another program printed before the line. */
static bool find_perf_trace(struct span head, struct ftrace_event *ev)
{
	for (const char *p = head.p; p + 1 < head.end; p++) {
		struct span s = {p + 1, head.end}, rest = s;

		if (!is_blank(*p) || !is_decimal(p[1]) ||
		    !parse_perf_trace(s, ev))
			continue;
		while (rest.p < rest.end && !is_blank(*rest.p))
			rest.p++;
		skip_blanks(&rest);
		if (SKIP(&rest, "(") || ev->context.pid ||
		    (head.end[-1] == '0' && head.end[-2] == '/'))
			return true;
		ev->context = (struct ftrace_context){0};
	}
	return false;
}

/* Reads "12:59:00.000100" or "12:59:00,000100". */
static bool read_clock(struct span *s, struct ftrace_event *ev)
{
	uint64_t h, m, sec, fraction;
	const char *start;
	size_t decimals;

	if (!read_digits(s, 10, &h) || h > 23 || !SKIP(s, ":") ||
	    !read_digits(s, 10, &m) || m > 59 || !SKIP(s, ":") ||
	    !read_digits(s, 10, &sec) || sec > 60 ||
	    (!SKIP(s, ".") && !SKIP(s, ",")))
		return false;
	start = s->p;
	if (!read_digits(s, 10, &fraction))
		return false;
	decimals = (size_t)(s->p - start);
	if (decimals < DECIMALS_MIN || decimals > 9)
		return false;
	ev->decimals = (uint8_t)decimals;
	ev->time_ns = ((h * 60 + m) * 60 + sec) * 1000000000 +
		      fraction * stamp_unit_ns(decimals);
	return true;
}

/* Adds the day of "2026-11-28T" before @clock to the time of @ev. */
static void add_day(struct span head, const char *clock,
		    struct ftrace_event *ev)
{
	struct span s = {clock - 11, clock};
	struct tm day = {0};
	uint64_t y, m, d;
	time_t seconds;

	if (clock - head.p < 11 || !read_digits(&s, 10, &y) || y < 1970 ||
	    y > 2200 || !SKIP(&s, "-") || !read_digits(&s, 10, &m) ||
	    !SKIP(&s, "-") || !read_digits(&s, 10, &d))
		return;
	day.tm_year = (int)y - 1900;
	day.tm_mon = (int)m - 1;
	day.tm_mday = (int)d;
	if (m < 1 || m > 12 || d < 1 || d > 31)
		return;
	seconds = timegm(&day);
	ev->time_ns += (uint64_t)seconds * 1000000000;
}

/* Parses a time of day with microseconds, of journalctl or dmesg. */
static bool parse_time_of_day(struct span head, struct ftrace_event *ev)
{
	const char *colon = head.p;

	while ((colon = memchr(colon, ':', (size_t)(head.end - colon)))) {
		struct span s = {colon, head.end};

		const char *clock;

		while (s.p > head.p && is_decimal(s.p[-1]))
			s.p--;
		clock = s.p;
		if (read_clock(&s, ev)) {
			add_day(head, clock, ev);
			return true;
		}
		colon++;
	}
	return false;
}

/* Parses "6,1234,7044000100,-;" of /dev/kmsg, with the caller or not. */
static bool parse_kmsg(struct span head, struct ftrace_event *ev)
{
	struct span s = head;
	uint64_t v, us;

	if (!read_digits(&s, 10, &v) || !SKIP(&s, ",") ||
	    !read_digits(&s, 10, &v) || !SKIP(&s, ",") ||
	    !read_digits(&s, 10, &us) || !SKIP(&s, ",") ||
	    us / 1000000 > SECONDS_MAX ||
	    !memchr(s.p, ';', (size_t)(s.end - s.p)))
		return false;
	ev->decimals = 6;
	ev->time_ns = us * 1000;
	return true;
}

/*
 * Parses a time stamp in a column of its own, as in CSV, in dmesg's JSON or in
 * journalctl's short-unix. Without a column it is that of another program.
 */
static bool parse_column(struct span head, struct ftrace_event *ev)
{
	const char *point = head.p;

	while ((point = memchr(point, '.', (size_t)(head.end - point)))) {
		struct span s = {point, head.end};

		while (s.p > head.p && is_decimal(s.p[-1]))
			s.p--;
		point++;
		if ((s.p > head.p && !strchr(",;|\"\t :", s.p[-1])) ||
		    !read_seconds(&s, ev) || ev->decimals < DECIMALS_MIN)
			continue;
		while (s.p < s.end && *s.p == ' ')
			s.p++;
		if (s.p == s.end || !memchr(",;|\"\t", *s.p, 5))
			continue;
		return true;
	}
	return false;
}

/*
 * Parses a time stamp of journalctl, before "<host> kernel:". Only that of
 * short-monotonic is the kernel's.
 */
static bool parse_received(struct span head, struct ftrace_event *ev)
{
	struct span s = head;

	if (head.end - head.p < 8 || memcmp(head.end - 8, " kernel:", 8))
		return false;
	ev->received = (read_seconds(&s, ev) && ev->decimals == 6) ||
		       parse_time_of_day(head, ev);
	return ev->received;
}

/* Returns true if @head has a date or a time of day in full seconds. */
static bool has_date(struct span head)
{
	for (const char *p = head.p; p + 8 <= head.end; p++)
		if (p[2] == ':' && p[5] == ':' && is_decimal(p[0]) &&
		    is_decimal(p[1]) && is_decimal(p[3]) && is_decimal(p[4]) &&
		    is_decimal(p[6]) && is_decimal(p[7]))
			return true;
	return false;
}

/* Removes blanks, the name of the subsystem and the start of a comment. */
static void trim_head(struct span *head)
{
	while (head->end > head->p &&
	       (is_blank(head->end[-1]) || head->end[-1] == '"'))
		head->end--;
	if (head->end - head->p >= 5 && !memcmp(head->end - 5, "scmi:", 5))
		head->end -= 5;
	else if (head->end - head->p >= 2 && !memcmp(head->end - 2, "/*", 2))
		head->end -= 2;
	while (head->end > head->p && is_blank(head->end[-1]))
		head->end--;
}

/* Returns true for "[  +0.000005]", "[<    0.000005>]" or "[Nov28 12:59]" at the end. */
static bool is_relative(struct span head)
{
	const char *open = memrchr(head.p, '[', (size_t)(head.end - head.p));
	struct span s = {open ? open + 1 : head.end, head.end};
	uint64_t v;

	if (!open || head.end[-1] != ']')
		return false;
	skip_blanks(&s);
	if (SKIP(&s, "+") || SKIP(&s, "<")) {
		skip_blanks(&s);
		return read_digits(&s, 10, &v) && SKIP(&s, ".");
	}
	while (s.p < s.end && is_name(*s.p))
		s.p++;
	return SKIP(&s, " ") && read_digits(&s, 10, &v) && SKIP(&s, ":") &&
	       read_digits(&s, 10, &v) && SKIP(&s, "]") && s.p == s.end;
}

/* Returns true for the line of one key, of journalctl -o json-pretty. */
static bool is_pretty_json(struct span head)
{
	skip_blanks(&head);
	return SKIP(&head, "\"MESSAGE\"");
}

static enum unread_cause cause_of(struct span head,
				  const struct event_name *name)
{
	const size_t len = (size_t)(name->start - head.p);

	if (memmem(head.p, len, "/*", 2))
		return UNREAD_GRAPH_TIME;
	if (memmem(head.p, len, "MESSAGE=", 8) || is_pretty_json(head))
		return UNREAD_EXPORT;
	if (has_date(head))
		return UNREAD_DATE;
	while (head.end > head.p && is_blank(head.end[-1]))
		head.end--;
	if (is_relative(head))
		return UNREAD_RELATIVE;
	if (head.p < name->start && name->start[-1] == ':')
		return UNREAD_PERF_TIME;
	return UNREAD_NO_TIME;
}

bool event_head_parse(struct span head, const struct event_name *name,
		      struct ftrace_event *ev, enum unread_cause *why)
{
	const struct span all = head;
	enum stamp stamp;

	ev->context = (struct ftrace_context){0};
	trim_head(&head);
	if (name->call) {
		/* Any other time stamp is that of the program before it. */
		*why = cause_of(all, name);
		return parse_perf_trace(head, ev) || find_perf_trace(head, ev);
	}
	if (parse_graph(head, ev))
		return true;
	stamp = parse_colon(head, ev);
	if (stamp == STAMP_PARSED)
		return true;
	/* Older versions of perf trace print a colon, not a parenthesis. */
	if (head.end < all.end && all.end[-1] == ':' &&
	    parse_perf_trace(head, ev))
		return true;
	if (parse_comma(head, ev) || parse_verbose(head, ev) ||
	    event_head_printk(head, ev) || parse_kmsg(head, ev) ||
	    parse_received(head, ev) || parse_time_of_day(head, ev) ||
	    parse_column(all, ev))
		return true;
	*why = stamp == STAMP_UNPARSED ? UNREAD_CLOCK : cause_of(all, name);
	return false;
}
