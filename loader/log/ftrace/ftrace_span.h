/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads blanks, texts and numbers of a line from left to right. */
#ifndef SCMI_PERF_FTRACE_SPAN_H
#define SCMI_PERF_FTRACE_SPAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The rest of a line, or a part of it; reading advances @p. */
struct span {
	const char *p, *end;
};

/*
 * Mailers replace blanks by non-breaking ones: U+00A0, in UTF-8 or Latin-1.
 * Each of its two bytes counts as a blank, because no field contains either of
 * them.
 */
static inline bool is_blank(char c)
{
	static const bool blank[256] = {[' '] = true,
					['\t'] = true,
					['\r'] = true,
					[0xc2] = true,
					[0xa0] = true};

	return blank[(unsigned char)c];
}

static inline bool is_decimal(char c)
{
	return c >= '0' && c <= '9';
}

/* A character of an event or field name. */
static inline bool is_name(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || is_decimal(c) ||
	       c == '_';
}

static inline void skip_blanks(struct span *s)
{
	const char *p = s->p;

	while (p < s->end && is_blank(*p))
		p++;
	s->p = p;
}

/* Skips up to the next blank. Most bytes are skipped eight at a time. */
static inline void skip_nonblank(struct span *s)
{
	const uint64_t each = 0x0101010101010101u;
	const char *p = s->p;
	uint64_t v;

	for (; s->end - p >= 8; p += 8) {
		memcpy(&v, p, sizeof(v));
		/* A byte of 0x20 and less, or of 0x80 and more */
		if (((v - each * 0x21) | v) & each * 0x80)
			break;
	}
	while (p < s->end && !is_blank(*p))
		p++;
	s->p = p;
}

static inline bool skip_text(struct span *s, const char *text, size_t len)
{
	if ((size_t)(s->end - s->p) < len || memcmp(s->p, text, len))
		return false;
	s->p += len;
	return true;
}

#define SKIP(s, literal) skip_text((s), (literal), sizeof(literal) - 1)

/* Returns the value of a digit; 16 for any other character. */
static inline unsigned int digit(char c)
{
	static const unsigned char value[256] = {
		[0 ... '0' - 1] = 16,
		['0'] = 0,
		['1'] = 1,
		['2'] = 2,
		['3'] = 3,
		['4'] = 4,
		['5'] = 5,
		['6'] = 6,
		['7'] = 7,
		['8'] = 8,
		['9'] = 9,
		['9' + 1 ... 'A' - 1] = 16,
		['A'] = 10,
		['B'] = 11,
		['C'] = 12,
		['D'] = 13,
		['E'] = 14,
		['F'] = 15,
		['F' + 1 ... 'a' - 1] = 16,
		['a'] = 10,
		['b'] = 11,
		['c'] = 12,
		['d'] = 13,
		['e'] = 14,
		['f'] = 15,
		['f' + 1 ... 255] = 16,
	};

	return value[(unsigned char)c];
}

/* Returns the value of two hexadecimal digits; more than 255 for other text. */
static inline unsigned int two_digits(const char *p)
{
	const unsigned int high = digit(p[0]), low = digit(p[1]);

	return high << 4 | low | (low & 16) << 4;
}

/* Reads 1 … 16 digits, up to the first other character. */
static inline bool read_digits(struct span *s, unsigned int base,
			       uint64_t *value)
{
	const char *const start = s->p, *p = start;
	uint64_t v = 0;
	unsigned int d;

	for (; p < s->end && (d = digit(*p)) < base; p++)
		v = v * base + d;
	*value = v;
	s->p = p;
	return p > start && p - start <= 16;
}

/*
 * Returns true for "06" or "001A": only hexadecimal numbers have leading zeros, as
 * trace-cmd report -R prints them by the format of the event.
 */
static inline bool is_padded(struct span s)
{
	return s.end - s.p > 1 && s.p[0] == '0' && s.p[1] != 'x';
}

/* Reads @s as a number of @base, at most @max, without any other character. */
static inline bool read_number(struct span s, unsigned int base, uint64_t max,
			       uint64_t *value)
{
	return read_digits(&s, base, value) && s.p == s.end && *value <= max;
}

/* Reads @s as a decimal C int, without any other character. */
static inline bool read_int(struct span s, int32_t *value)
{
	bool negative = SKIP(&s, "-");
	uint64_t v;

	if (!read_number(s, 10, (uint64_t)INT32_MAX + negative, &v))
		return false;
	*value = (int32_t)(negative ? -(int64_t)v : (int64_t)v);
	return true;
}

#endif
