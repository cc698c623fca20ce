// SPDX-License-Identifier: GPL-2.0-only
#include "message_name.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "names.h"
#include "scmi_messages.h"
#include "units.h"
#include "vendor_messages.h"

/*
 * The number of instances whose names of @protocol can differ: those of a vendor's
 * protocol.
 */
static int instances_of(int protocol)
{
	return protocol < 0x80 ? 1 : UINT8_MAX + 1;
}

/* Whether this is the name of @protocol on any instance. */
static bool is_protocol(const char *text, int protocol)
{
	for (int i = 0; i < instances_of(protocol); i++) {
		const char *name = protocol_name((uint8_t)i, (uint8_t)protocol);

		if (name && !strcasecmp(text, name))
			return true;
	}
	return false;
}

bool protocol_parse(const char *text, int *protocol)
{
	*protocol = MESSAGE_ANY;
	if (!strcmp(text, "*"))
		return true;
	for (int i = 0; i <= UINT8_MAX; i++) {
		if (!is_protocol(text, i))
			continue;
		*protocol = i;
		return true;
	}
	return !parse_byte(text, protocol);
}

/* The name of a message of @protocol on an instance, or NULL. */
static const char *find_name_on(uint8_t instance, uint8_t protocol,
				const char *text)
{
	/* Most numbers are of no protocol; a search can cover all of them. */
	if (!protocol_name(instance, protocol))
		return NULL;
	for (int i = 0; i < SCMI_MESSAGES; i++) {
		const char *name = message_name(instance, protocol, (uint8_t)i);

		if (!name || strcasecmp(text, name))
			name = notification_name(instance, protocol,
						 (uint8_t)i);
		if (name && !strcasecmp(text, name))
			return name;
	}
	return NULL;
}

/* The same on any instance. */
static const char *find_name(uint8_t protocol, const char *text)
{
	const char *name = NULL;

	for (int i = 0; i < instances_of(protocol) && !name; i++)
		name = find_name_on((uint8_t)i, protocol, text);
	return name;
}

/* Parses a message of match->protocol, which may be any. */
static bool parse_name(const char *text, struct message_match *match)
{
	for (int i = 0; i <= UINT8_MAX && !match->name; i++)
		if (match->protocol == MESSAGE_ANY || match->protocol == i)
			match->name = find_name((uint8_t)i, text);
	return match->name;
}

static bool fail(char *why, size_t why_len, const char *kind, const char *name)
{
	snprintf(why, why_len, "unknown %s '%s'", kind, name);
	return false;
}

bool message_parse(const char *text, struct message_match *match, char *why,
		   size_t why_len)
{
	const char *message = strpbrk(text, ":/");
	char protocol[64];

	*match = (struct message_match){MESSAGE_ANY, MESSAGE_ANY, NULL};
	if (!message) {
		/* A number alone could be a protocol or a message. */
		if (!isdigit((unsigned char)*text) &&
		    (parse_name(text, match) ||
		     protocol_parse(text, &match->protocol) ||
		     vendor_find_message(text, &match->protocol,
					 &match->message)))
			return true;
		return fail(why, why_len, "message", text);
	}
	snprintf(protocol, sizeof(protocol), "%.*s", (int)(message - text),
		 text);
	if (!protocol_parse(protocol, &match->protocol))
		return fail(why, why_len, "protocol", protocol);
	message++;
	if (strcmp(message, "*") && parse_byte(message, &match->message) &&
	    !parse_name(message, match))
		return fail(why, why_len, "message", text);
	return true;
}

bool message_matches(const struct message_match *match,
		     const struct series_key *key)
{
	const char *name = key_message_name(key);

	if (match->protocol != MESSAGE_ANY && match->protocol != key->protocol)
		return false;
	if (match->message != MESSAGE_ANY)
		return match->message == key->message &&
		       key->type == MESSAGE_COMMAND;
	return !match->name || (name && !strcmp(name, match->name));
}

bool message_match_equal(const struct message_match *a,
			 const struct message_match *b)
{
	return a->protocol == b->protocol && a->message == b->message &&
	       a->name == b->name;
}
