// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_message.h"

#include <string.h>

#include "event_head.h"

/* The start of a message, and the anomaly that it reports. */
static const struct {
	const char *text;
	enum lc_anomaly anomaly;
} messages[] = {
	{"timed out in resp(caller: ", LA_TIMEOUT},
	{"timed out in delayed resp(caller: ", LA_DELAYED_TIMEOUT},
	{"essage for ", LA_UNEXPECTED_REPLY},
	{"Received valid OoO Delayed Response for ", LA_DELAYED_FIRST},
	{"Invalid message type:", LA_WRONG_STATE},
	{"queue full, dropping proto_id:", LA_NOTIFICATION_DROPPED},
	{"failed to get free message slot(", LA_POOL_EXHAUSTED},
	/* With a blank, the message was a notification. */
	{"failed to get free message slot (", LA_NOTIFICATION_DROPPED},
};

#define N_MESSAGES (sizeof(messages) / sizeof(messages[0]))

static const char *find(struct span s, const char *text)
{
	return memmem(s.p, (size_t)(s.end - s.p), text, strlen(text));
}

static bool skip_number(struct span *s, uint64_t max, uint64_t *v)
{
	skip_blanks(s);
	return read_digits(s, 10, v) && *v <= max;
}

/* Parses "50 type 0 is not expected!", or "50 is not expected!" before 5.9. */
static bool parse_unexpected(struct span s, struct ftrace_event *ev)
{
	uint64_t token, type = LC_MSG_RESPONSE;

	if (!skip_number(&s, UINT16_MAX, &token))
		return false;
	if (SKIP(&s, " type ") && !skip_number(&s, UINT8_MAX, &type))
		return false;
	ev->seq = (uint16_t)token;
	ev->msg_type = (uint8_t)type;
	return SKIP(&s, " is not expected!");
}

/* Parses "2 for 50 - HDR:0x…  state:1". */
static bool parse_invalid(struct span s, struct ftrace_event *ev)
{
	uint64_t type, token;

	if (!skip_number(&s, UINT8_MAX, &type) || !SKIP(&s, " for ") ||
	    !skip_number(&s, UINT16_MAX, &token))
		return false;
	ev->msg_type = (uint8_t)type;
	ev->seq = (uint16_t)token;
	return true;
}

/* Parses "19  evt_id:0". */
static bool parse_dropped(struct span s, struct ftrace_event *ev)
{
	uint64_t protocol, event;

	if (!skip_number(&s, UINT8_MAX, &protocol))
		return false;
	skip_blanks(&s);
	if (!SKIP(&s, "evt_id:") || !skip_number(&s, UINT8_MAX, &event))
		return false;
	ev->protocol = (uint8_t)protocol;
	ev->message = (uint8_t)event;
	ev->msg_type = LC_MSG_NOTIFICATION;
	ev->has_message = true;
	return true;
}

static bool parse_rest(struct span s, struct ftrace_event *ev)
{
	uint64_t token;

	switch (ev->anomaly) {
	case LA_UNEXPECTED_REPLY:
		return parse_unexpected(s, ev);
	case LA_WRONG_STATE:
		return parse_invalid(s, ev);
	case LA_NOTIFICATION_DROPPED:
		return SKIP(&s, "-") || parse_dropped(s, ev);
	case LA_DELAYED_FIRST:
		if (!skip_number(&s, UINT16_MAX, &token))
			return false;
		ev->seq = (uint16_t)token;
		ev->msg_type = LC_MSG_DELAYED_RESPONSE;
		return true;
	default:
		return true;
	}
}

/* Parses the number of the device in "arm-scmi arm-scmi.1.auto: ". */
static uint16_t parse_instance(struct span line)
{
	const char *p = find(line, "arm-scmi.");
	struct span s = {p ? p + 9 : NULL, line.end};
	uint64_t v;

	return p && read_digits(&s, 10, &v) && v < UINT8_MAX ? (uint16_t)(v + 1)
							     : 0;
}

bool kernel_message_parse(struct span line, struct ftrace_event *ev)
{
	/* The device is that of the core, or of one of its users. */
	const char *device = find(line, "scmi");

	for (size_t i = 0; device && i < N_MESSAGES; i++) {
		const char *p =
			find((struct span){device, line.end}, messages[i].text);

		if (!p)
			continue;
		*ev = (struct ftrace_event){.kind = FTRACE_KERNEL,
					    .anomaly = messages[i].anomaly};
		if (!parse_rest((struct span){p + strlen(messages[i].text),
					      line.end},
				ev))
			return false;
		ev->has_time =
			event_head_printk((struct span){line.p, device}, ev);
		ev->instance = parse_instance(line);
		return true;
	}
	return false;
}

bool kernel_message_vendor(struct span line, struct span *vendor,
			   struct span *sub_vendor)
{
	const char *p = find(line, "SCMI Protocol v"), *end, *colon;

	p = p ? memchr(p, '\'', (size_t)(line.end - p)) : NULL;
	if (!p)
		return false;
	p++;
	end = find((struct span){p, line.end}, "' Firmware ");
	colon = end ? memchr(p, ':', (size_t)(end - p)) : NULL;
	if (!colon)
		return false;
	*vendor = (struct span){p, colon};
	*sub_vendor = (struct span){colon + 1, end};
	return true;
}
