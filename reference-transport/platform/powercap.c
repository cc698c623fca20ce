// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power capping and monitoring protocol 2.0, section 4.10. Domain 1 is a part of
 * domain 0, which has fast channels, if there is memory for them. The measured power is half of the cap, so that it is plausible and
 * the same in each run.
 */
#include "protocol.h"

#define NO_PARENT 0xffffffffU

/* Powers, in milliwatts, and averaging intervals (PAI), in milliseconds. */
#define CAP_MIN	    1000U
#define CAP_MAX	    8000U
#define CAP_STEP    500U
#define SUSTAINABLE 4000U
#define ACCURACY    200U /* hundredths of a percent */
#define PAI_MIN	    10U
#define PAI_MAX	    100U
#define PAI_STEP    10U

/* Attributes of a domain. */
#define CAN_NOTIFY_CAP	   (1U << 31)
#define SUPPORTS_ASYNC	   (1U << 29)
#define HAS_EXTENDED_NAME  (1U << 28)
#define CAN_SET_CAP	   (1U << 27)
#define CAN_MONITOR	   (1U << 26)
#define CAN_SET_PAI	   (1U << 25)
#define POWER_IN_MILLIWATT (2U << 23)
#define HAS_FAST_CHANNELS  (1U << 22)

/* POWERCAP_CAP_SET flags. */
#define CAP_SET_IGNORE (1U << 0) /* means nothing without the next */
#define CAP_SET_ASYNC  (1U << 1)

/* Before this version capping cannot be switched off, by a cap of 0. */
#define VERSION_WITH_OFF 0x20000U

/* Domain 1 sets its cap with a delayed response. */
#define ASYNC_DOMAIN 1U

void scmi_powercap_init(struct scmi_platform *platform)
{
	u32 i;

	for (i = 0; i < SCMI_NR_POWERCAPS; i++) {
		platform->powercap[i].cap = SUSTAINABLE;
		platform->powercap[i].pai = PAI_MIN;
	}
}

static struct scmi_powercap_state *powercap_of(const struct scmi_call *call)
{
	return &call->platform->powercap[call->domain];
}

static enum scmi_status domain_attributes(struct scmi_call *call)
{
	u32 can = CAN_SET_CAP | CAN_MONITOR | CAN_SET_PAI | POWER_IN_MILLIWATT;

	can |= scmi_has_extended_name(call, HAS_EXTENDED_NAME);
	if (call->platform->has_p2a)
		can |= CAN_NOTIFY_CAP;
	if (call->platform->has_p2a && call->domain == ASYNC_DOMAIN)
		can |= SUPPORTS_ASYNC;
	if (call->platform->fast && call->domain == SCMI_FAST_CAP_DOMAIN)
		can |= HAS_FAST_CHANNELS;
	scmi_reply_u32(&call->reply, can);
	scmi_reply_name(&call->reply, "ref-cap", (int)call->domain);
	scmi_reply_u32(&call->reply, PAI_MIN);
	scmi_reply_u32(&call->reply, PAI_MAX);
	scmi_reply_u32(&call->reply, PAI_STEP);
	scmi_reply_u32(&call->reply, CAP_MIN);
	scmi_reply_u32(&call->reply, CAP_MAX);
	scmi_reply_u32(&call->reply, CAP_STEP);
	scmi_reply_u32(&call->reply, SUSTAINABLE);
	scmi_reply_u32(&call->reply, ACCURACY);
	scmi_reply_u32(&call->reply, call->domain ? 0 : NO_PARENT);
	return SCMI_STATUS_SUCCESS;
}

static void set(struct scmi_platform *platform, u32 domain, u32 cap, u32 pai)
{
	struct scmi_powercap_state *state = &platform->powercap[domain];
	u32 payload[] = {SCMI_AGENT_OSPM, domain, cap, pai};

	if (state->cap == cap && state->pai == pai)
		return;
	state->cap = cap;
	state->pai = pai;
	if (state->notify)
		scmi_queue_notification(platform, SCMI_ID_POWERCAP,
					SCMI_POWERCAP_CAP_CHANGED, payload,
					NR_ELEMENTS(payload));
}

static bool in_range(u32 value, u32 min, u32 max, u32 step)
{
	return value >= min && value <= max && (value - min) % step == 0;
}

static bool can_switch_off(const struct scmi_platform *platform)
{
	u32 negotiated = platform->version[SCMI_ID_POWERCAP - SCMI_ID_BASE];

	return !negotiated || negotiated >= VERSION_WITH_OFF;
}

static bool is_cap(const struct scmi_platform *platform, u32 cap)
{
	return in_range(cap, CAP_MIN, CAP_MAX, CAP_STEP) ||
	       (!cap && can_switch_off(platform));
}

