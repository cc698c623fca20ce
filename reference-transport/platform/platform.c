// SPDX-License-Identifier: GPL-2.0-only
/* Dispatch: find the command of a request and check the request. */
#include "protocol.h"

const struct scmi_protocol_desc *const scmi_listed_protocols[] = {
	&scmi_power,   &scmi_system_power, &scmi_performance, &scmi_clock,
	&scmi_sensor,  &scmi_reset,	   &scmi_voltage,     &scmi_powercap,
	&scmi_pinctrl, &scmi_vendor,
};

const size_t scmi_nr_listed_protocols = NR_ELEMENTS(scmi_listed_protocols);

static const struct scmi_protocol_desc *find_protocol(u32 id)
{
	static const struct scmi_protocol_desc *const by_id[] = {
		[SCMI_ID_BASE - SCMI_ID_BASE] = &scmi_base,
		[SCMI_ID_POWER - SCMI_ID_BASE] = &scmi_power,
		[SCMI_ID_SYSTEM - SCMI_ID_BASE] = &scmi_system_power,
		[SCMI_ID_PERFORMANCE - SCMI_ID_BASE] = &scmi_performance,
		[SCMI_ID_CLOCK - SCMI_ID_BASE] = &scmi_clock,
		[SCMI_ID_SENSOR - SCMI_ID_BASE] = &scmi_sensor,
		[SCMI_ID_RESET - SCMI_ID_BASE] = &scmi_reset,
		[SCMI_ID_VOLTAGE - SCMI_ID_BASE] = &scmi_voltage,
		[SCMI_ID_POWERCAP - SCMI_ID_BASE] = &scmi_powercap,
		[SCMI_ID_PINCTRL - SCMI_ID_BASE] = &scmi_pinctrl,
	};
	u32 index = id - SCMI_ID_BASE;

	_Static_assert(NR_ELEMENTS(by_id) == SCMI_NR_PROTOCOLS, "by id");
	if (id == SCMI_ID_VENDOR)
		return &scmi_vendor;
	/* An id below Base wraps to a large index. */
	return index < NR_ELEMENTS(by_id) ? by_id[index] : NULL;
}

/* Returns NULL for an unknown command, or if it needs a missing P2A channel. */
static const struct scmi_command *
find_command(const struct scmi_platform *platform,
	     const struct scmi_protocol_desc *protocol, u32 message)
{
	const struct scmi_command *command;

	if (message >= protocol->nr_commands)
		return NULL;
	command = &protocol->commands[message];
	if (!command->handle || command->needs & platform->lacks)
		return NULL;
	return command;
}

static bool has_command(const struct scmi_platform *platform,
			const struct scmi_protocol_desc *protocol, u32 message)
{
	return message == SCMI_PROTOCOL_VERSION ||
	       message == SCMI_PROTOCOL_MESSAGE_ATTRIBUTES ||
	       message == SCMI_PROTOCOL_NEGOTIATE_VERSION ||
	       find_command(platform, protocol, message);
}

s32 scmi_platform_resource(u32 hdr, const void *req, size_t req_len)
{
	const struct scmi_protocol_desc *protocol =
		find_protocol(SCMI_HDR_PROTOCOL(hdr));
	u32 message = SCMI_HDR_MESSAGE(hdr), word, resource;

	if (!protocol || message >= protocol->nr_commands)
		return -1;
	word = protocol->commands[message].domain_word;
	if (!word || req_len < 4 * (size_t)word)
		return -1;
	resource = scmi_get_le32((const u8 *)req + 4 * (size_t)word - 4);
	return resource <= 0xffff ? (s32)resource : -1;
}

/* Answers the commands that need the protocol's table only. */
static enum scmi_status describe(struct scmi_call *call, u8 message)
{
	const struct scmi_protocol_desc *protocol = call->protocol;
	u32 wanted;

