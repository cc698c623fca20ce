// SPDX-License-Identifier: GPL-2.0-only
#include "units.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define STAMP_DECIMALS 9 /* of seconds: ns */

static const struct {
	const char *name;
	double ns;
} units[] = {
	{"ns", 1},  {"us", 1e3}, {"ms", 1e6},
	{"s", 1e9}, {"m", 60e9}, {"h", 3600e9},
};

int parse_duration(const char *text, uint64_t *ns)
{
	double number, value;
	char *end;

	/* strtod() also accepts "inf", "0x1p3" and " 5". */
	if (!isdigit((unsigned char)*text) || strpbrk(text, "xX"))
		return -EINVAL;
	number = strtod(text, &end);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(end, units[i].name))
			continue;
		value = number * units[i].ns;
		if (!(value < 0x1p63))
			return -ERANGE;
		*ns = (uint64_t)(value + 0.5);
		return 0;
	}
	return -EINVAL;
}

const char *unit_joined(const char *text, char *buf, size_t len)
{
	const size_t number = strspn(text, "0123456789.");
	const size_t blanks = strspn(text + number, " \t");
	const char *unit = text + number + blanks;

	if (!number || !blanks || isdigit((unsigned char)*unit) ||
	    number + strlen(unit) >= len)
		return text;
	snprintf(buf, len, "%.*s%s", (int)number, text, unit);
	return buf;
}

const char *duration_text(uint64_t ns, char *buf, size_t len)
{
	static const struct {
		uint64_t ns;
		const char *name;
	} exact[] = {
		{1000000000, "s"}, {1000000, "ms"}, {1000, "us"}, {1, "ns"}};
	size_t i = 0;

	while (ns % exact[i].ns)
		i++;
	snprintf(buf, len, "%" PRIu64 "%s", ns / exact[i].ns, exact[i].name);
	return buf;
}

const char *rounded_time(double ns, char buf[ROUNDED_TIME_LEN])
{
	static const char *const unit[] = {"ns", "us", "ms", "s"};
	int i = 0;

	/* A value that rounds to 1000 has the next unit. */
	for (; i < 3 && fabs(ns) >= 999.95; i++)
		ns /= 1000;
	snprintf(buf, ROUNDED_TIME_LEN, "%.4g %s", ns, unit[i]);
	return buf;
}

const char *stamp_text(uint64_t ns, char *buf, size_t len)
{
	const uint64_t s = ns / 1000000000, rest = ns % 1000000000;

	if (rest % 1000)
		snprintf(buf, len, "%" PRIu64 ".%09" PRIu64, s, rest);
	else
		snprintf(buf, len, "%" PRIu64 ".%06" PRIu64, s, rest / 1000);
	return buf;
}

int parse_size(const char *text, uint32_t *bytes)
{
	static const char suffixes[] = "KMG";
	unsigned long long n;
	const char *suffix;
	int shift = 0;
	char *end;

	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	n = strtoull(text, &end, 10);
	if (*end) {
		suffix = strchr(suffixes, *end);
		if (!suffix || end[1])
			return -EINVAL;
		shift = 10 * (int)(suffix - suffixes + 1);
	}
	if (!n || n > 1u << 30 || n << shift > 1u << 30)
		return -ERANGE;
	*bytes = (uint32_t)(n << shift);
	return 0;
}

int parse_byte(const char *text, int *value)
{
	char *end;
	long n;

	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	n = strtol(text, &end, strncasecmp(text, "0x", 2) ? 10 : 16);
	if (*end)
		return -EINVAL;
	if (n > UINT8_MAX)
		return -ERANGE;
	*value = (int)n;
	return 0;
}

int parse_stamp(const char *text, uint64_t *ns)
{
	int decimals = -1; /* none so far, and no point */
	uint64_t n = 0;

	for (const char *s = text; *s; s++) {
		if (*s == '.' && s > text && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (*s < '0' || *s > '9' || decimals == STAMP_DECIMALS ||
		    n > UINT64_MAX / 10 - 1)
			return -EINVAL;
		n = 10 * n + (uint64_t)(*s - '0');
		decimals += decimals >= 0;
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < STAMP_DECIMALS;
	     decimals++) {
		if (n > UINT64_MAX / 10)
			return -EINVAL;
		n *= 10;
	}
	*ns = n;
	return *text ? 0 : -EINVAL;
}
