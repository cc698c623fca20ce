// SPDX-License-Identifier: GPL-2.0-only
#include "grouping.h"

#include <stdio.h>
#include <string.h>

#include "names.h"
#include "text.h"

const char *const top_grouping_names[TOP_GROUPINGS] = {
	[TOP_BY_MESSAGE] = "message",	[TOP_BY_RESOURCE] = "resource",
	[TOP_BY_TASK] = "task",		[TOP_BY_DRIVER] = "driver",
	[TOP_BY_PROTOCOL] = "protocol", [TOP_BY_CHANNEL] = "channel",
	[TOP_BY_INSTANCE] = "instance", [TOP_BY_TRANSPORT] = "transport",
};

struct series_key top_key_in(struct series_key key, enum top_grouping grouping)
{
	struct series_key in = {.transport = key.transport};

	switch (grouping) {
	case TOP_BY_MESSAGE:
		key.resource_plus = 0;
		return key;
	case TOP_BY_RESOURCE:
		in.instance = key.instance;
		in.protocol = key.protocol;
		in.resource_plus = key.resource_plus;
		return in;
	case TOP_BY_TASK:
	case TOP_BY_DRIVER:
		/* The number of its name; no series is in such a row. */
		return key;
	case TOP_BY_PROTOCOL:
		in.instance = key.instance;
		in.protocol = key.protocol;
		return in;
	case TOP_BY_CHANNEL:
		in.instance = key.instance;
		in.channel = key.channel;
		return in;
	case TOP_BY_INSTANCE:
		in.instance = key.instance;
		return in;
	case TOP_BY_TRANSPORT:
		return in;
	case TOP_BY_NOTHING:
		break;
	}
	return (struct series_key){0};
}

enum top_grouping grouping_source(enum top_grouping grouping)
{
	static const enum top_grouping sources[TOP_GROUPINGS + 1] = {
		[TOP_BY_MESSAGE] = TOP_BY_MESSAGE,
		[TOP_BY_RESOURCE] = TOP_BY_RESOURCE,
		[TOP_BY_TASK] = TOP_BY_TASK,
		[TOP_BY_DRIVER] = TOP_BY_DRIVER,
		[TOP_BY_PROTOCOL] = TOP_BY_MESSAGE,
		[TOP_BY_CHANNEL] = TOP_BY_MESSAGE,
		[TOP_BY_INSTANCE] = TOP_BY_PROTOCOL,
		[TOP_BY_TRANSPORT] = TOP_BY_INSTANCE,
		[TOP_BY_NOTHING] = TOP_BY_TRANSPORT,
	};

	return sources[grouping];
}

bool top_is_part(enum top_grouping grouping, const struct series_key *row,
		 const struct series_key *series)
{
	const struct series_key key = top_key_in(*series, grouping);

	return !series_key_compare(&key, row);
}

/* Returns true for a message that every protocol has. */
static bool is_common(const char *message)
{
	return !strncmp(message, "PROTOCOL_", strlen("PROTOCOL_")) ||
	       !strcmp(message, "NEGOTIATE_PROTOCOL_VERSION");
}

/* Appends the name of a message, with its protocol if that is not in it. */
static void append_message(char buf[TOP_NAME_LEN], const struct series_key *key)
{
	const char *message = key_message_name(key);
	char number[8];

	if (!message || is_common(message))
		text_append(buf, TOP_NAME_LEN, " %s",
			    protocol_label(key, number, sizeof(number)));
	if (message)
		text_append(buf, TOP_NAME_LEN, " %s", message);
	else
		text_append(buf, TOP_NAME_LEN, " 0x%02x%s", key->message,
			    key->type == MESSAGE_NOTIFICATION ? " notification"
							      : "");
}

/* Appends the protocol and the resource, "SENSOR soc-temp(3)". */
static void append_resource(char buf[TOP_NAME_LEN],
			    const struct series_key *key)
{
	char number[8], label[RESOURCE_LABEL_LEN];
	const char *resource = key_resource_label(key, label);

	text_append(buf, TOP_NAME_LEN, " %s %s",
		    protocol_label(key, number, sizeof(number)),
		    resource ? resource : "(no resource)");
}

const char *top_row_name(const struct series_key *key,
			 enum top_grouping grouping, char buf[TOP_NAME_LEN])
{
	char number[8];

	if (grouping == TOP_BY_NOTHING) {
		snprintf(buf, TOP_NAME_LEN, "TOTAL");
		return buf;
	}
	snprintf(buf, TOP_NAME_LEN, "%s", transport_names[key->transport]);
	if (key->instance && grouping != TOP_BY_TRANSPORT)
		text_append(buf, TOP_NAME_LEN, ":%u", key->instance);
	if (grouping == TOP_BY_MESSAGE)
		append_message(buf, key);
	if (grouping == TOP_BY_RESOURCE)
		append_resource(buf, key);
	if (grouping == TOP_BY_PROTOCOL)
		text_append(buf, TOP_NAME_LEN, " %s",
			    protocol_label(key, number, sizeof(number)));
	if (grouping == TOP_BY_CHANNEL)
		text_append(buf, TOP_NAME_LEN, " channel %u", key->channel);
	return buf;
}
