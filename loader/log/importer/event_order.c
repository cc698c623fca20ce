// SPDX-License-Identifier: GPL-2.0-only
#include "event_order.h"

#include <string.h>

#define ORDER_OVERLAP_NS 1000000000u /* between the starts of two processors */

/* Returns what distinguishes events of one kind, time and processor. */
static uint64_t details_of(const struct ftrace_event *ev)
{
	switch (ev->kind) {
	case FTRACE_BAD:
	case FTRACE_DUMP:
	case FTRACE_KERNEL:
		return (uint64_t)ev->msg_type << 8 |
		       (ev->kind == FTRACE_KERNEL ? ev->anomaly : 0);
	case FTRACE_FAST_CALL:
		return !ev->fast.has_domain ? 0
					    : (uint64_t)ev->fast.domain << 32 |
						      ev->fast.value[0];
	case FTRACE_RX_DONE:
		return (uint64_t)ev->msg_type << 32 | ev->transfer_id;
	default:
		return ev->transfer_id;
	}
}

/* Returns the rest of it; only a fast call has no token. */
static uint64_t names_of(const struct ftrace_event *ev)
{
	const uint64_t seq = ev->kind == FTRACE_FAST_CALL ? 0 : ev->seq;

	return seq << 48 | (uint64_t)ev->cpu_plus << 32 |
	       (uint64_t)ev->instance << 16 | (uint64_t)ev->protocol << 8 |
	       ev->message;
}

bool event_order_same(const struct ftrace_event *a,
		      const struct ftrace_event *b)
{
	return a->kind == b->kind && names_of(a) == names_of(b) &&
	       details_of(a) == details_of(b);
}

/* Returns a hash of all that a line has about the event; never 0. */
static uint32_t hash_of(const struct event_order *o,
			const struct ftrace_event *ev)
{
	const uint64_t parts[] = {ev->time_ns, ev->kind, names_of(ev),
				  details_of(ev)};
	uint64_t hash = o->log;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		hash = (hash ^ parts[i]) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 29;
	}
	return (uint32_t)(hash >> 32) | 1;
}

/* Returns the slot of a hash in the table, which always has empty ones. */
static uint32_t find_mark(const struct event_order *o, uint32_t hash)
{
	uint32_t i = hash >> 1;

	while (o->mark[i % ORDER_SLOTS] && o->mark[i % ORDER_SLOTS] != hash)
		i++;
	return i % ORDER_SLOTS;
}

/* Returns false if the event is in the table already. */
static bool add_mark(struct event_order *o, const struct ftrace_event *ev)
{
	const uint32_t hash = hash_of(o, ev);
	uint32_t *mark = &o->mark[find_mark(o, hash)];
	const bool is_new = !*mark;

	*mark = hash;
	o->n_marks += is_new;
	return is_new;
}

/* Returns true if the event was used, or follows one that is repeated. */
static bool is_known(const struct event_order *o, const struct ftrace_event *ev)
{
	if (!o->whole)
		return false;
	return o->mark[find_mark(o, hash_of(o, ev))] ||
	       (o->repeats && o->n_marks == ORDER_MARKS);
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

/*
 * Returns true if the log has gone on after an event like this. Within a quotation,
 * the last event has the latest time, too.
 */
static bool is_back(const struct event_order *o, const struct ftrace_event *ev,
		    uint64_t latest)
{
	const bool quotes = o->repeats || o->n_held;

	return (latest && ev->time_ns + !quotes < latest) ||
	       ev->time_ns + ORDER_BACK_NS < o->last_ns ||
	       (quotes && !latest && ev->time_ns <= o->last_ns);
}

enum order event_order_check(struct event_order *o, bool can_merge,
			     const struct ftrace_event *ev)
{
	const uint64_t latest = cpu_time(o, ev);

	if (is_back(o, ev, latest) && is_known(o, ev)) {
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
	if (o->whole && o->n_marks < ORDER_MARKS)
		add_mark(o, ev);
}

bool event_order_repeats(struct event_order *o, const struct ftrace_event *ev)
{
	return o->whole && o->n_marks < ORDER_MARKS && !add_mark(o, ev);
}

void event_order_end(struct event_order *o)
{
	memset(o->cpu_ns, 0, sizeof(o->cpu_ns));
	o->n_cpus = 0;
	o->last_ns = 0;
	o->repeats = false;
	o->log++;
	/* Those of earlier logs are of no use. */
	if (o->n_marks > ORDER_MARKS / 2) {
		memset(o->mark, 0, sizeof(o->mark));
		o->n_marks = 0;
	}
}
