/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Service times: the times that the platform needs for messages. A distribution
 * and a seed define a reproducible sequence of times.
 *
 *   0                   at once
 *   20us, fixed:20us    always 20 us
 *   uniform:10us..30us  evenly distributed, both ends included
 *   exp:20us            exponential with this mean
 *
 * A time is a decimal integer and its unit: ns, us or ms.
 */
#ifndef SCMI_REF_SERVICE_H
#define SCMI_REF_SERVICE_H

#include "types.h"

/* The longest valid time. Linux waits 2 s for delayed responses. */
#define SCMI_SERVICE_MAX_NS 4000000000U

enum scmi_service_kind {
	SCMI_SERVICE_FIXED,
	SCMI_SERVICE_UNIFORM,
	SCMI_SERVICE_EXP,
};

/**
 * struct scmi_service - a source of service times
 * @kind: distribution
 * @low: the time, the shortest time, or the mean; in ns
 * @high: the longest time of a uniform distribution; otherwise as @low
 * @state: of the random number generator
 */
struct scmi_service {
	enum scmi_service_kind kind;
	u32 low;
	u32 high;
	u64 state;
};

/**
 * struct scmi_service_error - the first error in a specification
 * @at: index of the wrong character; the length if a part is missing
 * @why: static text, a phrase
 */
struct scmi_service_error {
	size_t at;
	const char *why;
};

/**
 * scmi_service_parse() - read a specification
 * @service: filled in on success, untouched on failure
 * @spec: NUL-terminated, see above
 * @seed: any number
 * @error: filled in on failure; may not be NULL
 *
 * Return: true if @spec is correct.
 */
bool scmi_service_parse(struct scmi_service *service, const char *spec,
			u64 seed, struct scmi_service_error *error);

/**
 * scmi_service_draw() - draw the service time of the next message
 * @service: from scmi_service_parse(); calls must be serialised by the caller
 *
 * Return: ns; at most 45 * SCMI_SERVICE_MAX_NS, which only an exponential
 * distribution can reach. Does not sleep.
 */
u64 scmi_service_draw(struct scmi_service *service);

#endif
