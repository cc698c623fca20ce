/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The firmware's channel: one shared memory area, and the platform behind it.
 * Freestanding and without a clock, so that tests on a host can run it.
 */
#ifndef SCMI_REF_CHANNEL_H
#define SCMI_REF_CHANNEL_H

#include "../platform/counts.h"
#include "../platform/decide.h"

#define CHANNEL_AREA_SIZE   4096
#define CHANNEL_PAYLOAD_MAX 128 /* of a message; only faults make one longer */

/**
 * struct smc_channel - a channel for one message at a time
 * @area: shared memory, CHANNEL_AREA_SIZE bytes, which is not trusted
 * @platform: without a P2A channel, which SMC does not have
 * @service: service times
 * @plan: the fault plan
 * @counts: since channel_reset()
 * @empty_doorbells: calls without a message
 * @in_service: the platform owns the area and serves its message
 * @interrupt: an interrupt brings its reply
 * @again: the fault of an earlier message that another interrupt is due for, or
 * SCMI_FAULT_NR_KINDS
 * @decision: about the message in service
 * @payload: of its reply
 */
struct smc_channel {
	volatile u32 *area;
	struct scmi_platform platform;
	struct scmi_service service;
	struct scmi_plan plan;
	struct scmi_counts counts;
	u64 empty_doorbells;
	bool in_service;
	bool interrupt;
	enum scmi_fault_kind again;
	struct scmi_decision decision;
	u8 payload[SCMI_PLAN_MAX_LENGTH];
};

/* How a call ends. */
enum channel_verdict {
	CHANNEL_EMPTY,	  /* no message, or the last one is still in service */
	CHANNEL_ACCEPTED, /* channel_reply() follows when @decision.ns is over */
	CHANNEL_REFUSED,  /* the call fails: a fault of the plan */
};

/**
 * channel_reset() - reset the platform and the counts
 * @service: times of the messages; its state is copied
 *
 * A message in service is forgotten, and its area is free.
 */
void channel_reset(struct smc_channel *channel,
		   const struct scmi_service *service);

/**
 * channel_accept() - the agent has rung
 *
 * Serves the message in the area. A message with an impossible length is served
 * as one that is too long, so the reply is an error.
 */
enum channel_verdict channel_accept(struct smc_channel *channel);

/**
 * channel_reply() - the service time of the message is over
 *
 * Returns the area to the agent, with the reply unless a fault drops it.
 *
 * Return: true if the agent gets an interrupt.
 */
bool channel_reply(struct smc_channel *channel);

/* channel_ring_again() - the interrupt that @again is due for was raised */
void channel_ring_again(struct smc_channel *channel);

#endif
