/* SPDX-License-Identifier: GPL-2.0-only */
/* Commands with a delayed response, for the tests of the platform. */
#ifndef SCMI_PERF_FOLLOW_UP_FIXTURE_H
#define SCMI_PERF_FOLLOW_UP_FIXTURE_H

#include "scmi_exchange.h"

static inline uint32_t get32(const uint8_t *p, size_t n)
{
	p += 4 * n;
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline void complete(const struct scmi_async *async)
{
	uint8_t *out = malloc(24);

	x.len = scmi_platform_complete(&x.platform, async, out, 24);
	assert_in_range(x.len, 0, 24);
	memcpy(x.reply, out, x.len);
	free(out);
	assert_int_equal(word(0), 0);
	scmi_platform_delivered(&x.platform);
}

/* Returns the command that was just accepted, and clears the follow-up. */
static inline struct scmi_async accepted_async(void)
{
	assert_int_equal(x.len, 4);
	assert_int_equal(x.platform.follow_up, SCMI_FOLLOW_ASYNC);
	x.platform.follow_up = 0;
	return x.platform.async;
}

#endif
