// SPDX-License-Identifier: GPL-2.0-only
/* Dispatch: which request goes to which command, and what is wrong with it. */
#include "internal.h"

const struct scmi_protocol_desc *const scmi_listed_protocols[] = {
	&scmi_clock,
	&scmi_sensor,
};

const size_t scmi_nr_listed_protocols = NR_ELEMENTS(scmi_listed_protocols);

static void put_le32(u8 *p, u32 value)
{
	p[0] = value & 0xff;
	p[1] = value >> 8 & 0xff;
	p[2] = value >> 16 & 0xff;
	p[3] = value >> 24;
}

void scmi_reply_u32(struct scmi_reply *reply, u32 value)
{
	if (scmi_reply_room(reply) < 4) {
		reply->overflow = true;
		return;
	}
	put_le32(reply->buf + reply->len, value);
	reply->len += 4;
}

/* Section 4.1.2: the lower word comes first. */
void scmi_reply_u64(struct scmi_reply *reply, u64 value)
{
	scmi_reply_u32(reply, value & 0xffffffff);
	scmi_reply_u32(reply, value >> 32);
}

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
	size_t i;

	if (id == SCMI_ID_BASE)
		return &scmi_base;
	for (i = 0; i < scmi_nr_listed_protocols; i++)
		if (scmi_listed_protocols[i]->id == id)
			return scmi_listed_protocols[i];
	return NULL;
}

static bool has_command(const struct scmi_protocol_desc *protocol, u32 message)
{
	if (message == SCMI_PROTOCOL_VERSION ||
	    message == SCMI_PROTOCOL_MESSAGE_ATTRIBUTES)
		return true;
	return message < protocol->nr_commands &&
	       protocol->commands[message].handle;
}

/* The dispatcher's own commands need the protocol's table, not its state. */
static enum scmi_status describe(const struct scmi_protocol_desc *protocol,
				 u8 message, const u8 *req, size_t req_len,
				 struct scmi_reply *reply)
{
	bool version = message == SCMI_PROTOCOL_VERSION;

	if (req_len != (version ? 0 : 4))
		return SCMI_STATUS_PROTOCOL_ERROR;
	if (!version && !has_command(protocol, scmi_get_le32(req)))
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
	if (!protocol || !has_command(protocol, message))
		return SCMI_STATUS_NOT_SUPPORTED;

	if (message == SCMI_PROTOCOL_VERSION ||
	    message == SCMI_PROTOCOL_MESSAGE_ATTRIBUTES)
		return describe(protocol, message, req, req_len, reply);

	command = &protocol->commands[message];
	if (req_len != command->req_len)
		return SCMI_STATUS_PROTOCOL_ERROR;
	/* Asked before the command runs, so that it never half runs. */
	if (scmi_reply_room(reply) < command->reply_min)
		return SCMI_STATUS_COMMS_ERROR;
	return command->handle(platform, req, reply);
}

void scmi_platform_init(struct scmi_platform *platform)
{
	scmi_clock_init(platform);
	scmi_sensor_init(platform);
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
	put_le32(resp, (u32)status);
	return reply.len;
}
