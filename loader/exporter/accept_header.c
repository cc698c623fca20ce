// SPDX-License-Identifier: GPL-2.0-only
#include "accept_header.h"

#include <stdlib.h>
#include <string.h>

#define PROTOBUF "application/vnd.google.protobuf"
#define TEXT	 "text/plain"

/* A part of the header: [start, end). */
struct header_part {
	const char *start, *end;
};

/* Removes the part up to @separator from @s and returns it without blanks around it. */
static struct header_part next(struct header_part *s, char separator)
{
	const size_t len = (size_t)(s->end - s->start);
	const char *at = memchr(s->start, separator, len);
	struct header_part part = {s->start, at ? at : s->end};

	s->start = at ? at + 1 : s->end;
	while (part.start < part.end && strchr(" \t", *part.start))
		part.start++;
	while (part.start < part.end && strchr(" \t", part.end[-1]))
		part.end--;
	return part;
}

static bool is(struct header_part s, const char *text)
{
	const size_t len = (size_t)(s.end - s.start);

	return len == strlen(text) && !strncasecmp(s.start, text, len);
}

static double quality(struct header_part parameter)
{
	char number[8] = "";
	const size_t len = (size_t)(parameter.end - parameter.start - 2);

	if (len >= sizeof(number))
		return 0;
	memcpy(number, parameter.start + 2, len);
	return strtod(number, NULL);
}

/* Returns the quality of the media range if it is @type, else -1. */
static double quality_of(struct header_part range, const char *type,
			 bool is_protobuf)
{
	bool families = !is_protobuf, delimited = !is_protobuf;
	double q = 1;

	if (!is(next(&range, ';'), type))
		return -1;
	while (range.start < range.end) {
		const struct header_part parameter = next(&range, ';');

		if (is(parameter, "proto=io.prometheus.client.MetricFamily"))
			families = true;
		if (is(parameter, "encoding=delimited"))
			delimited = true;
		if (parameter.end - parameter.start > 2 &&
		    !strncasecmp(parameter.start, "q=", 2))
			q = quality(parameter);
	}
	return families && delimited ? q : -1;
}

bool accept_prefers_protobuf(const char *accept)
{
	struct header_part rest = {accept, accept};
	double protobuf = -1, text = -1;

	if (!accept)
		return false;
	rest.end += strlen(accept);
	while (rest.start < rest.end) {
		const struct header_part range = next(&rest, ',');
		const double p = quality_of(range, PROTOBUF, true);
		const double t = quality_of(range, TEXT, false);

		protobuf = p > protobuf ? p : protobuf;
		text = t > text ? t : text;
	}
	return protobuf > 0 && protobuf >= text;
}
