// SPDX-License-Identifier: GPL-2.0-only
/*
 * System power management protocol 2.1, section 4.4. The agent may only request
 * a state: as for a request of another agent, a notification asks it to prepare.
 * A forced change is denied, because the platform has no power switch.
 */
#include "protocol.h"

#define REQUEST_GRACEFUL (1U << 0)

/* States of the system. */
#define STATE_SHUTDOWN	    0U
#define STATE_COLD_RESET    1U
#define STATE_WARM_RESET    2U
#define STATE_POWER_UP	    3U
#define STATE_SUSPEND	    4U
#define GRACEFUL_TIMEOUT_MS 1000U

/* Before this version a notification has no timeout. */
#define VERSION_WITH_TIMEOUT 0x20000U

static enum scmi_status attributes(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply, 0);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status state_set(struct scmi_call *call)
{
	u32 flags = scmi_get_le32(call->req);
	u32 state = scmi_get_le32(call->req + 4);
	u32 payload[] = {SCMI_AGENT_OSPM, flags, state, GRACEFUL_TIMEOUT_MS};

	if (flags & ~REQUEST_GRACEFUL || state > STATE_SUSPEND)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (state == STATE_WARM_RESET || state == STATE_SUSPEND)
		return SCMI_STATUS_NOT_SUPPORTED;
	if (state == STATE_POWER_UP)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (!(flags & REQUEST_GRACEFUL))
		return SCMI_STATUS_DENIED;
	if (call->platform->system_notify)
		scmi_queue_notification(
			call->platform, SCMI_ID_SYSTEM,
			SCMI_SYSTEM_POWER_STATE_NOTIFIER, payload,
			scmi_version(call) >= VERSION_WITH_TIMEOUT ? 4 : 3);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status state_get(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply, STATE_POWER_UP);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status state_notify(struct scmi_call *call)
{
	return scmi_set_notify(call, &call->platform->system_notify);
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {attributes, 0, 0, 4},
	[SCMI_SYSTEM_POWER_STATE_SET] = {state_set, 0, 8},
	[SCMI_SYSTEM_POWER_STATE_GET] = {state_get, 0, 0, 4},
	[SCMI_SYSTEM_POWER_STATE_NOTIFY] = {state_notify, 0, 4,
					    .needs = SCMI_NEEDS_P2A},
};

const struct scmi_protocol_desc scmi_system_power = {
	.id = SCMI_ID_SYSTEM,
	.version = 0x20001,
	.older = {0x10000, 0x20000},
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
