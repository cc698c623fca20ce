// SPDX-License-Identifier: GPL-2.0-only
/* The vendor's own protocol, 1.0: it sends back what it gets. */
#include "protocol.h"

static enum scmi_status echo(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply, scmi_get_le32(call->req));
	scmi_reply_u32(&call->reply, scmi_get_le32(call->req + 4));
	return SCMI_STATUS_SUCCESS;
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {scmi_protocol_attributes, 0, 0, 4},
	[SCMI_VENDOR_ECHO] = {echo, 0, 8, 8},
};

const struct scmi_protocol_desc scmi_vendor = {
	.id = SCMI_ID_VENDOR,
	.version = 0x10000,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
