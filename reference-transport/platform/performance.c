// SPDX-License-Identifier: GPL-2.0-only
/*
 * Performance domain management protocol 2.0, section 4.5. Every domain has the
 * same levels, 200 to 1000 in steps of 200: a level is a frequency in MHz.
 */
#include "protocol.h"

#define LEVEL_MIN  200U
#define LEVEL_STEP 200U
#define NR_LEVELS  5U
#define LEVEL_MAX  (LEVEL_MIN + (NR_LEVELS - 1) * LEVEL_STEP)

#define LEVEL_LEN	   12
#define POWER_IN_MILLIWATT (1U << 16)
#define LATENCY_US	   100U
#define KHZ_PER_LEVEL	   1000U

/* Attributes of a domain. */
#define CAN_SET_LIMITS	  (1U << 31)
#define CAN_SET_LEVEL	  (1U << 30)
#define CAN_NOTIFY_LIMITS (1U << 29)
#define CAN_NOTIFY_LEVEL  (1U << 28)

void scmi_performance_init(struct scmi_platform *platform)
{
	u32 i;

	for (i = 0; i < SCMI_NR_PERF_DOMAINS; i++) {
		platform->perf[i].level = LEVEL_MAX;
		platform->perf[i].min = LEVEL_MIN;
		platform->perf[i].max = LEVEL_MAX;
	}
}

static enum scmi_status domain_attributes(struct scmi_call *call)
{
	u32 can = CAN_SET_LIMITS | CAN_SET_LEVEL;

	if (call->platform->has_p2a)
		can |= CAN_NOTIFY_LIMITS | CAN_NOTIFY_LEVEL;
	scmi_reply_u32(&call->reply, can);
	scmi_reply_u32(&call->reply, 0); /* changes may follow at any rate */
	scmi_reply_u32(&call->reply, LEVEL_MAX * KHZ_PER_LEVEL);
	scmi_reply_u32(&call->reply, LEVEL_MAX);
	scmi_reply_name(&call->reply, "ref-perf", (int)call->domain);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status describe_levels(struct scmi_call *call)
{
	u32 index = scmi_get_le32(call->req + 4);
	u32 count, i;

	if (index >= NR_LEVELS)
		return SCMI_STATUS_OUT_OF_RANGE;
	count = scmi_reply_part(&call->reply, NR_LEVELS, index, LEVEL_LEN);
	for (i = index; i < index + count; i++) {
		u32 level = LEVEL_MIN + i * LEVEL_STEP;

		scmi_reply_u32(&call->reply, level);
		/* Power grows faster than frequency. */
		scmi_reply_u32(&call->reply, level * level / 1000);
		scmi_reply_u32(&call->reply, LATENCY_US);
	}
	return SCMI_STATUS_SUCCESS;
}

static bool is_level(u32 level)
{
	return level >= LEVEL_MIN && level <= LEVEL_MAX &&
	       level % LEVEL_STEP == 0;
}

static void set_level(struct scmi_platform *platform, u32 domain, u32 level)
{
	struct scmi_perf_state *perf = &platform->perf[domain];
	u32 payload[] = {SCMI_AGENT_OSPM, domain, level};

	if (perf->level == level)
		return;
	perf->level = level;
	if (perf->notify_level)
		scmi_queue_notification(platform, SCMI_ID_PERFORMANCE,
					SCMI_PERF_LEVEL_CHANGED, payload,
					NR_ELEMENTS(payload));
}

static void set_limits(struct scmi_platform *platform, u32 domain, u32 max,
		       u32 min)
{
	struct scmi_perf_state *perf = &platform->perf[domain];
	u32 payload[] = {SCMI_AGENT_OSPM, domain, max, min};

	if (perf->max == max && perf->min == min)
		return;
	perf->max = max;
	perf->min = min;
	if (perf->notify_limits)
		scmi_queue_notification(platform, SCMI_ID_PERFORMANCE,
					SCMI_PERF_LIMITS_CHANGED, payload,
					NR_ELEMENTS(payload));
}

static enum scmi_status limits_set(struct scmi_call *call)
{
	u32 domain = call->domain;
	u32 max = scmi_get_le32(call->req + 4);
	u32 min = scmi_get_le32(call->req + 8);
	u32 level;

	if (min > max)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (!is_level(min) || !is_level(max))
		return SCMI_STATUS_OUT_OF_RANGE;
	set_limits(call->platform, domain, max, min);
	/* Move a level beyond the new limits to the nearest limit. */
	level = call->platform->perf[domain].level;
	if (level > max)
		level = max;
	if (level < min)
		level = min;
	set_level(call->platform, domain, level);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status limits_get(struct scmi_call *call)
{
	u32 domain = call->domain;

	scmi_reply_u32(&call->reply, call->platform->perf[domain].max);
	scmi_reply_u32(&call->reply, call->platform->perf[domain].min);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status level_set(struct scmi_call *call)
{
	u32 domain = call->domain;
	u32 level = scmi_get_le32(call->req + 4);

	if (!is_level(level) || level < call->platform->perf[domain].min ||
	    level > call->platform->perf[domain].max)
		return SCMI_STATUS_OUT_OF_RANGE;
	set_level(call->platform, domain, level);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status level_get(struct scmi_call *call)
{
	u32 domain = call->domain;

	scmi_reply_u32(&call->reply, call->platform->perf[domain].level);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status notify_limits(struct scmi_call *call)
{
	return scmi_set_notify(
		call, &call->platform->perf[call->domain].notify_limits);
}

static enum scmi_status notify_level(struct scmi_call *call)
{
	return scmi_set_notify(
		call, &call->platform->perf[call->domain].notify_level);
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {.handle = scmi_protocol_attributes,
				      .reply_min = 16},
	[SCMI_PERF_DOMAIN_ATTRIBUTES] = {.handle = domain_attributes,
					 .req_len = 4,
					 .domain_word = 1,
					 .reply_min = 16 + SCMI_NAME_LEN},
	[SCMI_PERF_DESCRIBE_LEVELS] = {.handle = describe_levels,
				       .req_len = 8,
				       .domain_word = 1,
				       .reply_min = 4 + LEVEL_LEN},
	[SCMI_PERF_LIMITS_SET] = {.handle = limits_set,
				  .req_len = 12,
				  .domain_word = 1},
	[SCMI_PERF_LIMITS_GET] = {.handle = limits_get,
				  .req_len = 4,
				  .domain_word = 1,
				  .reply_min = 8},
	[SCMI_PERF_LEVEL_SET] = {.handle = level_set,
				 .req_len = 8,
				 .domain_word = 1},
	[SCMI_PERF_LEVEL_GET] = {.handle = level_get,
				 .req_len = 4,
				 .domain_word = 1,
				 .reply_min = 4},
	[SCMI_PERF_NOTIFY_LIMITS] = {.handle = notify_limits,
				     .req_len = 8,
				     .domain_word = 1,
				     .needs_p2a = true},
	[SCMI_PERF_NOTIFY_LEVEL] = {.handle = notify_level,
				    .req_len = 8,
				    .domain_word = 1,
				    .needs_p2a = true},
};

const struct scmi_protocol_desc scmi_performance = {
	.id = SCMI_ID_PERFORMANCE,
	.version = 0x20000,
	.nr_domains = SCMI_NR_PERF_DOMAINS,
	.attributes = POWER_IN_MILLIWATT,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
