// SPDX-License-Identifier: GPL-2.0-only
/* Clock management protocol 1.0, section 4.6. */
#include "protocol.h"

#define MHZ 1000000U

/* CLOCK_RATE_SET flags. Bit 1 means nothing without bit 0. */
#define RATE_SET_ASYNC	    (1U << 0)
#define RATE_SET_IGNORE	    (1U << 1)
#define RATE_SET_ROUND_UP   (1U << 2)
#define RATE_SET_ROUND_AUTO (1U << 3)
#define RATE_SET_FLAGS                                          \
	(RATE_SET_ASYNC | RATE_SET_IGNORE | RATE_SET_ROUND_UP | \
	 RATE_SET_ROUND_AUTO)

#define CONFIG_ENABLE  (1U << 0)
#define RATES_AS_RANGE (1U << 12)

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
		platform->clock_rate[i] = 100 * MHZ;
		platform->clock_enabled[i] = false;
	}
}

static enum scmi_status clock_attributes(struct scmi_call *call)
{
	u32 clock = call->domain;

	scmi_reply_u32(&call->reply, call->platform->clock_enabled[clock]
					     ? CONFIG_ENABLE
					     : 0);
	scmi_reply_name(&call->reply, "ref-clock", (int)clock);
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
	rate = round_rate(rates, (u32)rate, flags);
	if (flags & RATE_SET_ASYNC && !call->platform->has_p2a)
		return SCMI_STATUS_NOT_SUPPORTED;
	/*
	 * Without a delayed response the agent cannot see a delay, so change it
	 * now.
	 */
	if (flags & RATE_SET_ASYNC && !(flags & RATE_SET_IGNORE))
		return scmi_defer(call->platform, clock, (u32)rate, 0);
	call->platform->clock_rate[clock] = rate;
	return SCMI_STATUS_SUCCESS;
}

static void rate_set_complete(struct scmi_platform *platform, const u32 *args,
			      struct scmi_reply *reply)
{
	platform->clock_rate[args[0]] = args[1];
	scmi_reply_u32(reply, args[0]);
	scmi_reply_u64(reply, args[1]);
}

static enum scmi_status rate_get(struct scmi_call *call)
{
	u32 clock = call->domain;

	scmi_reply_u64(&call->reply, call->platform->clock_rate[clock]);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status config_set(struct scmi_call *call)
{
	u32 clock = call->domain;
	u32 config = scmi_get_le32(call->req + 4);

	if (config & ~CONFIG_ENABLE)
		return SCMI_STATUS_INVALID_PARAMETERS;
	call->platform->clock_enabled[clock] = config & CONFIG_ENABLE;
	return SCMI_STATUS_SUCCESS;
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {.handle = scmi_protocol_attributes,
				      .reply_min = 4},
	[SCMI_CLOCK_ATTRIBUTES] = {.handle = clock_attributes,
				   .req_len = 4,
				   .domain_word = 1,
				   .reply_min = 4 + SCMI_NAME_LEN},
	/* Room for a range, which cannot be split over replies. */
	[SCMI_CLOCK_DESCRIBE_RATES] = {.handle = describe_rates,
				       .req_len = 8,
				       .domain_word = 1,
				       .reply_min = 4 + 3 * 8},
	[SCMI_CLOCK_RATE_SET] = {.handle = rate_set,
				 .req_len = 16,
				 .domain_word = 2,
				 .complete = rate_set_complete},
	[SCMI_CLOCK_RATE_GET] = {.handle = rate_get,
				 .req_len = 4,
				 .domain_word = 1,
				 .reply_min = 8},
	[SCMI_CLOCK_CONFIG_SET] = {.handle = config_set,
				   .req_len = 8,
				   .domain_word = 1},
};

const struct scmi_protocol_desc scmi_clock = {
	.id = SCMI_ID_CLOCK,
	.version = 0x10000,
	.nr_domains = SCMI_NR_CLOCKS,
	.counts_async = true,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
