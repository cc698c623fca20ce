// SPDX-License-Identifier: GPL-2.0-only
/* Parts of requests and replies that several protocols share. */
#include "protocol.h"

/* Position of the number of asynchronous commands in protocol attributes. */
#define MAX_ASYNC 16
/* Position of the number of remaining elements in a part of a list. */
#define REMAINING 16

/* Adds @size bytes: @name, a decimal @number unless negative, NULs. */
static void reply_text(struct scmi_reply *reply, const char *name, int number,
		       size_t size)
{
	u8 *out = reply->buf + reply->len;
	size_t used = 0;

	if (!scmi_reply_fits(reply, size))
		return;
	while (*name && used < size - 1)
		out[used++] = *name++;
	if (number >= 10 && used < size - 1)
		out[used++] = '0' + number / 10 % 10;
	if (number >= 0 && used < size - 1)
		out[used++] = '0' + number % 10;
	while (used < size)
		out[used++] = 0;
	reply->len += size;
}

void scmi_reply_name(struct scmi_reply *reply, const char *name, int number)
{
	reply_text(reply, name, number, SCMI_NAME_LEN);
}

enum scmi_status scmi_extended_name(struct scmi_call *call)
{
	if (!scmi_has_extended_name(call, 1))
		return SCMI_STATUS_NOT_SUPPORTED;
	scmi_reply_u32(&call->reply, 0); /* reserved */
	reply_text(&call->reply, call->protocol->extended_name,
		   (int)call->domain, SCMI_EXTENDED_NAME_LEN);
	return SCMI_STATUS_SUCCESS;
}

/*
 * The attributes of domains are those of the agent's version: others are reserved there,
 * and so zero. Sensors have no version that lacks one.
 */
enum scmi_status scmi_negotiate_version(struct scmi_call *call)
{
	const struct scmi_protocol_desc *protocol = call->protocol;
	u32 version = scmi_get_le32(call->req);
	bool known = version == protocol->version;
	size_t i;

	for (i = 0; i < NR_ELEMENTS(protocol->older); i++)
		known |= version && version == protocol->older[i];
	if (!known)
		return SCMI_STATUS_NOT_SUPPORTED;
	call->platform->version[scmi_version_index(protocol->id)] = version;
	return SCMI_STATUS_SUCCESS;
}

u32 scmi_reply_part(struct scmi_reply *reply, u32 total, u32 index, size_t size)
{
	size_t fit = (scmi_reply_room(reply) - 4) / size;
	u32 count = total - index;

	if (count > fit)
		count = (u32)fit;
	scmi_reply_u32(reply, (total - index - count) << REMAINING | count);
	return count;
}

enum scmi_status scmi_protocol_attributes(struct scmi_call *call)
{
	const struct scmi_protocol_desc *protocol = call->protocol;
	size_t len = protocol->commands[SCMI_PROTOCOL_ATTRIBUTES].reply_min;
	u32 async = protocol->counts_async && call->platform->has_p2a
			    ? SCMI_MAX_ASYNC
			    : 0;

	scmi_reply_u32(&call->reply, protocol->attributes | async << MAX_ASYNC |
					     protocol->nr_domains);
	/* The platform has no shared memory: its address and length are zero. */
	for (; len > 4; len -= 4)
		scmi_reply_u32(&call->reply, 0);
	return SCMI_STATUS_SUCCESS;
}

enum scmi_status scmi_set_notify(const struct scmi_call *call, bool *notify)
{
	u32 control = scmi_get_le32(call->req + call->req_len - 4);

	if (control & ~1U)
		return SCMI_STATUS_INVALID_PARAMETERS;
	*notify = control;
	return SCMI_STATUS_SUCCESS;
}

enum scmi_status scmi_defer(struct scmi_platform *platform, u32 arg0, u32 arg1,
			    u32 arg2)
{
	if (!platform->has_p2a)
		return SCMI_STATUS_NOT_SUPPORTED;
	if (platform->nr_async >= SCMI_MAX_ASYNC)
		return SCMI_STATUS_BUSY;
	platform->nr_async++;
	platform->follow_up |= SCMI_FOLLOW_ASYNC;
	platform->async.status = SCMI_STATUS_SUCCESS;
	platform->async.args[0] = arg0;
	platform->async.args[1] = arg1;
	platform->async.args[2] = arg2;
	return SCMI_STATUS_SUCCESS;
}

void scmi_queue_notification(struct scmi_platform *platform, u8 protocol,
			     u8 message, const u32 *words, size_t nr_words)
{
	struct scmi_event *event;
	size_t i;

	if (platform->nr_events == SCMI_MAX_EVENTS)
		return;
	event = &platform->events[platform->nr_events++];
	event->hdr = message | SCMI_TYPE_NOTIFICATION << 8 |
		     (u32)protocol << 10;
	event->len = (u32)(4 * nr_words);
	for (i = 0; i < nr_words; i++)
		scmi_put_le32(event->payload + 4 * i, words[i]);
	platform->follow_up |= SCMI_FOLLOW_EVENTS;
}
