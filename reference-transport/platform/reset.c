// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reset domain management protocol 1.0, section 4.8. The reset lines have no
 * devices, so a valid request has no further effect.
 */
#include "protocol.h"

#define RESET_AUTONOMOUS (1U << 0)
#define RESET_ASSERT	 (1U << 1)
#define RESET_ASYNC	 (1U << 2)
#define RESET_FLAGS	 (RESET_AUTONOMOUS | RESET_ASSERT | RESET_ASYNC)

#define COLD_RESET	0U
#define LATENCY_UNKNOWN 0xffffffffU

static enum scmi_status domain_attributes(struct scmi_call *call)
{
	/* Neither asynchronous resets nor notifications. */
	scmi_reply_u32(&call->reply, 0);
	scmi_reply_u32(&call->reply, LATENCY_UNKNOWN);
	scmi_reply_name(&call->reply, "ref-reset", (int)call->domain);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status reset(struct scmi_call *call)
{
	u32 flags = scmi_get_le32(call->req + 4);
	u32 state = scmi_get_le32(call->req + 8);

	if (flags & ~RESET_FLAGS || state != COLD_RESET)
		return SCMI_STATUS_INVALID_PARAMETERS;
	/* A reset is either autonomous or explicit. */
	if (flags & RESET_AUTONOMOUS && flags & RESET_ASSERT)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (flags & RESET_ASYNC)
		return SCMI_STATUS_NOT_SUPPORTED;
	return SCMI_STATUS_SUCCESS;
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {.handle = scmi_protocol_attributes,
				      .reply_min = 4},
	[SCMI_RESET_DOMAIN_ATTRIBUTES] = {.handle = domain_attributes,
					  .req_len = 4,
					  .domain_word = 1,
					  .reply_min = 8 + SCMI_NAME_LEN},
	[SCMI_RESET] = {.handle = reset, .req_len = 12, .domain_word = 1},
};

const struct scmi_protocol_desc scmi_reset = {
	.id = SCMI_ID_RESET,
	.version = 0x10000,
	.nr_domains = SCMI_NR_RESETS,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