	if (message == SCMI_PROTOCOL_VERSION) {
		if (call->req_len)
			return SCMI_STATUS_PROTOCOL_ERROR;
		scmi_reply_u32(&call->reply, protocol->version);
		return SCMI_STATUS_SUCCESS;
	}
	if (call->req_len != 4)
		return SCMI_STATUS_PROTOCOL_ERROR;
	if (message == SCMI_PROTOCOL_NEGOTIATE_VERSION)
		return scmi_negotiate_version(call);
	wanted = scmi_get_le32(call->req);
	if (!has_command(call->platform, protocol, wanted))
		return SCMI_STATUS_NOT_FOUND;
	scmi_reply_u32(&call->reply,
		       call->platform->fast && wanted < protocol->nr_commands &&
			       protocol->commands[wanted].has_fast_channel);
	return SCMI_STATUS_SUCCESS;
}

static bool has_length(const struct scmi_command *command, size_t len)
{
	return command->req_min && len >= command->req_min &&
	       len < command->req_len && len % 4 == 0;
}

static enum scmi_status dispatch(struct scmi_call *call, u32 hdr)
{
	const struct scmi_protocol_desc *protocol;
	const struct scmi_command *command;
	u8 message = SCMI_HDR_MESSAGE(hdr);
	u32 domain = 0;

	if (SCMI_HDR_TYPE(hdr) != SCMI_TYPE_COMMAND)
		return SCMI_STATUS_PROTOCOL_ERROR;

	protocol = find_protocol(SCMI_HDR_PROTOCOL(hdr));
	if (!protocol)
		return SCMI_STATUS_NOT_SUPPORTED;
	call->protocol = protocol;

	command = find_command(call->platform, protocol, message);
	if (!command) {
		if (!has_command(call->platform, protocol, message))
			return SCMI_STATUS_NOT_SUPPORTED;
		return describe(call, message);
	}
	if (call->req_len != command->req_len &&
	    !has_length(command, call->req_len))
		return SCMI_STATUS_PROTOCOL_ERROR;
	/* Checked before the command runs, so that it never runs partly. */
	if (scmi_reply_room(&call->reply) < command->reply_min)
		return SCMI_STATUS_COMMS_ERROR;
	if (command->domain_word) {
		domain = scmi_get_le32(call->req +
				       4 * (size_t)command->domain_word - 4);
		if (domain >= protocol->nr_domains)
			return SCMI_STATUS_NOT_FOUND;
	}
	call->domain = domain;
	return command->handle(call);
}

void scmi_platform_init(struct scmi_platform *platform, bool has_p2a)
{
	static const struct scmi_platform reset_state;

	*platform = reset_state;
	platform->has_p2a = has_p2a;
	platform->lacks = SCMI_NEEDS_FAST | (has_p2a ? 0 : SCMI_NEEDS_P2A);
	scmi_power_init(platform);
	scmi_performance_init(platform);
	scmi_clock_init(platform);
	scmi_sensor_init(platform);
	scmi_voltage_init(platform);
	scmi_powercap_init(platform);
}

size_t scmi_platform_handle(struct scmi_platform *platform, u32 hdr,
			    const void *req, size_t req_len, void *resp,
			    size_t resp_cap)
{
	struct scmi_call call SCMI_UNINITIALIZED;
	enum scmi_status status;

	if (resp_cap < 4)
		return 0;

	/* Set all fields, but without the memset() of an initialiser. */
	call.platform = platform;
	call.req = req;
	call.req_len = req_len;
	call.reply.buf = resp;
	call.reply.len = 4;
	call.reply.cap = resp_cap;
	call.reply.overflow = false;
	scmi_put_le32(resp, SCMI_STATUS_SUCCESS);
	status = dispatch(&call, hdr);
	if (call.reply.overflow)
		status = SCMI_STATUS_COMMS_ERROR;
	if (status != SCMI_STATUS_SUCCESS) {
		call.reply.len = 4;
		scmi_put_le32(resp, (u32)status);
	}
	if (platform->follow_up & SCMI_FOLLOW_ASYNC)
		platform->async.hdr = hdr;
	return call.reply.len;
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
