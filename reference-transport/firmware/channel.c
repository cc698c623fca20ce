// SPDX-License-Identifier: GPL-2.0-only
/* The firmware's channel: accept a message, serve it, send its reply. */
#include "channel.h"
#include "../platform/shared_area.h"

#define PAYLOAD_ROOM (CHANNEL_AREA_SIZE - AREA_PAYLOAD - 8) /* a capability */

static u32 area_read(const struct smc_channel *channel, u32 offset)
{
	return channel->area[offset / 4];
}

static void area_write(const struct smc_channel *channel, u32 offset, u32 value)
{
	channel->area[offset / 4] = value;
}

/* The agent sees all other words before the status. */
static void release_area(struct smc_channel *channel)
{
	channel->in_service = false;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	area_write(channel, AREA_STATUS, AREA_STATUS_FREE);
}

void channel_reset(struct smc_channel *channel,
		   const struct scmi_service *service)
{
	static const struct scmi_counts no_counts;

	channel->service = *service;
	channel->plan.nr_faults = 0;
	channel->counts = no_counts;
	channel->empty_doorbells = 0;
	channel->interrupt = false;
	channel->again = SCMI_FAULT_NR_KINDS;
	scmi_platform_init(&channel->platform, false);
	release_area(channel);
}

/* Copies the payload, because the agent can change it; returns its length. */
static u32 copy_message(const struct smc_channel *channel, u32 *payload)
{
	u32 i, len = area_read(channel, AREA_LENGTH);

	if (len < AREA_HEADER_LEN ||
	    len > AREA_HEADER_LEN + CHANNEL_PAYLOAD_MAX)
		len = AREA_HEADER_LEN + CHANNEL_PAYLOAD_MAX;
	len -= AREA_HEADER_LEN;
	for (i = 0; i < (len + 3) / 4; i++)
		payload[i] = area_read(channel, AREA_PAYLOAD + i * 4);
	return len;
}

enum channel_verdict channel_accept(struct smc_channel *channel)
{
	u32 len, payload[CHANNEL_PAYLOAD_MAX / 4];
	struct scmi_decision *d = &channel->decision;

	if (channel->in_service ||
	    area_read(channel, AREA_STATUS) & AREA_STATUS_FREE) {
		channel->empty_doorbells++;
		return CHANNEL_EMPTY;
	}
	channel->in_service = true;
	channel->interrupt = area_read(channel, AREA_FLAGS) &
			     AREA_FLAG_INTERRUPT;
	channel->counts.requests++;
	len = copy_message(channel, payload);
	d->hdr = area_read(channel, AREA_HEADER);
	d->payload = channel->payload;
	d->cap = CHANNEL_PAYLOAD_MAX;
	d->ns = scmi_service_draw(&channel->service);
	scmi_decide(&channel->plan, &channel->platform, payload, len, d);
	/* Without a P2A channel nothing follows. */
	channel->platform.follow_up = 0;
	channel->platform.nr_events = 0;
	if (d->fault != SCMI_FAULT_NR_KINDS)
		channel->counts.faults[d->fault]++;
	/* A call that returns is a reply, so the message can only be refused. */
	if (d->fault == SCMI_FAULT_DROP && !channel->interrupt) {
		channel->counts.dropped++;
		release_area(channel);
		return CHANNEL_REFUSED;
	}
	return CHANNEL_ACCEPTED;
}

/* A payload that does not fit is truncated, but its full length is stored. */
static void fill_area(const struct smc_channel *channel)
{
	const struct scmi_decision *d = &channel->decision;
	u32 i, at;

	area_write(channel, AREA_LENGTH, AREA_HEADER_LEN + d->len);
	area_write(channel, AREA_HEADER, d->hdr);
	for (at = 0; at < d->len && at < PAYLOAD_ROOM; at += 4) {
		u32 word = 0;

		for (i = 0; i < 4 && at + i < d->len; i++)
			word |= (u32)d->payload[at + i] << i * 8;
		area_write(channel, AREA_PAYLOAD + at, word);
	}
}

bool channel_reply(struct smc_channel *channel)
{
	enum scmi_fault_kind fault = channel->decision.fault;

	if (fault == SCMI_FAULT_DROP) {
		/* An agent must not mistake its own message for the reply. */
		area_write(channel, AREA_HEADER,
			   channel->decision.hdr ^ AREA_HEADER_TOKEN);
		channel->counts.dropped++;
	} else {
		fill_area(channel);
		channel->counts.replies++;
	}
	release_area(channel);
	if (!channel->interrupt || fault == SCMI_FAULT_DROP)
		return false;
	if (fault == SCMI_FAULT_DUPLICATE || fault == SCMI_FAULT_SPURIOUS)
		channel->again = fault;
	return fault != SCMI_FAULT_LOST_DOORBELL;
}

void channel_ring_again(struct smc_channel *channel)
{
	if (channel->again == SCMI_FAULT_DUPLICATE)
		channel->counts.strays++;
	else
		channel->counts.interrupts++;
	channel->again = SCMI_FAULT_NR_KINDS;
}
