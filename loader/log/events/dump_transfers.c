// SPDX-License-Identifier: GPL-2.0-only
#include "dump_transfers.h"

#include <string.h>

static unsigned int token_of(const struct ftrace_event *ev)
{
	return ev->seq & (LC_TOKENS - 1);
}

/* The instance of an event, 0 if it is unknown or has no tag. */
static unsigned int instance_of(const struct ftrace_event *ev)
{
	return ev->instance < LC_TAG_INSTANCES ? ev->instance : 0;
}

/* Returns the transfer_id of the last command with this token and message. */
static uint32_t id_of(const struct dump_transfers *d,
		      const struct ftrace_event *ev)
{
	const struct dump_token *t = &d->token[instance_of(ev)][token_of(ev)];

	return t->id && t->protocol == ev->protocol && t->message == ev->message
		       ? t->id
		       : DUMP_UNKNOWN_ID;
}

static void apply(struct dump_transfers *d, enum ftrace_kind kind,
		  struct ftrace_event ev)
{
	ev.kind = kind;
	d->apply(d->ctx, &ev);
}

/* Applies a reply whose time is @time_ns. */
static void reply(struct dump_transfers *d, struct ftrace_event ev,
		  uint64_t time_ns)
{
	const bool ends = ev.msg_type == LC_MSG_RESPONSE;

	ev.time_ns = time_ns;
	ev.transfer_id = id_of(d, &ev);
	if (!ends || ev.transfer_id != DUMP_UNKNOWN_ID)
		apply(d, FTRACE_RX_DONE, ev);
	if (!ends)
		return;
	apply(d, FTRACE_END, ev);
	d->token[instance_of(&ev)][token_of(&ev)].open = false;
}

static void remove_waiting(struct dump_transfers *d, unsigned int i)
{
	d->n_waiting--;
	memmove(&d->waiting[i], &d->waiting[i + 1],
		(d->n_waiting - i) * sizeof(d->waiting[0]));
}

static void reply_oldest(struct dump_transfers *d)
{
	const struct ftrace_event ev = d->waiting[0];

	remove_waiting(d, 0);
	reply(d, ev, ev.time_ns);
}

void dump_transfers_advance(struct dump_transfers *d, uint64_t now_ns)
{
	while (d->n_waiting && now_ns > d->waiting[0].time_ns &&
	       now_ns - d->waiting[0].time_ns > DUMP_WAIT_NS)
		reply_oldest(d);
}

static void begin(struct dump_transfers *d, struct ftrace_event ev)
{
	struct dump_token *t = &d->token[instance_of(&ev)][token_of(&ev)];

	/* The token is free again, so its replies are complete. */
	while (d->n_waiting)
		reply_oldest(d);
	ev.transfer_id = DUMP_FIRST_ID + d->n++ % DUMP_UNKNOWN_ID;
	ev.poll = false;
	t->id = ev.transfer_id;
	t->protocol = ev.protocol;
	t->message = ev.message;
	t->open = true;
	apply(d, FTRACE_BEGIN, ev);
}

void dump_transfers_add(struct dump_transfers *d, const struct ftrace_event *ev)
{
	if (ev->command) {
		begin(d, *ev);
		return;
	}
	if (d->n_waiting == DUMP_WAITING)
		reply_oldest(d);
	d->waiting[d->n_waiting++] = *ev;
}

static bool is_same_message(const struct ftrace_event *a,
			    const struct ftrace_event *b)
{
	return a->protocol == b->protocol && a->message == b->message &&
	       a->msg_type == b->msg_type && token_of(a) == token_of(b);
}

bool dump_transfers_rx_done(struct dump_transfers *d,
			    const struct ftrace_event *ev)
{
	for (unsigned int i = 0; i < d->n_waiting; i++) {
		const struct ftrace_event dump = d->waiting[i];

		if (!is_same_message(&dump, ev))
			continue;
		remove_waiting(d, i);
		reply(d, dump, ev->time_ns);
		return true;
	}
	return false;
}
