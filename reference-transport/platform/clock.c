// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clock management protocol 3.0, section 4.6. Each clock has another of the
 * protocol's options: see clock_options.
 */
#include "protocol.h"

#define MHZ 1000000U

/* And with notifications. */
#define VERSION_WITH_LATENCY 0x20000U
#define VERSION_WITH_PARENTS 0x30000U

/* CLOCK_RATE_SET flags. Bit 1 means nothing without bit 0. */
#define RATE_SET_ASYNC	    (1U << 0)
#define RATE_SET_IGNORE	    (1U << 1)
#define RATE_SET_ROUND_UP   (1U << 2)
#define RATE_SET_ROUND_AUTO (1U << 3)
#define RATE_SET_FLAGS                                          \
	(RATE_SET_ASYNC | RATE_SET_IGNORE | RATE_SET_ROUND_UP | \
	 RATE_SET_ROUND_AUTO)

/* Attributes of a clock. */
#define CLOCK_ENABLED		(1U << 0)
#define HAS_RESTRICTIONS	(1U << 1)
#define HAS_EXTENDED_CONFIG	(1U << 27)
#define HAS_PARENTS		(1U << 28)
#define HAS_EXTENDED_NAME	(1U << 29)
#define CAN_NOTIFY_RATE_REQUEST (1U << 30)
#define CAN_NOTIFY_RATE_CHANGE	(1U << 31)
#define ADDED_IN_2 \
	(HAS_EXTENDED_NAME | CAN_NOTIFY_RATE_REQUEST | CAN_NOTIFY_RATE_CHANGE)
#define ADDED_IN_3 (HAS_RESTRICTIONS | HAS_EXTENDED_CONFIG | HAS_PARENTS)

/* CLOCK_CONFIG_SET. */
#define CONFIG_STATE	 3U
#define CONFIG_DISABLE	 0U
#define CONFIG_ENABLE	 1U
#define CONFIG_UNCHANGED 3U
#define CONFIG_TYPE	 16 /* position */
#define CONFIG_KNOWN	 (0xffU << CONFIG_TYPE | CONFIG_STATE)

/* Types of an extended configuration. */
#define TYPE_NONE	0U
#define TYPE_DUTY_CYCLE 1U /* in percent */

/* CLOCK_GET_PERMISSIONS. */
#define MAY_SET_STATE  (1U << 31)
#define MAY_SET_PARENT (1U << 30)
#define MAY_SET_RATE   (1U << 29)

#define RATES_AS_RANGE	  (1U << 12)
#define REMAINING_PARENTS 24 /* position */

/**
 * struct clock_options - the options of a clock
 * @parents: clocks that can be its parent
 * @nr_parents: elements of @parents in use; 0: its parent is fixed
 * @has_duty_cycle: its duty cycle can be set
 * @is_restricted: the agent may only switch it
 */
struct clock_options {
	u8 parents[2];
	u8 nr_parents;
	bool has_duty_cycle;
	bool is_restricted;
};

static const struct clock_options options[SCMI_NR_CLOCKS] = {
	[1] = {.has_duty_cycle = true},
	[2] = {.parents = {0, 1}, .nr_parents = 2},
	[3] = {.is_restricted = true},
};

/*
 * A clock's rates are min + n * step, n < count. Some clocks describe them as a
 * range, others as a list. The list has as many rates as Linux accepts, which
 * is more than fits into one reply.
 */
struct clock_rates {
	u32 min;
	u32 step;
	u32 count;
	bool range;
};

static const struct clock_rates as_range = {1 * MHZ, 1 * MHZ, 1000, true};
static const struct clock_rates as_list = {50 * MHZ, 50 * MHZ, 16, false};

static const struct clock_rates *rates_of(u32 clock)
{
	return clock % 2 ? &as_list : &as_range;
}

static u32 rate_at(const struct clock_rates *rates, u32 n)
{
	return rates->min + n * rates->step;
}

void scmi_clock_init(struct scmi_platform *platform)
{
	u32 i;

	for (i = 0; i < SCMI_NR_CLOCKS; i++) {
		platform->clocks[i].rate = 100 * MHZ;
		platform->clocks[i].duty_cycle = 50;
	}
}

static struct scmi_clock_state *clock_of(const struct scmi_call *call)
{
	return &call->platform->clocks[call->domain];
}

static enum scmi_status clock_attributes(struct scmi_call *call)
{
	const struct clock_options *o = &options[call->domain];
	u32 attributes = scmi_has_extended_name(call, HAS_EXTENDED_NAME);

