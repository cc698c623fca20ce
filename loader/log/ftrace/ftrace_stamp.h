/* SPDX-License-Identifier: GPL-2.0-only */
/* Parses the time stamp before a colon. */
#ifndef SCMI_PERF_FTRACE_STAMP_H
#define SCMI_PERF_FTRACE_STAMP_H

#include <endian.h>

#include "ftrace_line.h"
#include "ftrace_span.h"

#define SECONDS_MAX 9223372035u /* the last full second in 63 bits of ns */

/* Nanoseconds of the last of as many decimals. */
static inline uint32_t stamp_unit_ns(size_t decimals)
{
	static const uint32_t unit_ns[] = {0,	   100000000, 10000000, 1000000,
					   100000, 10000,     1000,	100,
					   10,	   1};

	return unit_ns[decimals];
}

/* Result of parse_stamp(). */
enum stamp {
	STAMP_NONE,	/* not a time stamp, so no event follows */
	STAMP_UNPARSED, /* without a unit: trace_clock is 'counter' */
	STAMP_PARSED,
};

/*
 * Parses the decimal digits that end before *@end, backwards, and moves *@end
 * to the first of them. Returns the number of digits; *@value is valid up to
 * 16.
 */
static inline size_t parse_back(const char *line, const char **end,
				uint64_t *value)
{
	const char *start = *end;
	uint64_t v = 0, unit = 1;
	size_t n;

	for (; start > line && is_decimal(start[-1]); start--, unit *= 10)
		v += unit * (unsigned int)(start[-1] - '0');
	n = (size_t)(*end - start);
	*end = start;
	*value = v;
	return n;
}

/*
 * Reads the six digits before @end, all at once, as most time stamps have them. Two
 * more bytes before them can be read. Returns false if another character is there.
 */
static inline bool read_six_back(const char *end, uint64_t *value)
{
	uint64_t d;

	memcpy(&d, end - sizeof(d), sizeof(d));
	d = le64toh(d) >> 16 ^ 0x303030303030u; /* a digit in each byte */
	if (((d + 0x767676767676u) | d) & 0x808080808080u)
		return false;
	d = (d * 10 + (d >> 8)) & 0xff00ff00ffu; /* two in each other byte */
	*value = (d & 0xff) * 10000 + (d >> 16 & 0xff) * 100 + (d >> 32);
	return true;
}

/*
 * Skips the "us" of the option latency-format backwards, and the mark for a
 * long delay after it, which may be a blank.
 */
static inline bool skip_us_back(const char *line, const char **end)
{
	const char *p = *end;

	if (p - line < 4 || p[-2] != 's' || p[-3] != 'u' ||
	    !memchr(" +!#*@$", p[-1], 7))
		return false;
	*end = p - 3;
	return true;
}

/*
 * Parses the time stamp that ends before @colon, "<sec>.<1 to 9 digits>" or
 * "<us>us", and returns its start in *@start.
 */
static inline enum stamp parse_stamp(const char *line, const char *colon,
				     const char **start,
				     struct ftrace_event *ev)
{
	const char *p = colon;
	bool us = skip_us_back(line, &p);
	bool unit = us;
	uint64_t frac = 0, sec;
	size_t decimals = 6, n;

	if (p - line >= 8 && p[-7] == '.' && read_six_back(p, &sec)) {
		p -= 6;
		n = 6;
	} else {
		n = parse_back(line, &p, &sec);
	}
	if (!us && n && p > line && p[-1] == '.') {
		unit = true;
		decimals = n;
		frac = sec;
		p--;
		n = parse_back(line, &p, &sec);
	}
	/* The end of a word, an address or a version is not a time stamp. */
	if (!n || (p > line && (is_name(p[-1]) || p[-1] == '.' ||
				p[-1] == '-' || p[-1] == ':')))
		return STAMP_NONE;
	*start = p;
	if (!unit || decimals > 9 || n > 16)
		return STAMP_UNPARSED;
	if (us) {
		frac = sec % 1000000;
		sec /= 1000000;
	}
	if (sec > SECONDS_MAX)
		return STAMP_UNPARSED;
	ev->decimals = (uint8_t)decimals;
	ev->time_ns = sec * 1000000000 + frac * stamp_unit_ns(decimals);
	return STAMP_PARSED;
}

#endif
