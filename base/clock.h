/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_CLOCK_H
#define SCMI_PERF_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* The clock of BPF programs. */
static inline uint64_t monotonic_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

/* A timeout for poll() that ends at @ns, at most one hour; none if @ns is 0. */
static inline int milliseconds_until(uint64_t ns)
{
	const uint64_t now = monotonic_ns();

	if (!ns)
		return -1;
	if (now >= ns)
		return 0;
	return ns - now > 3600000000000u ? 3600000
					 : (int)((ns - now + 999999) / 1000000);
}

#endif
