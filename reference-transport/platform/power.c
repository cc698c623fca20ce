// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power domain management protocol 2.0, section 4.3. Domains are on or off,
 * and told so synchronously.
 */
#include "protocol.h"

#define STATE_SET_ASYNC (1U << 0)

#define SUPPORTS_SYNC (1U << 29)

/* Power state: bit 30 is set where context is lost; the rest is 0. */
#define STATE_ON  0U
#define STATE_OFF (1U << 30)

void scmi_power_init(struct scmi_platform *platform)
{
	u32 i;

	for (i = 0; i < SCMI_NR_POWER_DOMAINS; i++)
		platform->power_state[i] = STATE_ON;
}

static enum scmi_status attributes(struct scmi_platform *platform,
				   const u8 *req, struct scmi_reply *reply)
{
	(void)platform;
	(void)req;
	scmi_reply_u32(reply, SCMI_NR_POWER_DOMAINS);
	/* No shared memory with statistics: address and length are zero. */
	scmi_reply_u64(reply, 0);
	scmi_reply_u32(reply, 0);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status domain_attributes(struct scmi_platform *platform,
					  const u8 *req,
					  struct scmi_reply *reply)
{
	u32 domain = scmi_get_le32(req);

	(void)platform;
	if (domain >= SCMI_NR_POWER_DOMAINS)
		return SCMI_STATUS_NOT_FOUND;
	scmi_reply_u32(reply, SUPPORTS_SYNC);
	scmi_reply_name(reply, "ref-power", (int)domain);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status state_set(struct scmi_platform *platform, const u8 *req,
				  struct scmi_reply *reply)
{
	u32 flags = scmi_get_le32(req);
	u32 domain = scmi_get_le32(req + 4);
	u32 state = scmi_get_le32(req + 8);

	(void)reply;
	if (domain >= SCMI_NR_POWER_DOMAINS)
		return SCMI_STATUS_NOT_FOUND;
	if (flags & ~STATE_SET_ASYNC)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (flags & STATE_SET_ASYNC)
		return SCMI_STATUS_NOT_SUPPORTED;
	if (state != STATE_ON && state != STATE_OFF)
		return SCMI_STATUS_INVALID_PARAMETERS;
	platform->power_state[domain] = state;
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status state_get(struct scmi_platform *platform, const u8 *req,
				  struct scmi_reply *reply)
{
	u32 domain = scmi_get_le32(req);

	if (domain >= SCMI_NR_POWER_DOMAINS)
		return SCMI_STATUS_NOT_FOUND;
	scmi_reply_u32(reply, platform->power_state[domain]);
	return SCMI_STATUS_SUCCESS;
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {.handle = attributes, .reply_min = 16},
	[SCMI_POWER_DOMAIN_ATTRIBUTES] = {.handle = domain_attributes,
					  .req_len = 4,
					  .reply_min = 4 + SCMI_NAME_LEN},
	[SCMI_POWER_STATE_SET] = {.handle = state_set, .req_len = 12},
	[SCMI_POWER_STATE_GET] = {.handle = state_get,
				  .req_len = 4,
				  .reply_min = 4},
};

const struct scmi_protocol_desc scmi_power = {
	.id = SCMI_ID_POWER,
	.version = 0x20000,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
