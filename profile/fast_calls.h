/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The use of a fast channel: calls of one message about one domain. They are not
 * transfers, so they have no latency.
 */
#ifndef SCMI_PERF_FAST_CALLS_H
#define SCMI_PERF_FAST_CALLS_H

#include <stdint.h>

struct profile;

/* Identified by its first three members, which also order them. */
struct fast_channel {
	uint8_t protocol;
	uint8_t message;
	uint32_t domain;
	uint32_t value
		[2];	/* of the last call: a level, or minimum and maximum */
	uint64_t calls; /* at least 1 */
	/* Times between two calls of one run. */
	uint64_t periods; /* below @calls */
	uint64_t period_sum_ns;
	uint64_t period_min_ns; /* 0 without a period */
	uint64_t period_max_ns;
	/* Time + 1 of the last call, for sources that add periods; or 0. */
	uint64_t last_ns;
};

/* Maximum number of fast channels in a profile. */
#define PROFILE_FAST_CHANNELS 1024

/*
 * Adds the calls of @from to the channel of its protocol, message and domain. Its
 * values are the last ones. Channels are sorted, and their number does not matter for
 * the cost, because a log can name as many as it likes. Returns the channel, which
 * moves when another is added; NULL if there are PROFILE_FAST_CHANNELS others.
 */
struct fast_channel *profile_add_fast(struct profile *p,
				      const struct fast_channel *from);

/* Adds one period between calls. */
void fast_channel_add_period(struct fast_channel *f, uint64_t ns);

/* Returns a number less than, equal to or greater than 0, as memcmp(). */
int fast_channel_compare(const struct fast_channel *a,
			 const struct fast_channel *b);

/* Returns the reason why a channel cannot be right, or NULL. */
const char *fast_channel_check(const struct fast_channel *f);

#endif
