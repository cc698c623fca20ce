// SPDX-License-Identifier: GPL-2.0-only
#include "line_stamp.h"

#define BRACKETS_MAX 48 /* bytes of a stamp in brackets */
#define DECIMALS_MIN 3	/* of seconds: fewer are any number */

/* Returns true if a digit is on both sides of a ':' or '.' in @s. */
static bool has_time(struct span s)
{
	for (const char *p = s.p + 1; p + 1 < s.end; p++)
		if ((*p == ':' || *p == '.') && is_decimal(p[-1]) &&
		    is_decimal(p[1]))
			return true;
	return false;
}

/* Skips a stamp in brackets. */
static bool skip_brackets(struct span *s)
{
	const char *close = memchr(s->p, ']', (size_t)(s->end - s->p));

	if (!close || close - s->p > BRACKETS_MAX ||
	    !has_time((struct span){s->p, close}))
		return false;
	s->p = close + 1;
	return true;
}

/* Skips a word of digits and the marks of dates and times, and returns it. */
static struct span skip_word(struct span *s)
{
	struct span word = {s->p, s->p};

	while (s->p < s->end && (is_decimal(*s->p) ||
				 (s->p > word.p && strchr(":.,+-/TZ", *s->p))))
		s->p++;
	word.end = s->p;
	if (s->p < s->end && !is_blank(*s->p))
		word.end = word.p;
	return word;
}

static unsigned int count(struct span s, const char *marks)
{
	unsigned int n = 0;

	for (; s.p < s.end; s.p++)
		n += *s.p && strchr(marks, *s.p);
	return n;
}

/* Skips "12:59:00", "2026-11-28T12:59:00.123456+01:00" and so on. */
static bool skip_clock(struct span *s)
{
	struct span next = *s;

	if (count(skip_word(&next), ":") < 2)
		return false;
	*s = next;
	return true;
}

/* Skips "Nov 28 " before a clock. */
static bool skip_month(struct span *s)
{
	struct span next = *s;
	uint64_t day;

	if (next.end - next.p < 15 || is_decimal(next.p[0]) ||
	    !is_name(next.p[0]) || !is_name(next.p[1]) || !is_name(next.p[2]) ||
	    next.p[3] != ' ')
		return false;
	next.p += 3;
	skip_blanks(&next);
	if (!read_digits(&next, 10, &day) || !SKIP(&next, " ") ||
	    !skip_clock(&next))
		return false;
	*s = next;
	return true;
}

/* Skips "2026-11-28 " or "11-28 " before a clock, a clock alone, or seconds. */
static enum line_stamp skip_date(struct span *s)
{
	struct span next = *s, word;
	const char *point;

	if (skip_clock(s))
		return LINE_STAMP_DATE;
	word = skip_word(&next);
	if (count(word, "-/") && !count(word, ":.") && SKIP(&next, " ") &&
	    skip_clock(&next)) {
		*s = next;
		return LINE_STAMP_DATE;
	}
	for (point = word.end; point > word.p && is_decimal(point[-1]); point--)
		;
	if (point == word.p || point[-1] != '.' || count(word, ".,+-/TZ") > 1 ||
	    word.end - point < DECIMALS_MIN)
		return LINE_STAMP_NONE;
	s->p = word.end;
	return LINE_STAMP_SECONDS;
}

enum line_stamp line_stamp_skip(struct span *s)
{
	struct span next = *s;
	enum line_stamp form = LINE_STAMP_NONE;

	if (next.p == next.end)
		return LINE_STAMP_NONE;
	if (*next.p == '[')
		form = skip_brackets(&next) ? LINE_STAMP_BRACKETS : form;
	else if (is_decimal(*next.p))
		form = skip_date(&next);
	else if (skip_month(&next))
		form = LINE_STAMP_SYSLOG;
	if (form == LINE_STAMP_NONE)
		return form;
	if (next.p < next.end && *next.p == ' ')
		next.p++;
	*s = next;
	return form;
}
