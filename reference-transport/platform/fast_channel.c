// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fast channels of performance and power capping, sections 4.5.3.13, 4.10.3.13 and 5.3:
 * memory in which the agent sets and reads levels, limits, caps and intervals without a
 * message. The platform obeys at once, so
 * the channels to set and to get are the same words. A write that is not valid is
 * undone. The agent rings a doorbell after each write, which the platform counts.
 */
#include "protocol.h"

/* Words of the memory. */
enum {
	FAST_LEVEL,
	FAST_RING, /* the doorbell */
	FAST_MAX,  /* the limits follow each other */
	FAST_MIN,
	FAST_CAP, /* of power capping */
	FAST_PAI,
};

/* DESCRIBE_FASTCHANNEL: a doorbell of 32 bits. */
#define HAS_DOORBELL	 (1U << 0)
#define DOORBELL_32_BITS (2U << 1)
#define DOORBELL_SET	 1U

static struct scmi_perf_state *fast_state(struct scmi_platform *platform)
{
	return &platform->perf[SCMI_FAST_DOMAIN];
}

static struct scmi_powercap_state *fast_cap(struct scmi_platform *platform)
{
	return &platform->powercap[SCMI_FAST_CAP_DOMAIN];
}

static u32 value(const struct scmi_platform *platform, u32 level)
{
	return scmi_performance_value(platform, SCMI_FAST_DOMAIN, level);
}

void scmi_fast_push(struct scmi_platform *platform)
{
	const struct scmi_perf_state *state = fast_state(platform);

	if (!platform->fast)
		return;
	platform->fast[FAST_CAP] = fast_cap(platform)->cap;
	platform->fast[FAST_PAI] = fast_cap(platform)->pai;
	platform->fast[FAST_LEVEL] = value(platform, state->level);
	platform->fast[FAST_MAX] = value(platform, state->max);
	platform->fast[FAST_MIN] = value(platform, state->min);
}

/* Returns true if the agent has written something. */
static bool pull_cap(struct scmi_platform *platform)
{
	u32 cap = platform->fast[FAST_CAP], pai = platform->fast[FAST_PAI];
	bool new_cap = cap != fast_cap(platform)->cap;
	bool new_pai = pai != fast_cap(platform)->pai;

	if (new_cap)
		scmi_powercap_set_cap(platform, SCMI_FAST_CAP_DOMAIN, cap);
	if (new_pai)
		scmi_powercap_set_pai(platform, SCMI_FAST_CAP_DOMAIN, pai);
	return new_cap || new_pai;
}

/*
 * Limits come first, because a level can be valid only with them. Reads each word
 * once, because the agent can change it at any time.
 */
static void pull(struct scmi_platform *platform)
{
	const struct scmi_perf_state *state = fast_state(platform);
	u32 level = platform->fast[FAST_LEVEL];
	u32 max = platform->fast[FAST_MAX];
	u32 min = platform->fast[FAST_MIN];
	bool new_limits = max != value(platform, state->max) ||
			  min != value(platform, state->min);
	bool new_level = level != value(platform, state->level);
	bool new_cap = pull_cap(platform);

	if (platform->fast[FAST_RING]) {
		platform->fast[FAST_RING] = 0;
		platform->fast_rings++;
	}
	if (new_limits)
		scmi_performance_set_limits(platform, SCMI_FAST_DOMAIN, max,
					    min);
	if (new_level)
		scmi_performance_set_level(platform, SCMI_FAST_DOMAIN, level);
	if (new_limits || new_level || new_cap)
		scmi_fast_push(platform);
}

void scmi_fast_pull(struct scmi_platform *platform)
{
	if (platform->fast)
		pull(platform);
}

void scmi_platform_poll_fast(struct scmi_platform *platform)
{
	scmi_fast_pull(platform);
}

void scmi_platform_set_fast(struct scmi_platform *platform,
			    volatile u32 *memory, u64 address)
{
	platform->fast = memory;
	platform->fast_address = address;
	platform->lacks &= (u8)~SCMI_NEEDS_FAST;
	memory[FAST_RING] = 0;
	scmi_fast_push(platform);
}

/* @offset and @size: the words of the channel. */
static enum scmi_status describe(struct scmi_call *call, bool set, u32 offset,
				 u32 size)
{
	u64 address = call->platform->fast_address;

	scmi_reply_u32(&call->reply, set ? HAS_DOORBELL | DOORBELL_32_BITS : 0);
	scmi_reply_u32(&call->reply, 0); /* writes may follow at any rate */
	scmi_reply_u64(&call->reply, address + 4 * offset);
	scmi_reply_u32(&call->reply, 4 * size);
	scmi_reply_u64(&call->reply, set ? address + 4 * FAST_RING : 0);
	scmi_reply_u64(&call->reply, set ? DOORBELL_SET : 0);
	scmi_reply_u64(&call->reply, 0); /* nothing to preserve */
	return SCMI_STATUS_SUCCESS;
}

/* Returns the status for a command without a fast channel, or without existence. */
static enum scmi_status lacks_channel(const struct scmi_call *call, u32 message)
{
	const struct scmi_protocol_desc *protocol = call->protocol;

	if (message == SCMI_PROTOCOL_NEGOTIATE_VERSION)
		return SCMI_STATUS_NOT_SUPPORTED;
	if (message >= protocol->nr_commands ||
	    (protocol->commands[message].handle == scmi_extended_name &&
	     scmi_version(call) < protocol->names_since))
		return SCMI_STATUS_NOT_FOUND;
	return SCMI_STATUS_NOT_SUPPORTED;
}

enum scmi_status scmi_fast_describe(struct scmi_call *call)
{
	u32 message = scmi_get_le32(call->req + 4);
	bool limits = message == SCMI_PERF_LIMITS_SET ||
		      message == SCMI_PERF_LIMITS_GET;
	bool set = message == SCMI_PERF_LIMITS_SET ||
		   message == SCMI_PERF_LEVEL_SET;

	if (!limits && !set && message != SCMI_PERF_LEVEL_GET)
		return lacks_channel(call, message);
	if (call->domain != SCMI_FAST_DOMAIN)
		return SCMI_STATUS_NOT_SUPPORTED;
	return describe(call, set, limits ? FAST_MAX : FAST_LEVEL,
			limits ? 2 : 1);
}

enum scmi_status scmi_fast_describe_cap(struct scmi_call *call)
{
	u32 message = scmi_get_le32(call->req + 4);
	bool pai = message == SCMI_POWERCAP_PAI_SET ||
		   message == SCMI_POWERCAP_PAI_GET;
	bool set = message == SCMI_POWERCAP_CAP_SET ||
		   message == SCMI_POWERCAP_PAI_SET;

	if (!pai && !set && message != SCMI_POWERCAP_CAP_GET)
		return lacks_channel(call, message);
	if (call->domain != SCMI_FAST_CAP_DOMAIN)
		return SCMI_STATUS_NOT_SUPPORTED;
	return describe(call, set, pai ? FAST_PAI : FAST_CAP, 1);
}
