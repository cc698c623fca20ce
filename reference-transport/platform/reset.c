// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reset domain management protocol 3.1, section 4.8. The reset lines have no
 * devices, so a valid request has no further effect. The last domain can be reset
 * with a delayed response.
 */
#include "protocol.h"

#define RESET_AUTONOMOUS (1U << 0)
#define RESET_ASSERT	 (1U << 1)
#define RESET_ASYNC	 (1U << 2)
#define RESET_FLAGS	 (RESET_AUTONOMOUS | RESET_ASSERT | RESET_ASYNC)

/* Attributes of a domain. */
#define SUPPORTS_ASYNC	  (1U << 31)
#define CAN_NOTIFY	  (1U << 30)
#define HAS_EXTENDED_NAME (1U << 29)

#define COLD_RESET	0U
#define LATENCY_UNKNOWN 0xffffffffU

static bool supports_async(const struct scmi_call *call)
{
	return call->platform->has_p2a && call->domain == SCMI_NR_RESETS - 1;
}

static enum scmi_status domain_attributes(struct scmi_call *call)
{
	u32 can = call->platform->has_p2a ? CAN_NOTIFY : 0;

	if (supports_async(call))
		can |= SUPPORTS_ASYNC;
	scmi_reply_u32(&call->reply,
		       can | scmi_has_extended_name(call, HAS_EXTENDED_NAME));
	scmi_reply_u32(&call->reply, LATENCY_UNKNOWN);
	scmi_reply_name(&call->reply, "ref-reset", (int)call->domain);
	return SCMI_STATUS_SUCCESS;
}

static void notify_reset(struct scmi_platform *platform, u32 domain)
{
	u32 payload[] = {SCMI_AGENT_OSPM, domain, COLD_RESET};

	if (platform->reset_notify[domain])
		scmi_queue_notification(platform, SCMI_ID_RESET,
					SCMI_RESET_ISSUED, payload,
					NR_ELEMENTS(payload));
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
	if (flags & RESET_ASYNC) {
		if (!(flags & RESET_AUTONOMOUS))
			return SCMI_STATUS_INVALID_PARAMETERS;
		return supports_async(call)
			       ? scmi_defer(call->platform, call->domain, 0, 0)
			       : SCMI_STATUS_NOT_SUPPORTED;
	}
	/* The end of an explicit reset is not one. */
	if (flags)
		notify_reset(call->platform, call->domain);
	return SCMI_STATUS_SUCCESS;
}

static void reset_complete(struct scmi_platform *platform, const u32 *args,
			   struct scmi_reply *reply)
{
	notify_reset(platform, args[0]);
	scmi_reply_u32(reply, args[0]);
}

static enum scmi_status reset_notify(struct scmi_call *call)
{
	return scmi_set_notify(call,
			       &call->platform->reset_notify[call->domain]);
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {scmi_protocol_attributes, 0, 0, 4},
	[SCMI_RESET_DOMAIN_ATTRIBUTES] = {domain_attributes, 1, 4,
					  8 + SCMI_NAME_LEN},
	[SCMI_RESET] = {reset, 1, 12, .complete = reset_complete},
	[SCMI_RESET_NOTIFY] = SCMI_NOTIFY_COMMAND(reset_notify),
	[SCMI_RESET_DOMAIN_NAME_GET] = SCMI_EXTENDED_NAME_COMMAND,
};

const struct scmi_protocol_desc scmi_reset = {
	.id = SCMI_ID_RESET,
	.version = 0x30001,
	.older = {0x10000, 0x30000},
	.extended_name = "reference-reset-domain-",
	.names_since = 0x30000,
	.nr_domains = SCMI_NR_RESETS,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
