/* SPDX-License-Identifier: GPL-2.0-only */
/* Pseudo-random numbers, the same everywhere: xorshift64. */
#ifndef SCMI_PERF_RANDOM_STREAM_H
#define SCMI_PERF_RANDOM_STREAM_H

#include <stdint.h>

static uint64_t random_state = 0x9ad5e5; /* not 0; tests may set it */

static inline uint64_t draw(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % below;
}

#endif
