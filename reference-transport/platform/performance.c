// SPDX-License-Identifier: GPL-2.0-only
/*
 * Performance domain management protocol 4.0, section 4.5. Every domain has the
 * same levels, 200 to 1000 in steps of 200: a level is a frequency in MHz. Domain 1
 * has fast channels, if there is memory for them, and names levels by their index,
 * from 1 on, because Linux takes a limit of 0 for none.
 */
#include "protocol.h"

#define LEVEL_MIN  200U
#define LEVEL_STEP 200U
#define NR_LEVELS  5U
#define LEVEL_MAX  (LEVEL_MIN + (NR_LEVELS - 1) * LEVEL_STEP)

#define LEVEL_LEN	   20
#define LEVEL_LEN_OLD	   12 /* before version 4.0 */
#define VERSION_WITH_INDEX 0x40000U
#define INDEXED_DOMAIN	   1U
#define POWER_IN_MILLIWATT (1U << 16)
#define LATENCY_US	   100U
#define KHZ_PER_LEVEL	   1000U

/* Attributes of a domain. */
#define CAN_SET_LIMITS	  (1U << 31)
#define CAN_SET_LEVEL	  (1U << 30)
#define CAN_NOTIFY_LIMITS (1U << 29)
#define CAN_NOTIFY_LEVEL  (1U << 28)
#define HAS_FAST_CHANNELS (1U << 27)
#define HAS_EXTENDED_NAME (1U << 26)
#define HAS_INDICES	  (1U << 25)

void scmi_performance_init(struct scmi_platform *platform)
{
	u32 i;

	for (i = 0; i < SCMI_NR_PERF_DOMAINS; i++) {
		platform->perf[i].level = LEVEL_MAX;
		platform->perf[i].min = LEVEL_MIN;
		platform->perf[i].max = LEVEL_MAX;
	}
}

static u32 version_of(const struct scmi_platform *platform)
{
	u32 negotiated = platform->version[SCMI_ID_PERFORMANCE - SCMI_ID_BASE];

	return negotiated ? negotiated : scmi_performance.version;
}

static bool is_indexed(const struct scmi_platform *platform, u32 domain)
{
	return domain == INDEXED_DOMAIN &&
	       version_of(platform) >= VERSION_WITH_INDEX;
}

static u32 index_of(u32 level)
{
	return (level - LEVEL_MIN) / LEVEL_STEP + 1;
}

u32 scmi_performance_value(const struct scmi_platform *platform, u32 domain,
			   u32 level)
{
	return is_indexed(platform, domain) ? index_of(level) : level;
}

/* Returns the level of an agent's value, or 0 if there is none. */
static u32 level_of(const struct scmi_platform *platform, u32 domain, u32 value)
{
	if (is_indexed(platform, domain))
		return value >= 1 && value <= NR_LEVELS
			       ? LEVEL_MIN + (value - 1) * LEVEL_STEP
			       : 0;
	return value >= LEVEL_MIN && value <= LEVEL_MAX &&
			       value % LEVEL_STEP == 0
		       ? value
		       : 0;
}

static enum scmi_status domain_attributes(struct scmi_call *call)
{
	u32 can = CAN_SET_LIMITS | CAN_SET_LEVEL;

	can |= scmi_has_extended_name(call, HAS_EXTENDED_NAME);
	if (is_indexed(call->platform, call->domain))
		can |= HAS_INDICES;
	if (call->platform->fast && call->domain == SCMI_FAST_DOMAIN)
		can |= HAS_FAST_CHANNELS;
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
	bool has_index = scmi_version(call) >= VERSION_WITH_INDEX;
	u32 count, i;

	if (index >= NR_LEVELS)
		return SCMI_STATUS_OUT_OF_RANGE;
	count = scmi_reply_part(&call->reply, NR_LEVELS, index,
				has_index ? LEVEL_LEN : LEVEL_LEN_OLD);
	for (i = index; i < index + count; i++) {
		u32 level = LEVEL_MIN + i * LEVEL_STEP;

		scmi_reply_u32(&call->reply, level);
		/* Power grows faster than frequency. */
		scmi_reply_u32(&call->reply, level * level / 1000);
		scmi_reply_u32(&call->reply, LATENCY_US);
		if (!has_index)
			continue;
		scmi_reply_u32(&call->reply, level * KHZ_PER_LEVEL);
		scmi_reply_u32(&call->reply, index_of(level));
	}
	return SCMI_STATUS_SUCCESS;
}

