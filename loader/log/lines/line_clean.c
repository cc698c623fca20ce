// SPDX-License-Identifier: GPL-2.0-only
#include "line_clean.h"

#include "line_string.h"

#define ESC '\x1b'

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

/* Characters of UTF-8 that editors, mailers and wikis put into text. */
static const struct {
	const char *utf8;
	char ascii; /* 0: none */
} similar[] =
	{
		{"\xe2\x90\x8d", ' '},
		{"\xe2\x90\x8a", ' '}, /* CR and LF of labgrid */
		{"\xef\xbb\xbf", 0},
		{"\xe2\x80\x8b", 0},
		{"\xe2\x80\x8c", 0},
		{"\xe2\x80\x8d", 0},
		{"\xe2\x81\xa0", 0},
		{"\xc2\xad", 0},
		{"\xc2\xa0", ' '},
		{"\xe2\x80\xaf", ' '},
		{"\xe2\x81\x9f", ' '},
		{"\xe3\x80\x80", ' '},
		{"\xe2\x88\x92", '-'},
		{"\xe2\x80\x98", '\''},
		{"\xe2\x80\x99", '\''},
		{"\xe2\x80\x9c", '"'},
		{"\xe2\x80\x9d", '"'},
		{"\xe2\x80\xa6", '.'},
		{"\xef\xbc\x9a", ':'},
		{"\xef\xbc\x9d", '='},
		{"\xe2\x94\x82", '|'}, /* of a box */
};

/* Skips such a character and returns the one for it in *@c. */
static bool skip_similar(struct span *s, char *c)
{
	/* U+2000 to U+200A are blanks, U+2010 to U+2015 are dashes. */
	if (s->end - s->p >= 3 && !memcmp(s->p, "\xe2\x80", 2)) {
		const unsigned char last = (unsigned char)s->p[2];

		*c = last <= 0x8a ? ' ' : last - 0x90u <= 5 ? '-' : 0;
		if (*c) {
			s->p += 3;
			return true;
		}
	}
	for (size_t i = 0; i < sizeof(similar) / sizeof(similar[0]); i++) {
		*c = similar[i].ascii;
		if (skip_text(s, similar[i].utf8, strlen(similar[i].utf8)))
			return true;
	}
	return false;
}

static bool is_control(char c)
{
	return (unsigned char)c < ' ' && c != ESC && c != '\t';
}

/*
 * Removes escape sequences, and other control characters at the start: within an
 * event, they may stand for characters that were lost.
 */
static struct span remove_controls(struct span s, char *out)
{
	char *to = out, ascii = 0;

	while (s.p < s.end && is_control(*s.p))
		s.p++;
	while (s.p < s.end) {
		const unsigned char c = (unsigned char)*s.p;
		const char *next = NULL;

		if (c == '^')
			next = skip_printed_escape(s);
		else if (c == ESC)
			next = skip_escape(s.p + 1, s.end);
		else if (c == '\x0e' || c == '\x0f') /* another character set */
			next = s.p + 1;
		if (next) {
			s.p = next;
		} else if (c >= 0xc2 && skip_similar(&s, &ascii)) {
			if (ascii)
				*to++ = ascii;
		} else {
			*to++ = *s.p++;
		}
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

/* Reads the two digits after the '=' at @p. Returns false for other text. */
static bool read_quoted(const char *p, const char *end, uint64_t *code)
{
	const struct span digits = {p + 1, p + 3};

	return end - p >= 3 && read_number(digits, 16, UINT8_MAX, code);
}

/*
 * Returns true if each '=' is one of quoted-printable: the code of a '=', of a
 * blank or of a byte of UTF-8, or at the end. "transfer_id=3D" alone is a number.
 */
static bool is_quoted(struct span s)
{
	const char *p = s.p;
	uint64_t code;

	if (!span_find(s, "=3D"))
		return false;
	while (s.end > s.p && is_blank(s.end[-1]))
		s.end--;
	while ((p = memchr(p, '=', (size_t)(s.end - p)))) {
		if (++p == s.end)
			break;
		if (!read_quoted(p - 1, s.end, &code) ||
		    (code != '=' && code != ' ' && code != '\t' && code < 0x80))
			return false;
	}
	return true;
}

/* Decodes the quoted-printable of a line. */
static struct span decode_quoted(struct span s, char *out)
{
	char *to = out;
	uint64_t code;

	if (!is_quoted(s))
		return s;
	while (s.p < s.end) {
		if (*s.p == '=' && read_quoted(s.p, s.end, &code)) {
			*to++ = (char)code;
			s.p += 3;
		} else {
			*to++ = *s.p++;
		}
	}
	return (struct span){out, to};
}

/* Removes the backslash of "scmi\_xfer\_begin", as Markdown and LaTeX have it. */
static struct span remove_escapes(struct span s, char *out)
{
	char *to = out;

	for (; s.p < s.end; s.p++)
		if (*s.p != '\\' || s.p + 1 == s.end ||
		    !memchr("_<>[]*#-|~", s.p[1], 10))
			*to++ = *s.p;
	return (struct span){out, to};
}

/* Returns the start of "</msg>" at the end of @s, or NULL. */
static const char *closing_tag(struct span s)
{
	const char *p = s.end - 1;

	if (s.p == s.end || *p != '>')
		return NULL;
	while (p > s.p && (is_name(p[-1]) || p[-1] == ':'))
		p--;
	return p - s.p >= 2 && p < s.end - 1 && p[-1] == '/' && p[-2] == '<'
		       ? p - 2
		       : NULL;
}

/*
 * Removes what is after the last field: of a table, of vim's :list, of XML. Blanks at
 * the end stay, because the next line may be a part of this one.
 */
static struct span trim_end(struct span s)
{
	struct span rest = s;

	while (rest.end > rest.p) {
		const char *tag = closing_tag(rest);

		if (is_blank(rest.end[-1])) {
			rest.end--;
			continue;
		}
		if (!tag && rest.end[-1] != '|' && rest.end[-1] != '$')
			break;
		rest.end = s.end = tag ? tag : rest.end - 1;
	}
	return s;
}

struct span line_clean(struct span line, char *out, size_t size)
{
	if ((size_t)(line.end - line.p) > size)
		line.end = line.p + size;
	/* Each step writes at most what it has read, so it can overwrite. */
	line = line_string(line, out);
	line = remove_controls(line, out);
	if (span_find(line, "scmi\\_"))
		line = remove_escapes(line, out);
	if (memchr(line.p, '&', (size_t)(line.end - line.p)) ||
	    span_find(line, "</"))
		line = remove_html(line, out);
	return trim_end(decode_quoted(line, out));
}

struct span line_unquote(struct span line)
{
	while (line.p < line.end &&
	       (is_blank(*line.p) || *line.p == '>' || *line.p == '|'))
		line.p++;
	return line;
}
