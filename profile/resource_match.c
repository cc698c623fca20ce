// SPDX-License-Identifier: GPL-2.0-only
#include "resource_match.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "message_name.h"

/* Parses a number, decimal or hexadecimal, or else keeps the name. */
static bool parse_id(const char *text, struct resource_match *match)
{
	unsigned long long id;
	char *end;

	if (!strcmp(text, "*"))
		return true;
	if (isdigit((unsigned char)*text)) {
		errno = 0;
		id = strtoull(text, &end, 0);
		if (!*end && !errno && id < UINT32_MAX) {
			match->id = (int64_t)id;
			return true;
		}
	}
	if (!*text || strlen(text) >= sizeof(match->name))
		return false;
	strcpy(match->name, text);
	return true;
}

bool resource_parse(const char *text, struct resource_match *match, char *why,
		    size_t why_len)
{
	const char *resource = strpbrk(text, ":/");
	char protocol[64];

	*match = (struct resource_match){MESSAGE_ANY, RESOURCE_ANY, ""};
	if (resource) {
		snprintf(protocol, sizeof(protocol), "%.*s",
			 (int)(resource - text), text);
		if (protocol_parse(protocol, &match->protocol) &&
		    parse_id(resource + 1, match))
			return true;
	} else if (!isdigit((unsigned char)*text) &&
		   protocol_parse(text, &match->protocol)) {
		return true;
	}
	/* Names may have a colon, too: "arm:pmic". */
	*match = (struct resource_match){MESSAGE_ANY, RESOURCE_ANY, ""};
	if ((!resource || !isdigit((unsigned char)resource[1])) &&
	    parse_id(text, match))
		return true;
	snprintf(why, why_len,
		 "invalid resource '%.80s' (such as 5, CLOCK:5, a name)", text);
	return false;
}

bool resource_matches(const struct resource_match *match,
		      const struct series_key *key)
{
	const uint32_t id = key->resource_plus - 1;
	const char *name;

	if (!key->resource_plus)
		return false;
	if (match->protocol != MESSAGE_ANY && match->protocol != key->protocol)
		return false;
	if (match->id != RESOURCE_ANY)
		return match->id == id;
	if (!*match->name)
		return true;
	name = resource_name(key->instance, key->protocol, id);
	return name && !strcasecmp(name, match->name);
}

bool resource_match_equal(const struct resource_match *a,
			  const struct resource_match *b)
{
	return a->protocol == b->protocol && a->id == b->id &&
	       !strcasecmp(a->name, b->name);
}