enum scmi_status scmi_powercap_set_cap(struct scmi_platform *platform,
				       u32 domain, u32 cap)
{
	if (!is_cap(platform, cap))
		return SCMI_STATUS_OUT_OF_RANGE;
	set(platform, domain, cap, platform->powercap[domain].pai);
	return SCMI_STATUS_SUCCESS;
}

enum scmi_status scmi_powercap_set_pai(struct scmi_platform *platform,
				       u32 domain, u32 pai)
{
	if (!in_range(pai, PAI_MIN, PAI_MAX, PAI_STEP))
		return SCMI_STATUS_OUT_OF_RANGE;
	set(platform, domain, platform->powercap[domain].cap, pai);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status cap_set(struct scmi_call *call)
{
	u32 flags = scmi_get_le32(call->req + 4);
	u32 cap = scmi_get_le32(call->req + 8);
	bool async = flags & CAP_SET_ASYNC;

	if (flags & ~(CAP_SET_IGNORE | CAP_SET_ASYNC))
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (!is_cap(call->platform, cap))
		return SCMI_STATUS_OUT_OF_RANGE;
	if (async && (call->domain != ASYNC_DOMAIN || !call->platform->has_p2a))
		return SCMI_STATUS_NOT_SUPPORTED;
	if (async && !(flags & CAP_SET_IGNORE))
		return scmi_defer(call->platform, call->domain, cap, 0);
	scmi_fast_pull(call->platform);
	scmi_powercap_set_cap(call->platform, call->domain, cap);
	scmi_fast_push(call->platform);
	return SCMI_STATUS_SUCCESS;
}

static void cap_set_complete(struct scmi_platform *platform, const u32 *args,
			     struct scmi_reply *reply)
{
	scmi_powercap_set_cap(platform, args[0], args[1]);
	scmi_reply_u32(reply, args[0]);
	scmi_reply_u32(reply, args[1]);
}

static enum scmi_status cap_get(struct scmi_call *call)
{
	scmi_fast_pull(call->platform);
	scmi_reply_u32(&call->reply, powercap_of(call)->cap);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status pai_set(struct scmi_call *call)
{
	u32 flags = scmi_get_le32(call->req + 4);
	enum scmi_status status;

	if (flags)
		return SCMI_STATUS_INVALID_PARAMETERS;
	scmi_fast_pull(call->platform);
	status = scmi_powercap_set_pai(call->platform, call->domain,
				       scmi_get_le32(call->req + 8));
	scmi_fast_push(call->platform);
	return status;
}

static enum scmi_status pai_get(struct scmi_call *call)
{
	scmi_fast_pull(call->platform);
	scmi_reply_u32(&call->reply, powercap_of(call)->pai);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status measurements_get(struct scmi_call *call)
{
	u32 cap;

	scmi_fast_pull(call->platform);
	cap = powercap_of(call)->cap;
	scmi_reply_u32(&call->reply, (cap ? cap : CAP_MAX) / 2);
	scmi_reply_u32(&call->reply, powercap_of(call)->pai);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status cap_notify(struct scmi_call *call)
{
	return scmi_set_notify(call, &powercap_of(call)->notify);
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {scmi_protocol_attributes, 0, 0, 4},
	[SCMI_POWERCAP_DOMAIN_ATTRIBUTES] = {domain_attributes, 1, 4,
					     4 + SCMI_NAME_LEN + 9 * 4},
	[SCMI_POWERCAP_CAP_GET] = {cap_get, 1, 4, 4, .has_fast_channel = true},
	[SCMI_POWERCAP_CAP_SET] = {cap_set, 1, 12, .complete = cap_set_complete,
				   .has_fast_channel = true},
	[SCMI_POWERCAP_PAI_GET] = {pai_get, 1, 4, 4, .has_fast_channel = true},
	[SCMI_POWERCAP_PAI_SET] = {pai_set, 1, 12, .has_fast_channel = true},
	[SCMI_POWERCAP_DOMAIN_NAME_GET] = SCMI_EXTENDED_NAME_COMMAND,
	[SCMI_POWERCAP_MEASUREMENTS_GET] = {measurements_get, 1, 4, 8},
	[SCMI_POWERCAP_DESCRIBE_FASTCHANNEL] = {scmi_fast_describe_cap, 1, 8,
						44, .needs = SCMI_NEEDS_FAST},
	[SCMI_POWERCAP_CAP_NOTIFY] = SCMI_NOTIFY_COMMAND(cap_notify),
};

const struct scmi_protocol_desc scmi_powercap = {
	.id = SCMI_ID_POWERCAP,
	.version = 0x20000,
	.older = {0x10000},
	.nr_domains = SCMI_NR_POWERCAPS,
	.extended_name = "reference-power-cap-",
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
