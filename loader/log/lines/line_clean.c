// SPDX-License-Identifier: GPL-2.0-only
#include "line_clean.h"

#define ESC '\x1b'

static const char *find(struct span s, const char *text)
{
	return memmem(s.p, (size_t)(s.end - s.p), text, strlen(text));
}

/* Returns the string of a JSON object around @at, without its quotes. */
static struct span json_string(struct span line, const char *at)
{
	struct span s = {at, at};

	while (s.p > line.p &&
	       (s.p[-1] != '"' || (s.p - 1 > line.p && s.p[-2] == '\\')))
		s.p--;
	while (s.end < line.end && *s.end != '"')
		s.end += *s.end == '\\' && s.end + 1 < line.end ? 2 : 1;
	return s;
}

/* Writes the character of "\n", "\u001b" and so on, and returns the rest. */
static const char *json_escape(const char *p, const char *end, char *to)
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

/* Returns the text in the JSON object of @line, or @line. */
static struct span unwrap_json(struct span line, char *out)
{
	struct span s = line;
	const char *at;
	char *to = out;

	while (s.p < s.end && (is_blank(*s.p) || strchr("-,[", *s.p)))
		s.p++;
	at = find(line, "scmi");
	if (s.p == s.end || *s.p != '{' || !at || !find(s, "\""))
		return line;
	s = json_string(line, at);
	if (s.p == line.p)
		return line;
	while (s.p < s.end) {
		if (*s.p == '\\' && s.end - s.p > 1)
			s.p = json_escape(s.p + 1, s.end, to++);
		else
			*to++ = *s.p++;
	}
	return (struct span){out, to};
}

/* Skips an escape sequence after its ESC. */
static const char *skip_escape(const char *p, const char *end)
{
	if (p < end && *p == '[') {
		for (p++; p < end && (*p < '@' || *p > '~'); p++)
			;
	} else if (p < end && *p == ']') {
		while (p < end && *p != '\a' && *p != '\\')
			p++;
	} else if (p < end && (*p == '(' || *p == ')')) {
		p++;
	}
	return p < end ? p + 1 : end;
}

/* Skips "^[[01;31m", as cat -v prints an escape sequence. */
static const char *skip_printed_escape(struct span s)
{
	if (!SKIP(&s, "^[["))
		return NULL;
	while (s.p < s.end && (is_decimal(*s.p) || *s.p == ';'))
		s.p++;
	return s.p < s.end ? s.p + 1 : NULL;
}

/* Skips a byte order mark or a space of no width, in UTF-8. */
static const char *skip_invisible(struct span s)
{
	return SKIP(&s, "\xef\xbb\xbf") || SKIP(&s, "\xe2\x80\x8b") ? s.p
								    : NULL;
}

/*
 * Removes escape sequences, and other control characters at the start: within an
 * event, they may stand for characters that were lost.
 */
static struct span remove_controls(struct span s, char *out)
{
	char *to = out;

	while (s.p < s.end && (unsigned char)*s.p < ' ' && *s.p != ESC &&
	       *s.p != '\t')
		s.p++;
	while (s.p < s.end) {
		const unsigned char c = (unsigned char)*s.p;
		const char *next = NULL;

		if (c == '^')
			next = skip_printed_escape(s);
		else if (c >= 0xe2)
			next = skip_invisible(s);
		else if (c == ESC)
			next = skip_escape(s.p + 1, s.end);
		else if (c == '\x0e' || c == '\x0f') /* another character set */
			next = s.p + 1;
		if (next)
			s.p = next;
		else
			*to++ = *s.p++;
	}
	return (struct span){out, to};
}

/* Skips an entity and returns its character, or 0. */
static char skip_entity(struct span *s)
{
	if (SKIP(s, "&nbsp;") || SKIP(s, "&#160;"))
		return ' ';
	if (SKIP(s, "&lt;") || SKIP(s, "&#60;"))
		return '<';
	if (SKIP(s, "&gt;") || SKIP(s, "&#62;"))
		return '>';
	if (SKIP(s, "&amp;"))
		return '&';
	if (SKIP(s, "&quot;") || SKIP(s, "&#34;"))
		return '"';
	return SKIP(s, "&#39;") || SKIP(s, "&#x27;") ? '\'' : 0;
}

/* Skips a tag, but not "<idle>" or "<...>", which are names of tasks. */
static bool skip_tag(struct span *s)
{
	static const char *const names[] = {
		"span", "b",  "i",  "a",    "pre", "p",	   "code",  "br",
		"div",	"td", "tr", "font", "em",  "mark", "strong"};
	struct span tag = *s, name;

	if (!SKIP(&tag, "<"))
		return false;
	SKIP(&tag, "/");
	name = tag;
	while (tag.p < tag.end && is_name(*tag.p))
		tag.p++;
	name.end = tag.p;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) != (size_t)(name.end - name.p) ||
		    memcmp(names[i], name.p, strlen(names[i])))
			continue;
		tag.p = memchr(tag.p, '>', (size_t)(tag.end - tag.p));
		if (!tag.p)
			return false;
		s->p = tag.p + 1;
		return true;
	}
	return false;
}

static struct span remove_html(struct span s, char *out)
{
	char *to = out, c;

	while (s.p < s.end) {
		c = *s.p == '&' ? skip_entity(&s) : 0;
		if (c)
			*to++ = c;
		else if (*s.p != '<' || !skip_tag(&s))
			*to++ = *s.p++;
	}
	return (struct span){out, to};
}

/* Decodes the quoted-printable of a line, which has its '='. */
static struct span decode_quoted(struct span s, char *out)
{
	char *to = out;

	if (!find(s, "=3D"))
		return s;
	while (s.p < s.end) {
		struct span digits = {s.p + 1, s.p + 3};
		uint64_t code;

		if (*s.p == '=' && s.end - s.p >= 3 &&
		    read_number(digits, 16, UINT8_MAX, &code)) {
			*to++ = (char)code;
			s.p += 3;
		} else {
			*to++ = *s.p++;
		}
	}
	return (struct span){out, to};
}

struct span line_clean(struct span line, char *out, size_t size)
{
	if ((size_t)(line.end - line.p) > size)
		line.end = line.p + size;
	/* Each step writes at most what it has read, so it can overwrite. */
	line = unwrap_json(line, out);
	line = remove_controls(line, out);
	if (memchr(line.p, '&', (size_t)(line.end - line.p)) ||
	    find(line, "</"))
		line = remove_html(line, out);
	return decode_quoted(line, out);
}

struct span line_unquote(struct span line)
{
	while (line.p < line.end &&
	       (is_blank(*line.p) || *line.p == '>' || *line.p == '|'))
		line.p++;
	return line;
}
