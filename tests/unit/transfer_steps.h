/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Begins and ends a transfer like BPF and the importer. Its token is in the low
 * bits of its transfer_id, as usual.
 */
#ifndef SCMI_PERF_TRANSFER_STEPS_H
#define SCMI_PERF_TRANSFER_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "delayed_response.h"
#include "phases.h"

/* See lc_begin(). */
static inline int transfer_begin(struct lc_slot *table, uint32_t id,
				 uint32_t series, uint32_t instance,
				 bool waits_seen, uint64_t now,
				 struct lc_displaced *out)
{
	const struct lc_start start = {
		.tag = lc_tag_of(id, series, instance),
		.waits_seen = waits_seen,
		.hooked = true,
	};

	return lc_begin(table, lc_home(table, id), &start, now, out);
}

/* A transfer that has ended. */
struct transfer_end {
	struct lc_ended split; /* ns of phases that are not valid: 0 */
	uint32_t series;
	uint32_t seen; /* LC_SEEN_… */
};

/* Returns false if no transfer with this id is in flight. */
static inline bool transfer_end(struct lc_slot *table, uint32_t id,
				int32_t status, uint64_t now,
				struct transfer_end *out)
{
	struct lc_stamps at;

	*out = (struct transfer_end){0};
	if (!lc_remove(table, id, id, true, true, now, &at))
		return false;
	lc_split_phases(&at, status, &out->split);
	out->series = lc_tag_series(at.tag);
	out->seen = (uint32_t)at.seen;
	return true;
}

/* The number of slots of @table in use. */
static inline size_t used_slots(const struct lc_slot *table)
{
	size_t n = 0;

	for (size_t i = 0; i < LC_SLOTS; i++)
		n += table[i].tag != 0;
	return n;
}

static inline bool has_phase(const struct lc_ended *e, enum lc_phase phase)
{
	return e->phases & 1u << phase;
}

/* Returns the sum of all phases but the total. */
static inline uint64_t sum_of_phases(const struct lc_ended *e)
{
	static const enum lc_phase parts[] = {LC_SUBMIT,    LC_DOORBELL,
					      LC_SERVICE,   LC_DISPATCH,
					      LC_TRANSPORT, LC_WAKEUP};
	uint64_t sum = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (has_phase(e, parts[i]))
			sum += e->ns[parts[i]];
	return sum;
}

#endif