	if (clock_of(call)->enabled)
		attributes |= CLOCK_ENABLED;
	if (o->is_restricted)
		attributes |= HAS_RESTRICTIONS;
	if (o->has_duty_cycle)
		attributes |= HAS_EXTENDED_CONFIG;
	if (o->nr_parents)
		attributes |= HAS_PARENTS;
	if (call->platform->has_p2a)
		attributes |= CAN_NOTIFY_RATE_REQUEST | CAN_NOTIFY_RATE_CHANGE;
	if (scmi_version(call) < VERSION_WITH_PARENTS)
		attributes &= ~ADDED_IN_3;
	if (scmi_version(call) < VERSION_WITH_LATENCY)
		attributes &= ~ADDED_IN_2;
	scmi_reply_u32(&call->reply, attributes);
	scmi_reply_name(&call->reply, "ref-clock", (int)call->domain);
	if (scmi_version(call) >= VERSION_WITH_LATENCY)
		scmi_reply_u32(&call->reply, 0); /* latency: unknown */
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status describe_range(const struct clock_rates *rates,
				       u32 index, struct scmi_reply *reply)
{
	if (index)
		return SCMI_STATUS_OUT_OF_RANGE;
	scmi_reply_u32(reply, RATES_AS_RANGE | 3);
	scmi_reply_u64(reply, rates->min);
	scmi_reply_u64(reply, rate_at(rates, rates->count - 1));
	scmi_reply_u64(reply, rates->step);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status describe_rates(struct scmi_call *call)
{
	u32 clock = call->domain;
	u32 index = scmi_get_le32(call->req + 4);
	const struct clock_rates *rates;
	u32 count, i;

	rates = rates_of(clock);
	if (rates->range)
		return describe_range(rates, index, &call->reply);
	if (index >= rates->count)
		return SCMI_STATUS_OUT_OF_RANGE;

	count = scmi_reply_part(&call->reply, rates->count, index, 8);
	for (i = 0; i < count; i++)
		scmi_reply_u64(&call->reply, rate_at(rates, index + i));
	return SCMI_STATUS_SUCCESS;
}

/* Rounds a requested rate, which is within the limits. */
static u32 round_rate(const struct clock_rates *rates, u32 rate, u32 flags)
{
	u32 n = (rate - rates->min) / rates->step;
	u32 above = (rate - rates->min) % rates->step;

	/* Auto leaves the choice to the platform, which uses the nearest. */
	if (flags & RATE_SET_ROUND_AUTO)
		n += above > rates->step / 2;
	else if (flags & RATE_SET_ROUND_UP)
		n += above > 0;
	return rate_at(rates, n);
}

static void notify_rate(struct scmi_platform *platform, u8 message, u32 clock,
			u32 rate)
{
	u32 payload[] = {SCMI_AGENT_OSPM, clock, rate, 0};

	scmi_queue_notification(platform, SCMI_ID_CLOCK, message, payload,
				NR_ELEMENTS(payload));
}

static void set_rate(struct scmi_platform *platform, u32 clock, u32 rate)
{
	struct scmi_clock_state *state = &platform->clocks[clock];

	if (state->rate == rate)
		return;
	if (state->notify_requested)
		notify_rate(platform, SCMI_CLOCK_RATE_CHANGE_REQUESTED, clock,
			    rate);
	state->rate = rate;
	if (state->notify_changed)
		notify_rate(platform, SCMI_CLOCK_RATE_CHANGED, clock, rate);
}

static enum scmi_status rate_set(struct scmi_call *call)
{
	u32 flags = scmi_get_le32(call->req);
	u32 clock = call->domain;
	u64 rate = scmi_get_le64(call->req + 8);
	const struct clock_rates *rates;

	if (flags & ~RATE_SET_FLAGS)
		return SCMI_STATUS_INVALID_PARAMETERS;
	rates = rates_of(clock);
	if (rate < rates->min || rate > rate_at(rates, rates->count - 1))
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (options[clock].is_restricted)
		return SCMI_STATUS_DENIED;
	rate = round_rate(rates, (u32)rate, flags);
	if (flags & RATE_SET_ASYNC && !call->platform->has_p2a)
		return SCMI_STATUS_NOT_SUPPORTED;
	/*
	 * Without a delayed response the agent cannot see a delay, so change it
	 * now.
	 */
	if (flags & RATE_SET_ASYNC && !(flags & RATE_SET_IGNORE))
		return scmi_defer(call->platform, clock, (u32)rate, 0);
	set_rate(call->platform, clock, (u32)rate);
	return SCMI_STATUS_SUCCESS;
}

static void rate_set_complete(struct scmi_platform *platform, const u32 *args,
			      struct scmi_reply *reply)
{
	set_rate(platform, args[0], args[1]);
	scmi_reply_u32(reply, args[0]);
	scmi_reply_u64(reply, args[1]);
}

static enum scmi_status rate_get(struct scmi_call *call)
{
	scmi_reply_u64(&call->reply, clock_of(call)->rate);
	return SCMI_STATUS_SUCCESS;
}

static bool has_type(const struct scmi_call *call, u32 type)
{
	return type == TYPE_NONE || (type == TYPE_DUTY_CYCLE &&
				     options[call->domain].has_duty_cycle);
}

/* Before version 3.0 there is no third word, and no extended configuration. */
static enum scmi_status config_set(struct scmi_call *call)
{
	u32 config = scmi_get_le32(call->req + 4);
	u32 value = call->req_len < 12 ? 0 : scmi_get_le32(call->req + 8);
	u32 type = config >> CONFIG_TYPE & 0xff;
	u32 state = config & CONFIG_STATE;

	if (config & ~CONFIG_KNOWN || (call->req_len < 12 && type))
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (!has_type(call, type))
		return SCMI_STATUS_NOT_SUPPORTED;
	if (state != CONFIG_DISABLE && state != CONFIG_ENABLE &&
	    !(state == CONFIG_UNCHANGED && type))
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (type && value > 100)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (type)
		clock_of(call)->duty_cycle = (u8)value;
	if (state != CONFIG_UNCHANGED)
		clock_of(call)->enabled = state == CONFIG_ENABLE;
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status config_get(struct scmi_call *call)
{
	const struct scmi_clock_state *clock = clock_of(call);
	u32 type = scmi_get_le32(call->req + 4);

	if (type > 0xff)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (!has_type(call, type))
		return SCMI_STATUS_NOT_SUPPORTED;
	scmi_reply_u32(&call->reply, 0);
	scmi_reply_u32(&call->reply,
		       clock->enabled ? CONFIG_ENABLE : CONFIG_DISABLE);
	scmi_reply_u32(&call->reply, type ? clock->duty_cycle : 0);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status possible_parents(struct scmi_call *call)
{
	const struct clock_options *o = &options[call->domain];
	u32 skip = scmi_get_le32(call->req + 4);
	u32 i, count;

	if (!o->nr_parents)
		return SCMI_STATUS_NOT_SUPPORTED;
	if (skip >= o->nr_parents)
		return SCMI_STATUS_INVALID_PARAMETERS;
	count = o->nr_parents - skip;
	if (count > (scmi_reply_room(&call->reply) - 4) / 4)
		count = (u32)(scmi_reply_room(&call->reply) - 4) / 4;
	scmi_reply_u32(&call->reply, (o->nr_parents - skip - count)
						     << REMAINING_PARENTS |
					     count);
	for (i = skip; i < skip + count; i++)
		scmi_reply_u32(&call->reply, o->parents[i]);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status parent_set(struct scmi_call *call)
{
	const struct clock_options *o = &options[call->domain];
	u32 parent = scmi_get_le32(call->req + 4);
	u8 i;

	if (!o->nr_parents)
		return SCMI_STATUS_NOT_SUPPORTED;
	for (i = 0; i < o->nr_parents; i++)
		if (o->parents[i] == parent) {
			clock_of(call)->parent = i;
			return SCMI_STATUS_SUCCESS;
		}
	return SCMI_STATUS_INVALID_PARAMETERS;
}

static enum scmi_status parent_get(struct scmi_call *call)
{
	const struct clock_options *o = &options[call->domain];

	if (!o->nr_parents)
		return SCMI_STATUS_NOT_SUPPORTED;
	scmi_reply_u32(&call->reply, o->parents[clock_of(call)->parent]);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status get_permissions(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply,
		       options[call->domain].is_restricted
			       ? MAY_SET_STATE
			       : MAY_SET_STATE | MAY_SET_PARENT | MAY_SET_RATE);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status notify_changed(struct scmi_call *call)
{
	return scmi_set_notify(call, &clock_of(call)->notify_changed);
}

static enum scmi_status notify_requested(struct scmi_call *call)
{
	return scmi_set_notify(call, &clock_of(call)->notify_requested);
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {scmi_protocol_attributes, 0, 0, 4},
	[SCMI_CLOCK_ATTRIBUTES] = {clock_attributes, 1, 4,
				   4 + SCMI_NAME_LEN + 4},
	/* Room for a range, which cannot be split over replies. */
	[SCMI_CLOCK_DESCRIBE_RATES] = {describe_rates, 1, 8, 4 + 3 * 8},
	[SCMI_CLOCK_RATE_SET] = {rate_set, 2, 16,
				 .complete = rate_set_complete},
	[SCMI_CLOCK_RATE_GET] = {rate_get, 1, 4, 8},
	[SCMI_CLOCK_CONFIG_SET] = {config_set, 1, 12, .req_min = 8},
	[SCMI_CLOCK_NAME_GET] = SCMI_EXTENDED_NAME_COMMAND,
	[SCMI_CLOCK_RATE_NOTIFY] = SCMI_NOTIFY_COMMAND(notify_changed),
	[SCMI_CLOCK_RATE_CHANGE_REQUESTED_NOTIFY] =
		SCMI_NOTIFY_COMMAND(notify_requested),
	[SCMI_CLOCK_CONFIG_GET] = {config_get, 1, 8, 12},
	[SCMI_CLOCK_POSSIBLE_PARENTS_GET] = {possible_parents, 1, 8, 8},
	[SCMI_CLOCK_PARENT_SET] = {parent_set, 1, 8},
	[SCMI_CLOCK_PARENT_GET] = {parent_get, 1, 4, 4},
	[SCMI_CLOCK_GET_PERMISSIONS] = {get_permissions, 1, 4, 4},
};

const struct scmi_protocol_desc scmi_clock = {
	.id = SCMI_ID_CLOCK,
	.version = 0x30000,
	.older = {0x10000, 0x20000},
	.extended_name = "reference-clock-",
	.names_since = 0x20000,
	.nr_domains = SCMI_NR_CLOCKS,
	.counts_async = true,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
