/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds out what it means if time goes back from one line to the next: events of
 * several processors, another boot, or the same lines again, as in a mail that
 * quotes a part of a log and holds the whole.
 *
 * The times of one processor never go back in one boot. After such a step, events
 * are held until one of them repeats an earlier event, or all times of the log so
 * far are behind. A long log has more events than can be recognised: those that
 * follow a repeated one are repeated, too, until the log's latest time.
 */
#ifndef SCMI_PERF_EVENT_ORDER_H
#define SCMI_PERF_EVENT_ORDER_H

#include <stdbool.h>

#include "ftrace_line.h"

#define ORDER_CPUS    256
#define ORDER_HELD    256	/* events */
#define ORDER_MARKS   (1 << 16) /* events that can be recognised again */
#define ORDER_SLOTS   (2 * ORDER_MARKS)
#define ORDER_BACK_NS 1000000u /* a smaller step may be a tracer's */

enum order {
	ORDER_USE,   /* the event is the next one */
	ORDER_SKIP,  /* it is an event that was used */
	ORDER_HOLD,  /* it is held */
	ORDER_MERGE, /* it was used, and those held are of the same boot */
	ORDER_SPLIT, /* those held are of another boot, and so is the event */
};

struct event_order {
	uint64_t cpu_ns[ORDER_CPUS]; /* latest time + 1 of each; 0: none */
	unsigned int n_cpus;
	uint64_t first_ns, last_ns;
	bool whole;	      /* the log can have quotations of itself */
	bool repeats;	      /* the event before was skipped */
	unsigned int n_marks; /* of all logs in the table */
	unsigned int n_held;
	struct ftrace_event held[ORDER_HELD];
	uint32_t log;		    /* number of the log, a part of hashes */
	uint32_t mark[ORDER_SLOTS]; /* hashes of events; 0: none */
};

/*
 * Classifies an event. @can_merge: no event of the log so far was processed. With
 * ORDER_MERGE and ORDER_SPLIT the caller uses those in held and clears n_held.
 */
enum order event_order_check(struct event_order *o, bool can_merge,
			     const struct ftrace_event *ev);

/* Notes that an event is used. */
void event_order_use(struct event_order *o, const struct ftrace_event *ev);

/* Returns true if two events of one time are the same in all that is known. */
bool event_order_same(const struct ftrace_event *a,
		      const struct ftrace_event *b);

/* Returns true if a message of the kernel's log was there before. */
bool event_order_repeats(struct event_order *o, const struct ftrace_event *ev);

/*
 * Returns true if the event is the first of its processor, after those of another
 * one in the same time.
 */
bool event_order_is_next_cpu(const struct event_order *o,
			     const struct ftrace_event *ev);

/* Another boot follows. Events that are held stay. */
void event_order_end(struct event_order *o);

#endif
