// SPDX-License-Identifier: GPL-2.0-only
#include "line_string.h"

#include <inttypes.h>
#include <stdio.h>

#define STAMP_KEY "\"_SOURCE_MONOTONIC_TIMESTAMP\""

/* Returns the string around @at, without its quotes. */
static struct span string_around(struct span line, const char *at, char quote)
{
	struct span s = {at, at};

	while (s.p > line.p &&
	       (s.p[-1] != quote || (s.p - 1 > line.p && s.p[-2] == '\\')))
		s.p--;
	while (s.end < line.end && *s.end != quote)
		s.end += *s.end == '\\' && s.end + 1 < line.end ? 2 : 1;
	return s;
}

/* Writes the character of "\n", "\u001b" and so on, and returns the rest. */
static const char *unescape(const char *p, const char *end, char *to)
{
	struct span digits = {p + 1, p + 5};
	uint64_t code;

	*to = *p;
	if (*p == 'n' || *p == 'r' || *p == 't')
		*to = ' ';
	if (*p != 'u' || end - p < 5 ||
	    !read_number(digits, 16, UINT16_MAX, &code))
		return p + 1;
	*to = code < 0x80 ? (char)code : '?';
	return p + 5;
}

/* Writes the characters of a string to @to. Returns their end. */
static char *write_string(struct span s, char *to)
{
	while (s.p < s.end) {
		if (*s.p == '\\' && s.end - s.p > 1)
			s.p = unescape(s.p + 1, s.end, to++);
		else
			*to++ = *s.p++;
	}
	return to;
}

/* Writes "[7044.000100] ", from the microseconds of journalctl's JSON. */
static char *write_stamp(struct span line, char *to)
{
	const char *key = span_find(line, STAMP_KEY);
	struct span s = {key ? key + sizeof(STAMP_KEY) - 1 : NULL, line.end};
	char stamp[32];
	uint64_t us;
	int len;

	if (!key)
		return to;
	while (s.p < s.end && (is_blank(*s.p) || *s.p == ':' || *s.p == '"'))
		s.p++;
	if (!read_digits(&s, 10, &us))
		return to;
	len = snprintf(stamp, sizeof(stamp), "[%" PRIu64 ".%06" PRIu64 "] ",
		       us / 1000000, us % 1000000);
	/* The key and the number are longer. */
	return memcpy(to, stamp, (size_t)len) + len;
}

static bool is_json(struct span s)
{
	/* A record separator is before each text of RFC 7464. */
	while (s.p < s.end && (is_blank(*s.p) || strchr("-,[\x1e", *s.p)))
		s.p++;
	return s.p < s.end && *s.p == '{' &&
	       memchr(s.p, '"', (size_t)(s.end - s.p));
}

/* Returns true if @at is in a string of this quotation mark. */
static bool is_quoted(struct span line, const char *at, char quote)
{
	bool quoted = false;

	for (const char *p = line.p; p < at; p++)
		quoted ^= *p == quote && (p == line.p || p[-1] != '\\');
	return quoted && memchr(at, quote, (size_t)(line.end - at));
}

struct span line_string(struct span line, char *out)
{
	const char *at = span_find(line, "scmi_");
	const bool json = is_json(line);
	char quote = '"';
	struct span s;
	char *to = out;

	if (!at)
		at = span_find(line, "scmi");
	if (!at)
		at = span_find(line, " EVENTS");
	if (!at || (!json && !memchr(line.p, '"', (size_t)(at - line.p)) &&
		    !memchr(line.p, '\'', (size_t)(at - line.p))))
		return line;
	if (!json && !is_quoted(line, at, quote))
		quote = '\'';
	if (!json && !is_quoted(line, at, quote))
		return line;
	s = string_around(line, at, quote);
	/* The fields of an event may be in another string than its name. */
	if (json && (s.p == line.p || !memchr(s.p, ' ', (size_t)(s.end - s.p))))
		return line;
	if (json) {
		to = write_stamp(line, to);
	} else {
		memcpy(to, line.p, (size_t)(s.p - line.p));
		to += s.p - line.p;
	}
	return (struct span){out, write_string(s, to)};
}
