// SPDX-License-Identifier: GPL-2.0-only
/*
 * Voltage domain management protocol 2.1, section 4.9. One domain describes its
 * levels as a range, the other as a list. The other sets its level with a delayed
 * response, if the agent asks for one.
 */
#include "protocol.h"

#define VERSION_WITH_ASYNC 0x20000U /* and with extended names */
#define CONFIG_OFF	   0x0U
#define CONFIG_ON	   0x7U

/* Attributes of a domain. */
#define SUPPORTS_ASYNC	  (1U << 31)
#define HAS_EXTENDED_NAME (1U << 30)

#define LEVEL_SET_ASYNC (1U << 0)

#define LEVELS_AS_RANGE (1U << 12)

/* A domain's levels are min + n * step, n < count; in uV. */
struct voltage_levels {
	s32 min;
	s32 step;
	u32 count;
	bool range;
};

static const struct voltage_levels levels[SCMI_NR_VOLTAGES] = {
	{600000, 25000, 25, true},
	{900000, 100000, 10, false},
};

static s32 level_at(const struct voltage_levels *l, u32 n)
{
	return l->min + (s32)n * l->step;
}

void scmi_voltage_init(struct scmi_platform *platform)
{
	u32 i;

	for (i = 0; i < SCMI_NR_VOLTAGES; i++) {
		platform->voltage_level[i] = level_at(&levels[i], 0);
		platform->voltage_config[i] = CONFIG_ON;
	}
}

static bool supports_async(const struct scmi_call *call)
{
	return call->platform->has_p2a && !levels[call->domain].range &&
	       scmi_version(call) >= VERSION_WITH_ASYNC;
}

static enum scmi_status domain_attributes(struct scmi_call *call)
{
	u32 can = scmi_has_extended_name(call, HAS_EXTENDED_NAME);

	scmi_reply_u32(&call->reply,
		       can | (supports_async(call) ? SUPPORTS_ASYNC : 0));
	scmi_reply_name(&call->reply, "ref-voltage", (int)call->domain);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status describe_levels(struct scmi_call *call)
{
	u32 index = scmi_get_le32(call->req + 4);
	const struct voltage_levels *l = &levels[call->domain];
	u32 count, i;

	if (index >= (l->range ? 1 : l->count))
		return SCMI_STATUS_OUT_OF_RANGE;
	if (l->range) {
		scmi_reply_u32(&call->reply, LEVELS_AS_RANGE | 3);
		scmi_reply_u32(&call->reply, (u32)l->min);
		scmi_reply_u32(&call->reply, (u32)level_at(l, l->count - 1));
		scmi_reply_u32(&call->reply, (u32)l->step);
		return SCMI_STATUS_SUCCESS;
	}
	count = scmi_reply_part(&call->reply, l->count, index, 4);
	for (i = 0; i < count; i++)
		scmi_reply_u32(&call->reply, (u32)level_at(l, index + i));
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status config_set(struct scmi_call *call)
{
	u32 config = scmi_get_le32(call->req + 4);

	if (config != CONFIG_OFF && config != CONFIG_ON)
		return SCMI_STATUS_INVALID_PARAMETERS;
	call->platform->voltage_config[call->domain] = config;
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status config_get(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply,
		       call->platform->voltage_config[call->domain]);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status level_set(struct scmi_call *call)
{
	u32 flags = scmi_get_le32(call->req + 4);
	s32 level = (s32)scmi_get_le32(call->req + 8);
	const struct voltage_levels *l = &levels[call->domain];

	if (flags & ~LEVEL_SET_ASYNC)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (level < l->min || level > level_at(l, l->count - 1))
		return SCMI_STATUS_OUT_OF_RANGE;
	if ((level - l->min) % l->step)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (flags && !supports_async(call))
		return SCMI_STATUS_NOT_SUPPORTED;
	if (flags)
		return scmi_defer(call->platform, call->domain, (u32)level, 0);
	call->platform->voltage_level[call->domain] = level;
	return SCMI_STATUS_SUCCESS;
}

static void level_set_complete(struct scmi_platform *platform, const u32 *args,
			       struct scmi_reply *reply)
{
	platform->voltage_level[args[0]] = (s32)args[1];
	scmi_reply_u32(reply, args[0]);
	scmi_reply_u32(reply, args[1]);
}

static enum scmi_status level_get(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply,
		       (u32)call->platform->voltage_level[call->domain]);
	return SCMI_STATUS_SUCCESS;
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {scmi_protocol_attributes, 0, 0, 4},
	[SCMI_VOLTAGE_DOMAIN_ATTRIBUTES] = {domain_attributes, 1, 4,
					    4 + SCMI_NAME_LEN},
	/* Room for a range, which cannot be split over replies. */
	[SCMI_VOLTAGE_DESCRIBE_LEVELS] = {describe_levels, 1, 8, 4 + 3 * 4},
	[SCMI_VOLTAGE_CONFIG_SET] = {config_set, 1, 8},
	[SCMI_VOLTAGE_CONFIG_GET] = {config_get, 1, 4, 4},
	[SCMI_VOLTAGE_LEVEL_SET] = {level_set, 1, 12,
				    .complete = level_set_complete},
	[SCMI_VOLTAGE_LEVEL_GET] = {level_get, 1, 4, 4},
	[SCMI_VOLTAGE_DOMAIN_NAME_GET] = SCMI_EXTENDED_NAME_COMMAND,
};

const struct scmi_protocol_desc scmi_voltage = {
	.id = SCMI_ID_VOLTAGE,
	.version = 0x20001,
	.older = {0x10000, 0x20000},
	.extended_name = "reference-voltage-domain-",
	.names_since = VERSION_WITH_ASYNC,
	.nr_domains = SCMI_NR_VOLTAGES,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
