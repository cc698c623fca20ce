// SPDX-License-Identifier: GPL-2.0-only
#include "line_source.h"

#include "line_stamp.h"
#include "line_string.h"

static struct span none(struct span line)
{
	return (struct span){line.p, line.p};
}

static size_t length(struct span s)
{
	return (size_t)(s.end - s.p);
}

static bool equals(struct span s, const char *text)
{
	return length(s) == strlen(text) && !memcmp(s.p, text, length(s));
}

/* Levels of messages, which stand where others print a name. */
static bool is_level(struct span s)
{
	static const char *const levels[] = {"INFO",  "DEBUG",	 "WARN",
					     "ERROR", "NOTICE",	 "WARNING",
					     "TRACE", "CRITICAL"};

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (equals(s, levels[i]))
			return true;
	return false;
}

/* Returns true for a name with a letter, and without marks of other text. */
static bool is_source(struct span s)
{
	bool letter = false;

	for (const char *p = s.p; p < s.end; p++) {
		const char c = *p | 0x20;

		if (strchr(",;()\"=[]<>", *p))
			return false;
		letter |= c >= 'a' && c <= 'z';
	}
	return letter && !is_level(s) && !span_find(s, "scmi_") &&
	       !(length(s) >= 8 && !memcmp(s.p, "arm-scmi", 8));
}

static struct span skip_word(struct span *s)
{
	struct span word = {s->p, s->p};

	while (s->p < s->end && !is_blank(*s->p))
		s->p++;
	word.end = s->p;
	return word;
}

/* Returns the value of a key of JSON that has the name of a machine. */
static struct span json_source(struct span line)
{
	static const char *const keys[] = {
		"\"_HOSTNAME\":", "\"hostname\":", "\"host\":",
		"\"container_name\":", "\"pod_name\":"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *p = span_find(line, keys[i]);
		struct span s = {p ? p + strlen(keys[i]) : NULL, line.end};

		if (!p)
			continue;
		skip_blanks(&s);
		if (!SKIP(&s, "\""))
			continue;
		p = memchr(s.p, '"', length(s));
		return p ? (struct span){s.p, p} : none(line);
	}
	return none(line);
}

/*
 * Returns "board" of "board kernel: " or "board tool[12]: ", after a stamp; after
 * a date, of "board tool: ", too.
 */
static struct span host(struct span s, enum line_stamp stamp)
{
	struct span name, program;
	const char *end;

	skip_blanks(&s);
	name = skip_word(&s);
	skip_blanks(&s);
	program = skip_word(&s);
	if (!length(name) || name.end[-1] == ':' ||
	    memchr(name.p, ':', length(name)) ||
	    memchr(name.p, '/', length(name)) || !is_source(name))
		return none(s);
	end = program.end - 1;
	if (!length(program) || *end != ':')
		return none(s);
	if (equals(program, "kernel:") || (end > program.p && end[-1] == ']') ||
	    stamp == LINE_STAMP_SYSLOG || stamp == LINE_STAMP_DATE)
		return name;
	return none(s);
}

/* Returns "board" of "<6>1 2026-11-28T12:59:00Z board kernel - - - ". */
static struct span syslog_host(struct span s)
{
	uint64_t v;
	struct span name;

	if (!SKIP(&s, "<") || !read_digits(&s, 10, &v) || !SKIP(&s, ">"))
		return none(s);
	if (SKIP(&s, "1 ") && line_stamp_skip(&s) == LINE_STAMP_DATE) {
		name = skip_word(&s);
		return is_source(name) ? name : none(s);
	}
	return none(s);
}

/* Returns true if what follows a file's name may be the start of a line. */
static bool starts_line(struct span s)
{
	return s.p == s.end || is_blank(*s.p) || strchr("[<{", *s.p) ||
	       line_stamp_skip(&s) != LINE_STAMP_NONE;
}

/* Returns the name before a colon, as of grep, without the number of the line. */
static struct span file_name(struct span line)
{
	struct span word = line, name;
	const char *colon = line.p;

	word = skip_word(&line);
	line.p = word.p;
	while ((colon = memchr(colon, ':', (size_t)(word.end - colon)))) {
		struct span rest = {++colon, line.end}, number = rest;
		uint64_t v;

		if (read_digits(&number, 10, &v) && SKIP(&number, ":"))
			rest = number;
		name = (struct span){word.p, colon - 1};
		if (starts_line(rest) && is_source(name)) {
			/* The level of a message in "I/scmi:" of logcat. */
			if (length(name) > 2 && name.p[1] == '/' &&
			    strchr("VDIWEF", *name.p))
				name.p += 2;
			return name;
		}
	}
	return none(line);
}

/* Skips the mark between a name and a line, "| ", "- " or "> ". */
static bool skip_mark(struct span *s, struct span *name)
{
	const bool tab = s->p < s->end && *s->p == '\t';

	if (length(*name) > 1 && name->end[-1] == '|') {
		name->end--;
		return true;
	}
	/* Of a mail, '>' follows the initials of who is quoted. */
	if (length(*name) > 4 && name->end[-1] == '>' &&
	    !memcmp(name->p, "tty", 3)) {
		name->end--;
		return true;
	}
	if (tab && (memchr(name->p, '.', length(*name)) ||
		    memchr(name->p, '/', length(*name))))
		return true;
	skip_blanks(s);
	return SKIP(s, "| ") || SKIP(s, "- ");
}

/* Returns the name in "[pod board] ", or before "  | ". */
static struct span container(struct span s)
{
	struct span name;

	if (SKIP(&s, "[")) {
		const char *close = memchr(s.p, ']', length(s));

		name = (struct span){s.p, close ? close : s.p};
		return is_source(name) ? name : none(s);
	}
	name = skip_word(&s);
	return skip_mark(&s, &name) && is_source(name) ? name : none(s);
}

struct span line_source(struct span line)
{
	enum line_stamp stamp, last = LINE_STAMP_NONE;
	struct span s;

	SKIP(&line, "\xef\xbb\xbf"); /* a byte order mark */
	skip_blanks(&line);
	if (line.p == line.end)
		return line;
	if (*line.p == '{')
		return json_source(line);
	if (*line.p == '<')
		return syslog_host(line);
	for (s = line; (stamp = line_stamp_skip(&s)) != LINE_STAMP_NONE;)
		last = stamp;
	if (last != LINE_STAMP_NONE)
		return host(s, last);
	s = file_name(line);
	return length(s) ? s : container(line);
}

struct span line_heading(struct span line)
{
	struct span s = line;
	const char *end;

	if (!SKIP(&s, "==> "))
		return none(line);
	end = span_find(s, " <==");
	return end ? (struct span){s.p, end} : none(line);
}
