/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The word of a message's payload that names the resource: the clock, sensor, domain
 * … that the message is about. SCMI 3.2, chapter 4. Freestanding.
 */
#ifndef SCMI_PERF_RESOURCE_WORDS_H
#define SCMI_PERF_RESOURCE_WORDS_H

#include "slot_tag.h"

/* Bits of messages of a protocol, by the word that has their resource. */
struct resource_words {
	__u32 first;  /* of commands: word 0 */
	__u32 second; /* of commands: word 1, after flags */
	__u32 event;  /* of notifications: word 1, after the agent */
};

#define RESOURCE_FIRST_PROTOCOL 0x11
#define RESOURCE_PROTOCOLS	9

/* Messages from @from to @to. */
#define RESOURCE_BITS(from, to) ((2u << (to)) - (1u << (from)))

/*
 * By protocol, from RESOURCE_FIRST_PROTOCOL on. In PINCTRL, pins, groups and functions
 * have numbers of their own. SENSOR_DESCRIPTION_GET is about several sensors.
 */
/* clang-format off */
#define RESOURCE_WORDS {                                                   \
	/* POWER: POWER_STATE_SET has flags first */                       \
	{RESOURCE_BITS(3, 8) & ~(1u << 4), 1u << 4, 3},                    \
	/* SYSTEM */                                                       \
	{0, 0, 0},                                                         \
	/* PERF */                                                         \
	{RESOURCE_BITS(3, 12), 0, 3},                                      \
	/* CLOCK: CLOCK_RATE_SET has flags first */                        \
	{RESOURCE_BITS(3, 15) & ~(1u << 5), 1u << 5, 3},                   \
	/* SENSOR */                                                       \
	{RESOURCE_BITS(4, 13), 0, 3},                                      \
	/* RESET */                                                        \
	{RESOURCE_BITS(3, 6), 0, 1},                                       \
	/* VOLTAGE */                                                      \
	{RESOURCE_BITS(3, 9), 0, 0},                                       \
	/* POWERCAP */                                                     \
	{RESOURCE_BITS(3, 12), 0, 3},                                      \
	/* PINCTRL */                                                      \
	{RESOURCE_BITS(3, 9), 0, 0},                                       \
}
/* clang-format on */

/*
 * Returns the index of the word with the resource, 0 or 1; RESOURCE_NONE: the message
 * is not about one. @table: RESOURCE_WORDS.
 */
#define RESOURCE_NONE 2

LC_INLINE __u32 resource_word(const volatile struct resource_words *table,
			      __u64 protocol, __u64 message, bool notification)
{
	const __u32 index = (__u32)protocol - RESOURCE_FIRST_PROTOCOL;

	if (index >= RESOURCE_PROTOCOLS || message >= 32)
		return RESOURCE_NONE;
	if (notification)
		return table[index].event >> message & 1 ? 1 : RESOURCE_NONE;
	if (table[index].first >> message & 1)
		return 0;
	return table[index].second >> message & 1 ? 1 : RESOURCE_NONE;
}

/* A resource + 1, as keys of series have it; 0: none. */
#define RESOURCE_PLUS_MAX 0x7fffffffu

LC_INLINE __u32 resource_plus(__u32 id)
{
	return id < RESOURCE_PLUS_MAX ? id + 1 : 0;
}

#endif
