// SPDX-License-Identifier: GPL-2.0-only
#include "event_order.h"

#include <string.h>

#define ORDER_OVERLAP_NS 1000000000u /* between the starts of two processors */

/* Returns a hash of all that a line has about the event; never 0. */
static uint32_t hash_of(const struct event_order *o,
			const struct ftrace_event *ev)
{
	const uint64_t parts[] = {
		ev->time_ns,
		(uint64_t)ev->kind << 32 | ev->transfer_id,
		(uint64_t)ev->seq << 32 | (uint32_t)ev->protocol << 16 |
			ev->message << 8 | ev->cpu_plus,
	};
	uint64_t hash = o->log;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		hash = (hash ^ parts[i]) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 29;
	}
	return (uint32_t)(hash >> 32) | 1;
}

/* Only events that a transfer has once can be recognised again. */
static bool is_unique(const struct ftrace_event *ev)
{
	return ev->kind >= FTRACE_BEGIN && ev->kind <= FTRACE_END;
}

static bool is_known(const struct event_order *o, const struct ftrace_event *ev)
{
	const uint32_t hash = hash_of(o, ev);

	return o->whole && is_unique(ev) && o->mark[hash % ORDER_MARKS] == hash;
}

/* Returns the latest time + 1 of the event's processor; 0: unknown. */
static uint64_t cpu_time(const struct event_order *o,
			 const struct ftrace_event *ev)
{
	return ev->cpu_plus && ev->cpu_plus <= ORDER_CPUS
		       ? o->cpu_ns[ev->cpu_plus - 1]
		       : 0;
}

bool event_order_is_next_cpu(const struct event_order *o,
			     const struct ftrace_event *ev)
{
	return o->n_cpus == 1 && ev->cpu_plus && !cpu_time(o, ev) &&
	       ev->time_ns < o->last_ns &&
	       ev->time_ns + ORDER_OVERLAP_NS >= o->first_ns;
}

enum order event_order_check(struct event_order *o, bool can_merge,
			     const struct ftrace_event *ev)
{
	const uint64_t latest = cpu_time(o, ev);

	/* Within a quotation, the last event has the latest time, too. */
	if (latest && ev->time_ns + !(o->repeats || o->n_held) < latest &&
	    is_known(o, ev)) {
		o->repeats = true;
		return o->n_held ? ORDER_MERGE : ORDER_SKIP;
	}
	if (!o->n_held && (!latest || ev->time_ns + ORDER_BACK_NS >= latest))
		return ORDER_USE;
	if (!can_merge || ev->time_ns > o->last_ns || o->n_held == ORDER_HELD)
		return ORDER_SPLIT;
	o->held[o->n_held++] = *ev;
	return ORDER_HOLD;
}

void event_order_use(struct event_order *o, const struct ftrace_event *ev)
{
	o->repeats = false;
	if (!o->last_ns || ev->time_ns < o->first_ns)
		o->first_ns = ev->time_ns;
	if (ev->time_ns > o->last_ns)
		o->last_ns = ev->time_ns;
	if (ev->cpu_plus && ev->cpu_plus <= ORDER_CPUS) {
		uint64_t *latest = &o->cpu_ns[ev->cpu_plus - 1];

		o->n_cpus += !*latest;
		if (ev->time_ns >= *latest)
			*latest = ev->time_ns + 1;
	}
	if (o->whole && o->n_marks < ORDER_MARKS && is_unique(ev)) {
		const uint32_t hash = hash_of(o, ev);

		o->n_marks++;
		o->mark[hash % ORDER_MARKS] = hash;
	}
}

void event_order_end(struct event_order *o)
{
	memset(o->cpu_ns, 0, sizeof(o->cpu_ns));
	o->n_cpus = o->n_marks = 0;
	o->last_ns = 0;
	o->log++;
}