static void set_level(struct scmi_platform *platform, u32 domain, u32 level)
{
	struct scmi_perf_state *perf = &platform->perf[domain];
	u32 payload[] = {SCMI_AGENT_OSPM, domain,
			 scmi_performance_value(platform, domain, level)};

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
	u32 payload[] = {SCMI_AGENT_OSPM, domain,
			 scmi_performance_value(platform, domain, max),
			 scmi_performance_value(platform, domain, min)};

	if (perf->max == max && perf->min == min)
		return;
	perf->max = max;
	perf->min = min;
	if (perf->notify_limits)
		scmi_queue_notification(platform, SCMI_ID_PERFORMANCE,
					SCMI_PERF_LIMITS_CHANGED, payload,
					NR_ELEMENTS(payload));
}

enum scmi_status scmi_performance_set_limits(struct scmi_platform *platform,
					     u32 domain, u32 max, u32 min)
{
	u32 level = platform->perf[domain].level;

	if (min > max)
		return SCMI_STATUS_INVALID_PARAMETERS;
	min = level_of(platform, domain, min);
	max = level_of(platform, domain, max);
	if (!min || !max)
		return SCMI_STATUS_OUT_OF_RANGE;
	set_limits(platform, domain, max, min);
	/* Move a level beyond the new limits to the nearest limit. */
	if (level > max)
		level = max;
	if (level < min)
		level = min;
	set_level(platform, domain, level);
	return SCMI_STATUS_SUCCESS;
}

enum scmi_status scmi_performance_set_level(struct scmi_platform *platform,
					    u32 domain, u32 value)
{
	u32 level = level_of(platform, domain, value);

	if (level < platform->perf[domain].min ||
	    level > platform->perf[domain].max)
		return SCMI_STATUS_OUT_OF_RANGE;
	set_level(platform, domain, level);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status limits_set(struct scmi_call *call)
{
	enum scmi_status status;

	scmi_fast_pull(call->platform);
	status = scmi_performance_set_limits(call->platform, call->domain,
					     scmi_get_le32(call->req + 4),
					     scmi_get_le32(call->req + 8));
	scmi_fast_push(call->platform);
	return status;
}

static enum scmi_status limits_get(struct scmi_call *call)
{
	const struct scmi_platform *platform = call->platform;
	u32 domain = call->domain;

	scmi_fast_pull(call->platform);
	scmi_reply_u32(&call->reply,
		       scmi_performance_value(platform, domain,
					      platform->perf[domain].max));
	scmi_reply_u32(&call->reply,
		       scmi_performance_value(platform, domain,
					      platform->perf[domain].min));
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status level_set(struct scmi_call *call)
{
	enum scmi_status status;

	scmi_fast_pull(call->platform);
	status = scmi_performance_set_level(call->platform, call->domain,
					    scmi_get_le32(call->req + 4));
	scmi_fast_push(call->platform);
	return status;
}

static enum scmi_status level_get(struct scmi_call *call)
{
	const struct scmi_platform *platform = call->platform;

	scmi_fast_pull(call->platform);
	scmi_reply_u32(
		&call->reply,
		scmi_performance_value(platform, call->domain,
				       platform->perf[call->domain].level));
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
	[SCMI_PROTOCOL_ATTRIBUTES] = {scmi_protocol_attributes, 0, 0, 16},
	[SCMI_PERF_DOMAIN_ATTRIBUTES] = {domain_attributes, 1, 4,
					 16 + SCMI_NAME_LEN},
	[SCMI_PERF_DESCRIBE_LEVELS] = {describe_levels, 1, 8, 4 + LEVEL_LEN},
	[SCMI_PERF_LIMITS_SET] = {limits_set, 1, 12, .has_fast_channel = true},
	[SCMI_PERF_LIMITS_GET] = {limits_get, 1, 4, 8,
				  .has_fast_channel = true},
	[SCMI_PERF_LEVEL_SET] = {level_set, 1, 8, .has_fast_channel = true},
	[SCMI_PERF_LEVEL_GET] = {level_get, 1, 4, 4, .has_fast_channel = true},
	[SCMI_PERF_NOTIFY_LIMITS] = SCMI_NOTIFY_COMMAND(notify_limits),
	[SCMI_PERF_NOTIFY_LEVEL] = SCMI_NOTIFY_COMMAND(notify_level),
	[SCMI_PERF_DESCRIBE_FASTCHANNEL] = {scmi_fast_describe, 1, 8, 44,
					    .needs = SCMI_NEEDS_FAST},
	[SCMI_PERF_DOMAIN_NAME_GET] = SCMI_EXTENDED_NAME_COMMAND,
};

const struct scmi_protocol_desc scmi_performance = {
	.id = SCMI_ID_PERFORMANCE,
	.version = 0x40000,
	.older = {0x20000, 0x30000},
	.extended_name = "reference-performance-domain-",
	.names_since = 0x30000,
	.nr_domains = SCMI_NR_PERF_DOMAINS,
	.attributes = POWER_IN_MILLIWATT,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
