// SPDX-License-Identifier: GPL-2.0-only
#include "text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

size_t text_decode(const char *s, uint32_t *code)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char)*s;
	size_t len = first < 0x80   ? 1
		     : first < 0xc0 ? 0
		     : first < 0xe0 ? 2
		     : first < 0xf0 ? 3
		     : first < 0xf8 ? 4
				    : 0;

	*code = len == 1 ? first : first & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80) /* also at the final NUL */
			return 0;
		*code = *code << 6 | (s[i] & 0x3f);
	}
	if (len && (*code < smallest[len] || *code > 0x10ffff ||
		    (*code >= 0xd800 && *code <= 0xdfff)))
		return 0;
	return len;
}

void text_append(char *text, size_t size, const char *fmt, ...)
{
	const size_t len = strlen(text);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text + len, size - len, fmt, ap);
	va_end(ap);
}

char *words_append(char *text, const char *fmt, ...)
{
	char *words, *joined;
	va_list ap;

	va_start(ap, fmt);
	words = xvasprintf(fmt, ap);
	va_end(ap);
	if (!text)
		return words;
	joined = xasprintf("%s %s", text, words);
	free(text);
	free(words);
	return joined;
}

/* Returns false for characters that a terminal hides, moves or obeys. */
static bool printable(uint32_t code)
{
	if (code < 0x20 || (code >= 0x7f && code < 0xa0))
		return false; /* C0, DEL, C1 */
	if ((code >= 0x200b && code <= 0x200f) ||
	    (code >= 0x2028 && code <= 0x202e) ||
	    (code >= 0x2060 && code <= 0x206f) || code == 0xad ||
	    code == 0x61c || code == 0xfeff)
		return false; /* invisible, or changes the direction */
	if ((code & 0xfffe) == 0xfffe)
		return false; /* noncharacters, which XML does not allow */
	return code < 0xe0000;
}

/*
 * Returns true if @s, which follows the character @before, may be part of a
 * command of a CI runner: "::" at the start of a line, before which runners skip
 * blanks of any script, and "##[", "##vso[" or "##teamcity[" anywhere.
 */
static bool may_be_runner_command(const char *s, char before)
{
	return (s[0] == ':' && s[1] == ':' &&
		(before <= ' ' || before > '~')) ||
	       (s[0] == '#' && before == '#');
}

char *text_trim(char *s)
{
	static const char blanks[] = " \t\r";
	size_t len;

	s += strspn(s, blanks);
	len = strlen(s);
	while (len && strchr(blanks, s[len - 1]))
		s[--len] = '\0';
	return s;
}

char *text_escape(const char *s)
{
	char *out = xmalloc(4 * strlen(s) + 1), *to = out, before = '\0';

	while (*s) {
		uint32_t code;
		size_t len = text_decode(s, &code);
		bool plain = len && printable(code) &&
			     !may_be_runner_command(s, before);

		before = s[len ? len - 1 : 0];

		for (len += !len; len; len--, s++) {
			if (plain)
				*to++ = *s;
			else
				to += sprintf(to, "\\x%02x", (uint8_t)*s);
		}
	}
	*to = '\0';
	return out;
}

char *text_utf8(const char *s)
{
	static const char replacement[] = "\xef\xbf\xbd";
	char *out = xmalloc(3 * strlen(s) + 1), *to = out;

	while (*s) {
		uint32_t code;
		size_t len = text_decode(s, &code);

		if (len && code != 0x7f) {
			to = mempcpy(to, s, len);
			s += len;
		} else {
			to = mempcpy(to, replacement, 3);
			s++;
		}
	}
	*to = '\0';
	return out;
}
