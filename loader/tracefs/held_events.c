// SPDX-License-Identifier: GPL-2.0-only
#include "held_events.h"

#include <stdlib.h>

#include "alloc.h"

void held_events_open(struct held_events *h, struct senders *senders)
{
	*h = (struct held_events){.senders = senders};
	h->ring = xcalloc(HELD_EVENTS, sizeof(*h->ring));
}

void held_events_close(struct held_events *h)
{
	free(h->ring);
	*h = (struct held_events){0};
}

static struct held_event *at(const struct held_events *h, size_t i)
{
	return &h->ring[(h->first + i) % HELD_EVENTS];
}

/* Returns the start of a task that waits for its dump, at most one, or NULL. */
static struct held_event *find_start(const struct held_events *h, uint32_t pid)
{
	for (size_t i = h->n; i-- > 0;)
		if (at(h, i)->waits && at(h, i)->event.context.pid == pid)
			return at(h, i);
	return NULL;
}

static bool is_same_message(const struct ftrace_event *a,
			    const struct ftrace_event *b)
{
	return a->protocol == b->protocol && a->message == b->message &&
	       a->seq == b->seq;
}

/* A dump names the instance of its transfer, or of the notification after it. */
static void apply_dump(struct held_events *h, const struct ftrace_event *dump)
{
	struct held_event *start;

	if (dump->msg_type == LC_MSG_NOTIFICATION)
		senders_note_notified(h->senders, dump);
	start = dump->command ? find_start(h, dump->context.pid) : NULL;
	if (!start || !is_same_message(&start->event, dump))
		return;
	senders_note_sent(h->senders, start->event.transfer_id, dump->instance);
	start->event.channel = dump->channel;
	start->waits = false;
}

static void give_up(struct held_events *h, struct held_event *start)
{
	start->waits = false;
	h->senders->unknown++;
	senders_note_sent(h->senders, start->event.transfer_id, 0);
}

/* A task has gone on: the dump of its message was lost, or it was not sent. */
static void go_on(struct held_events *h, uint32_t pid)
{
	struct held_event *start = find_start(h, pid);

	if (start)
		give_up(h, start);
}

void held_events_add(struct held_events *h, const struct ftrace_event *ev)
{
	struct held_event *held = at(h, h->n);

	switch (ev->kind) {
	case FTRACE_DUMP:
		apply_dump(h, ev);
		break;
	case FTRACE_BEGIN:
	case FTRACE_WAIT:
	case FTRACE_END:
		go_on(h, ev->context.pid);
		break;
	default:
		break;
	}
	*held = (struct held_event){*ev, ev->kind == FTRACE_BEGIN};
	senders_note_instance(h->senders, &held->event);
	held_events_note_time(h, ev->time_ns);
	h->n++;
}

void held_events_note_time(struct held_events *h, uint64_t now_ns)
{
	if (now_ns > h->now_ns)
		h->now_ns = now_ns;
}

bool held_events_next(struct held_events *h, bool all, struct ftrace_event *ev)
{
	struct held_event *next = at(h, 0);

	if (!h->n)
		return false;
	if (next->waits) {
		if (!all && h->n < HELD_EVENTS &&
		    h->now_ns < next->event.time_ns + HELD_NS)
			return false;
		give_up(h, next);
	}
	*ev = next->event;
	h->first = (h->first + 1) % HELD_EVENTS;
	h->n--;
	return true;
}

uint64_t held_events_until(const struct held_events *h, uint64_t until_ns)
{
	const uint64_t first = h->n ? at(h, 0)->event.time_ns : until_ns;

	return first < until_ns ? first : until_ns;
}
