// SPDX-License-Identifier: GPL-2.0-only
/* Dispatch: which request goes to which command, and what is wrong with it. */
#include "protocol.h"

const struct scmi_protocol_desc *const scmi_listed_protocols[] = {
	&scmi_power,  &scmi_performance, &scmi_clock,
	&scmi_sensor, &scmi_reset,	 &scmi_voltage,
};

const size_t scmi_nr_listed_protocols = NR_ELEMENTS(scmi_listed_protocols);

void scmi_reply_name(struct scmi_reply *reply, const char *name, int number)
{
	u8 *out = reply->buf + reply->len;
	size_t used = 0;

	if (scmi_reply_room(reply) < SCMI_NAME_LEN) {
		reply->overflow = true;
		return;
	}
	while (*name && used < SCMI_NAME_LEN - 1)
		out[used++] = *name++;
	if (number >= 10 && used < SCMI_NAME_LEN - 1)
		out[used++] = '0' + number / 10 % 10;
	if (number >= 0 && used < SCMI_NAME_LEN - 1)
		out[used++] = '0' + number % 10;
	while (used < SCMI_NAME_LEN)
		out[used++] = 0;
	reply->len += SCMI_NAME_LEN;
}

static const struct scmi_protocol_desc *find_protocol(u8 id)
{
	static const struct scmi_protocol_desc *const by_id[] = {
		[SCMI_ID_BASE - SCMI_ID_BASE] = &scmi_base,
		[SCMI_ID_POWER - SCMI_ID_BASE] = &scmi_power,
		[SCMI_ID_PERFORMANCE - SCMI_ID_BASE] = &scmi_performance,
		[SCMI_ID_CLOCK - SCMI_ID_BASE] = &scmi_clock,
		[SCMI_ID_SENSOR - SCMI_ID_BASE] = &scmi_sensor,
		[SCMI_ID_RESET - SCMI_ID_BASE] = &scmi_reset,
		[SCMI_ID_VOLTAGE - SCMI_ID_BASE] = &scmi_voltage,
	};

	/* What is below wraps to far above. */
	id -= SCMI_ID_BASE;
	return id < NR_ELEMENTS(by_id) ? by_id[id] : NULL;
}

/* NULL if there is none, or none without a P2A channel. */
static const struct scmi_command *
find_command(const struct scmi_platform *platform,
	     const struct scmi_protocol_desc *protocol, u32 message)
{
	const struct scmi_command *command;

	if (message >= protocol->nr_commands)
		return NULL;
	command = &protocol->commands[message];
	if (!command->handle || (command->needs_p2a && !platform->has_p2a))
		return NULL;
	return command;
}

static bool has_command(const struct scmi_platform *platform,
			const struct scmi_protocol_desc *protocol, u32 message)
{
	return message == SCMI_PROTOCOL_VERSION ||
	       message == SCMI_PROTOCOL_MESSAGE_ATTRIBUTES ||
	       find_command(platform, protocol, message);
}

/* The dispatcher's own commands need the protocol's table, not its state. */
static enum scmi_status describe(const struct scmi_platform *platform,
				 const struct scmi_protocol_desc *protocol,
				 u8 message, const u8 *req, size_t req_len,
				 struct scmi_reply *reply)
{
	bool version = message == SCMI_PROTOCOL_VERSION;

	if (req_len != (version ? 0 : 4))
		return SCMI_STATUS_PROTOCOL_ERROR;
	if (!version && !has_command(platform, protocol, scmi_get_le32(req)))
		return SCMI_STATUS_NOT_FOUND;
	/* Message attributes: no command here has a fast channel. */
	scmi_reply_u32(reply, version ? protocol->version : 0);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status dispatch(struct scmi_platform *platform, u32 hdr,
				 const u8 *req, size_t req_len,
				 struct scmi_reply *reply)
{
	const struct scmi_protocol_desc *protocol;
	const struct scmi_command *command;
	u8 message = SCMI_HDR_MESSAGE(hdr);

	if (SCMI_HDR_TYPE(hdr) != SCMI_TYPE_COMMAND)
		return SCMI_STATUS_PROTOCOL_ERROR;

	protocol = find_protocol(SCMI_HDR_PROTOCOL(hdr));
	if (!protocol)
		return SCMI_STATUS_NOT_SUPPORTED;

	command = find_command(platform, protocol, message);
	if (!command) {
		if (!has_command(platform, protocol, message))
			return SCMI_STATUS_NOT_SUPPORTED;
		return describe(platform, protocol, message, req, req_len,
				reply);
	}
	if (req_len != command->req_len)
		return SCMI_STATUS_PROTOCOL_ERROR;
	/* Asked before the command runs, so that it never half runs. */
	if (scmi_reply_room(reply) < command->reply_min)
		return SCMI_STATUS_COMMS_ERROR;
	return command->handle(platform, req, reply);
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

void scmi_leave_notification(struct scmi_platform *platform, u8 protocol,
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

void scmi_platform_init(struct scmi_platform *platform, bool has_p2a)
{
	static const struct scmi_platform reset_state;

	*platform = reset_state;
	platform->has_p2a = has_p2a;
	scmi_power_init(platform);
	scmi_performance_init(platform);
	scmi_clock_init(platform);
	scmi_sensor_init(platform);
	scmi_voltage_init(platform);
}

size_t scmi_platform_handle(struct scmi_platform *platform, u32 hdr,
			    const void *req, size_t req_len, void *resp,
			    size_t resp_cap)
{
	struct scmi_reply reply = {.buf = resp, .len = 4, .cap = resp_cap};
	enum scmi_status status;

	if (resp_cap < 4)
		return 0;

	status = dispatch(platform, hdr, req, req_len, &reply);
	if (reply.overflow)
		status = SCMI_STATUS_COMMS_ERROR;
	if (status != SCMI_STATUS_SUCCESS)
		reply.len = 4;
	if (platform->follow_up & SCMI_FOLLOW_ASYNC)
		platform->async.hdr = hdr;
	scmi_put_le32(resp, (u32)status);
	return reply.len;
}

size_t scmi_platform_complete(struct scmi_platform *platform,
			      const struct scmi_async *async, void *resp,
			      size_t resp_cap)
{
	struct scmi_reply reply = {.buf = resp, .len = 4, .cap = resp_cap};
	const struct scmi_protocol_desc *protocol =
		find_protocol(SCMI_HDR_PROTOCOL(async->hdr));

	scmi_put_le32(resp, (u32)async->status);
	if (async->status != SCMI_STATUS_SUCCESS)
		return reply.len;
	protocol->commands[SCMI_HDR_MESSAGE(async->hdr)].complete(
		platform, async->args, &reply);
	return reply.len;
}

void scmi_platform_delivered(struct scmi_platform *platform)
{
	platform->nr_async--;
}
