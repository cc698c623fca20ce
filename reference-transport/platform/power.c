// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power domain management protocol 3.1, section 4.3. Domains are on or off;
 * commands are synchronous.
 */
#include "protocol.h"

#define STATE_SET_ASYNC (1U << 0)

/* Attributes of a domain. */
#define CAN_NOTIFY	  (1U << 31)
#define SUPPORTS_SYNC	  (1U << 29)
#define HAS_EXTENDED_NAME (1U << 27)

/* Power state: bit 30 is set where context is lost; the rest is 0. */
#define STATE_ON  0U
#define STATE_OFF (1U << 30)

void scmi_power_init(struct scmi_platform *platform)
{
	u32 i;

	for (i = 0; i < SCMI_NR_POWER_DOMAINS; i++)
		platform->power[i].state = STATE_ON;
}

static enum scmi_status domain_attributes(struct scmi_call *call)
{
	u32 can = call->platform->has_p2a ? CAN_NOTIFY : 0;

	scmi_reply_u32(&call->reply,
		       can | SUPPORTS_SYNC |
			       scmi_has_extended_name(call, HAS_EXTENDED_NAME));
	scmi_reply_name(&call->reply, "ref-power", (int)call->domain);
	return SCMI_STATUS_SUCCESS;
}

static void set_state(struct scmi_platform *platform, u32 domain, u32 state)
{
	struct scmi_power_state *power = &platform->power[domain];
	u32 payload[] = {SCMI_AGENT_OSPM, domain, state};

	if (power->state == state)
		return;
	power->state = state;
	if (power->notify)
		scmi_queue_notification(platform, SCMI_ID_POWER,
					SCMI_POWER_STATE_CHANGED, payload,
					NR_ELEMENTS(payload));
}

static enum scmi_status state_set(struct scmi_call *call)
{
	u32 flags = scmi_get_le32(call->req);
	u32 state = scmi_get_le32(call->req + 8);

	if (flags & ~STATE_SET_ASYNC)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (flags & STATE_SET_ASYNC)
		return SCMI_STATUS_NOT_SUPPORTED;
	if (state != STATE_ON && state != STATE_OFF)
		return SCMI_STATUS_INVALID_PARAMETERS;
	set_state(call->platform, call->domain, state);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status state_get(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply, call->platform->power[call->domain].state);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status state_notify(struct scmi_call *call)
{
	return scmi_set_notify(call,
			       &call->platform->power[call->domain].notify);
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {scmi_protocol_attributes, 0, 0, 16},
	[SCMI_POWER_DOMAIN_ATTRIBUTES] = {domain_attributes, 1, 4,
					  4 + SCMI_NAME_LEN},
	[SCMI_POWER_STATE_SET] = {state_set, 2, 12},
	[SCMI_POWER_STATE_GET] = {state_get, 1, 4, 4},
	[SCMI_POWER_STATE_NOTIFY] = SCMI_NOTIFY_COMMAND(state_notify),
	[SCMI_POWER_DOMAIN_NAME_GET] = SCMI_EXTENDED_NAME_COMMAND,
};

const struct scmi_protocol_desc scmi_power = {
	.id = SCMI_ID_POWER,
	.version = 0x30001,
	.older = {0x20000, 0x30000},
	.extended_name = "reference-power-domain-",
	.names_since = 0x30000,
	.nr_domains = SCMI_NR_POWER_DOMAINS,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
