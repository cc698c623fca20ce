// SPDX-License-Identifier: GPL-2.0-only
#include "log_recode.h"

#include <string.h>

#define SAMPLE 4096

/* Counts the NUL bytes at every other position from @from on. */
static size_t count_nuls(const char *head, size_t len, size_t from)
{
	size_t n = 0;

	for (size_t i = from; i < len; i += 2)
		n += !head[i];
	return n;
}

static enum log_code code_of(const char *head, size_t len)
{
	const size_t n = len < SAMPLE ? len : SAMPLE;
	size_t even, uneven;

	if (n >= 2 && !memcmp(head, "\xff\xfe", 2))
		return LOG_CODE_UTF16_LE;
	if (n >= 2 && !memcmp(head, "\xfe\xff", 2))
		return LOG_CODE_UTF16_BE;
	/* Without a byte order mark, nearly all characters are ASCII. */
	even = count_nuls(head, n, 0);
	uneven = count_nuls(head, n, 1);
	if (n >= 64 && uneven > n * 2 / 5 && even < n / 20)
		return LOG_CODE_UTF16_LE;
	if (n >= 64 && even > n * 2 / 5 && uneven < n / 20)
		return LOG_CODE_UTF16_BE;
	return memchr(head, '\r', len) && !memchr(head, '\n', len)
		       ? LOG_CODE_CR
		       : LOG_CODE_PLAIN;
}

void log_recode_start(struct log_recode *r, const char *head, size_t len)
{
	*r = (struct log_recode){.code = code_of(head, len)};
}

/* Returns the character of a UTF-16 unit, '?' if it is not ASCII. */
static char character(const struct log_recode *r, char second)
{
	const bool little = r->code == LOG_CODE_UTF16_LE;
	const char low = little ? r->first : second;
	const char high = little ? second : r->first;

	if (!high && (unsigned char)low == 0xa0)
		return ' ';
	return high || (unsigned char)low >= 0x80 ? '?' : low;
}

size_t log_recode_run(struct log_recode *r, char *text, size_t len)
{
	size_t to = 0;

	if (r->code == LOG_CODE_PLAIN)
		return len;
	if (r->code == LOG_CODE_CR) {
		for (size_t i = 0; i < len; i++)
			if (text[i] == '\r')
				text[i] = '\n';
		return len;
	}
	for (size_t i = 0; i < len; i++) {
		const bool second = r->half;
		const char c = text[i];

		r->half = !r->half;
		if (!second)
			r->first = c;
		else
			text[to++] = character(r, c);
	}
	return to;
}
