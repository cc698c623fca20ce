// SPDX-License-Identifier: GPL-2.0-only
/* Base protocol 2.1, section 4.2. */
#include "protocol.h"

#define OWN_AGENT 0xffffffffU /* the agent that asks */

#define NR_AGENTS 1 /* the platform itself is not counted */

static enum scmi_status attributes(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply,
		       NR_AGENTS << 8 | (u32)scmi_nr_listed_protocols);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status vendor(struct scmi_call *call)
{
	scmi_reply_name(&call->reply, "scmi-perf", -1);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status sub_vendor(struct scmi_call *call)
{
	const char *name = call->platform->sub_vendor;

	scmi_reply_name(&call->reply, name ? name : "reference", -1);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status implementation_version(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply, 1);
	return SCMI_STATUS_SUCCESS;
}

/* Lists as many protocols as fit, padded with zeros to whole words. */
static enum scmi_status list_protocols(struct scmi_call *call)
{
	u32 skip = scmi_get_le32(call->req);
	size_t fit = (scmi_reply_room(&call->reply) - 4) & ~(size_t)3;
	size_t count, i;

	if (skip > scmi_nr_listed_protocols)
		return SCMI_STATUS_INVALID_PARAMETERS;
	count = scmi_nr_listed_protocols - skip;
	/* An empty reply would mean the end of the list. */
	if (count && !fit)
		return SCMI_STATUS_COMMS_ERROR;
	if (count > fit)
		count = fit;

	scmi_reply_u32(&call->reply, (u32)count);
	for (i = 0; i < count; i += 4) {
		u32 word = 0;
		size_t k;

		for (k = i; k < count && k < i + 4; k++)
			word |= (u32)scmi_listed_protocols[skip + k]->id
				<< (k - i) * 8;
		scmi_reply_u32(&call->reply, word);
	}
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status discover_agent(struct scmi_call *call)
{
	u32 agent = scmi_get_le32(call->req);

	if (agent == OWN_AGENT)
		agent = SCMI_AGENT_OSPM;
	if (agent > NR_AGENTS)
		return SCMI_STATUS_NOT_FOUND;
	scmi_reply_u32(&call->reply, agent);
	scmi_reply_name(&call->reply,
			agent == SCMI_AGENT_PLATFORM ? "platform" : "OSPM", -1);
	return SCMI_STATUS_SUCCESS;
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {attributes, 0, 0, 4},
	[SCMI_BASE_DISCOVER_VENDOR] = {vendor, 0, 0, SCMI_NAME_LEN},
	[SCMI_BASE_DISCOVER_SUB_VENDOR] = {sub_vendor, 0, 0, SCMI_NAME_LEN},
	[SCMI_BASE_DISCOVER_IMPLEMENTATION_VERSION] = {implementation_version,
						       0, 0, 4},
	[SCMI_BASE_DISCOVER_LIST_PROTOCOLS] = {list_protocols, 0, 4, 4},
	[SCMI_BASE_DISCOVER_AGENT] = {discover_agent, 0, 4, 4 + SCMI_NAME_LEN},
};

const struct scmi_protocol_desc scmi_base = {
	.id = SCMI_ID_BASE,
	.version = 0x20001,
	.older = {0x20000},
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
